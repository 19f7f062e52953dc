#include "common/calendar/date.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "fmt/format.h"

namespace cuijiao {
namespace {

using testing::HasSubstr;

TEST(ParseDate, ReadsTheDaysThatExist) {
  EXPECT_EQ(*ParseDate("2017-03-01"), Date(2017, 3, 1));
  EXPECT_EQ(*ParseDate("2016-02-29"), Date(2016, 2, 29));
  EXPECT_EQ(*ParseDate("2000-02-29"), Date(2000, 2, 29));
  EXPECT_EQ(*ParseDate("1900-01-01"), Date(1900, 1, 1));
  EXPECT_EQ(*ParseDate("2199-12-31"), Date(2199, 12, 31));
}

TEST(ParseDate, RefusesAllOthersAndNamesThem) {
  for (const char* text :
       {"",           "0000-00-00",     "2017-02-30", "2017-02-29",  "1900-02-29",  "2017-04-31",
        "2017-00-10", "2017-10-00",     "2017-13-01", "2017-12-32",  "1899-12-31",  "2200-01-01",
        "2017-3-1",   "2017/03/01",     "20170301",   "2017-03-01 ", " 2017-03-01", "2017-03-01T00",
        "2017-03-0x", "２０１７-03-01", "-017-03-01", "2017-+3-01"}) {
    const auto date = ParseDate(text);
    ASSERT_FALSE(date.ok()) << text;
    EXPECT_EQ(date.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(date.status().message(), HasSubstr(text));
  }
}

TEST(ParseDate, TakesEveryDayOnceAndNothingElse) {
  int days = 0;
  for (int month = 0; month <= 13; ++month) {
    for (int day = 0; day <= 32; ++day) {
      const std::string text = fmt::format("2017-{:02}-{:02}", month, day);
      const auto date = ParseDate(text);
      if (!date.ok()) continue;
      ++days;
      EXPECT_EQ(FormatDate(*date), text);
    }
  }
  EXPECT_EQ(days, 365);
}

TEST(ParseMonth, ReadsMonthsAndRefusesOthers) {
  EXPECT_EQ(*ParseMonth("2017-12"), Month(2017, 12));
  for (const char* text : {"", "2017", "2017-00", "2017-13", "2017-1", "2017/01", "2017-01-01",
                           "1899-12", "2200-01", "2017-1x"}) {
    EXPECT_THAT(ParseMonth(text).status().message(), HasSubstr(text));
  }
}

TEST(Month, KnowsItsDays) {
  EXPECT_EQ(FormatMonth(Month(2017, 3)), "2017-03");
  EXPECT_EQ(FirstDayOf(Month(2017, 3)), Date(2017, 3, 1));
  EXPECT_EQ(LastDayOf(Month(2017, 12)), Date(2017, 12, 31));
  EXPECT_EQ(DaysIn(Month(2017, 2)), 28);
  EXPECT_EQ(DaysIn(Month(2016, 2)), 29);
  EXPECT_EQ(DaysIn(Month(1900, 2)), 28);
  EXPECT_EQ(DaysIn(Month(2000, 2)), 29);
}

TEST(AddMonthsClamped, StaysInTheMonthItLandsIn) {
  EXPECT_EQ(AddMonthsClamped(Date(2017, 1, 31), 1), Date(2017, 2, 28));
  EXPECT_EQ(AddMonthsClamped(Date(2016, 1, 31), 1), Date(2016, 2, 29));
  EXPECT_EQ(AddMonthsClamped(Date(2017, 1, 31), 2), Date(2017, 3, 31));
  EXPECT_EQ(AddMonthsClamped(Date(2017, 10, 31), 13), Date(2018, 11, 30));
  EXPECT_EQ(AddMonthsClamped(Date(2017, 3, 31), -1), Date(2017, 2, 28));
  EXPECT_EQ(AddMonthsClamped(Date(2017, 1, 15), -13), Date(2015, 12, 15));
  EXPECT_EQ(AddMonthsClamped(Date(2017, 5, 5), 0), Date(2017, 5, 5));
}

struct Overdue {
  const char* due;
  const char* date;
  int months;
};

class MonthsOverdueCases : public testing::TestWithParam<Overdue> {};

TEST_P(MonthsOverdueCases, CountStartedMonths) {
  const auto& [due, date, months] = GetParam();
  EXPECT_EQ(MonthsOverdue(*ParseDate(due), *ParseDate(date)), months);
}

INSTANTIATE_TEST_SUITE_P(
    Definition6, MonthsOverdueCases,
    testing::Values(Overdue{"2017-03-31", "2016-12-31", 0}, Overdue{"2017-03-31", "2017-03-31", 0},
                    Overdue{"2017-03-31", "2017-04-01", 1}, Overdue{"2017-03-31", "2017-04-30", 1},
                    Overdue{"2017-03-31", "2017-05-01", 2}, Overdue{"2017-01-15", "2017-02-15", 1},
                    Overdue{"2017-01-15", "2017-02-16", 2}, Overdue{"2017-01-31", "2017-02-28", 1},
                    Overdue{"2017-01-31", "2017-03-01", 2}, Overdue{"2017-01-31", "2017-03-31", 2},
                    Overdue{"2016-02-29", "2017-02-28", 12},
                    Overdue{"2016-02-29", "2017-03-01", 13},
                    Overdue{"2015-12-31", "2017-12-31", 24},
                    Overdue{"2015-12-31", "2018-01-01", 25}));

// Definition 6 by counting days: the months whose anniversary (the due day, or the last day of a
// shorter month) lies before the date, plus the one that is running.
int MonthsOverdueByCounting(Date due, Date date) {
  if (date <= due) return 0;
  int anniversaries = 0;
  for (Date day = due + 1; day < date; ++day) {
    const bool last_of_month = (day + 1).day() == 1;
    if (day.day() == due.day() || (last_of_month && day.day() < due.day())) ++anniversaries;
  }
  return anniversaries + 1;
}

TEST(MonthsOverdue, EqualsACountDayByDay) {
  std::mt19937 random(6);
  std::uniform_int_distribution<int> offsets(0, 3 * 366);
  for (int i = 0; i < 3'000; ++i) {
    const Date due = Date(2015, 1, 1) + offsets(random);
    const Date date = due + (offsets(random) - 30);
    ASSERT_EQ(MonthsOverdue(due, date), MonthsOverdueByCounting(due, date))
        << FormatDate(due) << " " << FormatDate(date);
  }
}

TEST(MonthsOverdue, NeverFallsAsDaysPass) {
  for (int start = 0; start < 366; ++start) {
    const Date due = Date(2015, 12, 1) + start;
    int before = 0;
    for (int days = 0; days < 800; ++days) {
      const int now = MonthsOverdue(due, due + days);
      ASSERT_TRUE(now == before || now == before + 1);
      before = now;
    }
  }
}

}  // namespace
}  // namespace cuijiao
