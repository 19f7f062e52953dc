#include "services/ledger/domain/payments/refund.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/domain/payments/posting_payment.h"

namespace cuijiao::ledger {
namespace {

absl::Status Refuse(std::string_view reason, const Payment& payment, const std::string& what) {
  return Refusal(absl::StatusCode::kFailedPrecondition, reason,
                 absl::StrCat("payment ", payment.id, " ", what),
                 {{"payment_id", payment.id}, {"held_fen", absl::StrCat(payment.held.value())}});
}

// Takes the unused money of the payment back, at most `at_most`; gives how much that was.
Fen TakeUnused(UnitPosting& posting, JournalEntry& entry, Payment& payment, Fen at_most) {
  const Fen taken = std::min(at_most, payment.prepayment);
  if (taken == Fen(0)) return taken;
  UnitPosting::ChangePrepayment(entry, *posting.FindPrepayment(payment.id), -taken);
  payment.prepayment -= taken;
  return taken;
}

// Reopens the bill of the payment's latest allocation by at most `at_most`; gives how much.
Fen Reopen(UnitPosting& posting, JournalEntry& entry, Payment& payment, Fen at_most) {
  Allocation& latest = payment.allocations.back();
  const Fen taken = std::min(at_most, latest.amount);
  posting.ChangeBill(entry, *posting.FindBill(latest.bill_id), latest.component, taken, payment.id);
  latest.amount -= taken;
  if (latest.amount == Fen(0)) payment.allocations.pop_back();
  return taken;
}

void AppendCash(JournalEntry& entry, const Payment& payment, Fen amount) {
  entry.lines.push_back(
      {CashAccount(payment.method), -amount, "", std::nullopt, payment.id, false});
}

JournalEntry UndoingEntry(EntryKind kind, const UnitPosting& posting, const Payment& payment) {
  return {kind, posting.account().unit_id, payment.id, posting.days().Today(), {}};
}

}  // namespace

absl::StatusOr<Payment> DecideReversal(UnitPosting& posting, Payment payment,
                                       std::span<const WaivedPart> waived_parts) {
  if (payment.state == PaymentState::kReversed) {
    return Refuse(kPaymentReversed, payment, "was reversed already");
  }
  if (payment.held == Fen(0)) {
    return Refuse(kPaymentHoldsNothing, payment, "was refunded in full");
  }
  posting.BringUpToDate();
  TakeStanding(posting, payment);

  JournalEntry entry = UndoingEntry(EntryKind::kReversal, posting, payment);
  AppendCash(entry, payment, payment.held);
  TakeUnused(posting, entry, payment, payment.prepayment);
  while (!payment.allocations.empty()) {
    Reopen(posting, entry, payment, payment.allocations.back().amount);
  }
  for (const WaivedPart& part : waived_parts) {
    BillInWork& bill = *posting.FindBill(part.bill_id);
    posting.ChangeBill(entry, bill, BillComponent::kPrincipal, part.amount, "");
    entry.lines.push_back({Account::kWaiverExpense, -part.amount, part.bill_id,
                           BillComponent::kPrincipal, "", entry.lines.back().historical});
    bill.waived -= part.amount;
  }
  payment.held = Fen(0);
  payment.state = PaymentState::kReversed;
  payment.state_date = entry.posting_date;
  posting.Append(std::move(entry));
  posting.UseDuePrepayments(posting.days().Today());
  return payment;
}

absl::StatusOr<Payment> DecideRefund(UnitPosting& posting, Payment payment, Fen amount) {
  CUIJIAO_RETURN_IF_ERROR(CheckAmount(amount));
  if (payment.state == PaymentState::kReversed) {
    return Refuse(kPaymentReversed, payment, "was reversed already");
  }
  if (amount > payment.held) {
    return Refuse(kRefundExceedsPayment, payment,
                  absl::StrCat("holds ", payment.held.value(), " fen, less than amount_fen ",
                               amount.value()));
  }
  posting.BringUpToDate();
  TakeStanding(posting, payment);

  JournalEntry entry = UndoingEntry(EntryKind::kRefund, posting, payment);
  AppendCash(entry, payment, amount);
  Fen left = amount;
  left -= TakeUnused(posting, entry, payment, left);
  while (left > Fen(0)) {
    const Date period_end = posting.FindBill(payment.allocations.back().bill_id)->bill.period_end;
    if (IsOfSettlement(period_end, payment.settled_year)) {
      return Refuse(kRefundTouchesSettlement, payment,
                    absl::StrCat("settled a waiver; refunding amount_fen ", amount.value(),
                                 " would touch its historical part"));
    }
    left -= Reopen(posting, entry, payment, left);
  }
  payment.held -= amount;
  payment.refunded += amount;
  posting.Append(std::move(entry));
  posting.UseDuePrepayments(posting.days().Today());
  return payment;
}

}  // namespace cuijiao::ledger
