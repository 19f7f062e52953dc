// The balances of one partition that are kept beside its journal, held against it (LED-4).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_BALANCE_CHECK_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_BALANCE_CHECK_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/journal/balance_sums.h"
#include "services/ledger/store/journal/kept_fault.h"

namespace cuijiao::ledger {

// Takes the entries as whoever walks along the journal has them, and reads what is kept once; so a
// journal that is right is read once in all. Where the sums (balance_sums.h) tell that something is
// wrong, statements that go through the lines again find out what. Lives in one transaction, in
// bounded memory; errors are the database's.
class BalanceCheck {
 public:
  BalanceCheck(db::Transaction& transaction, std::string partition_id);

  // Every entry of the partition, in any order.
  void AddEntry(const JournalEntry& entry) { sums_.AddEntry(entry, partition_id_); }
  // The first fault, bills first; of the partition where none can be named though the sums differ.
  // Call once, last.
  absl::StatusOr<std::optional<KeptFault>> Finish();

 private:
  absl::Status AddBills();
  absl::Status AddUnits();
  absl::Status AddPayments();
  absl::Status AddSuspense();
  absl::StatusOr<KeptFault> FindFault();

  db::Transaction& transaction_;
  const std::string partition_id_;
  BalanceSums sums_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_BALANCE_CHECK_H_
