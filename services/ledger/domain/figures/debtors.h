// Who owes what where a unit has changed hands: each owner the fees of the days on which they owned
// it. Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_DEBTORS_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_DEBTORS_H_

#include <span>
#include <string>
#include <vector>

#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/domain/organisation/organisation.h"

namespace cuijiao::ledger {

// Days of a bill's service period with the same owners, and their part of what is unpaid.
struct DebtPart {
  Date from;
  Date to;
  std::vector<std::string> owner_ids;  // owe together, in order; none: no owner is known
  ComponentAmounts unpaid;

  friend bool operator==(const DebtPart&, const DebtPart&) = default;
};

// The unpaid parts of a bill by its owners, in the order of days. `charged` is all late fee and
// cost that was ever charged to it, less credit notes (its principal is the bill's own);
// `ownerships` are those of the unit, in any order. What is owed is divided by days; a part ends
// where the rounded sum up to its last day does, so that the parts add up. What is settled already
// is that of the first days: who paid before the sale has paid for their own days first.
std::vector<DebtPart> DivideByOwners(const Bill& bill, const ComponentAmounts& charged,
                                     std::span<const Ownership> ownerships);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_DEBTORS_H_
