// The books checked against themselves (LED-4): the journal's chain of hashes, and every balance
// that is kept beside the journal.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_INTEGRITY_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_INTEGRITY_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/journal/chain.h"
#include "services/ledger/store/close/frozen_rows.h"

namespace cuijiao::ledger {

struct PartitionHead {
  std::string partition_id;
  std::string project_id;
  std::int64_t entry_sequence = 0;
  std::string entry_hash;
};

struct IntegrityFault {
  std::string partition_id;
  std::int64_t sequence = 0;  // 0 where a balance is wrong
  std::string reference_id;   // of the entry, bill, payment, unit; the due date or community
  std::string message;
};

// What a partition is held against that its snapshot does not tell.
struct PartitionTold {
  // Told outside the database: heads by entry, hashes of what was frozen by month.
  std::multimap<std::int64_t, ToldHead> heads = {};
  ToldFrozen frozen = {};
  // Payments of entries up to here were followed just before; 0 where they could not be.
  std::int64_t followed_through = 0;
};

struct PartitionReport {
  std::int64_t checked_entries = 0;
  std::optional<IntegrityFault> fault;  // the first
};

// Lives in one transaction, in bounded memory; errors are the database's.
class IntegrityStore {
 public:
  explicit IntegrityStore(db::Transaction& transaction) : transaction_(transaction) {}

  // Of one partition, or of all where `partition_id` is empty; by id.
  absl::StatusOr<std::vector<PartitionHead>> LoadHeads(std::string_view partition_id);
  // Cash handovers and wallet payouts, which belong to no partition: the first fault of each kind.
  absl::StatusOr<std::vector<IntegrityFault>> CheckCompany();
  // The next entries of a partition with their lines, some thousand at most.
  absl::StatusOr<std::vector<StoredEntry>> LoadEntries(std::string_view partition_id,
                                                       std::int64_t after_sequence);
  // The chain first; where it is whole, the balances; where they are right, what stands beside
  // them: kept figures (figure_check.h), receipts, cash and wallets of the payments
  // (receipt_check.h) and frozen figures (closed_figures_check.h) of a community, receipt numbers
  // and lines of statements of a project, and all that closes froze (frozen_rows.h). `progress` is
  // called after each part of the chain and of the frozen figures with the number of entries
  // checked so far; false ends the check with CANCELLED.
  absl::StatusOr<PartitionReport> CheckPartition(
      const PartitionHead& head, const PartitionTold& told,
      const std::function<bool(std::int64_t checked_entries)>& progress);

 private:
  absl::StatusOr<std::optional<IntegrityFault>> CheckBeside(const std::string& partition_id,
                                                            const PartitionTold& told,
                                                            const std::function<bool()>& go_on);

  db::Transaction& transaction_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_INTEGRITY_STORE_H_
