// Debts that are written off: what was asked for, and what became of it (LED-18).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_BILLING_WRITE_OFF_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_BILLING_WRITE_OFF_STORE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "cuijiao/ledger/v1/adjustment.pb.h"
#include "services/ledger/domain/billing/adjustment.h"

namespace cuijiao::ledger {

// Both with the numbers of the messages.
enum class WriteOffReason : std::uint8_t {
  kBankrupt = 1,
  kTimeBarred = 2,
  kOwnersDecision = 3,
  kOther = 4,
};
enum class WriteOffState : std::uint8_t {
  kRequested = 1,
  kApproved = 2,
  kRejected = 3,
  kRevived = 4,
};

struct WriteOffRecord {
  std::string id;
  std::string unit_id;
  std::string community_id;
  std::string project_id;
  WriteOffReason reason = WriteOffReason::kOther;
  Fen amount;
  std::vector<WrittenOffPart> parts;
  WriteOffState state = WriteOffState::kRequested;
  std::string requested_by;
  absl::Time requested_time;
  std::string decided_by;  // empty while nobody has
  std::optional<absl::Time> decided_time;
  std::optional<Date> posting_date;
  std::string revived_by;
  std::optional<Date> revival_date;
};

// Exactly one of the first three is set.
struct WriteOffFilter {
  std::string unit_id;
  std::string community_id;
  std::string project_id;
  std::optional<WriteOffState> state;
};

// Lives in one transaction; errors are the database's.
class WriteOffStore {
 public:
  explicit WriteOffStore(db::Transaction& transaction) : transaction_(transaction) {}

  absl::StatusOr<std::optional<WriteOffRecord>> Load(std::string_view write_off_id);
  // By id, at most `limit`.
  absl::StatusOr<std::vector<WriteOffRecord>> List(const WriteOffFilter& filter,
                                                   std::string_view after_id, int limit);
  // A bill of `bill_ids` that an open request is about, or none.
  absl::StatusOr<std::optional<std::string>> FindRequestedBill(
      std::span<const std::string> bill_ids);

  absl::Status Insert(const WriteOffRecord& record);
  // Its new state, who decided or revived it, and the posting dates. INTERNAL when the state is no
  // longer `from`.
  absl::Status Update(const WriteOffRecord& record, WriteOffState from);

 private:
  absl::StatusOr<std::vector<WriteOffRecord>> LoadWhere(std::string_view where,
                                                        const db::Values& values);

  db::Transaction& transaction_;
};

// Without the notes, which stay in their column.
v1::WriteOff ToMessage(const WriteOffRecord& record);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_BILLING_WRITE_OFF_STORE_H_
