#include "tests/integration/ledger_figures/figures_world.h"

#include <thread>
#include <utility>

#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "tests/support/must.h"

namespace cuijiao::support {
namespace {

v1::GetCollectionRateRequest RateRequest(Date as_of) {
  v1::GetCollectionRateRequest request;
  request.set_as_of_date(FormatDate(as_of));
  return request;
}

}  // namespace

FiguresWorld::FiguresWorld(Date business_date, const PolicyEdits& edits)
    : ledger_(business_date, LedgerFixture::ClockKind::kFixed, edits) {
  MustBeOk(ledger_.PutStandardCompany());
  v1::BatchPutFeeSchedulesRequest request;
  request.set_request_id(ledger_.NewRequestId());
  for (const char* unit_id : {"U1", "U2", "U3", "U9"}) {
    v1::FeeSchedule& schedule = *request.add_fee_schedules();
    schedule.set_unit_id(unit_id);
    schedule.set_fee_kind(v1::FEE_KIND_PROPERTY);
    schedule.set_period_months(1);
    schedule.set_fixed_fen_per_month(kMonthFen);
    schedule.set_from_date("2016-01-01");
  }
  Must(ledger_.Call<v1::BillingService>(&v1::BillingService::StubInterface::BatchPutFeeSchedules,
                                        ledger_.Finance(), request),
       "BatchPutFeeSchedules");
}

void FiguresWorld::Bill(const std::string& community_id, const std::string& from_month,
                        const std::string& to_month) {
  v1::RunBillingRequest request;
  request.set_community_id(community_id);
  request.set_from_month(from_month);
  request.set_to_month(to_month);
  Must(ledger_.Call<v1::BillingService>(&v1::BillingService::StubInterface::RunBilling,
                                        ledger_.Finance(), request),
       "RunBilling");
}

void FiguresWorld::BillHistory() {
  for (const char* community_id : {"C1", "C2", "C9"}) Bill(community_id, "2016-01", "2016-12");
}

v1::Payment FiguresWorld::Pay(const std::string& unit_id, std::int64_t amount_fen, Date received,
                              const std::string& collector,
                              const std::vector<std::string>& collaborators) {
  v1::RecordPaymentRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_unit_id(unit_id);
  request.set_amount_fen(amount_fen);
  request.set_method(v1::PAYMENT_METHOD_WECHAT_PAY);
  request.set_received_date(FormatDate(received));
  request.set_collector_id(collector);
  for (const std::string& id : collaborators) request.add_collaborator_ids(id);
  return Must(ledger_.Call<v1::PaymentService>(&v1::PaymentService::StubInterface::RecordPayment,
                                               ledger_.Finance(), request),
              "RecordPayment");
}

void FiguresWorld::Reverse(const std::string& payment_id) {
  v1::ReversePaymentRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_payment_id(payment_id);
  request.set_reason(v1::ReversePaymentRequest::REASON_BOUNCED);
  Must(ledger_.Call<v1::PaymentService>(&v1::PaymentService::StubInterface::ReversePayment,
                                        ledger_.Finance(), request),
       "ReversePayment");
}

void FiguresWorld::Refund(const std::string& payment_id, std::int64_t amount_fen) {
  v1::RefundPaymentRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_payment_id(payment_id);
  request.set_amount_fen(amount_fen);
  request.set_note("paid twice");
  Must(ledger_.Call<v1::PaymentService>(&v1::PaymentService::StubInterface::RefundPayment,
                                        ledger_.Finance(), request),
       "RefundPayment");
}

void FiguresWorld::PutCampaign(const std::string& project_id, const std::string& from,
                               const std::string& to) {
  v1::PutCampaignRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_project_id(project_id);
  request.set_name("预交活动");
  request.set_from_date(from);
  request.set_to_date(to);
  Must(ledger_.Call<v1::PlanService>(&v1::PlanService::StubInterface::PutCampaign,
                                     ledger_.Finance(), request),
       "PutCampaign");
}

v1::AnnualPlan FiguresWorld::ApprovePlan(const std::string& project_id, int rate_bp,
                                         int annual_rate_bp) {
  v1::PutAnnualPlanRequest put;
  put.set_request_id(ledger_.NewRequestId());
  put.set_project_id(project_id);
  put.set_year(2017);
  for (int month = 1; month <= 12; ++month) put.add_planned_rate_bp(rate_bp);
  put.set_annual_rate_bp(annual_rate_bp);
  const v1::AnnualPlan draft =
      Must(ledger_.Call<v1::PlanService>(&v1::PlanService::StubInterface::PutAnnualPlan,
                                         ledger_.Finance(), put),
           "PutAnnualPlan");
  v1::ApproveAnnualPlanRequest approve;
  approve.set_project_id(project_id);
  approve.set_year(2017);
  approve.set_etag(draft.etag());
  return Must(ledger_.Call<v1::PlanService>(&v1::PlanService::StubInterface::ApproveAnnualPlan,
                                            ledger_.Staff("F2", Role::kFinance), approve),
              "ApproveAnnualPlan");
}

absl::StatusOr<v1::AccountingMonth> FiguresWorld::TryClose(const std::string& month,
                                                           const std::string& closing_date) {
  v1::CloseMonthRequest request;
  request.set_month(month);
  request.set_closing_date(closing_date);
  return ledger_.Call<v1::CloseService>(&v1::CloseService::StubInterface::CloseMonth,
                                        ledger_.Finance(), request);
}

v1::AccountingMonth FiguresWorld::Close(const std::string& month, Date closing_date) {
  SetDate(closing_date);
  return Must(TryClose(month, FormatDate(closing_date)), "CloseMonth");
}

v1::CollectionRate FiguresWorld::ProjectRate(const std::string& project_id, Date as_of) {
  v1::GetCollectionRateRequest request = RateRequest(as_of);
  request.set_project_id(project_id);
  return Must(ledger_.Call<v1::PlanService>(&v1::PlanService::StubInterface::GetCollectionRate,
                                            ledger_.Finance(), request),
              "GetCollectionRate");
}

v1::CollectionRate FiguresWorld::AreaRate(const std::string& area_id, Date as_of) {
  v1::GetCollectionRateRequest request = RateRequest(as_of);
  request.set_area_id(area_id);
  return Must(ledger_.Call<v1::PlanService>(&v1::PlanService::StubInterface::GetCollectionRate,
                                            ledger_.Finance(), request),
              "GetCollectionRate");
}

v1::CollectionRate FiguresWorld::CommunityRate(const std::string& community_id, Date as_of) {
  v1::GetCollectionRateRequest request = RateRequest(as_of);
  request.set_community_id(community_id);
  return Must(ledger_.Call<v1::PlanService>(&v1::PlanService::StubInterface::GetCollectionRate,
                                            ledger_.Finance(), request),
              "GetCollectionRate");
}

v1::MonthFigures FiguresWorld::Figures(const std::string& month) {
  v1::GetMonthFiguresRequest request;
  request.set_month(month);
  return Must(ledger_.Call<v1::CloseService>(&v1::CloseService::StubInterface::GetMonthFigures,
                                             ledger_.Finance(), request),
              "GetMonthFigures");
}

v1::CommunityFigures FiguresWorld::FiguresOf(const std::string& month,
                                             const std::string& community_id) {
  const v1::MonthFigures figures = Figures(month);
  for (const v1::CommunityFigures& community : figures.communities()) {
    if (community.community_id() == community_id) return community;
  }
  return {};
}

v1::Ranking FiguresWorld::Ranking(const std::string& project_id, const std::string& month) {
  v1::GetRankingRequest request;
  request.set_project_id(project_id);
  request.set_month(month);
  return Must(ledger_.Call<v1::PlanService>(&v1::PlanService::StubInterface::GetRanking,
                                            ledger_.Finance(), request),
              "GetRanking");
}

std::vector<v1::HistoricalPayment> FiguresWorld::HistoricalPayments(const std::string& month) {
  std::vector<v1::HistoricalPayment> payments;
  v1::ListHistoricalPaymentsRequest request;
  request.set_month(month);
  request.set_page_size(1);
  do {
    const auto page = Must(
        ledger_.Call<v1::CloseService>(&v1::CloseService::StubInterface::ListHistoricalPayments,
                                       ledger_.Finance(), request),
        "ListHistoricalPayments");
    payments.insert(payments.end(), page.historical_payments().begin(),
                    page.historical_payments().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return payments;
}

std::vector<v1::Reversal> FiguresWorld::Reversals(const std::string& month) {
  v1::ListReversalsRequest request;
  request.set_month(month);
  const auto answer =
      Must(ledger_.Call<v1::CloseService>(&v1::CloseService::StubInterface::ListReversals,
                                          ledger_.Finance(), request),
           "ListReversals");
  return {answer.reversals().begin(), answer.reversals().end()};
}

v1::Statement FiguresWorld::Statement(const std::string& unit_id, const std::string& from,
                                      const std::string& to) {
  v1::GetStatementRequest request;
  request.set_unit_id(unit_id);
  request.set_from_date(from);
  request.set_as_of_date(to);
  return Must(ledger_.Call<v1::StatementService>(&v1::StatementService::StubInterface::GetStatement,
                                                 ledger_.Finance(), request),
              "GetStatement");
}

v1::VerifyIntegrityResponse FiguresWorld::Verify(const std::string& community_id) {
  v1::VerifyIntegrityRequest request;
  request.set_community_id(community_id);
  return Must(
      ledger_.Call<v1::StatementService>(&v1::StatementService::StubInterface::VerifyIntegrity,
                                         ledger_.Finance(), request),
      "VerifyIntegrity");
}

void Cancel(FiguresWorld& world, grpc::ClientContext& context) {
  context.TryCancel();
  // A call behind it on the same connection.
  Must(world.ledger().Call<v1::CloseService>(&v1::CloseService::StubInterface::ListAccountingMonths,
                                             world.ledger().Finance(),
                                             v1::ListAccountingMonthsRequest()),
       "ListAccountingMonths");
}

void AwaitCancelled(FiguresWorld& world, const std::string& method) {
  const prometheus::Counter& ended =
      world.ledger().metrics().Counter("cuijiao_rpc_calls_total", "Calls answered, by code",
                                       {{"method", method}, {"code", "CANCELLED"}});
  while (ended.Value() == 0) std::this_thread::yield();
}

}  // namespace cuijiao::support
