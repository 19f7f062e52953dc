// Undoing a payment (LED-3), whoever says so: finance, or a statement of the bank or wallet.
#ifndef CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_PAYMENT_UNDO_H_
#define CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_PAYMENT_UNDO_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "common/rpc/call_context.h"
#include "services/ledger/api/ledger_context.h"
#include "services/ledger/domain/journal/posting.h"

namespace cuijiao::ledger {

// NOT_FOUND / UNKNOWN_PAYMENT.
absl::Status UnknownPayment(const std::string& payment_id);

// Both lock the partition of the payment's community, post, tell and flush; the answer is the
// payment as it stands after it. Where they refuse, nothing was written. `note` may be empty.

// In full. UNKNOWN_PAYMENT, and the errors of DecideReversal.
absl::StatusOr<Payment> ReverseWithin(db::Transaction& transaction, const LedgerContext& context,
                                      const CallContext& call, const std::string& payment_id,
                                      ReversalReason reason, const std::string& note);

// In part. UNKNOWN_PAYMENT, and the errors of DecideRefund.
absl::StatusOr<Payment> RefundWithin(db::Transaction& transaction, const LedgerContext& context,
                                     const CallContext& call, const std::string& payment_id,
                                     Fen amount, const std::string& note);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_PAYMENT_UNDO_H_
