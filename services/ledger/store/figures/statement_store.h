// What is owed as of a date: movements of a unit, amounts by due date, sums of accounts (LED-4,
// LED-5, LED-16).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_STATEMENT_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_STATEMENT_STORE_H_

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/figures/statement.h"
#include "services/ledger/store/figures/figures_store.h"

namespace cuijiao::ledger {

// An account's sum, debits positive.
struct AccountBalance {
  std::string account;
  Fen balance;
};

// Lives in one transaction; errors are the database's.
class StatementStore {
 public:
  explicit StatementStore(db::Transaction& transaction) : transaction_(transaction) {}

  // All movements of a unit's receivable and prepayment, in the order of the journal.
  absl::StatusOr<std::vector<UnitMovement>> LoadMovements(std::string_view unit_id,
                                                          const AsOf& as_of);
  // What is unpaid, all components, by due date; without what sums to zero.
  absl::StatusOr<std::vector<DueAmount>> LoadUnitDues(std::string_view unit_id, const AsOf& as_of);
  // The same of some units of a community, by unit; those that owe nothing are left out.
  absl::StatusOr<std::map<std::string, std::vector<DueAmount>>> LoadDuesOf(
      std::string_view community_id, std::span<const std::string> unit_ids, const AsOf& as_of);
  // Of all its units.
  absl::StatusOr<std::map<std::string, std::vector<DueAmount>>> LoadDuesByUnit(
      std::string_view community_id, const AsOf& as_of);
  absl::StatusOr<std::vector<DueAmount>> LoadCommunityDues(std::string_view community_id,
                                                           const AsOf& as_of);
  // All late fee and cost that was ever charged to the unit's bills, less credit notes, by bill;
  // those of bills without any are left out, principal is not told.
  absl::StatusOr<std::map<std::string, ComponentAmounts>> LoadCharges(std::string_view unit_id);
  // Of a project, or of the company where `project_id` is empty; by account.
  absl::StatusOr<std::vector<AccountBalance>> LoadTrialBalance(std::string_view project_id,
                                                               const AsOf& as_of);

 private:
  db::Transaction& transaction_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_STATEMENT_STORE_H_
