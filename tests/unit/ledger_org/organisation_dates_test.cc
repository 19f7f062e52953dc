// At most one of a group on a date: what a put does to what stands (LED-7).
#include "services/ledger/domain/organisation/organisation_dates.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "common/status/reason.h"

namespace cuijiao::ledger {
namespace {

constexpr Date kMarch(2017, 3, 1);

struct Case {
  std::string name;
  StandingRelation standing;
  DateRange put;
  // "insert", "end", "replace" or the reason of the refusal.
  std::string outcome;
};

class DecideDatedPutTest : public ::testing::TestWithParam<Case> {};

TEST_P(DecideDatedPutTest, LED7_DecidesAsTheTableSays) {
  const Case& given = GetParam();
  const std::vector<StandingRelation> standing = {given.standing};
  const auto change = DecideDatedPut(standing, given.put);
  if (!change.ok()) {
    EXPECT_EQ(ReasonOf(change.status()), given.outcome);
    return;
  }
  const std::string outcome = change->replaced        ? "replace"
                              : change->ended.empty() ? "insert"
                                                      : "end";
  EXPECT_EQ(outcome, given.outcome);
}

INSTANTIATE_TEST_SUITE_P(
    Table, DecideDatedPutTest,
    ::testing::Values(
        Case{"OpenBefore", {{Date(2017, 1, 1), {}}, false}, {kMarch, {}}, "end"},
        Case{"OpenBeforeAndPutClosed",
             {{Date(2017, 1, 1), {}}, false},
             {kMarch, Date(2017, 3, 31)},
             "end"},
        Case{"OpenFromTheDayBefore", {{Date(2017, 2, 28), {}}, false}, {kMarch, {}}, "end"},
        Case{"OpenFromTheSameDay", {{kMarch, {}}, false}, {kMarch, {}}, "OVERLAP"},
        Case{"OpenFromTheDayAfter", {{Date(2017, 3, 2), {}}, false}, {kMarch, {}}, "OVERLAP"},
        Case{"OpenAfterTheEnd",
             {{Date(2017, 4, 1), {}}, false},
             {kMarch, Date(2017, 3, 31)},
             "insert"},
        Case{"OpenOnTheLastDay",
             {{Date(2017, 3, 31), {}}, false},
             {kMarch, Date(2017, 3, 31)},
             "OVERLAP"},
        Case{"ClosedTheDayBefore",
             {{Date(2017, 1, 1), Date(2017, 2, 28)}, false},
             {kMarch, {}},
             "insert"},
        Case{"ClosedOnTheFirstDay", {{Date(2017, 1, 1), kMarch}, false}, {kMarch, {}}, "OVERLAP"},
        Case{"TheSameFromTheSameDay", {{kMarch, {}}, true}, {kMarch, Date(2017, 5, 1)}, "replace"},
        Case{"TheSameFromEarlier", {{Date(2017, 1, 1), {}}, true}, {kMarch, {}}, "end"},
        Case{"Backwards",
             {{Date(2016, 1, 1), Date(2016, 1, 2)}, false},
             {kMarch, Date(2017, 2, 28)},
             "RANGE_BACKWARDS"},
        Case{"OneDay", {{Date(2016, 1, 1), Date(2016, 1, 2)}, false}, {kMarch, kMarch}, "insert"}),
    [](const auto& param) { return param.param.name; });

TEST(DecideDatedPut, LED7_NeverLeavesTwoOnOneDate) {
  std::mt19937 random(7);
  const auto day = [&] { return Date(2017, 1, 1) + static_cast<int>(random() % 40); };
  for (int world = 0; world < 2000; ++world) {
    std::vector<DateRange> standing;
    for (int put = 0; put < 12; ++put) {
      DateRange range{day(), std::nullopt};
      if (random() % 2 == 0) range.to = day();
      std::vector<StandingRelation> relations;
      for (const DateRange& days : standing) relations.push_back({days, random() % 3 == 0});
      const auto change = DecideDatedPut(relations, range);
      if (!change.ok()) continue;
      for (const std::size_t i : change->ended) standing[i].to = range.from - 1;
      if (change->replaced) {
        standing[*change->replaced].to = range.to;
      } else {
        standing.push_back(range);
      }
      for (std::size_t i = 0; i < standing.size(); ++i) {
        ASSERT_TRUE(!standing[i].to || standing[i].from <= *standing[i].to);
        for (std::size_t j = 0; j < i; ++j) ASSERT_FALSE(standing[i].Overlaps(standing[j]));
      }
    }
  }
}

struct OpenDaysCase {
  std::string name;
  StandingRelation standing;
  DateRange put;
  bool refused;
};

class CheckOpenDaysTest : public ::testing::TestWithParam<OpenDaysCase> {};

// March 2017 is closed.
TEST_P(CheckOpenDaysTest, LED10_ClosedDaysStayAsTheyAre) {
  const OpenDaysCase& given = GetParam();
  const std::vector<StandingRelation> standing = {given.standing};
  const auto change = DecideDatedPut(standing, given.put);
  ASSERT_EQ(change.status(), absl::OkStatus());
  const absl::Status status = CheckOpenDays(standing, given.put, *change, Date(2017, 3, 31));
  EXPECT_EQ(ReasonOf(status), given.refused ? "MONTH_CLOSED" : "");
  EXPECT_EQ(CheckOpenDays(standing, given.put, *change, std::nullopt), absl::OkStatus());
}

constexpr Date kApril(2017, 4, 1);

INSTANTIATE_TEST_SUITE_P(
    Table, CheckOpenDaysTest,
    ::testing::Values(
        OpenDaysCase{
            "OtherFromTheLastClosedDay", {{kMarch, {}}, false}, {Date(2017, 3, 31), {}}, true},
        OpenDaysCase{"OtherFromTheFirstOpenDay", {{kMarch, {}}, false}, {kApril, {}}, false},
        OpenDaysCase{"SameEndedOnTheLastClosedDay",
                     {{kMarch, {}}, true},
                     {kMarch, Date(2017, 3, 31)},
                     false},
        OpenDaysCase{
            "SameEndedTheDayBefore", {{kMarch, {}}, true}, {kMarch, Date(2017, 3, 30)}, true},
        OpenDaysCase{"SameNoLongerEndedInTheClosedMonth",
                     {{kMarch, Date(2017, 3, 30)}, true},
                     {kMarch, {}},
                     true},
        OpenDaysCase{
            "SameNoLongerEndedWithIt", {{kMarch, Date(2017, 3, 31)}, true}, {kMarch, {}}, false},
        OpenDaysCase{"SameShortenedInsideIt",
                     {{kMarch, Date(2017, 5, 31)}, true},
                     {kMarch, Date(2017, 3, 30)},
                     true},
        OpenDaysCase{"SameAgain", {{kMarch, {}}, true}, {kMarch, {}}, false},
        OpenDaysCase{"SameAgainWithAnEnd",
                     {{kMarch, Date(2017, 3, 20)}, true},
                     {kMarch, Date(2017, 3, 20)},
                     false}),
    [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace cuijiao::ledger
