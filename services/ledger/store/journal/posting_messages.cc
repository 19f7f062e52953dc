#include "services/ledger/store/journal/posting_messages.h"

#include "common/calendar/date.h"
#include "common/rpc/message_times.h"

namespace cuijiao::ledger {
namespace {

template <typename Message, typename Enum>
constexpr bool SameNumber(Message message, Enum value) {
  return static_cast<int>(message) == static_cast<int>(value);
}

static_assert(SameNumber(v1::FEE_KIND_PROPERTY, FeeKind::kProperty));
static_assert(SameNumber(v1::FEE_KIND_SHARED_UTILITIES, FeeKind::kSharedUtilities));
static_assert(SameNumber(v1::BILL_COMPONENT_COST, BillComponent::kCost));
static_assert(SameNumber(v1::BILL_COMPONENT_PRINCIPAL, BillComponent::kPrincipal));
static_assert(SameNumber(v1::PAYMENT_METHOD_CASH, PaymentMethod::kCash));
static_assert(SameNumber(v1::PAYMENT_METHOD_DIRECT_DEBIT, PaymentMethod::kDirectDebit));
static_assert(SameNumber(v1::PAYMENT_METHOD_OPENING, PaymentMethod::kOpening));
static_assert(SameNumber(v1::ReversePaymentRequest::REASON_BOUNCED, ReversalReason::kBounced));
static_assert(SameNumber(v1::ReversePaymentRequest::REASON_REFUNDED, ReversalReason::kRefunded));
static_assert(SameNumber(v1::DESIGNATOR_OWNER, Designator::kOwner));
static_assert(SameNumber(v1::DESIGNATOR_PAYER, Designator::kPayer));
static_assert(SameNumber(v1::DESIGNATOR_RECORDER, Designator::kRecorder));
static_assert(SameNumber(v1::Payment::STATE_RECORDED, PaymentState::kRecorded));
static_assert(SameNumber(v1::Payment::STATE_REVERSED, PaymentState::kReversed));

}  // namespace

v1::Bill ToMessage(const Bill& bill) {
  v1::Bill message;
  message.set_id(bill.id);
  message.set_unit_id(bill.unit_id);
  message.set_fee_kind(static_cast<v1::FeeKind>(bill.fee_kind));
  message.set_period_start_date(FormatDate(bill.period_start));
  message.set_period_end_date(FormatDate(bill.period_end));
  message.set_due_date(FormatDate(bill.due_date));
  message.set_principal_fen(bill.principal.value());
  message.set_unpaid_principal_fen(bill.unpaid.principal.value());
  message.set_unpaid_late_fee_fen(bill.unpaid.late_fee.value());
  message.set_unpaid_cost_fen(bill.unpaid.cost.value());
  message.set_waived_fen(bill.waived.value());
  message.set_credited_fen(bill.credited.value());
  message.set_written_off_fen(bill.written_off.value());
  message.set_posting_date(FormatDate(bill.posting_date));
  *message.mutable_record_time() = TimestampOf(bill.recorded_time);
  message.set_is_supplement(IsSupplement(bill));
  return message;
}

v1::Allocation ToMessage(const Allocation& allocation) {
  v1::Allocation message;
  message.set_bill_id(allocation.bill_id);
  message.set_component(static_cast<v1::BillComponent>(allocation.component));
  message.set_amount_fen(allocation.amount.value());
  message.set_posting_date(FormatDate(allocation.posting_date));
  message.set_from_prepayment(allocation.from_prepayment);
  message.set_historical(allocation.historical);
  return message;
}

v1::Payment ToMessage(const Payment& payment) {
  v1::Payment message;
  message.set_id(payment.id);
  message.set_unit_id(payment.unit_id);
  message.set_amount_fen(payment.amount.value());
  message.set_method(static_cast<v1::PaymentMethod>(payment.method));
  message.set_received_date(FormatDate(payment.received_date));
  message.set_posting_date(FormatDate(payment.posting_date));
  *message.mutable_record_time() = TimestampOf(payment.recorded_time);
  message.set_collector_id(payment.collector_id);
  for (const std::string& id : payment.collaborator_ids) message.add_collaborator_ids(id);
  message.set_in_campaign(payment.in_campaign);
  for (const Allocation& allocation : payment.allocations) {
    *message.add_allocations() = ToMessage(allocation);
  }
  message.set_prepayment_fen(payment.prepayment.value());
  message.set_refunded_fen(payment.refunded.value());
  message.set_state(static_cast<v1::Payment::State>(payment.state));
  message.set_waiver_id(payment.waiver_id);
  message.set_recorded_by(payment.recorded_by);
  for (const Designation& designation : payment.designations) {
    v1::Designation& added = *message.add_designations();
    added.set_bill_id(designation.bill_id);
    added.set_amount_fen(designation.amount.value());
  }
  if (payment.designated_by) {
    message.set_designated_by(static_cast<v1::Designator>(*payment.designated_by));
  }
  if (payment.reversal_reason) {
    message.set_reversal_reason(
        static_cast<v1::ReversePaymentRequest::Reason>(*payment.reversal_reason));
  }
  return message;
}

v1::Suspense ToMessage(const Suspense& suspense) {
  v1::Suspense message;
  message.set_id(suspense.id);
  message.set_project_id(suspense.project_id);
  message.set_amount_fen(suspense.amount.value());
  message.set_method(static_cast<v1::PaymentMethod>(suspense.method));
  message.set_received_date(FormatDate(suspense.received_date));
  message.set_posting_date(FormatDate(suspense.posting_date));
  message.set_remark(suspense.remark);
  message.set_payment_id(suspense.payment_id);
  return message;
}

}  // namespace cuijiao::ledger
