// Held money becomes a unit's payment (LED-4), whoever says so.
#ifndef CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_SUSPENSE_ASSIGNMENT_H_
#define CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_SUSPENSE_ASSIGNMENT_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "common/rpc/call_context.h"
#include "services/ledger/api/ledger_context.h"
#include "services/ledger/domain/journal/posting.h"

namespace cuijiao::ledger {

// The unit gets the money with its old received date; a line of a statement that brought it is
// matched with it. Errors: UNKNOWN_SUSPENSE, UNKNOWN_UNIT, OTHER_PROJECT, UNKNOWN_COLLECTOR,
// SUSPENSE_ASSIGNED.
absl::StatusOr<Payment> AssignWithin(db::Transaction& transaction, const LedgerContext& context,
                                     const CallContext& call, const std::string& suspense_id,
                                     const std::string& unit_id, const std::string& collector_id);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_SUSPENSE_ASSIGNMENT_H_
