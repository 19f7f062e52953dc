// A company that goes live on a day of 2017 with files of the system before.
#ifndef CUIJIAO_TESTS_INTEGRATION_LEDGER_GO_LIVE_GO_LIVE_WORLD_H_
#define CUIJIAO_TESTS_INTEGRATION_LEDGER_GO_LIVE_GO_LIVE_WORLD_H_

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/status/reason.h"
#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "cuijiao/ledger/v1/close.grpc.pb.h"
#include "cuijiao/ledger/v1/import.grpc.pb.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "cuijiao/ledger/v1/plan.grpc.pb.h"
#include "cuijiao/ledger/v1/statement.grpc.pb.h"
#include "tests/support/ledger_fixture.h"

namespace cuijiao::ledger {

inline constexpr auto kOpeningReceipts = v1::IMPORT_KIND_OPENING_RECEIPTS;

// G1 and G2 of C1, G3 of C2: 100.00 a month from January 2017 on, due on the 10th. G1 owes 500.00
// of 2016.
inline constexpr const char* kGoLiveUnits =
    "unit_id,community_id,unit_no,kind,area_m2,fee_kind,price,fixed_amount,period_months,due_days,"
    "from_date,counts_from\n"
    "G1,C1,7栋1,home,100,property,1,,1,9,2017-01-01,2017-01-01\n"
    "G2,C1,7栋2,home,100,property,1,,1,9,2017-01-01,2017-01-01\n"
    "G3,C2,8栋3,home,100,property,1,,1,9,2017-01-01,2017-01-01\n";
inline constexpr const char* kBillHeader =
    "unit_id,fee_kind,period_start,period_end,due_date,principal,late_fee,costs,posting_date\n";
inline constexpr const char* kReceiptHeader =
    "reference,unit_id,amount,received_date,fee_kind,period_start,period_end\n";

// The standard company. What a step of its making cannot do fails the test.
class GoLiveWorld {
 public:
  explicit GoLiveWorld(Date date = Date(2017, 7, 1), const support::PolicyEdits& edits = {})
      : ledger_(date, support::LedgerFixture::ClockKind::kFixed, edits) {
    EXPECT_EQ(ledger_.PutStandardCompany(), absl::OkStatus());
  }
  // The same with the files of the system before.
  void GoLive() const {
    MustImport(v1::IMPORT_KIND_UNITS, kGoLiveUnits);
    MustImport(v1::IMPORT_KIND_OPENING_BILLS, AllBills());
    MustImport(kOpeningReceipts, AllReceipts());
  }

  support::LedgerFixture& ledger() { return ledger_; }

  absl::StatusOr<v1::ImportFileResponse> TryImport(v1::ImportKind kind, const std::string& content,
                                                   const std::string& project = "P1") const {
    v1::ImportFileRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_project_id(project);
    request.set_kind(kind);
    request.set_content(content);
    return ledger_.Call<v1::ImportService>(&v1::ImportService::StubInterface::ImportFile,
                                           ledger_.Finance(), request);
  }
  // "3 UNKNOWN_BILL" for each wrong row; nothing where all went in.
  std::vector<std::string> Import(v1::ImportKind kind, const std::string& content,
                                  const std::string& project = "P1") const {
    const auto response = TryImport(kind, content, project);
    EXPECT_EQ(response.status(), absl::OkStatus());
    std::vector<std::string> reasons;
    if (!response.ok()) return reasons;
    for (const v1::RowError& error : response->row_errors()) {
      reasons.push_back(fmt::format("{} {}", error.line(), error.reason()));
    }
    if (reasons.empty()) {
      EXPECT_EQ(response->imported_count() + response->existing_count(), response->row_count());
    }
    return reasons;
  }
  void MustImport(v1::ImportKind kind, const std::string& content) const {
    EXPECT_THAT(Import(kind, content), ::testing::IsEmpty());
  }

  // Bills of 2017 for the months up to `last_month` of a unit, each posted when its month began.
  static std::string MonthlyBills(const std::string& unit, int last_month) {
    std::string rows;
    for (int month = 1; month <= last_month; ++month) {
      const Month of(2017, month);
      rows += fmt::format("{},property,{},{},{},100.00,,,{}\n", unit, FormatDate(FirstDayOf(of)),
                          FormatDate(LastDayOf(of)), FormatDate(FirstDayOf(of) + 9),
                          FormatDate(FirstDayOf(of)));
    }
    return rows;
  }
  // All of a unit's bills before July.
  static std::string AllBills() {
    return std::string(kBillHeader) +
           "G1,property,2016-07-01,2016-12-31,2016-07-10,500.00,,,2017-01-01\n" +
           MonthlyBills("G1", 6) + MonthlyBills("G2", 6) + MonthlyBills("G3", 6);
  }
  // G1 pays January and the first half of its arrears, G2 the whole year, G3 two months late.
  static std::string AllReceipts() {
    return std::string(kReceiptHeader) +
           "A-1,G1,100.00,2017-01-20,property,2017-01-01,2017-01-31\n"
           "A-2,G1,250.00,2017-03-08,property,2016-07-01,2016-12-31\n"
           "B-1,G2,1200.00,2017-02-20,,,\n"
           "C-1,G3,200.00,2017-05-15,,,\n";
  }

  v1::RateCurve Curve(const std::string& community) const {
    v1::GetRateCurveRequest request;
    request.set_community_id(community);
    request.set_year(2017);
    return Must(ledger_.Call<v1::PlanService>(&v1::PlanService::StubInterface::GetRateCurve,
                                              ledger_.Finance(), request));
  }
  // "2017-03 received/receivable" of each month so far.
  std::vector<std::string> CurveOf(const std::string& community) const {
    std::vector<std::string> points;
    const v1::RateCurve curve = Curve(community);
    for (const auto& point : curve.points()) {
      points.push_back(fmt::format("{} {}/{}", point.month(), point.rate().received_fen(),
                                   point.rate().receivable_fen()));
    }
    return points;
  }
  // Received and receivable of the current year, in fen.
  std::string RateOf(const std::string& community, const std::string& as_of) const {
    v1::GetCollectionRateRequest request;
    request.set_community_id(community);
    request.set_as_of_date(as_of);
    const v1::CollectionRate rate = Must(ledger_.Call<v1::PlanService>(
        &v1::PlanService::StubInterface::GetCollectionRate, ledger_.Finance(), request));
    return fmt::format("{}/{}", rate.received_fen(), rate.receivable_fen());
  }

  std::vector<v1::Payment> PaymentsOf(const std::string& unit) const {
    v1::ListPaymentsRequest request;
    request.set_unit_id(unit);
    const auto page = Must(ledger_.Call<v1::PaymentService>(
        &v1::PaymentService::StubInterface::ListPayments, ledger_.Finance(), request));
    return {page.payments().begin(), page.payments().end()};
  }
  std::vector<v1::Bill> BillsOf(const std::string& unit) const {
    v1::ListBillsRequest request;
    request.set_unit_id(unit);
    const auto page = Must(ledger_.Call<v1::BillingService>(
        &v1::BillingService::StubInterface::ListBills, ledger_.Finance(), request));
    return {page.bills().begin(), page.bills().end()};
  }
  v1::RunBillingResponse RunBilling(const std::string& community, const std::string& from,
                                    const std::string& to) const {
    v1::RunBillingRequest request;
    request.set_community_id(community);
    request.set_from_month(from);
    request.set_to_month(to);
    return Must(ledger_.Call<v1::BillingService>(&v1::BillingService::StubInterface::RunBilling,
                                                 ledger_.Finance(), request));
  }
  absl::StatusOr<v1::AccountingMonth> Close(const std::string& month) {
    ledger_.set_date(LastDayOf(ParseMonth(month).value()));
    v1::CloseMonthRequest request;
    request.set_month(month);
    return ledger_.Call<v1::CloseService>(&v1::CloseService::StubInterface::CloseMonth,
                                          ledger_.Finance(), request);
  }
  v1::VerifyIntegrityResponse Verify() const {
    return Must(
        ledger_.Call<v1::StatementService>(&v1::StatementService::StubInterface::VerifyIntegrity,
                                           ledger_.Finance(), v1::VerifyIntegrityRequest()));
  }

  // The answer of a call that goes through.
  template <typename Response>
  static Response Must(const absl::StatusOr<Response>& response) {
    EXPECT_EQ(response.status(), absl::OkStatus());
    return response.value_or(Response());
  }

  std::int64_t Number(const std::string& sql) {
    const auto row = ledger_.admin_database().Read(
        "look", [&](db::Transaction& transaction) { return transaction.QueryOne(sql); });
    EXPECT_TRUE(row.ok() && row->has_value()) << row.status();
    return row.ok() && *row ? (*row)->Int64("n") : -1;
  }

  // Past the grants: the rows that it changed.
  std::int64_t Execute(const std::string& sql, const db::Values& values) {
    return Must(ledger_.admin_database().Transact(
        "tamper", [&](db::Transaction& transaction) { return transaction.Execute(sql, values); }));
  }

  // What a question of finance's is refused for; empty when it is not.
  template <typename Service, typename Request, typename Response>
  std::string ReasonFor(grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*,
                                                                       const Request&, Response*),
                        const Request& request) const {
    return std::string(
        ReasonOf(ledger_.Call<Service>(method, ledger_.Finance(), request).status()));
  }

 private:
  support::LedgerFixture ledger_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_TESTS_INTEGRATION_LEDGER_GO_LIVE_GO_LIVE_WORLD_H_
