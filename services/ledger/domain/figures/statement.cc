#include "services/ledger/domain/figures/statement.h"

namespace cuijiao::ledger {

UnitStatement ComputeStatement(Date from, Date as_of, const std::vector<UnitMovement>& movements,
                               const std::vector<DueAmount>& owed) {
  UnitStatement statement;
  for (const UnitMovement& movement : movements) {
    statement.closing_owed += movement.owed_change;
    statement.closing_prepayment += movement.prepayment_change;
    if (movement.posting_date < from) {
      statement.opening_owed += movement.owed_change;
      statement.opening_prepayment += movement.prepayment_change;
    } else {
      statement.movements.push_back(movement);
    }
  }
  for (const DueAmount& part : owed) {
    if (part.due_date <= as_of) statement.closing_due += part.amount;
  }
  return statement;
}

}  // namespace cuijiao::ledger
