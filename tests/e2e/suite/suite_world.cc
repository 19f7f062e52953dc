#include "tests/e2e/suite/suite_world.h"

#include "fmt/format.h"
#include "google/protobuf/text_format.h"

namespace cuijiao {
namespace {

namespace lv1 = ledger::v1;
namespace wv1 = waiver::v1;

using WaiverStub = wv1::WaiverService::Stub;

}  // namespace

SuiteWorld::SuiteWorld(const std::map<std::string, std::string>& failpoints) : suite_(failpoints) {
  EXPECT_EQ(suite_.SetDate(Date(2017, 1, 5)), absl::OkStatus());
  EXPECT_EQ(suite_.PutStandardCompany(), absl::OkStatus());
}

void SuiteWorld::PutHome(const std::string& unit_id, Fen monthly, const std::string& from_date,
                         const std::string& billed_to) {
  lv1::BatchPutOrganisationRequest organisation;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      fmt::format(
          R"(entries {{ unit {{ id: "{0}" community_id: "C1" unit_no: "{0}室" kind: KIND_HOME }} }}
             entries {{ owner {{ id: "O-{0}" name: "业主{0}" }} }}
             entries {{ ownership {{ unit_id: "{0}" owner_id: "O-{0}" from_date: "2016-01-01" }} }})",
          unit_id),
      &organisation));
  organisation.set_request_id(suite_.NewRequestId());
  const SuiteClient administrator = suite_.Administrator();
  Must(administrator.Call(administrator.suite().organisation,
                          &lv1::OrganisationService::Stub::BatchPutOrganisation, organisation));

  lv1::BatchPutFeeSchedulesRequest fees;
  fees.set_request_id(suite_.NewRequestId());
  lv1::FeeSchedule& schedule = *fees.add_fee_schedules();
  schedule.set_unit_id(unit_id);
  schedule.set_fee_kind(lv1::FEE_KIND_PROPERTY);
  schedule.set_period_months(1);
  schedule.set_fixed_fen_per_month(monthly.value());
  schedule.set_due_after_days(40);
  schedule.set_from_date(from_date);
  const SuiteClient finance = Finance();
  Must(finance.Call(finance.suite().billing, &lv1::BillingService::Stub::BatchPutFeeSchedules,
                    fees));

  // A run makes the bills of twelve months at most.
  lv1::RunBillingRequest bills;
  bills.set_community_id("C1");
  bills.set_from_month(from_date.substr(0, 7));
  bills.set_to_month("2016-12");
  Must(finance.Call(finance.suite().billing, &lv1::BillingService::Stub::RunBilling, bills));
  if (billed_to <= bills.to_month()) return;
  bills.set_from_month("2017-01");
  bills.set_to_month(billed_to);
  Must(finance.Call(finance.suite().billing, &lv1::BillingService::Stub::RunBilling, bills));
}

lv1::RecordPaymentRequest SuiteWorld::PaymentRequest(const std::string& unit_id, Fen amount,
                                                     const std::string& received) const {
  lv1::RecordPaymentRequest request;
  request.set_request_id(suite_.NewRequestId());
  request.set_unit_id(unit_id);
  request.set_amount_fen(amount.value());
  request.set_method(lv1::PAYMENT_METHOD_WECHAT_PAY);
  request.set_received_date(received);
  return request;
}

absl::StatusOr<lv1::Payment> SuiteWorld::Record(const lv1::RecordPaymentRequest& request) const {
  const SuiteClient finance = Finance();
  return finance.Call(finance.suite().payment, &lv1::PaymentService::Stub::RecordPayment, request);
}

std::vector<lv1::Payment> SuiteWorld::PaymentsOf(const std::string& unit_id) const {
  const SuiteClient finance = Finance();
  std::vector<lv1::Payment> payments;
  lv1::ListPaymentsRequest request;
  request.set_unit_id(unit_id);
  do {
    const lv1::ListPaymentsResponse page = Must(
        finance.Call(finance.suite().payment, &lv1::PaymentService::Stub::ListPayments, request));
    payments.insert(payments.end(), page.payments().begin(), page.payments().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return payments;
}

Fen SuiteWorld::HistoricalOwed(const std::string& unit_id) const {
  lv1::ListBillsRequest request;
  request.set_unit_id(unit_id);
  const SuiteClient finance = Finance();
  const lv1::ListBillsResponse bills =
      Must(finance.Call(finance.suite().billing, &lv1::BillingService::Stub::ListBills, request));
  Fen owed;
  for (const lv1::Bill& bill : bills.bills()) {
    if (bill.period_end_date() < "2017-01-01") owed += Fen(bill.unpaid_principal_fen());
  }
  return owed;
}

void SuiteWorld::Close(Month month) const {
  ASSERT_EQ(suite_.SetDate(LastDayOf(month)), absl::OkStatus());
  lv1::CloseMonthRequest request;
  request.set_month(FormatMonth(month));
  const SuiteClient finance = Finance();
  Must(finance.Call(finance.suite().close, &lv1::CloseService::Stub::CloseMonth, request));
}

absl::StatusOr<wv1::Waiver> SuiteWorld::SubmitWaiver(const std::string& unit_id, Fen waiver,
                                                     int months) const {
  wv1::SubmitWaiverRequest request;
  request.set_request_id(suite_.NewRequestId());
  request.mutable_proposal()->set_unit_id(unit_id);
  request.mutable_proposal()->set_waiver_fen(waiver.value());
  request.mutable_proposal()->set_months_to_cover(months);
  request.set_note("一次性缴清并预交");
  const SuiteClient collector = Collector();
  return collector.Call(collector.suite().waiver, &WaiverStub::SubmitWaiver, request);
}

absl::StatusOr<wv1::Waiver> SuiteWorld::ApproveWaiver(const std::string& waiver_id) const {
  wv1::ApproveWaiverRequest request;
  request.set_request_id(suite_.NewRequestId());
  request.set_waiver_id(waiver_id);
  const SuiteClient manager = Manager();
  return manager.Call(manager.suite().waiver, &WaiverStub::ApproveWaiver, request);
}

wv1::SettleWaiverRequest SuiteWorld::SettleRequest(const wv1::Waiver& approved) const {
  wv1::SettleWaiverRequest request;
  request.set_request_id(suite_.NewRequestId());
  request.set_waiver_id(approved.id());
  request.set_cash_fen(approved.cash_fen());
  request.set_method(wv1::CASH_METHOD_WECHAT_PAY);
  request.set_received_date(approved.sign_date());
  return request;
}

absl::StatusOr<wv1::Waiver> SuiteWorld::Settle(const wv1::SettleWaiverRequest& request) const {
  const SuiteClient collector = Collector();
  return collector.Call(collector.suite().waiver, &WaiverStub::SettleWaiver, request);
}

absl::StatusOr<wv1::Waiver> SuiteWorld::GetWaiver(const std::string& waiver_id) const {
  wv1::GetWaiverRequest request;
  request.set_waiver_id(waiver_id);
  const SuiteClient finance = Finance();
  return finance.Call(finance.suite().waiver, &WaiverStub::GetWaiver, request);
}

}  // namespace cuijiao
