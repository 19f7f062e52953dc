#include "services/ledger/domain/receipts/cash.h"

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"
#include "services/ledger/domain/figures/plan.h"
#include "services/ledger/domain/receipts/receipt.h"

namespace cuijiao::ledger {
namespace {

absl::Status CheckUndecided(const CashHandover& handover) {
  if (handover.state == HandoverState::kStated) return absl::OkStatus();
  return Refusal(
      absl::StatusCode::kFailedPrecondition, kHandoverDecided,
      fmt::format("handover_id {} was {} already", handover.id,
                  handover.state == HandoverState::kConfirmed ? "confirmed" : "rejected"),
      {{"handover_id", handover.id}});
}

void Decide(CashHandover& handover, HandoverState state, const HandoverDecision& decision) {
  handover.state = state;
  handover.decided_by = decision.decided_by;
  handover.decided_time = decision.decided_time;
  handover.reason = decision.reason;
}

}  // namespace

absl::Status DecideStatement(const std::vector<CashPayment>& payments, Date business_date,
                             CashHandover& handover) {
  if (handover.handover_date > business_date) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kHandoverDateInFuture,
                   fmt::format("handover_date {} is after the business date {}",
                               FormatDate(handover.handover_date), FormatDate(business_date)),
                   {{"handover_date", FormatDate(handover.handover_date)},
                    {"business_date", FormatDate(business_date)}});
  }
  if (payments.empty() && handover.stated == Fen(0)) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kNothingToHandOver,
                   fmt::format("holder_staff_id {} has no cash in hand and hands none in",
                               handover.holder_staff_id),
                   {{"holder_staff_id", handover.holder_staff_id}});
  }
  if (payments.size() > kMostPaymentsAtOnce) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kTooManyPayments,
                   fmt::format("holder_staff_id {} has {} payments in hand, a handover takes {} at "
                               "most: set recorded_by_time to an earlier time",
                               handover.holder_staff_id, payments.size(), kMostPaymentsAtOnce),
                   {{"payment_count", std::to_string(payments.size())}});
  }
  handover.taken = Fen(0);
  for (const CashPayment& payment : payments) handover.taken += payment.amount;
  handover.payment_count = static_cast<int>(payments.size());
  return absl::OkStatus();
}

absl::StatusOr<CashHandover> DecideConfirmation(CashHandover handover,
                                                const std::vector<CashPayment>& reversed,
                                                Fen counted, const HandoverDecision& decision) {
  CUIJIAO_RETURN_IF_ERROR(CheckUndecided(handover));
  if (decision.decided_by == handover.holder_staff_id ||
      decision.decided_by == handover.stated_by) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kSamePerson,
                   fmt::format("{} hands the cash in or stated it, and does not confirm it",
                               decision.decided_by),
                   {{"staff_id", decision.decided_by}});
  }
  for (const CashPayment& payment : reversed) handover.taken -= payment.amount;
  handover.payment_count -= static_cast<int>(reversed.size());
  handover.counted = counted;
  handover.difference = counted - handover.taken;
  if (handover.difference != Fen(0) && decision.reason.empty()) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kReasonMissing,
                   fmt::format("reason: {} yuan were taken and {} counted",
                               FormatYuan(handover.taken), FormatYuan(counted)),
                   {{"taken_fen", fmt::to_string(handover.taken.value())},
                    {"counted_fen", fmt::to_string(counted.value())}});
  }
  Decide(handover, HandoverState::kConfirmed, decision);
  return handover;
}

absl::StatusOr<CashHandover> DecideRejection(CashHandover handover,
                                             const HandoverDecision& decision) {
  CUIJIAO_RETURN_IF_ERROR(CheckUndecided(handover));
  Decide(handover, HandoverState::kRejected, decision);
  return handover;
}

}  // namespace cuijiao::ledger
