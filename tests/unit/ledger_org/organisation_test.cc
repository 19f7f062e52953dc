// Day-runs, gaps and deputies.
#include "services/ledger/domain/organisation/organisation.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace cuijiao::ledger {
namespace {

constexpr Date kFirst(2017, 4, 1);
constexpr Date kLast(2017, 4, 30);

TEST(ActsAsLeader, TheDeputyInTheLeadersRecordedAbsenceAlone) {
  EXPECT_TRUE(ActsAsLeader(TeamPosition::kLeader, false));
  EXPECT_TRUE(ActsAsLeader(TeamPosition::kLeader, true));
  EXPECT_FALSE(ActsAsLeader(TeamPosition::kDeputy, false));
  EXPECT_TRUE(ActsAsLeader(TeamPosition::kDeputy, true));
  EXPECT_FALSE(ActsAsLeader(TeamPosition::kMember, false));
  EXPECT_FALSE(ActsAsLeader(TeamPosition::kMember, true));
}

TEST(ComputeCollectorRuns, Definition9_ARunEndsWhenTheSetOfAreasChanges) {
  const std::vector<AreaCollector> held = {
      {"A1", "S1", {Date(2016, 1, 1), Date(2017, 4, 10)}},
      {"A2", "S1", {Date(2017, 4, 6), {}}},
      {"A1", "S2", {Date(2017, 4, 11), {}}},
  };
  const std::vector<CollectorRun> expected = {
      {"S1", kFirst, Date(2017, 4, 5), {"A1"}},
      {"S1", Date(2017, 4, 6), Date(2017, 4, 10), {"A1", "A2"}},
      {"S1", Date(2017, 4, 11), kLast, {"A2"}},
      {"S2", Date(2017, 4, 11), kLast, {"A1"}},
  };
  EXPECT_EQ(ComputeCollectorRuns(held, kFirst, kLast), expected);
}

TEST(ComputeCollectorRuns, Definition9_ARunGoesOnWhereOneRowFollowsAnother) {
  const std::vector<AreaCollector> held = {
      {"A1", "S1", {Date(2017, 3, 1), Date(2017, 4, 10)}},
      {"A1", "S1", {Date(2017, 4, 11), Date(2017, 4, 20)}},
      {"A1", "S1", {Date(2017, 4, 25), Date(2017, 4, 25)}},
  };
  const std::vector<CollectorRun> expected = {
      {"S1", kFirst, Date(2017, 4, 20), {"A1"}},
      {"S1", Date(2017, 4, 25), Date(2017, 4, 25), {"A1"}},
  };
  EXPECT_EQ(ComputeCollectorRuns(held, kFirst, kLast), expected);
}

TEST(ComputeCollectorRuns, Definition9_EachDayIsInTheRunOfItsAreas) {
  std::mt19937 random(9);
  for (int world = 0; world < 300; ++world) {
    std::vector<AreaCollector> held;
    for (int i = 0; i < 8; ++i) {
      const Date from = Date(2017, 3, 20) + static_cast<int>(random() % 50);
      AreaCollector row{"A" + std::to_string(random() % 3),
                        "S" + std::to_string(random() % 2),
                        {from, std::nullopt}};
      if (random() % 2 == 0) row.days.to = from + static_cast<int>(random() % 20);
      held.push_back(row);
    }
    const std::vector<CollectorRun> runs = ComputeCollectorRuns(held, kFirst, kLast);
    for (const std::string collector : {"S0", "S1"}) {
      for (Date day = kFirst; day <= kLast; ++day) {
        std::set<std::string> expected;
        for (const AreaCollector& row : held) {
          if (row.staff_id == collector && row.days.Contains(day)) expected.insert(row.area_id);
        }
        std::set<std::string> found;
        int runs_of_day = 0;
        for (const CollectorRun& run : runs) {
          if (run.collector_id != collector || day < run.from || run.to < day) continue;
          ++runs_of_day;
          found.insert(run.area_ids.begin(), run.area_ids.end());
        }
        EXPECT_EQ(found, expected);
        EXPECT_EQ(runs_of_day, expected.empty() ? 0 : 1);
      }
    }
  }
}

TEST(ComputeAreaGaps, LED7_NamesWhatNobodyAnswersFor) {
  const AreaGaps gaps =
      ComputeAreaGaps({"C1", "C2", "C3"}, {{"A1", "P1", "T1", "x"}, {"A2", "P1", "T1", "y"}},
                      {{"A1", "C2", {kFirst, {}}}}, {{"A2", "S1", {kFirst, {}}}});
  EXPECT_EQ(gaps.community_ids, (std::vector<std::string>{"C1", "C3"}));
  EXPECT_EQ(gaps.area_ids, (std::vector<std::string>{"A1"}));
}

}  // namespace
}  // namespace cuijiao::ledger
