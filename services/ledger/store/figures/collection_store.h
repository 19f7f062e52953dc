// What collection asks the ledger: who owes what, and which bills are about to fall due.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_COLLECTION_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_COLLECTION_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "common/money/fen.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/store/billing/bill_store.h"

namespace cuijiao::ledger {

// What a unit owes of bills due before a date.
struct UnitDebt {
  std::string unit_id;
  Fen overdue;                          // all components
  std::optional<Date> oldest_due_date;  // none when nothing is overdue
  std::int64_t debt_version = 0;
};

// Lives in one transaction. Prepayment must have been used for what fell due before
// (due_prepayments.h).
class CollectionStore {
 public:
  explicit CollectionStore(db::Transaction& transaction) : transaction_(transaction) {}

  // Units of a community that owe bills due before `date`, after `after_unit_id`, by id, at most
  // `limit`.
  absl::StatusOr<std::vector<UnitDebt>> ListDebts(std::string_view community_id, Date date,
                                                  std::string_view after_unit_id, int limit);
  // One unit, also when it owes nothing; none when it does not exist.
  absl::StatusOr<std::optional<UnitDebt>> LoadDebt(std::string_view unit_id, Date date);

  // Unpaid bills of a community that fall due from `from` to `to`, after a place in the list, by
  // due date and id, at most `limit`.
  absl::StatusOr<std::vector<Bill>> ListUpcoming(std::string_view community_id, Date from, Date to,
                                                 const BillPosition& after, int limit);
  // Of these bills, those that the prepayment held does not cover in full. It goes to a unit's
  // bills in order of due date and id, those due before the listed ones included (definition 4).
  absl::StatusOr<std::vector<Bill>> WithoutCovered(std::vector<Bill> bills);

 private:
  db::Transaction& transaction_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_COLLECTION_STORE_H_
