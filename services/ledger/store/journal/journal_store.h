// The journal and the feed of one partition, written in one transaction (LED-4, LED-14).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_JOURNAL_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_JOURNAL_STORE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock/company_clock.h"
#include "common/db/transaction.h"
#include "common/ids/id_source.h"
#include "cuijiao/ledger/v1/feed.pb.h"
#include "services/ledger/domain/journal/journal.h"
#include "services/ledger/domain/journal/posting.h"

namespace cuijiao::ledger {

// SHA-256 over the hash before and the entry's canonical bytes: 32 bytes.
std::string EntryHash(std::string_view hash_before, const NumberedEntry& entry);

// A locked partition: numbers, hashes and events of what is posted have no holes and no forks, and
// the partition's days stay as they are until the transaction ends. What is appended is written by
// Flush, in a constant number of statements.
class JournalStore {
 public:
  // Locks the partition's row. Several are locked in the order of their ids. NOT_FOUND /
  // UNKNOWN_PARTITION when there is none. `transaction` and `ids` outlive the store.
  static absl::StatusOr<JournalStore> Lock(db::Transaction& transaction, IdSource& ids,
                                           const CompanyTime& now, std::string_view partition_id);
  // Locks several with one statement, which takes the rows in the order of their ids; each id
  // counts once. By id. NOT_FOUND / UNKNOWN_PARTITION naming the first that does not exist.
  static absl::StatusOr<std::vector<JournalStore>> LockAll(
      db::Transaction& transaction, IdSource& ids, const CompanyTime& now,
      std::span<const std::string> partition_ids);

  [[nodiscard]] const PostingDays& days() const { return days_; }
  // Whether no unit holds prepayment beside a bill due by days().Today() (due_prepayments.h).
  [[nodiscard]] bool IsSwept() const { return swept_through_ && *swept_through_ >= days_.Today(); }
  // From now on it is so. Undone by whoever posts as of an earlier day.
  void MarkSwept() { swept_through_ = days_.Today(); }
  // Whether units of it wait for their scheduled fees (unscheduled_units.h).
  [[nodiscard]] bool HasUnscheduled() const { return has_unscheduled_; }
  void MarkScheduled() { has_unscheduled_ = false; }
  [[nodiscard]] absl::Time recorded_time() const { return now_.recorded_time; }
  [[nodiscard]] const std::string& partition_id() const { return partition_id_; }
  [[nodiscard]] std::string NewId() { return ids_->NewId(); }
  [[nodiscard]] IdSource& ids() { return *ids_; }
  [[nodiscard]] db::Transaction& transaction() { return *transaction_; }

  // Puts an entry at the journal's end, recorded now; an entry that came by itself was there from
  // the first moment of its posting day on (LED-2, LED-16). INTERNAL when it is not balanced
  // (CheckEntry).
  absl::Status Append(const JournalEntry& entry);
  // Puts an event at the feed's end: partition, number and recorded time are filled in.
  void Tell(v1::Event event);
  // Writes what was appended, and the partition's heads. Call once, last.
  absl::Status Flush() { return FlushAll({this, 1}); }
  // The same for all journals of one transaction, at least one, with as many statements as for one.
  static absl::Status FlushAll(std::span<JournalStore> journals);

 private:
  [[nodiscard]] absl::Time RecordedTimeOf(const JournalEntry& entry) const;

  JournalStore(db::Transaction& transaction, IdSource& ids)
      : transaction_(&transaction), ids_(&ids) {}

  db::Transaction* transaction_;
  IdSource* ids_;
  std::string partition_id_;
  std::string project_id_;
  PostingDays days_;
  std::optional<Date> swept_through_;
  bool has_unscheduled_ = false;
  CompanyTime now_;
  std::int64_t entry_sequence_ = 0;
  std::int64_t event_sequence_ = 0;
  std::string entry_hash_;
  std::vector<db::Values> entry_rows_;
  std::vector<db::Values> line_rows_;
  std::vector<db::Values> event_rows_;
};

// Events of a partition after a sequence number, in order.
absl::StatusOr<std::vector<v1::Event>> LoadEvents(db::Transaction& transaction,
                                                  std::string_view partition_id,
                                                  std::int64_t after_sequence, int limit);

// Whether the partition exists.
absl::StatusOr<bool> PartitionExists(db::Transaction& transaction, std::string_view partition_id);

inline constexpr std::string_view kUnknownPartition = "UNKNOWN_PARTITION";

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_JOURNAL_STORE_H_
