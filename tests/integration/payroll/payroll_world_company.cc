// How a world is made: what happens in the ledger, in waiver and in escalation.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "cuijiao/ledger/v1/clock.grpc.pb.h"
#include "cuijiao/ledger/v1/close.grpc.pb.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "cuijiao/ledger/v1/plan.grpc.pb.h"
#include "tests/integration/payroll/payroll_world.h"
#include "tests/support/must.h"

namespace cuijiao::payroll {
namespace {

namespace lv1 = ledger::v1;
using support::MustBeOk;

// Leaders act as leaders, all others as collectors.
Caller FieldStaff(const support::LedgerFixture& ledger, const std::string& staff_id) {
  return ledger.Staff(staff_id, staff_id == "L1" ? Role::kTeamLeader : Role::kCollector);
}

// A unit as PutText reads it.
std::string UnitEntry(const std::string& unit_id, const std::string& community_id) {
  return absl::StrCat("entries { unit { id: \"", unit_id, "\" community_id: \"", community_id,
                      "\" unit_no: \"", unit_id, "室\" kind: KIND_HOME } }");
}

// A schedule of monthly fees, added to `request`.
void AddMonthlyFee(lv1::BatchPutFeeSchedulesRequest& request, const std::string& unit_id,
                   Fen monthly, const std::string& from_date, const std::string& to_date = "") {
  lv1::FeeSchedule& schedule = *request.add_fee_schedules();
  schedule.set_unit_id(unit_id);
  schedule.set_fee_kind(lv1::FEE_KIND_PROPERTY);
  schedule.set_period_months(1);
  schedule.set_fixed_fen_per_month(monthly.value());
  schedule.set_due_after_days(5);
  schedule.set_from_date(from_date);
  schedule.set_to_date(to_date);
}

void PutFeeSchedules(support::LedgerFixture& ledger,
                     const lv1::BatchPutFeeSchedulesRequest& request) {
  support::Must(
      ledger.Call<lv1::BillingService>(&lv1::BillingService::StubInterface::BatchPutFeeSchedules,
                                       ledger.Finance(), request),
      "BatchPutFeeSchedules");
}

}  // namespace

template <typename Stub, typename StubInterface, typename Request, typename Response>
Response PayrollWorld::Must(Stub& stub,
                            grpc::Status (StubInterface::*method)(grpc::ClientContext*,
                                                                  const Request&, Response*),
                            const Caller& caller, const Request& request) {
  return support::Must(ledger_.CallOn(stub, method, caller, request),
                       Request::descriptor()->full_name());
}

void PayrollWorld::SetDate(Date date) {
  lv1::SetClockRequest request;
  request.set_business_date(FormatDate(date));
  support::Must(ledger_.Call<lv1::ClockService>(&lv1::ClockService::StubInterface::SetClock,
                                                ledger_.Administrator(), request),
                "SetClock");
}

void PayrollWorld::Put(std::string_view entries) { MustBeOk(ledger_.PutText(entries), "PutText"); }

void PayrollWorld::PutUnit(const std::string& unit_id, const std::string& community_id, Fen monthly,
                           const std::string& from_date) {
  Put(UnitEntry(unit_id, community_id));
  lv1::BatchPutFeeSchedulesRequest request;
  request.set_request_id(ledger_.NewRequestId());
  AddMonthlyFee(request, unit_id, monthly, from_date);
  PutFeeSchedules(ledger_, request);
}

void PayrollWorld::ApprovePlan(const std::string& project_id, int rate_bp,
                               const std::map<std::string, Fen>& area_tasks) {
  lv1::PutAnnualPlanRequest put;
  put.set_request_id(ledger_.NewRequestId());
  put.set_project_id(project_id);
  put.set_year(2017);
  for (int month = 1; month <= 12; ++month) put.add_planned_rate_bp(rate_bp);
  put.set_annual_rate_bp(9500);
  for (const auto& [area_id, amount] : area_tasks) {
    lv1::AreaTask& task = *put.add_area_tasks();
    task.set_area_id(area_id);
    task.set_amount_fen(amount.value());
  }
  const lv1::AnnualPlan draft =
      support::Must(ledger_.Call<lv1::PlanService>(&lv1::PlanService::StubInterface::PutAnnualPlan,
                                                   ledger_.Finance(), put),
                    "PutAnnualPlan");
  lv1::ApproveAnnualPlanRequest approve;
  approve.set_project_id(project_id);
  approve.set_year(2017);
  approve.set_etag(draft.etag());
  support::Must(ledger_.Call<lv1::PlanService>(&lv1::PlanService::StubInterface::ApproveAnnualPlan,
                                               ledger_.Staff("F2", Role::kFinance), approve),
                "ApproveAnnualPlan");
}

lv1::Payment PayrollWorld::Pay(const std::string& unit_id, Fen amount, Date received,
                               const std::vector<std::string>& collaborators) {
  lv1::RecordPaymentRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_unit_id(unit_id);
  request.set_amount_fen(amount.value());
  request.set_method(lv1::PAYMENT_METHOD_WECHAT_PAY);
  request.set_received_date(FormatDate(received));
  request.mutable_collaborator_ids()->Assign(collaborators.begin(), collaborators.end());
  return support::Must(
      ledger_.Call<lv1::PaymentService>(&lv1::PaymentService::StubInterface::RecordPayment,
                                        ledger_.Finance(), request),
      "RecordPayment");
}

void PayrollWorld::Reverse(const std::string& payment_id) {
  lv1::ReversePaymentRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_payment_id(payment_id);
  request.set_reason(lv1::ReversePaymentRequest::REASON_BOUNCED);
  support::Must(
      ledger_.Call<lv1::PaymentService>(&lv1::PaymentService::StubInterface::ReversePayment,
                                        ledger_.Finance(), request),
      "ReversePayment");
}

void PayrollWorld::Close(Month month) {
  SetDate(LastDayOf(month));
  lv1::CloseMonthRequest request;
  request.set_month(FormatMonth(month));
  support::Must(ledger_.Call<lv1::CloseService>(&lv1::CloseService::StubInterface::CloseMonth,
                                                ledger_.Finance(), request),
                "CloseMonth");
}

void PayrollWorld::PutDebtor(const std::string& unit_id, Fen arrears, const std::string& billed_to,
                             Fen monthly) {
  Put(UnitEntry(unit_id, "C1"));
  lv1::BatchPutFeeSchedulesRequest request;
  request.set_request_id(ledger_.NewRequestId());
  AddMonthlyFee(request, unit_id, arrears, "2016-12-01", "2016-12-31");
  AddMonthlyFee(request, unit_id, monthly, "2017-01-01");
  PutFeeSchedules(ledger_, request);
  lv1::RunBillingRequest bills;
  bills.set_community_id("C1");
  bills.set_from_month("2016-12");
  bills.set_to_month(billed_to);
  support::Must(ledger_.Call<lv1::BillingService>(&lv1::BillingService::StubInterface::RunBilling,
                                                  ledger_.Finance(), bills),
                "RunBilling");
}

void PayrollWorld::PutCampaign(const std::string& project_id, const std::string& from,
                               const std::string& to) {
  lv1::PutCampaignRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_project_id(project_id);
  request.set_name("预交活动");
  request.set_from_date(from);
  request.set_to_date(to);
  support::Must(ledger_.Call<lv1::PlanService>(&lv1::PlanService::StubInterface::PutCampaign,
                                               ledger_.Finance(), request),
                "PutCampaign");
}

void PayrollWorld::SettleWaiver(const std::string& unit_id, Fen waiver, int months,
                                const std::vector<std::string>& collaborators) {
  namespace wv1 = waiver::v1;
  using Stub = wv1::WaiverService::StubInterface;
  wv1::SubmitWaiverRequest submit;
  submit.set_request_id(ledger_.NewRequestId());
  submit.mutable_proposal()->set_unit_id(unit_id);
  submit.mutable_proposal()->set_waiver_fen(waiver.value());
  submit.mutable_proposal()->set_months_to_cover(months);
  submit.set_note("一次性缴清并预交");
  const wv1::Waiver asked =
      Must(*waiver_, &Stub::SubmitWaiver, ledger_.Staff("S1", Role::kCollector), submit);
  wv1::ApproveWaiverRequest approve;
  approve.set_request_id(ledger_.NewRequestId());
  approve.set_waiver_id(asked.id());
  const wv1::Waiver signed_one =
      Must(*waiver_, &Stub::ApproveWaiver, ledger_.Staff("M1", Role::kManager), approve);
  wv1::SettleWaiverRequest settle;
  settle.set_request_id(ledger_.NewRequestId());
  settle.set_waiver_id(asked.id());
  settle.set_cash_fen(signed_one.cash_fen());
  settle.set_method(wv1::CASH_METHOD_WECHAT_PAY);
  settle.set_received_date(signed_one.sign_date());
  settle.mutable_collaborator_ids()->Assign(collaborators.begin(), collaborators.end());
  Must(*waiver_, &Stub::SettleWaiver, ledger_.Staff("S1", Role::kCollector), settle);
}

void PayrollWorld::Work(const std::string& staff_id, const std::string& unit_id) {
  namespace ev1 = escalation::v1;
  const std::string today = FormatDate(support::Must(clock_.Now(), "clock").business_date);
  ev1::RecordWorkRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_unit_id(unit_id);
  request.set_kind(ev1::WorkRecord::KIND_PROBLEM_HANDLED);
  request.set_happened_date(today);
  request.set_promised_date(today);
  request.set_note("修好了门禁");
  Must(*escalation_, &ev1::EscalationService::StubInterface::RecordWork,
       FieldStaff(ledger_, staff_id), request);
}

void PayrollWorld::RunDaily() {
  Must(*escalation_, &escalation::v1::EscalationService::StubInterface::RunDaily,
       ledger_.Administrator(), escalation::v1::RunDailyRequest());
}

std::string PayrollWorld::Contact(const std::string& staff_id, const std::string& unit_id,
                                  escalation::v1::ContactChannel channel) {
  namespace ev1 = escalation::v1;
  ev1::RecordContactRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_unit_id(unit_id);
  request.set_channel(channel);
  request.set_outcome(ev1::CONTACT_OUTCOME_NO_PROMISE);
  request.set_happened_date(FormatDate(support::Must(clock_.Now(), "clock").business_date));
  return Must(*escalation_, &ev1::EscalationService::StubInterface::RecordContact,
              FieldStaff(ledger_, staff_id), request)
      .id();
}

void PayrollWorld::AcceptWork(const std::string& staff_id, const std::string& work_id) {
  escalation::v1::AcceptWorkRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_work_id(work_id);
  Must(*escalation_, &escalation::v1::EscalationService::StubInterface::AcceptWork,
       FieldStaff(ledger_, staff_id), request);
}

std::string PayrollWorld::ReportPromise(const std::string& staff_id, const std::string& unit_id,
                                        Fen loss) {
  waiver::v1::ReportViolationRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_kind(waiver::v1::Violation::KIND_UNAUTHORISED_PROMISE);
  request.set_promised_by(staff_id);
  request.set_unit_id(unit_id);
  request.set_loss_fen(loss.value());
  request.set_evidence("录音");
  return Must(*waiver_, &waiver::v1::WaiverService::StubInterface::ReportViolation,
              ledger_.Finance(), request)
      .id();
}

}  // namespace cuijiao::payroll
