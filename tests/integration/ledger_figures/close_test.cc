// Month closes over gRPC (LED-10) and what they freeze.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "common/status/reason.h"
#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "tests/integration/ledger_figures/figures_world.h"

namespace cuijiao::support {
namespace {

TEST(CloseMonth, LED10_ClosesInOrderOnDatesThatHaveCome) {
  FiguresWorld world;
  world.SetDate(Date(2017, 3, 15));
  EXPECT_EQ(ReasonOf(world.TryClose("2017-03").status()), "CLOSING_DATE_IN_FUTURE");
  const auto january = world.TryClose("2017-01");
  ASSERT_TRUE(january.ok()) << january.status();
  EXPECT_EQ(january->closing_date(), "2017-01-31");
  EXPECT_EQ(january->closed_by(), "F1");

  EXPECT_EQ(ReasonOf(world.TryClose("2017-03", "2017-03-10").status()), "MONTH_NOT_NEXT");
  EXPECT_EQ(ReasonOf(world.TryClose("2017-02", "2017-01-31").status()),
            "CLOSING_DATE_NOT_AFTER_LAST");
  EXPECT_TRUE(world.TryClose("2017-02", "2017-02-01").ok());

  const auto again = world.TryClose("2017-01", "2017-01-31");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), january->SerializeAsString());
  EXPECT_EQ(ReasonOf(world.TryClose("2017-01", "2017-01-30").status()), "MONTH_CLOSED");
}

TEST(CloseMonth, LED10_ListsMonthsLatestFirst) {
  FiguresWorld world;
  world.Close("2017-01", Date(2017, 1, 31));
  world.Close("2017-02", Date(2017, 2, 28));
  v1::ListAccountingMonthsRequest request;
  request.set_year(2017);
  const auto months = world.ledger().Call<v1::CloseService>(
      &v1::CloseService::StubInterface::ListAccountingMonths, world.ledger().Finance(), request);
  ASSERT_TRUE(months.ok()) << months.status();
  ASSERT_EQ(months->accounting_months_size(), 2);
  EXPECT_EQ(months->accounting_months(0).month(), "2017-02");
  request.set_year(2016);
  const auto none = world.ledger().Call<v1::CloseService>(
      &v1::CloseService::StubInterface::ListAccountingMonths, world.ledger().Finance(), request);
  ASSERT_TRUE(none.ok());
  EXPECT_EQ(none->accounting_months_size(), 0);
}

TEST(CloseMonth, LED10_AnOpenMonthHasNoFigures) {
  FiguresWorld world;
  v1::GetMonthFiguresRequest request;
  request.set_month("2017-01");
  EXPECT_EQ(ReasonOf(world.ledger()
                         .Call<v1::CloseService>(&v1::CloseService::StubInterface::GetMonthFigures,
                                                 world.ledger().Finance(), request)
                         .status()),
            "MONTH_OPEN");
}

// A month that closes on the 25th: the 25th belongs to it, the 26th to the next one, and what is
// learned later is posted on the 26th and keeps its received date.
TEST(CloseMonth, LED10_AReceiptAfterTheClosingDateBelongsToTheNextMonth) {
  FiguresWorld world;
  world.Bill("C1", "2017-01", "2017-12");
  world.SetDate(Date(2017, 1, 25));
  world.Pay("U1", kMonthFen, Date(2017, 1, 25));
  world.Close("2017-01", Date(2017, 1, 25));
  EXPECT_EQ(world.FiguresOf("2017-01", "C1").received_fen(), kMonthFen);

  world.SetDate(Date(2017, 1, 27));
  const v1::Payment next = world.Pay("U1", kMonthFen, Date(2017, 1, 26));
  EXPECT_EQ(next.posting_date(), "2017-01-26");
  const v1::Payment late = world.Pay("U2", kMonthFen, Date(2017, 1, 20));
  EXPECT_EQ(late.received_date(), "2017-01-20");
  EXPECT_EQ(late.posting_date(), "2017-01-26");
  EXPECT_EQ(world.FiguresOf("2017-01", "C1").received_fen(), kMonthFen);
  EXPECT_EQ(world.CommunityRate("C1", Date(2017, 1, 25)).received_fen(), kMonthFen);

  world.Close("2017-02", Date(2017, 2, 28));
  EXPECT_EQ(world.FiguresOf("2017-02", "C1").received_fen(), 3 * kMonthFen);
}

TEST(CloseMonth, LED8_CountsScheduledFeesAndPrepaymentOfTheYear) {
  FiguresWorld world;
  world.Bill("C1", "2017-01", "2017-03");  // the rest of the year is scheduled
  world.SetDate(Date(2017, 1, 31));
  world.Pay("U1", kYearFen, Date(2017, 1, 10));  // the whole year, most of it prepaid
  world.Pay("U2", kYearFen + kMonthFen,
            Date(2017, 1, 10));  // more than the year: the rest is no receipt
  world.Close("2017-01", Date(2017, 1, 31));
  const v1::CommunityFigures figures = world.FiguresOf("2017-01", "C1");
  EXPECT_EQ(figures.receivable_fen(), 2 * kYearFen);
  EXPECT_EQ(figures.received_fen(), 2 * kYearFen);
  EXPECT_EQ(figures.rate_received_fen(), 2 * kYearFen);
  EXPECT_EQ(figures.rate_receivable_fen(), 2 * kYearFen);
}

// January closes on 5 February, after February was billed, and nobody asked for a figure before:
// what was billed since the closing date was scheduled on it (definition 8).
TEST(CloseMonth, LED8_WhatIsBilledBeforeALateCloseWasScheduledOnItsDate) {
  FiguresWorld world;
  world.SetDate(Date(2017, 2, 1));
  world.Bill("C1", "2017-01", "2017-02");
  world.SetDate(Date(2017, 2, 5));
  ASSERT_TRUE(world.TryClose("2017-01", "2017-01-31").ok());
  EXPECT_EQ(world.FiguresOf("2017-01", "C1").receivable_fen(), 2 * kYearFen);
}

// The same with fees that change between the closing date and the close.
TEST(CloseMonth, LED8_FeesThatChangeBeforeALateCloseCountAsTheyWereOnItsDate) {
  FiguresWorld world;
  world.SetDate(Date(2017, 2, 3));
  v1::BatchPutFeeSchedulesRequest request;
  request.set_request_id(world.ledger().NewRequestId());
  v1::FeeSchedule& schedule = *request.add_fee_schedules();
  schedule.set_unit_id("U1");
  schedule.set_fee_kind(v1::FEE_KIND_PROPERTY);
  schedule.set_period_months(1);
  schedule.set_fixed_fen_per_month(2 * kMonthFen);
  schedule.set_from_date("2017-03-01");
  const auto put = world.ledger().Call<v1::BillingService>(
      &v1::BillingService::StubInterface::BatchPutFeeSchedules, world.ledger().Finance(), request);
  ASSERT_EQ(put.status(), absl::OkStatus());
  world.SetDate(Date(2017, 2, 5));
  ASSERT_TRUE(world.TryClose("2017-01", "2017-01-31").ok());
  EXPECT_EQ(world.FiguresOf("2017-01", "C1").receivable_fen(), 2 * kYearFen);
  world.Close("2017-02", Date(2017, 2, 28));
  EXPECT_EQ(world.FiguresOf("2017-02", "C1").receivable_fen(), 2 * kYearFen + 10 * kMonthFen);
}

// Prepayment that is used when its bill falls due changes no receipts (definition 7).
TEST(CloseMonth, LED8_UsingPrepaymentChangesNoReceipts) {
  FiguresWorld world;
  world.Bill("C1", "2017-01", "2017-12");
  world.SetDate(Date(2017, 1, 31));
  world.Pay("U1", 6 * kMonthFen, Date(2017, 1, 10));
  world.Close("2017-01", Date(2017, 1, 31));
  world.Close("2017-02", Date(2017, 2, 28));
  world.Close("2017-03", Date(2017, 3, 31));
  for (const char* month : {"2017-01", "2017-02", "2017-03"}) {
    EXPECT_EQ(world.FiguresOf(month, "C1").received_fen(), 6 * kMonthFen) << month;
  }
  // The close used what fell due by its closing date: three bills are paid.
  const v1::Statement statement = world.Statement("U1", "2017-01-01", "2017-03-31");
  EXPECT_EQ(statement.closing_prepayment_fen(), 3 * kMonthFen);
  EXPECT_EQ(statement.closing_due_fen(), 0);
}

TEST(CloseMonth, LED8_HistoricalMoneyIsNoReceiptOfTheYear) {
  FiguresWorld world;
  world.BillHistory();
  world.Bill("C1", "2017-01", "2017-12");
  world.SetDate(Date(2017, 1, 31));
  world.Pay("U1", 5 * kMonthFen, Date(2017, 1, 10));
  world.Close("2017-01", Date(2017, 1, 31));
  const v1::CommunityFigures figures = world.FiguresOf("2017-01", "C1");
  EXPECT_EQ(figures.received_fen(), 0);
  EXPECT_EQ(figures.historical_recovered_fen(), 5 * kMonthFen);
  EXPECT_EQ(figures.historical_outstanding_fen(), 2 * kYearFen - 5 * kMonthFen);
}

// December 2016 closes on 5 January: what is posted that day is of the year before, what is posted
// the day after is recovered in 2017.
TEST(CloseMonth, LED9_ArrearsAreRecoveredFromTheDayAfterDecembersClosingDate) {
  FiguresWorld world;
  world.BillHistory();
  world.SetDate(Date(2017, 1, 5));
  world.Pay("U1", kMonthFen, Date(2017, 1, 5));
  world.Close("2016-12", Date(2017, 1, 5));
  world.SetDate(Date(2017, 1, 31));
  world.Pay("U1", 2 * kMonthFen, Date(2017, 1, 6));
  world.Close("2017-01", Date(2017, 1, 31));
  const v1::CommunityFigures figures = world.FiguresOf("2017-01", "C1");
  EXPECT_EQ(figures.historical_recovered_fen(), 2 * kMonthFen);
  EXPECT_EQ(figures.historical_outstanding_fen(), 2 * kYearFen - 3 * kMonthFen);
}

// Payments come in while the month closes: each is in the frozen figures or posted after them.
TEST(CloseMonth, LED10_NoPostingSlipsIntoAMonthThatIsBeingClosed) {
  FiguresWorld world;
  world.Bill("C1", "2017-01", "2017-12");
  world.SetDate(Date(2017, 1, 31));
  std::atomic<bool> closed = false;
  std::vector<v1::Payment> payments;
  std::thread payer([&] {
    for (int after_close = 0; after_close < 3; after_close += closed ? 1 : 0) {
      payments.push_back(world.Pay("U1", 1, Date(2017, 1, 31)));
    }
  });
  const auto january = world.TryClose("2017-01");
  closed = true;
  payer.join();
  ASSERT_TRUE(january.ok()) << january.status();
  std::int64_t posted_in_january = 0;
  for (const v1::Payment& payment : payments) {
    if (payment.posting_date() == "2017-01-31") ++posted_in_january;
  }
  EXPECT_LT(posted_in_january, static_cast<std::int64_t>(payments.size()));
  EXPECT_EQ(world.FiguresOf("2017-01", "C1").received_fen(), posted_in_january);
  EXPECT_TRUE(world.Verify().intact());
}

// A reversal counts in the month it is posted in; the closed month stays as it was (definition 7).
TEST(CloseMonth, LED10_AReversalCountsInTheOpenMonth) {
  FiguresWorld world;
  world.Bill("C1", "2017-01", "2017-12");
  world.SetDate(Date(2017, 1, 31));
  const v1::Payment payment = world.Pay("U1", kMonthFen, Date(2017, 1, 10));
  world.Close("2017-01", Date(2017, 1, 31));
  world.SetDate(Date(2017, 2, 3));
  world.Reverse(payment.id());
  world.Close("2017-02", Date(2017, 2, 28));
  EXPECT_EQ(world.FiguresOf("2017-01", "C1").received_fen(), kMonthFen);
  EXPECT_EQ(world.CommunityRate("C1", Date(2017, 1, 31)).received_fen(), kMonthFen);
  EXPECT_EQ(world.FiguresOf("2017-02", "C1").received_fen(), 0);
}

TEST(GetMonthFigures, INC1_TellsWhoWasResponsibleOnWhichDays) {
  FiguresWorld world;
  ASSERT_TRUE(world.ledger()
                  .PutText(R"(entries { area_collector { area_id: "A1" staff_id: "S2"
                                        from_date: "2017-01-11" } })")
                  .ok());
  world.Close("2017-01", Date(2017, 1, 31));
  const v1::MonthFigures figures = world.Figures("2017-01");
  std::vector<std::string> runs;
  for (const v1::ResponsibilityRun& run : figures.responsibility_runs()) {
    std::string text = run.collector_id() + " " + run.from_date() + ".." + run.to_date() + ":";
    for (const std::string& area : run.area_ids()) text += " " + area;
    runs.push_back(text);
  }
  EXPECT_THAT(runs, ::testing::ElementsAre(
                        "S1 2017-01-01..2017-01-10: A1", "S2 2017-01-01..2017-01-10: A2",
                        "S2 2017-01-11..2017-01-31: A1 A2", "S9 2017-01-01..2017-01-31: A9"));
  EXPECT_EQ(world.FiguresOf("2017-01", "C1").collector_id(), "S2");
}

// A community that moves takes its year's figures and its share of the task along (definitions 8
// and 9): the area of the closing date counts.
TEST(GetMonthFigures, LED7_AMovedCommunityTakesItsFiguresAndTaskAlong) {
  FiguresWorld world;
  world.Bill("C1", "2017-01", "2017-12");
  world.Bill("C2", "2017-01", "2017-12");
  world.ApprovePlan("P1", 3000, 9500);
  world.SetDate(Date(2017, 1, 31));
  world.Pay("U1", kMonthFen, Date(2017, 1, 10));
  world.Close("2017-01", Date(2017, 1, 31));
  ASSERT_TRUE(world.ledger()
                  .PutText(R"(entries { area_community { area_id: "A2" community_id: "C1"
                                        from_date: "2017-02-28" } })")
                  .ok());
  world.Close("2017-02", Date(2017, 2, 28));

  const auto task_of = [&](const std::string& month, const std::string& area) {
    const v1::MonthFigures figures = world.Figures(month);
    for (const v1::TaskFigures& task : figures.tasks()) {
      if (task.area_id() == area) return task;
    }
    return v1::TaskFigures();
  };
  EXPECT_EQ(task_of("2017-01", "A1").task_fen(), 2 * kYearFen * 95 / 100);
  EXPECT_EQ(task_of("2017-01", "A1").received_fen(), kMonthFen);
  EXPECT_EQ(task_of("2017-01", "A2").task_fen(), kYearFen * 95 / 100);
  EXPECT_EQ(task_of("2017-02", "A1").area_id(), "");
  EXPECT_EQ(task_of("2017-02", "A2").task_fen(), 3 * kYearFen * 95 / 100);
  EXPECT_EQ(task_of("2017-02", "A2").exact_task_fen(), std::to_string(3 * kYearFen * 95 / 100));
  EXPECT_EQ(task_of("2017-02", "A2").received_fen(), kMonthFen);
}

}  // namespace
}  // namespace cuijiao::support
