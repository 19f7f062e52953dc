// Undoing payments: in full (reversal) or in part (refund). LED-3; section 6, definition 5.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_PAYMENTS_REFUND_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_PAYMENTS_REFUND_H_

#include <span>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/domain/payments/allocation.h"

namespace cuijiao::ledger {

inline constexpr std::string_view kRefundExceedsPayment = "REFUND_EXCEEDS_PAYMENT";
inline constexpr std::string_view kRefundTouchesSettlement = "REFUND_TOUCHES_SETTLEMENT";
inline constexpr std::string_view kPaymentHoldsNothing = "PAYMENT_HOLDS_NOTHING";

// Both work on the payment as it was loaded, with its allocations, and on an account that holds all
// bills of these allocations (and of `waived_parts`). The account is brought up to date before;
// what becomes due again is paid at once from other prepayment of the unit. The answer is the
// payment as it stands after it. Posted on the business date, or the first open day.

// Undoes the payment: its allocations, later uses of its prepayment, what is unused, and the waiver
// of its settlement. FAILED_PRECONDITION: PAYMENT_REVERSED, PAYMENT_HOLDS_NOTHING (all refunded).
absl::StatusOr<Payment> DecideReversal(UnitPosting& posting, Payment payment,
                                       std::span<const WaivedPart> waived_parts);

// Pays back `amount`: unused prepayment first, then the allocations, the latest first.
// FAILED_PRECONDITION: PAYMENT_REVERSED, REFUND_EXCEEDS_PAYMENT (more than it still holds),
// REFUND_TOUCHES_SETTLEMENT (what a settlement paid of its arrears).
absl::StatusOr<Payment> DecideRefund(UnitPosting& posting, Payment payment, Fen amount);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_PAYMENTS_REFUND_H_
