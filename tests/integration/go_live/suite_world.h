// The four services of a company that goes live on 1 July 2017, and the files of its system before.
#ifndef CUIJIAO_TESTS_INTEGRATION_GO_LIVE_SUITE_WORLD_H_
#define CUIJIAO_TESTS_INTEGRATION_GO_LIVE_SUITE_WORLD_H_

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "common/status/reason.h"
#include "cuijiao/ledger/v1/import.grpc.pb.h"
#include "cuijiao/ledger/v1/plan.grpc.pb.h"
#include "tests/integration/payroll/payroll_world.h"
#include "tests/support/must.h"

namespace cuijiao {

namespace ev1 = escalation::v1;
namespace lv1 = ledger::v1;
namespace pv1 = payroll::v1;
namespace wv1 = waiver::v1;

// G1, G2 and G4 of C1, G3 of C2: 100.00 a month, due on the 10th; G4 from July on. O71 owns G1 and
// G3.
inline constexpr const char* kUnitsFile =
    "unit_id,community_id,unit_no,kind,area_m2,fee_kind,price,fixed_amount,period_months,due_days,"
    "from_date,counts_from\n"
    "G1,C1,7栋1,home,100,property,1,,1,9,2017-01-01,2017-01-01\n"
    "G2,C1,7栋2,home,100,property,1,,1,9,2017-01-01,2017-01-01\n"
    "G4,C1,7栋4,home,100,property,1,,1,9,2017-07-01,2017-01-01\n"
    "G3,C2,8栋3,home,100,property,1,,1,9,2017-01-01,2017-01-01\n";
inline constexpr const char* kOwnersFile =
    "owner_id,name,unit_id,from_date\n"
    "O71,何静,G1,2016-01-01\nO71,何静,G3,2016-01-01\nO72,马丽,G2,2016-01-01\n"
    "O74,罗刚,G4,2016-01-01\n";
inline constexpr const char* kReceiptsFile =
    "reference,unit_id,amount,received_date,fee_kind,period_start,period_end\n"
    "A-1,G1,100.00,2017-01-20,property,2017-01-01,2017-01-31\n"
    "A-2,G1,250.00,2017-03-08,property,2016-07-01,2016-12-31\n"
    "B-1,G2,1200.00,2017-02-20,,,\n"
    "C-1,G3,200.00,2017-05-15,,,\n";
inline constexpr const char* kTotalsFile =
    "community_id,figure,period,amount\n"
    "C1,unpaid_principal,2016,2250.00\nC1,unpaid_principal,2017,500.00\nC1,prepayment,,600.00\n"
    "C1,received,2017-01,100.00\nC1,received,2017-02,1200.00\nC1,received,2017-03,250.00\n"
    "C2,unpaid_principal,2017,400.00\nC2,received,2017-05,200.00\n";
inline constexpr const char* kWaiverHeader =
    "unit_id,signer_id,role,sign_date,amount,settle_date\n";
inline constexpr const char* kReferredWaiverHeader =
    "unit_id,signer_id,role,sign_date,amount,settle_date,reference\n";
inline constexpr const char* kDeductionHeader = "staff_id,month,area_id,taken\n";
inline constexpr const char* kCaseHeader = "unit_id,track,step,since\n";
inline constexpr const char* kPromiseHeader = "unit_id,amount,promised_date,method,made_on\n";

// What is wrong with each row, by line.
template <typename Response>
std::vector<std::string> RowReasons(const Response& response) {
  std::vector<std::string> reasons;
  for (const auto& error : response.row_errors()) {
    reasons.push_back(fmt::format("{} {}", error.line(), error.reason()));
  }
  return reasons;
}

class SuiteWorld {
 public:
  SuiteWorld()
      : waiver_(wv1::WaiverService::NewStub(ChannelTo(payroll_.waiver_address()))),
        escalation_(ev1::EscalationService::NewStub(ChannelTo(payroll_.escalation_address()))) {
    payroll_.SetDate(Date(2017, 7, 1));
  }

  payroll::PayrollWorld& payroll() { return payroll_; }
  support::LedgerFixture& ledger() { return payroll_.ledger(); }

  // The ledger's files: units, owners, bills and receipts of before.
  void FillLedger() {
    Import(lv1::IMPORT_KIND_UNITS, kUnitsFile);
    Import(lv1::IMPORT_KIND_OWNERS, kOwnersFile);
    Import(lv1::IMPORT_KIND_OPENING_BILLS, OpeningBills());
    Import(lv1::IMPORT_KIND_OPENING_RECEIPTS, kReceiptsFile);
  }

  // Opening bills of before July.
  static std::string OpeningBills() {
    std::string bills =
        "unit_id,fee_kind,period_start,period_end,due_date,principal,posting_date\n"
        "G1,property,2016-07-01,2016-12-31,2016-07-10,500.00,2017-01-01\n"
        "G4,property,2016-01-01,2016-12-31,2016-01-10,2000.00,2017-01-01\n";
    for (const char* unit : {"G1", "G2", "G3"}) {
      for (int month = 1; month <= 6; ++month) {
        const Date first(2017, month, 1);
        bills += fmt::format("{},property,{},{},{},100.00,{}\n", unit, FormatDate(first),
                             FormatDate(LastDayOf(Month(first))), FormatDate(first + 9),
                             FormatDate(first));
      }
    }
    return bills;
  }

  // All rows must go in.
  void Import(lv1::ImportKind kind, const std::string& content) {
    const lv1::ImportFileResponse response = TryImport(kind, content);
    EXPECT_EQ(response.imported_count(), response.row_count()) << response.DebugString();
  }
  lv1::ImportFileResponse TryImport(lv1::ImportKind kind, const std::string& content) {
    lv1::ImportFileRequest request;
    request.set_request_id(ledger().NewRequestId());
    request.set_project_id("P1");
    request.set_kind(kind);
    request.set_content(content);
    return support::Must(
        ledger().Call<lv1::ImportService>(&lv1::ImportService::StubInterface::ImportFile,
                                          ledger().Finance(), request),
        "ImportFile");
  }
  lv1::CompareOpeningTotalsResponse Compare(const std::string& content) {
    lv1::CompareOpeningTotalsRequest request;
    request.set_project_id("P1");
    request.set_content(content);
    return support::Must(
        ledger().Call<lv1::ImportService>(&lv1::ImportService::StubInterface::CompareOpeningTotals,
                                          ledger().Finance(), request),
        "CompareOpeningTotals");
  }
  // "received/receivable" of a community's current-year fees, in fen.
  std::string RateOf(const std::string& community, const std::string& as_of) {
    lv1::GetCollectionRateRequest request;
    request.set_community_id(community);
    request.set_as_of_date(as_of);
    const auto rate = support::Must(
        ledger().Call<lv1::PlanService>(&lv1::PlanService::StubInterface::GetCollectionRate,
                                        ledger().Finance(), request),
        "GetCollectionRate");
    return fmt::format("{}/{}", rate.received_fen(), rate.receivable_fen());
  }

  absl::StatusOr<wv1::ImportOpeningWaiversResponse> ImportWaivers(
      const std::string& rows, const char* header = kWaiverHeader) {
    wv1::ImportOpeningWaiversRequest request;
    request.set_request_id(ledger().NewRequestId());
    request.set_project_id("P1");
    request.set_content(header + rows);
    return ledger().CallOn(*waiver_, &wv1::WaiverService::StubInterface::ImportOpeningWaivers,
                           ledger().Finance(), request);
  }
  // The manager's answer to a proposal.
  wv1::WaiverEvaluation Evaluate(const std::string& unit_id, Fen waiver, int months) {
    wv1::EvaluateWaiverRequest request;
    request.mutable_proposal()->set_unit_id(unit_id);
    request.mutable_proposal()->set_waiver_fen(waiver.value());
    request.mutable_proposal()->set_months_to_cover(months);
    return support::Must(
        ledger().CallOn(*waiver_, &wv1::WaiverService::StubInterface::EvaluateWaiver,
                        ledger().Staff("M1", Role::kManager), request),
        "EvaluateWaiver");
  }
  // Whether a rule holds by the evaluation.
  static bool Holds(const wv1::WaiverEvaluation& evaluation, const std::string& rule) {
    for (const auto& finding : evaluation.findings()) {
      if (finding.rule() == rule) return finding.holds();
    }
    ADD_FAILURE() << "no finding of " << rule;
    return false;
  }
  wv1::ManagerMonth ManagerMonth(const std::string& month) {
    wv1::GetManagerMonthRequest request;
    request.set_manager_id("M1");
    request.set_month(month);
    return support::Must(
        ledger().CallOn(*waiver_, &wv1::WaiverService::StubInterface::GetManagerMonth,
                        ledger().Finance(), request),
        "GetManagerMonth");
  }
  absl::StatusOr<wv1::Waiver> Submit(const std::string& unit_id, Fen waiver, int months) {
    wv1::SubmitWaiverRequest request;
    request.set_request_id(ledger().NewRequestId());
    request.mutable_proposal()->set_unit_id(unit_id);
    request.mutable_proposal()->set_waiver_fen(waiver.value());
    request.mutable_proposal()->set_months_to_cover(months);
    request.set_note("一次性缴清");
    return ledger().CallOn(*waiver_, &wv1::WaiverService::StubInterface::SubmitWaiver,
                           ledger().Staff("S1", Role::kCollector), request);
  }

  absl::StatusOr<wv1::Waiver> Approve(const std::string& waiver_id) {
    wv1::ApproveWaiverRequest request;
    request.set_request_id(ledger().NewRequestId());
    request.set_waiver_id(waiver_id);
    return ledger().CallOn(*waiver_, &wv1::WaiverService::StubInterface::ApproveWaiver,
                           ledger().Staff("M1", Role::kManager), request);
  }
  // Rejects a waiver that is asked for, or cancels one that is signed.
  template <typename Request>
  absl::StatusOr<wv1::Waiver> TakeBack(const std::string& waiver_id,
                                       grpc::Status (wv1::WaiverService::StubInterface::*method)(
                                           grpc::ClientContext*, const Request&, wv1::Waiver*)) {
    Request request;
    request.set_request_id(ledger().NewRequestId());
    request.set_waiver_id(waiver_id);
    request.set_reason("不再需要");
    return ledger().CallOn(*waiver_, method, ledger().Staff("M1", Role::kManager), request);
  }

  // `plan_year` 0: that of the rows.
  absl::StatusOr<pv1::ImportOpeningDeductionsResponse> ImportDeductions(
      const std::string& rows, const std::string& project = "P1",
      const std::string& request_id = "", int plan_year = 2017) {
    pv1::ImportOpeningDeductionsRequest request;
    request.set_request_id(request_id.empty() ? ledger().NewRequestId() : request_id);
    request.set_project_id(project);
    request.set_plan_year(plan_year);
    request.set_content(kDeductionHeader + rows);
    return payroll_.Call(&pv1::PayrollService::StubInterface::ImportOpeningDeductions,
                         payroll_.Officer(), request);
  }
  pv1::ListOpeningDeductionsResponse ListDeductions(int page_size = 0,
                                                    const std::string& page_token = "") {
    pv1::ListOpeningDeductionsRequest request;
    request.set_plan_year(2017);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    return support::Must(payroll_.Call(&pv1::PayrollService::StubInterface::ListOpeningDeductions,
                                       ledger().Finance(), request),
                         "ListOpeningDeductions");
  }

  absl::StatusOr<ev1::OpeningImport> ImportCases(const std::string& rows,
                                                 const std::string& project_id = "P1") {
    ev1::ImportOpeningCasesRequest request;
    request.set_request_id(ledger().NewRequestId());
    request.set_project_id(project_id);
    request.set_content(kCaseHeader + rows);
    return ledger().CallOn(*escalation_, &ev1::EscalationService::StubInterface::ImportOpeningCases,
                           ledger().Administrator(), request);
  }
  absl::StatusOr<ev1::OpeningImport> ImportPromises(const std::string& rows) {
    ev1::ImportOpeningPromisesRequest request;
    request.set_request_id(ledger().NewRequestId());
    request.set_project_id("P1");
    request.set_content(kPromiseHeader + rows);
    return ledger().CallOn(*escalation_,
                           &ev1::EscalationService::StubInterface::ImportOpeningPromises,
                           ledger().Administrator(), request);
  }
  ev1::RunDailyResponse RunDaily() {
    return support::Must(
        ledger().CallOn(*escalation_, &ev1::EscalationService::StubInterface::RunDaily,
                        ledger().Administrator(), ev1::RunDailyRequest()),
        "RunDaily");
  }
  // The unit's only case, with its history.
  ev1::Case CaseOf(const std::string& unit_id) {
    ev1::ListCasesRequest list;
    list.set_unit_id(unit_id);
    list.set_include_closed(true);
    const auto cases = support::Must(
        ledger().CallOn(*escalation_, &ev1::EscalationService::StubInterface::ListCases,
                        ledger().Staff("M1", Role::kManager), list),
        "ListCases");
    EXPECT_EQ(cases.cases_size(), 1);
    if (cases.cases_size() != 1) return {};
    ev1::GetCaseRequest request;
    request.set_case_id(cases.cases(0).id());
    return support::Must(
        ledger().CallOn(*escalation_, &ev1::EscalationService::StubInterface::GetCase,
                        ledger().Staff("M1", Role::kManager), request),
        "GetCase");
  }

 private:
  static std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
    return grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  }

  payroll::PayrollWorld payroll_;
  const std::unique_ptr<wv1::WaiverService::Stub> waiver_;
  const std::unique_ptr<ev1::EscalationService::Stub> escalation_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_TESTS_INTEGRATION_GO_LIVE_SUITE_WORLD_H_
