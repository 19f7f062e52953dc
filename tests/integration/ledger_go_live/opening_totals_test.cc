// Control totals of the system before, laid against the ledger (LED-19).
#include "tests/integration/ledger_go_live/go_live_world.h"

namespace cuijiao::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kTotalHeader = "community_id,figure,period,amount\n";
// What the files of go_live_world.h make on 1 July: of G1 five months and half the arrears, of G3
// four months are unpaid; G2 has prepaid six months.
constexpr const char* kTotals =
    "C1,unpaid_principal,2016,250.00\n"
    "C1,unpaid_principal,2017,500.00\n"
    "C1,prepayment,,600.00\n"
    "C1,received,2017-01,100.00\n"
    "C1,received,2017-02,1200.00\n"
    "C1,received,2017-03,250.00\n"
    "C2,unpaid_principal,2017,400.00\n"
    "C2,received,2017-05,200.00\n";

v1::CompareOpeningTotalsResponse Compare(GoLiveWorld& world, const std::string& rows,
                                         const std::string& as_of = "") {
  v1::CompareOpeningTotalsRequest request;
  request.set_project_id("P1");
  request.set_content(kTotalHeader + rows);
  request.set_as_of_date(as_of);
  return GoLiveWorld::Must(world.ledger().Call<v1::ImportService>(
      &v1::ImportService::StubInterface::CompareOpeningTotals, world.ledger().Finance(), request));
}

std::vector<std::string> DifferencesOf(const v1::CompareOpeningTotalsResponse& response) {
  std::vector<std::string> told;
  for (const v1::OpeningDifference& difference : response.differences()) {
    told.push_back(fmt::format("{} {} {} {}/{} line {}", difference.community_id(),
                               v1::OpeningFigure_Name(difference.figure()), difference.period(),
                               difference.stated_fen(), difference.ledger_fen(),
                               difference.line()));
  }
  return told;
}

std::vector<std::string> ReasonsOf(const v1::CompareOpeningTotalsResponse& response) {
  std::vector<std::string> reasons;
  for (const v1::RowError& error : response.row_errors()) {
    reasons.push_back(fmt::format("{} {}", error.line(), error.reason()));
  }
  return reasons;
}

TEST(OpeningTotals, LED19_TotalsThatAgreeLeaveNoDifference) {
  GoLiveWorld world;
  world.GoLive();
  const auto response = Compare(world, kTotals);
  EXPECT_THAT(DifferencesOf(response), IsEmpty());
  EXPECT_THAT(ReasonsOf(response), IsEmpty());
  EXPECT_EQ(response.row_count(), 8);
  EXPECT_EQ(response.matched_count(), 8);
  EXPECT_EQ(response.as_of_date(), "2017-07-01");
  // In Chinese, and a total of nothing that neither has.
  EXPECT_THAT(DifferencesOf(Compare(world,
                                    "C1,未收本金,2016,250.00\nC1,未收本金,2017,500.00\n"
                                    "C1,预存余额,,600.00\nC1,已收金额,2017-01,100.00\n"
                                    "C1,已收金额,2017-02,1200.00\nC1,已收金额,2017-03,250.00\n"
                                    "C2,未收本金,2017,400.00\nC2,未收违约金,2017,0.00\n"
                                    "C2,已收金额,2017-05,200.00\n")),
              IsEmpty());
}

TEST(OpeningTotals, LED19_EveryDifferenceIsToldToTheFen) {
  GoLiveWorld world;
  world.GoLive();
  const std::string rows =
      "C1,unpaid_principal,2016,250.01\n"
      "C1,unpaid_principal,2017,500.00\n"
      "C1,unpaid_late_fee,2016,0.01\n"
      "C1,received,2017-01,100.00\n"
      "C1,received,2017-02,1199.99\n"
      "C1,received,2017-03,250.00\n"
      "C1,received,2017-04,30.00\n";
  const auto response = Compare(world, rows);
  EXPECT_THAT(DifferencesOf(response),
              ElementsAre("C1 OPENING_FIGURE_UNPAID_PRINCIPAL 2016 25001/25000 line 2",
                          "C1 OPENING_FIGURE_UNPAID_LATE_FEE 2016 1/0 line 4",
                          "C1 OPENING_FIGURE_PREPAYMENT  0/60000 line 0",
                          "C1 OPENING_FIGURE_RECEIVED 2017-02 119999/120000 line 6",
                          "C1 OPENING_FIGURE_RECEIVED 2017-04 3000/0 line 8",
                          "C2 OPENING_FIGURE_UNPAID_PRINCIPAL 2017 0/40000 line 0",
                          "C2 OPENING_FIGURE_RECEIVED 2017-05 0/20000 line 0"));
  EXPECT_EQ(response.matched_count(), 3);
}

// As of a day that lies before, and after a payment of that month was reversed.
TEST(OpeningTotals, LED19_TotalsAreThoseOfTheDay) {
  GoLiveWorld world;
  world.GoLive();
  EXPECT_THAT(DifferencesOf(Compare(world,
                                    "C1,unpaid_principal,2016,500.00\n"
                                    "C1,unpaid_principal,2017,100.00\n"
                                    "C1,received,2017-01,100.00\n"
                                    "C2,unpaid_principal,2017,100.00\n",
                                    "2017-01-31")),
              IsEmpty());
  v1::ReversePaymentRequest reversal;
  reversal.set_request_id(world.ledger().NewRequestId());
  reversal.set_payment_id(world.PaymentsOf("G3").at(0).id());
  reversal.set_reason(v1::ReversePaymentRequest::REASON_BOUNCED);
  GoLiveWorld::Must(world.ledger().Call<v1::PaymentService>(
      &v1::PaymentService::StubInterface::ReversePayment, world.ledger().Finance(), reversal));
  EXPECT_THAT(DifferencesOf(Compare(world, kTotals)),
              ElementsAre("C2 OPENING_FIGURE_UNPAID_PRINCIPAL 2017 40000/60000 line 8",
                          "C2 OPENING_FIGURE_RECEIVED 2017-05 20000/0 line 9"));
  EXPECT_THAT(DifferencesOf(Compare(world, kTotals, "2017-06-30")), IsEmpty());
}

// The totals are of what was taken over, on the day when the last of it came in: the same file
// agrees on any later day, whatever was billed, paid and used since.
TEST(OpeningTotals, LED19_TheSameTotalsAgreeOnAnyLaterDay) {
  GoLiveWorld world;
  world.GoLive();
  const auto pay = [&](const std::string& unit, std::int64_t fen, const std::string& received) {
    v1::RecordPaymentRequest request;
    request.set_request_id(world.ledger().NewRequestId());
    request.set_unit_id(unit);
    request.set_amount_fen(fen);
    request.set_method(v1::PAYMENT_METHOD_CASH);
    request.set_received_date(received);
    GoLiveWorld::Must(world.ledger().Call<v1::PaymentService>(
        &v1::PaymentService::StubInterface::RecordPayment, world.ledger().Finance(), request));
  };
  pay("G3", 100'00, "2017-06-30");
  pay("G2", 10'00, "2017-07-01");
  EXPECT_THAT(DifferencesOf(Compare(world, kTotals)), IsEmpty())
      << "money of now, of this very day";
  world.RunBilling("C1", "2017-07", "2017-07");
  world.ledger().set_date(Date(2017, 8, 20));
  pay("G1", 300'00, "2017-08-20");
  pay("G3", 50'00, "2017-07-01");
  const auto later = Compare(world, kTotals);
  EXPECT_THAT(DifferencesOf(later), IsEmpty());
  EXPECT_EQ(later.as_of_date(), "2017-07-01");
  EXPECT_THAT(DifferencesOf(Compare(world, kTotals, "2017-07-09")), IsEmpty());
  EXPECT_THAT(DifferencesOf(Compare(world, kTotals, "2017-07-10")),
              ElementsAre("C1 OPENING_FIGURE_PREPAYMENT  60000/50000 line 4"))
      << "July's bill used prepayment of before on its due date";
  // What is found late is of the day on which it comes in.
  world.MustImport(kOpeningReceipts, std::string(kReceiptHeader) + "C-9,G3,1.00,2017-08-20,,,\n");
  EXPECT_EQ(Compare(world, kTotals).as_of_date(), "2017-08-20");
}

TEST(OpeningTotals, LED19_WrongRowsAreListedAndNothingIsCompared) {
  GoLiveWorld world;
  world.GoLive();
  const auto response = Compare(world,
                                "C9,prepayment,,1.00\n"
                                "C1,prepayment,2017,1.00\n"
                                "C1,received,2017,1.00\n"
                                "C1,unpaid_principal,2017-01,1.00\n"
                                "C1,balance,,1.00\n"
                                "C1,prepayment,,1.00\n"
                                "C1,prepayment,,1.00\n"
                                "C1,unpaid_costs,2017,\n");
  EXPECT_THAT(ReasonsOf(response),
              ElementsAre("2 UNKNOWN_COMMUNITY", "3 PERIOD_WRONG", "4 PERIOD_WRONG",
                          "5 PERIOD_WRONG", "6 WORD_UNKNOWN", "8 ROW_REPEATED", "9 CELL_EMPTY"));
  EXPECT_EQ(response.wrong_count(), 7);
  EXPECT_THAT(DifferencesOf(response), IsEmpty());
  EXPECT_EQ(response.matched_count(), 0);

  v1::CompareOpeningTotalsRequest request;
  request.set_project_id("P404");
  request.set_content(std::string(kTotalHeader) + kTotals);
  EXPECT_EQ(world.ReasonFor<v1::ImportService>(
                &v1::ImportService::StubInterface::CompareOpeningTotals, request),
            "UNKNOWN_PROJECT");
  request.set_project_id("P1");
  request.set_as_of_date("2017-07-02");
  EXPECT_EQ(world.ReasonFor<v1::ImportService>(
                &v1::ImportService::StubInterface::CompareOpeningTotals, request),
            "FIELDS_INVALID");
  const auto imported = world.TryImport(v1::IMPORT_KIND_OPENING_TOTALS, kTotalHeader);
  EXPECT_EQ(ReasonOf(imported.status()), "FIELDS_INVALID");
}

}  // namespace
}  // namespace cuijiao::ledger
