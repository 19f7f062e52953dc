// Hands messages of the outbox over to the provider (ESC-10).
#ifndef CUIJIAO_SERVICES_ESCALATION_API_OUTBOX_SENDER_H_
#define CUIJIAO_SERVICES_ESCALATION_API_OUTBOX_SENDER_H_

#include "absl/status/status.h"
#include "services/escalation/api/escalation_context.h"

namespace cuijiao::escalation {

// Hands over everything that is pending now. Before each batch the ledger is asked which of its
// bills are still unpaid; messages of the others are cancelled. Batch by batch one transaction,
// "escalation.hand_over", locks the messages, hands them over and marks them: at least once and, by
// their id, to one effect (file_provider.h). A batch that fails stays pending with one attempt
// more, and is given up after five. The first error.
absl::Status RunOutboxRound(EscalationContext& context);

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_API_OUTBOX_SENDER_H_
