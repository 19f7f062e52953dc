// Figures on both sides of their borders: the year's, the month's, an area's (LED-6 to LED-9;
// section 6, definitions 1, 7, 8, 9).
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "tests/integration/ledger_figures/figures_world.h"

namespace cuijiao::support {
namespace {

// Pays one bill of U1 by designation, so that it is known what the money went to.
void PayBill(FiguresWorld& world, const std::string& period, Date received) {
  v1::RecordPaymentRequest request;
  request.set_request_id(world.ledger().NewRequestId());
  request.set_unit_id("U1");
  request.set_amount_fen(kMonthFen);
  request.set_method(v1::PAYMENT_METHOD_CASH);
  request.set_received_date(FormatDate(received));
  request.add_designations()->set_bill_id("U1/property/" + period);
  const auto payment = world.ledger().Call<v1::PaymentService>(
      &v1::PaymentService::StubInterface::RecordPayment, world.ledger().Finance(), request);
  ASSERT_EQ(payment.status(), absl::OkStatus());
  ASSERT_EQ(payment->allocations_size(), 1);
}

// A bill's year is that of the last day of its period: December 2016 is arrears, January and
// December 2017 are the year's, January 2018 is neither (definition 1).
TEST(Borders, Definition1_TheYearOfABillIsThatOfItsPeriodsLastDay) {
  struct Case {
    const char* period;
    std::int64_t received;
    std::int64_t recovered;
  };
  for (const Case& c : {Case{"20161201-20161231", 0, kMonthFen},
                        {"20170101-20170131", kMonthFen, 0},
                        {"20171201-20171231", kMonthFen, 0},
                        {"20180101-20180131", 0, 0}}) {
    FiguresWorld world;
    world.Bill("C1", "2016-12", "2016-12");
    world.Bill("C1", "2017-01", "2017-12");
    world.Bill("C1", "2018-01", "2018-01");
    PayBill(world, c.period, Date(2017, 1, 1));
    world.Close("2017-01", Date(2017, 1, 31));
    const v1::CommunityFigures figures = world.FiguresOf("2017-01", "C1");
    EXPECT_EQ(figures.received_fen(), c.received) << c.period;
    EXPECT_EQ(figures.historical_recovered_fen(), c.recovered) << c.period;
    EXPECT_EQ(figures.receivable_fen(), 2 * kYearFen) << c.period;
    EXPECT_EQ(figures.historical_outstanding_fen(), 2 * kMonthFen - c.recovered) << c.period;
  }
}

// Money of December 2016 for a bill of 2017 is a receipt of 2017 (LED-8); what it paid of 2016 was
// recovered in no year.
TEST(Borders, LED8_ReceiptsOfTheYearBeforeThatWerePrepaidCount) {
  FiguresWorld world;
  world.SetDate(Date(2016, 12, 31));
  world.Bill("C1", "2016-12", "2016-12");
  world.Pay("U1", 3 * kMonthFen, Date(2016, 12, 31));
  world.Close("2016-12", Date(2016, 12, 31));
  world.Close("2017-01", Date(2017, 1, 31));
  const v1::CommunityFigures figures = world.FiguresOf("2017-01", "C1");
  EXPECT_EQ(figures.received_fen(), 2 * kMonthFen);
  EXPECT_EQ(figures.historical_recovered_fen(), 0);
}

// What comes on the as-of date is in its figures, what comes on the day after is not.
TEST(Borders, LED16_TheAsOfDateItselfCounts) {
  FiguresWorld world;
  world.Bill("C1", "2017-01", "2017-12");
  world.SetDate(Date(2017, 1, 12));
  world.Pay("U1", 10, Date(2017, 1, 10));
  world.Pay("U1", 100, Date(2017, 1, 11));
  EXPECT_EQ(world.CommunityRate("C1", Date(2017, 1, 9)).received_fen(), 0);
  EXPECT_EQ(world.CommunityRate("C1", Date(2017, 1, 10)).received_fen(), 10);
  EXPECT_EQ(world.CommunityRate("C1", Date(2017, 1, 11)).received_fen(), 110);
}

// The first close of all does not touch the year before: its days are in months that closed on
// their last days (definition 2), and as-of answers stay (LED-5).
TEST(Borders, LED5_TheFirstCloseLeavesTheRatesOfTheYearBeforeAsTheyWere) {
  FiguresWorld world;
  world.SetDate(Date(2016, 12, 31));
  world.Bill("C1", "2016-01", "2016-12");
  world.Bill("C1", "2017-01", "2017-03");
  world.Pay("U1", 5 * kMonthFen, Date(2016, 12, 20));
  world.SetDate(Date(2017, 2, 10));
  const v1::CollectionRate before = world.CommunityRate("C1", Date(2016, 12, 31));
  EXPECT_EQ(before.received_fen(), 5 * kMonthFen);
  EXPECT_EQ(before.receivable_fen(), 2 * kYearFen);
  world.Close("2017-01", Date(2017, 2, 10));
  const v1::CollectionRate after = world.CommunityRate("C1", Date(2016, 12, 31));
  EXPECT_EQ(after.received_fen(), before.received_fen());
  EXPECT_EQ(after.receivable_fen(), before.receivable_fen());
  EXPECT_EQ(world.CommunityRate("C1", Date(2017, 1, 1)).received_fen(), 0);
}

// A refund lowers the receipts of the month it is posted in; what it takes of arrears was not
// recovered after all, as of that month (definition 7).
TEST(Borders, Definition7_AReversalOfArrearsCountsInALaterMonth) {
  FiguresWorld world;
  world.BillHistory();
  world.SetDate(Date(2017, 1, 31));
  const v1::Payment whole = world.Pay("U1", 3 * kMonthFen, Date(2017, 1, 10));
  const v1::Payment part = world.Pay("U2", 3 * kMonthFen, Date(2017, 1, 10));
  world.Close("2017-01", Date(2017, 1, 31));
  world.SetDate(Date(2017, 2, 1));
  world.Reverse(whole.id());
  world.Refund(part.id(), kMonthFen);
  world.Close("2017-02", Date(2017, 2, 28));
  EXPECT_EQ(world.FiguresOf("2017-01", "C1").historical_recovered_fen(), 6 * kMonthFen);
  EXPECT_EQ(world.FiguresOf("2017-02", "C1").historical_recovered_fen(), 2 * kMonthFen);
  EXPECT_EQ(world.FiguresOf("2017-02", "C1").historical_outstanding_fen(),
            2 * kYearFen - 2 * kMonthFen);
}

// Who is responsible on the closing date has the month; from the day after on, the next one.
TEST(Borders, Definition9_TheCollectorOfTheClosingDateHasTheMonth) {
  for (const auto& [from, collector] :
       {std::pair<const char*, const char*>{"2017-01-25", "S2"}, {"2017-01-26", "S1"}}) {
    FiguresWorld world;
    ASSERT_EQ(world.ledger().PutText(
                  std::string(R"(entries { area_collector { area_id: "A1" staff_id: "S2")") +
                  " from_date: \"" + from + "\" } }"),
              absl::OkStatus());
    world.Close("2017-01", Date(2017, 1, 25));
    EXPECT_EQ(world.FiguresOf("2017-01", "C1").collector_id(), collector) << from;
    const v1::Ranking ranking = world.Ranking("P1", "2017-01");
    for (const v1::RankingRow& row : ranking.rows()) {
      if (row.area_id() != "A1") continue;
      EXPECT_EQ(row.collector_id(), collector) << from;
    }
  }
}

// The same for the area that a community belongs to.
TEST(Borders, Definition9_TheAreaOfTheClosingDateHasTheCommunity) {
  for (const auto& [from, area] :
       {std::pair<const char*, const char*>{"2017-01-25", "A2"}, {"2017-01-26", "A1"}}) {
    FiguresWorld world;
    world.Bill("C1", "2017-01", "2017-12");
    ASSERT_EQ(world.ledger().PutText(
                  std::string(R"(entries { area_community { area_id: "A2" community_id: "C1")") +
                  " from_date: \"" + from + "\" } }"),
              absl::OkStatus());
    world.SetDate(Date(2017, 1, 10));
    world.Pay("U1", kMonthFen, Date(2017, 1, 10));
    world.Close("2017-01", Date(2017, 1, 25));
    EXPECT_EQ(world.FiguresOf("2017-01", "C1").area_id(), area) << from;
    EXPECT_EQ(world.AreaRate(area, Date(2017, 1, 25)).received_fen(), kMonthFen) << from;
  }
}

// An area's rate over the year's figures of the communities that it has on the date.
TEST(Borders, Definition9_AMovedCommunityCountsFromTheDayItMoves) {
  FiguresWorld world;
  world.Bill("C1", "2017-01", "2017-12");
  world.SetDate(Date(2017, 1, 20));
  world.Pay("U1", kMonthFen, Date(2017, 1, 10));
  ASSERT_EQ(world.ledger().PutText(R"(entries { area_community { area_id: "A2" community_id: "C1"
                                      from_date: "2017-01-15" } })"),
            absl::OkStatus());
  EXPECT_EQ(world.AreaRate("A1", Date(2017, 1, 14)).received_fen(), kMonthFen);
  EXPECT_EQ(world.AreaRate("A2", Date(2017, 1, 14)).received_fen(), 0);
  EXPECT_EQ(world.AreaRate("A1", Date(2017, 1, 15)).received_fen(), 0);
  EXPECT_EQ(world.AreaRate("A2", Date(2017, 1, 15)).received_fen(), kMonthFen);
}

}  // namespace
}  // namespace cuijiao::support
