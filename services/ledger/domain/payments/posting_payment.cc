#include "services/ledger/domain/payments/posting_payment.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"

namespace cuijiao::ledger {
namespace {

absl::Status RefuseDesignation(std::string_view reason, const std::string& what,
                               const Designation& designation) {
  return Refusal(
      absl::StatusCode::kFailedPrecondition, reason,
      absl::StrCat("designation of bill ", designation.bill_id, ": ", what),
      {{"bill_id", designation.bill_id}, {"amount_fen", absl::StrCat(designation.amount.value())}});
}

}  // namespace

absl::Status CheckDesignations(UnitPosting& posting, Fen amount,
                               std::span<const Designation> designations) {
  std::map<std::string, Fen> by_bill;
  Fen sum;
  for (const Designation& designation : designations) {
    const BillInWork* work = posting.FindBill(designation.bill_id);
    if (work == nullptr) {
      return RefuseDesignation(kUnknownBill, "the unit has no such bill", designation);
    }
    if (designation.amount > amount - sum) {
      return RefuseDesignation(
          kDesignationExceedsPayment,
          absl::StrCat("the designations pass the payment's amount_fen ", amount.value()),
          designation);
    }
    sum += designation.amount;
    Fen& of_bill = by_bill[designation.bill_id];
    of_bill += designation.amount;
    if (of_bill > work->UnpaidNow()) {
      return RefuseDesignation(kDesignationExceedsBill,
                               absl::StrCat("the bill owes ", work->UnpaidNow().value(), " fen"),
                               designation);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Payment> DecidePayment(UnitPosting& posting, Payment payment) {
  CUIJIAO_RETURN_IF_ERROR(CheckAmount(payment.amount));
  posting.BringUpToDate();
  CUIJIAO_RETURN_IF_ERROR(CheckDesignations(posting, payment.amount, payment.designations));
  payment.posting_date = posting.days().ForReceipt(payment.received_date);
  payment.state_date = payment.posting_date;
  payment.held = payment.amount;
  posting.PutIn(payment, payment.designations);
  TakeStanding(posting, payment);
  return payment;
}

void TakeStanding(UnitPosting& posting, Payment& payment) {
  if (const PrepaymentInWork* money = posting.FindPrepayment(payment.id)) {
    payment.prepayment = money->amount.now();
    payment.allocation_count = money->allocation_count;
  }
  for (const Allocation& allocation : posting.allocations()) {
    if (allocation.payment_id == payment.id) payment.allocations.push_back(allocation);
  }
}

JournalEntry SuspenseEntry(const Suspense& suspense) {
  return {EntryKind::kSuspense,
          "",
          suspense.id,
          suspense.posting_date,
          {{CashAccount(suspense.method), suspense.amount, "", std::nullopt, "", false},
           {Account::kSuspense, -suspense.amount, "", std::nullopt, "", false}}};
}

JournalEntry ReleaseEntry(const Suspense& suspense, Date posting_date) {
  return {EntryKind::kSuspense,
          "",
          suspense.id,
          posting_date,
          {{Account::kSuspense, suspense.amount, "", std::nullopt, "", false},
           {CashAccount(suspense.method), -suspense.amount, "", std::nullopt, "", false}}};
}

}  // namespace cuijiao::ledger
