#include "services/ledger/domain/close/close.h"

#include <gtest/gtest.h>

#include <string>

#include "common/status/reason.h"

namespace cuijiao::ledger {
namespace {

const std::vector<ClosedMonth> kTwoClosed = {{Month(2017, 1), Date(2017, 1, 31)},
                                             {Month(2017, 2), Date(2017, 2, 25)}};

// month, closing date, business date → reason, empty when it closes
struct CloseCase {
  Month month;
  Date closing_date;
  Date business_date;
  std::string reason;
};

class LED10 : public ::testing::TestWithParam<CloseCase> {};

TEST_P(LED10, ClosesInOrderOnADateThatHasCome) {
  const CloseCase& given = GetParam();
  const auto decision =
      DecideClose(kTwoClosed, given.month, given.closing_date, given.business_date);
  EXPECT_EQ(ReasonOf(decision.status()), given.reason);
  if (given.reason.empty()) {
    EXPECT_EQ(*decision, CloseDecision::kClose);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, LED10,
    ::testing::Values(
        CloseCase{Month(2017, 3), Date(2017, 3, 31), Date(2017, 3, 31), ""},
        CloseCase{Month(2017, 3), Date(2017, 3, 31), Date(2017, 3, 30), "CLOSING_DATE_IN_FUTURE"},
        CloseCase{Month(2017, 3), Date(2017, 2, 26), Date(2017, 4, 1), ""},
        CloseCase{Month(2017, 3), Date(2017, 2, 25), Date(2017, 4, 1),
                  "CLOSING_DATE_NOT_AFTER_LAST"},
        CloseCase{Month(2017, 3), Date(2017, 4, 5), Date(2017, 4, 6), ""},
        CloseCase{Month(2017, 4), Date(2017, 4, 30), Date(2017, 5, 1), "MONTH_NOT_NEXT"},
        CloseCase{Month(2016, 12), Date(2016, 12, 31), Date(2017, 5, 1), "MONTH_NOT_NEXT"},
        CloseCase{Month(2017, 2), Date(2017, 2, 28), Date(2017, 5, 1), "MONTH_CLOSED"},
        // What fails first is told first.
        CloseCase{Month(2017, 4), Date(2017, 2, 1), Date(2017, 1, 1), "MONTH_NOT_NEXT"},
        CloseCase{Month(2017, 3), Date(2017, 2, 1), Date(2017, 1, 1),
                  "CLOSING_DATE_NOT_AFTER_LAST"}));

TEST(DecideClose, LED10_TheSameDateAgainIsClosedAlready) {
  const auto decision =
      DecideClose(kTwoClosed, Month(2017, 1), Date(2017, 1, 31), Date(2017, 3, 1));
  ASSERT_TRUE(decision.ok());
  EXPECT_EQ(*decision, CloseDecision::kClosedAlready);
}

TEST(DecideClose, LED10_TheBooksBeginWithAnyMonth) {
  EXPECT_TRUE(DecideClose({}, Month(2017, 6), Date(2017, 6, 30), Date(2017, 6, 30)).ok());
  EXPECT_EQ(
      ReasonOf(DecideClose({}, Month(2017, 6), Date(2017, 6, 30), Date(2017, 6, 29)).status()),
      kClosingDateInFuture);
}

TEST(DecideClose, LED10_TheBooksDoNotBeginWithAMonthThatHasNotBegun) {
  EXPECT_TRUE(DecideClose({}, Month(2017, 6), Date(2017, 6, 1), Date(2017, 6, 1)).ok());
  EXPECT_EQ(
      ReasonOf(DecideClose({}, Month(2017, 6), Date(2017, 5, 31), Date(2017, 5, 31)).status()),
      kMonthNotBegun);
}

TEST(AccountingCalendar, LED10_DaysRunFromOneClosingDateToTheNext) {
  const AccountingCalendar calendar(kTwoClosed);
  EXPECT_EQ(calendar.DaysOf(Month(2017, 1)),
            (AccountingDays{Date(2016, 12, 31), Date(2017, 1, 31), true}));
  EXPECT_EQ(calendar.DaysOf(Month(2017, 2)),
            (AccountingDays{Date(2017, 1, 31), Date(2017, 2, 25), true}));
  EXPECT_EQ(calendar.DaysOf(Month(2017, 3)),
            (AccountingDays{Date(2017, 2, 25), Date(2017, 3, 31), false}));
  EXPECT_EQ(calendar.DaysOf(Month(2017, 4)),
            (AccountingDays{Date(2017, 3, 31), Date(2017, 4, 30), false}));
}

TEST(AccountingCalendar, LED10_ALateClosingDateReachesIntoTheNextMonth) {
  const AccountingCalendar calendar({{Month(2017, 1), Date(2017, 2, 10)}});
  EXPECT_EQ(calendar.DaysOf(Month(2017, 2)),
            (AccountingDays{Date(2017, 2, 10), Date(2017, 2, 28), false}));
  const AccountingCalendar later({{Month(2017, 1), Date(2017, 3, 5)}});
  EXPECT_EQ(later.DaysOf(Month(2017, 2)),
            (AccountingDays{Date(2017, 3, 5), Date(2017, 3, 6), false}));
}

TEST(AccountingCalendar, LED10_APostingBelongsToTheMonthOfItsDays) {
  const AccountingCalendar calendar(kTwoClosed);
  EXPECT_EQ(calendar.MonthOf(Date(2017, 1, 1)), Month(2017, 1));
  EXPECT_EQ(calendar.MonthOf(Date(2017, 1, 31)), Month(2017, 1));
  EXPECT_EQ(calendar.MonthOf(Date(2017, 2, 1)), Month(2017, 2));
  EXPECT_EQ(calendar.MonthOf(Date(2017, 2, 25)), Month(2017, 2));
  EXPECT_EQ(calendar.MonthOf(Date(2017, 2, 26)), Month(2017, 3));
  EXPECT_EQ(calendar.MonthOf(Date(2017, 4, 1)), Month(2017, 4));
  EXPECT_EQ(AccountingCalendar({}).MonthOf(Date(2017, 4, 1)), Month(2017, 4));
}

// A month without closing date closes on its last day: also the months that nobody closed before
// the books' first one (LED-5: what was asked about their days stays as it was answered).
TEST(AccountingCalendar, Definition2_TheFirstCloseLeavesEarlierDaysInTheirMonths) {
  const AccountingCalendar early({{Month(2017, 1), Date(2017, 1, 25)}});
  const AccountingCalendar late({{Month(2017, 1), Date(2017, 2, 10)}});
  for (const Date date : {Date(2016, 5, 1), Date(2016, 12, 1), Date(2016, 12, 31)}) {
    EXPECT_EQ(early.MonthOf(date), AccountingCalendar({}).MonthOf(date)) << FormatDate(date);
    EXPECT_EQ(late.MonthOf(date), AccountingCalendar({}).MonthOf(date)) << FormatDate(date);
  }
  EXPECT_EQ(late.MonthOf(Date(2017, 1, 1)), Month(2017, 1));
  EXPECT_EQ(late.MonthOf(Date(2017, 2, 10)), Month(2017, 1));
  EXPECT_EQ(late.MonthOf(Date(2017, 2, 11)), Month(2017, 2));
  EXPECT_EQ(late.DaysOf(Month(2016, 12)),
            (AccountingDays{Date(2016, 11, 30), Date(2016, 12, 31), false}));
}

// They never close: what was posted in them leaves the ledger with the first month that does.
TEST(AccountingCalendar, LED20_WithTheFirstClosedMonthAllBeforeItIsHandedOver) {
  const AccountingCalendar calendar(kTwoClosed);
  EXPECT_EQ(calendar.HandedOverWith(Month(2017, 1)),
            (AccountingDays{kBeforeAllDays, Date(2017, 1, 31), true}));
  EXPECT_EQ(calendar.HandedOverWith(Month(2017, 2)), calendar.DaysOf(Month(2017, 2)));
  EXPECT_EQ(calendar.HandedOverWith(Month(2017, 3)), calendar.DaysOf(Month(2017, 3)));
}

TEST(AccountingCalendar, LED10_TheYearBeginsAfterDecembersClosingDate) {
  EXPECT_EQ(AccountingCalendar({}).YearStart(2017), Date(2017, 1, 1));
  EXPECT_EQ(AccountingCalendar({{Month(2016, 12), Date(2016, 12, 25)}}).YearStart(2017),
            Date(2016, 12, 26));
}

}  // namespace
}  // namespace cuijiao::ledger
