// Where a unit stood at dates gone by, from what moved it (LED-16).
#include "services/ledger/domain/figures/unit_history.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

namespace cuijiao::ledger {
namespace {

constexpr Date kClosing(2017, 3, 25);

PastDate AtMarch() {
  return {.date = kClosing,
          .plan_year = 2017,
          .year_start = Date(2017, 1, 6),
          .month = {.after = Date(2017, 2, 28), .last = kClosing}};
}

PrincipalMove Bill(Date posted, Fen amount, Date period_end, Date due) {
  return {.posting_date = posted,
          .amount = amount,
          .period_end = period_end,
          .due_date = due,
          .makes_bill = true,
          .payment = {}};
}

PrincipalMove Paid(Date posted, Fen amount, Date period_end, std::size_t payment) {
  return {.posting_date = posted,
          .amount = -amount,
          .period_end = period_end,
          .due_date = period_end,
          .payment = payment};
}

TEST(StandingAt, LED16_CountsWhatIsPostedUpToTheDate) {
  const UnitHistory unit{
      .unit_id = "U1",
      .payments = {{"A", Date(2017, 1, 6), true}, {"B", Date(2017, 2, 1)}},
      .principal = {Bill(kClosing, Fen(100), Date(2017, 1, 31), Date(2017, 3, 1)),
                    Bill(kClosing + 1, Fen(1000), Date(2017, 2, 28), Date(2017, 3, 1)),
                    Bill(Date(2016, 1, 1), Fen(70), Date(2016, 12, 31), Date(2016, 1, 1)),
                    Paid(Date(2017, 1, 5), Fen(20), Date(2016, 12, 31), 0),
                    Paid(Date(2017, 1, 6), Fen(30), Date(2016, 12, 31), 0),
                    Paid(kClosing, Fen(40), Date(2017, 1, 31), 0),
                    Paid(kClosing, Fen(5), Date(2017, 1, 31), 1)},
      .prepayments = {{kClosing, Fen(-9), 1}, {kClosing, Fen(-7), 0}, {kClosing + 1, Fen(7), 0}}};
  const auto standing = StandingAt(unit, AtMarch());
  ASSERT_TRUE(standing);
  EXPECT_EQ(standing->year_billed, Fen(100));
  EXPECT_EQ(standing->year_due_in_month, Fen(100));
  EXPECT_EQ(standing->year_unpaid, Fen(55));
  EXPECT_EQ(standing->year_paid, Fen(45));
  EXPECT_EQ(standing->year_paid_in_campaigns, Fen(40));
  EXPECT_EQ(standing->historical_unpaid, Fen(20));
  EXPECT_EQ(standing->historical_recovered, Fen(30));  // not that of the day before the year
  ASSERT_EQ(standing->prepayments.size(), 2U);
  EXPECT_EQ(standing->prepayments[0].amount, Fen(7));
  EXPECT_TRUE(standing->prepayments[0].in_campaign);
  EXPECT_EQ(standing->prepayments[1].amount, Fen(9));
}

TEST(StandingAt, LED8_DuesOfTheMonthAreThoseBehindTheMonthBefore) {
  for (const auto& [due, counts] :
       {std::pair(Date(2017, 2, 28), false), std::pair(Date(2017, 3, 1), true),
        std::pair(kClosing, true), std::pair(kClosing + 1, false)}) {
    const UnitHistory unit{
        .unit_id = "U1",
        .payments = {},
        .principal = {Bill(Date(2017, 1, 10), Fen(100), Date(2017, 12, 31), due)},
        .scheduled = {{Date(2017, 12, 31), due, Fen(10), Date(2017, 1, 10), {}}}};
    const auto standing = StandingAt(unit, AtMarch());
    ASSERT_TRUE(standing);
    EXPECT_EQ(standing->year_due_in_month, counts ? Fen(110) : Fen(0)) << FormatDate(due);
  }
}

TEST(StandingAt, LED8_AScheduledFeeCountsFromItsFirstDayUntilItsEnd) {
  const auto scheduled = [](Date begun, std::optional<Date> ended, Date period_end) {
    const UnitHistory unit{.unit_id = "U1",
                           .payments = {},
                           .scheduled = {{period_end, Date(2017, 6, 1), Fen(10), begun, ended}}};
    const auto standing = StandingAt(unit, AtMarch());
    return standing ? standing->year_scheduled : Fen(0);
  };
  constexpr Date kOfYear(2017, 6, 30);
  EXPECT_EQ(scheduled(kClosing, {}, kOfYear), Fen(10));
  EXPECT_EQ(scheduled(kClosing + 1, {}, kOfYear), Fen(0));
  EXPECT_EQ(scheduled(Date(2017, 1, 1), kClosing + 1, kOfYear), Fen(10));
  EXPECT_EQ(scheduled(Date(2017, 1, 1), kClosing, kOfYear), Fen(0));
  EXPECT_EQ(scheduled(kClosing, {}, Date(2017, 12, 31)), Fen(10));
  EXPECT_EQ(scheduled(kClosing, {}, Date(2018, 1, 1)), Fen(0));
  EXPECT_EQ(scheduled(kClosing, {}, Date(2016, 12, 31)), Fen(0));
}

TEST(StandingAt, LED16_AUnitOfWhichNothingCountsIsNotThere) {
  EXPECT_FALSE(StandingAt({.unit_id = "U1", .payments = {}}, AtMarch()));
  const UnitHistory paid_back{.unit_id = "U1",
                              .payments = {{"A", Date(2017, 1, 6)}},
                              .prepayments = {{kClosing, Fen(-9), 0}, {kClosing, Fen(9), 0}}};
  EXPECT_FALSE(StandingAt(paid_back, AtMarch()));
}

TEST(MattersToPayroll, INC4_ByMoneyOfTheYearOnArrears) {
  const AccountingDays none{.after = kClosing, .last = kClosing};
  const auto matters = [&](const PastPayment& payment, Date period_end, Fen undone = {}) {
    UnitHistory unit{.unit_id = "U1",
                     .payments = {payment},
                     .principal = {Paid(Date(2017, 1, 10), Fen(5), period_end, 0)}};
    if (undone != Fen()) {
      unit.principal.push_back(Paid(kClosing, -undone, period_end, 0));
    }
    return MattersToPayroll(unit, AtMarch(), none);
  };
  constexpr Date kBefore(2016, 12, 31);
  EXPECT_TRUE(matters({"A", Date(2017, 1, 6)}, kBefore));
  EXPECT_FALSE(matters({"A", Date(2017, 1, 5)}, kBefore));
  EXPECT_FALSE(matters({"A", Date(2017, 1, 6)}, Date(2017, 1, 1)));
  EXPECT_FALSE(matters(
      {.payment_id = "A", .received_date = Date(2017, 1, 6), .received_before = true}, kBefore));
  EXPECT_TRUE(matters({"A", Date(2017, 1, 6)}, kBefore, Fen(4)));
  EXPECT_FALSE(matters({"A", Date(2017, 1, 6)}, kBefore, Fen(5)));
}

TEST(MattersToPayroll, INC9_ByMoneyUndoneInTheMonth) {
  const AccountingDays march{.after = Date(2017, 2, 28), .last = kClosing};
  for (const auto& [date, matters] :
       {std::pair(Date(2017, 2, 28), false), std::pair(Date(2017, 3, 1), true),
        std::pair(kClosing, true), std::pair(kClosing + 1, false)}) {
    const UnitHistory unit{.unit_id = "U1", .payments = {}, .undone = {date}};
    EXPECT_EQ(MattersToPayroll(unit, AtMarch(), march), matters) << FormatDate(date);
  }
}

}  // namespace
}  // namespace cuijiao::ledger
