#include "tests/integration/waiver/waiver_world.h"

#include <set>
#include <utility>

#include "common/auth/token_verifier.h"
#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "cuijiao/ledger/v1/clock.grpc.pb.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "cuijiao/ledger/v1/statement.grpc.pb.h"
#include "fmt/format.h"
#include "tests/support/must.h"
#include "tests/support/test_database.h"

namespace cuijiao::waiver {
namespace {

namespace lv1 = ledger::v1;
using support::EditedPolicy;
using support::Must;
using support::MustBeOk;

constexpr const char* kCommunity = "C1";

}  // namespace

WaiverWorld::WaiverWorld(const PolicyEdits& policy_edits, Date date, Door door)
    : ledger_(date, support::LedgerFixture::ClockKind::kDevelopment),
      policy_(EditedPolicy(policy_edits)),
      peer_(ledger_.PeerOf("waiver")),
      tokens_(Must(TokenVerifier::Create(ledger_.keys().jwks_file()))),
      metrics_(Must(Metrics::Start())),
      database_(support::TestDatabase::FreshSchema("waiver", "services/waiver/schema")),
      admin_database_(support::TestDatabase::AdminOf(database_.settings())),
      clock_(*peer_, Must(LoadCompanyZone(policy_.policy.time_zone()))) {
  MustBeOk(ledger_.PutStandardCompany());
  if (door == Door::kProcess) return;
  // Tests run the rounds of the sweep themselves.
  server_ = Must(WaiverServer::Start({.database = database_,
                                      .policy = policy_,
                                      .cipher = ledger_.cipher(),
                                      .tokens = *tokens_,
                                      .ids = ids_,
                                      .metrics = *metrics_,
                                      .clock = clock_,
                                      .ledger = *peer_,
                                      .page_token_secret = "of the test",
                                      .sweep_pause = absl::InfiniteDuration()},
                                     ServerSettings()));
  UseServiceAt(server_->address());
}

WaiverWorld::~WaiverWorld() {
  if (server_ != nullptr) server_->Stop();
}

void WaiverWorld::UseServiceAt(const std::string& address) {
  stub_ =
      v1::WaiverService::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
}

void WaiverWorld::PutHouseholds(const std::vector<HouseholdPlan>& plans) {
  std::string entries;
  std::set<std::string> owners;
  lv1::BatchPutFeeSchedulesRequest schedules;
  schedules.set_request_id(ledger_.NewRequestId());
  for (const HouseholdPlan& plan : plans) {
    entries += fmt::format(
        R"(entries {{ unit {{ id: "{0}" community_id: "C1" unit_no: "{0}室" kind: KIND_HOME }} }})",
        plan.unit_id);
    if (owners.insert(plan.owner_id).second) {
      entries +=
          fmt::format(R"(entries {{ owner {{ id: "{0}" name: "业主{0}" staff_id: "{1}" }} }})",
                      plan.owner_id, plan.owner_staff_id);
    }
    entries += fmt::format(
        R"(entries {{ ownership {{ unit_id: "{}" owner_id: "{}" from_date: "2016-01-01" }} }})",
        plan.unit_id, plan.owner_id);
    lv1::FeeSchedule& schedule = *schedules.add_fee_schedules();
    schedule.set_unit_id(plan.unit_id);
    schedule.set_fee_kind(lv1::FEE_KIND_PROPERTY);
    schedule.set_period_months(1);
    schedule.set_fixed_fen_per_month(plan.monthly.value());
    schedule.set_due_after_days(40);
    schedule.set_from_date(FormatDate(Date(Month(2017, 1) - plan.arrears_months)));
  }
  Put(entries);
  Must(ledger_.Call<lv1::BillingService>(&lv1::BillingService::StubInterface::BatchPutFeeSchedules,
                                         Finance(), schedules));
  lv1::RunBillingRequest bills;
  bills.set_community_id(kCommunity);
  bills.set_from_month("2016-01");
  bills.set_to_month("2016-12");
  Must(ledger_.Call<lv1::BillingService>(&lv1::BillingService::StubInterface::RunBilling, Finance(),
                                         bills));
}

void WaiverWorld::Put(std::string_view entries) { MustBeOk(ledger_.PutText(entries)); }

void WaiverWorld::SetDate(Date date) {
  lv1::SetClockRequest request;
  request.set_business_date(FormatDate(date));
  Must(ledger_.Call<lv1::ClockService>(&lv1::ClockService::StubInterface::SetClock,
                                       ledger_.Administrator(), request));
}

absl::StatusOr<v1::WaiverEvaluation> WaiverWorld::Evaluate(const std::string& unit_id, Fen waiver,
                                                           int months, const Caller& caller) const {
  v1::EvaluateWaiverRequest request;
  request.mutable_proposal()->set_unit_id(unit_id);
  request.mutable_proposal()->set_waiver_fen(waiver.value());
  request.mutable_proposal()->set_months_to_cover(months);
  return Call(&v1::WaiverService::StubInterface::EvaluateWaiver, caller, request);
}

absl::StatusOr<v1::Waiver> WaiverWorld::Submit(const std::string& unit_id, Fen waiver,
                                               int months) const {
  return SubmitAs(Collector(), unit_id, waiver, months);
}

absl::StatusOr<v1::Waiver> WaiverWorld::SubmitAs(const Caller& caller, const std::string& unit_id,
                                                 Fen waiver, int months) const {
  v1::SubmitWaiverRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.mutable_proposal()->set_unit_id(unit_id);
  request.mutable_proposal()->set_waiver_fen(waiver.value());
  request.mutable_proposal()->set_months_to_cover(months);
  request.set_note("一次性缴清并预交");
  return Call(&v1::WaiverService::StubInterface::SubmitWaiver, caller, request);
}

absl::StatusOr<v1::Waiver> WaiverWorld::Approve(const std::string& waiver_id,
                                                const Caller& caller) const {
  v1::ApproveWaiverRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_waiver_id(waiver_id);
  return Call(&v1::WaiverService::StubInterface::ApproveWaiver, caller, request);
}

absl::StatusOr<v1::Waiver> WaiverWorld::Reject(const std::string& waiver_id) const {
  v1::RejectWaiverRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_waiver_id(waiver_id);
  request.set_reason("不符合条件");
  return Call(&v1::WaiverService::StubInterface::RejectWaiver, Manager(), request);
}

absl::StatusOr<v1::Waiver> WaiverWorld::Cancel(const std::string& waiver_id) const {
  v1::CancelWaiverRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_waiver_id(waiver_id);
  request.set_reason("业主改变主意");
  return Call(&v1::WaiverService::StubInterface::CancelWaiver, Collector(), request);
}

v1::SettleWaiverRequest WaiverWorld::SettleRequest(const v1::Waiver& waiver, Fen cash) const {
  v1::SettleWaiverRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_waiver_id(waiver.id());
  request.set_cash_fen(cash.value());
  request.set_method(v1::CASH_METHOD_WECHAT_PAY);
  request.set_received_date(waiver.sign_date());
  return request;
}

absl::StatusOr<v1::Waiver> WaiverWorld::Settle(const v1::Waiver& waiver) const {
  return Settle(waiver, Fen(waiver.cash_fen()));
}

absl::StatusOr<v1::Waiver> WaiverWorld::Settle(const v1::Waiver& waiver, Fen cash) const {
  return Call(&v1::WaiverService::StubInterface::SettleWaiver, Collector(),
              SettleRequest(waiver, cash));
}

absl::StatusOr<v1::Waiver> WaiverWorld::Get(const std::string& waiver_id) const {
  v1::GetWaiverRequest request;
  request.set_waiver_id(waiver_id);
  return Call(&v1::WaiverService::StubInterface::GetWaiver, Finance(), request);
}

absl::StatusOr<v1::ManagerMonth> WaiverWorld::ManagerMonthOf(const std::string& manager_id,
                                                             const std::string& month) const {
  v1::GetManagerMonthRequest request;
  request.set_manager_id(manager_id);
  request.set_month(month);
  return Call(&v1::WaiverService::StubInterface::GetManagerMonth, Finance(), request);
}

std::vector<lv1::Payment> WaiverWorld::PaymentsOf(const std::string& unit_id) const {
  lv1::ListPaymentsRequest request;
  request.set_unit_id(unit_id);
  const auto response = Must(ledger_.Call<lv1::PaymentService>(
      &lv1::PaymentService::StubInterface::ListPayments, Finance(), request));
  return {response.payments().begin(), response.payments().end()};
}

Fen WaiverWorld::HistoricalOwed(const std::string& unit_id) const {
  lv1::ListBillsRequest request;
  request.set_unit_id(unit_id);
  const auto response = Must(ledger_.Call<lv1::BillingService>(
      &lv1::BillingService::StubInterface::ListBills, Finance(), request));
  Fen owed;
  for (const lv1::Bill& bill : response.bills()) {
    if (bill.period_end_date() < "2017-01-01") owed += Fen(bill.unpaid_principal_fen());
  }
  return owed;
}

Fen WaiverWorld::TrialBalance() const {
  const auto response = Must(
      ledger_.Call<lv1::StatementService>(&lv1::StatementService::StubInterface::GetTrialBalance,
                                          Finance(), lv1::GetTrialBalanceRequest()));
  return Fen(response.sum_fen());
}

}  // namespace cuijiao::waiver
