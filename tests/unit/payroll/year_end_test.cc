#include "services/payroll/domain/year_end.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/payroll/scheme_2017.h"

namespace cuijiao::payroll {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

AreaYear Area(std::string id, std::string collector, const char* task, const char* received,
              const char* outside = nullptr) {
  return {std::move(id), std::move(collector), Rational(Yuan(task)), Yuan(received),
          Yuan(outside == nullptr ? received : outside)};
}

TaskTest OneTest(const AreaYear& area) {
  const std::vector<TaskTest> tests = TestAnnualTasks({area});
  EXPECT_THAT(tests, SizeIs(1));
  return tests.front();
}

// The source's own example, and the bounds: task, received, outside campaigns → reward.
struct RewardCase {
  const char* task;
  const char* received;
  const char* outside;
  const char* reward;
};
class Reward : public testing::TestWithParam<RewardCase> {};

TEST_P(Reward, INC3_IsThreePercentOfReceiptsOutsideCampaignsAboveTheTask) {
  const RewardCase& c = GetParam();
  EXPECT_EQ(
      ComputeYearEndReward(OneTest(Area("A", "C1", c.task, c.received, c.outside)), Scheme2017())
          .amount,
      Yuan(c.reward));
}

INSTANTIATE_TEST_SUITE_P(
    INC3, Reward,
    testing::Values(RewardCase{"300000", "700000", "700000", "12000.00"},
                    RewardCase{"300000", "700000", "500000", "6000.00"},
                    RewardCase{"300000", "700000", "300000", "0"},
                    RewardCase{"300000", "700000", "299999.99", "0"},
                    RewardCase{"300000", "300000", "300000", "0"},
                    RewardCase{"300000", "300000.16", "300000.16", "0"},     // 0.0048
                    RewardCase{"300000", "300000.17", "300000.17", "0.01"},  // 0.0051
                    RewardCase{"300000", "299999.99", "299999.99", "0"}));

TEST(TestAnnualTasks, INC3_MeetsTheTaskExactlyAndOneFenAbove) {
  EXPECT_TRUE(OneTest(Area("A", "C1", "300000", "300000")).met());
  EXPECT_TRUE(OneTest(Area("A", "C1", "300000", "300000.01")).met());
  EXPECT_FALSE(OneTest(Area("A", "C1", "300000", "299999.99")).met());
  // Tested on all receipts, those of campaigns too.
  EXPECT_TRUE(OneTest(Area("A", "C1", "300000", "300000", "0")).met());
}

TEST(TestAnnualTasks, Definition8_ComparesWithTheExactTask) {
  AreaYear area = Area("A", "C1", "0", "100.00");
  area.task = Rational(30'001, 3);  // 10000.333… fen
  EXPECT_FALSE(OneTest(area).met());
  area.received = Fen(10'001);
  EXPECT_TRUE(OneTest(area).met());
}

TEST(TestAnnualTasks, Definition10_TestsTheAreasOfOneCollectorTogether) {
  const std::vector<TaskTest> tests = TestAnnualTasks(
      {Area("A", "C1", "100", "50"), Area("B", "C2", "100", "90"), Area("C", "C1", "100", "150")});
  ASSERT_THAT(tests, SizeIs(2));
  EXPECT_THAT(tests[0].area_ids, ElementsAre("A", "C"));
  EXPECT_TRUE(tests[0].met());
  EXPECT_FALSE(tests[1].met());
}

TEST(TestAnnualTasks, Definition20_LeavesAreasWithoutATaskOut) {
  AreaYear without = Area("B", "C1", "0", "10");
  without.task = std::nullopt;
  EXPECT_THAT(TestAnnualTasks({without, Area("C", "C2", "0", "10")}), IsEmpty());
}

TEST(TestAnnualTasks, INC3_AreasWithoutACollectorStandAlone) {
  const std::vector<TaskTest> tests =
      TestAnnualTasks({Area("A", "", "100", "50"), Area("B", "", "100", "150")});
  ASSERT_THAT(tests, SizeIs(2));
  EXPECT_FALSE(tests[0].met());
  EXPECT_TRUE(tests[1].met());
}

// P8 and its bounds: received, deduction of December, minimum wage → penalty.
struct PenaltyCase {
  const char* received;
  const char* deduction;
  const char* minimum_wage;
  const char* penalty;
};
class Penalty : public testing::TestWithParam<PenaltyCase> {};

TEST_P(Penalty, INC7_IsTheUnfinishedShareOfThePerformancePayThatIsLeft) {
  const PenaltyCase& c = GetParam();
  const TaskTest test = OneTest(Area("A", "C1", "300000", c.received));
  EXPECT_EQ(ComputeShortfallPenalty(test, {Yuan("6000"), Yuan(c.deduction), Yuan(c.minimum_wage)},
                                    Scheme2017())
                .amount,
            Yuan(c.penalty));
}

INSTANTIATE_TEST_SUITE_P(
    INC7, Penalty,
    testing::Values(PenaltyCase{"270000", "0", "0", "60.00"},     // P8
                    PenaltyCase{"269997.50", "0", "0", "60.01"},  // 60.005
                    PenaltyCase{"270002.50", "0", "0", "60.00"},  // 59.995
                    PenaltyCase{"300000", "0", "0", "0"},         // met
                    PenaltyCase{"0", "0", "0", "600.00"},         // nothing received
                    PenaltyCase{"-5", "0", "0", "600.00"},
                    PenaltyCase{"270000", "540.00", "0", "60.00"},  // all that INC-1 left
                    PenaltyCase{"270000", "540.01", "0", "59.99"},
                    PenaltyCase{"270000", "600.00", "0", "0"},
                    PenaltyCase{"270000", "0", "5940.00", "60.00"},  // the minimum wage is left
                    PenaltyCase{"270000", "0", "5940.01", "59.99"},
                    PenaltyCase{"270000", "0", "6000.01", "0"}));

TEST(ComputeShortfallPenalty, Definition23_RoundsDownWhatTheLimitAllows) {
  // Gross 100.09: performance pay 10.009, of which 10.00 may be taken, not 10.01.
  const TaskTest test = OneTest(Area("A", "C1", "300000", "0"));
  EXPECT_EQ(ComputeShortfallPenalty(test, {Yuan("100.09"), Fen(0), Fen(0)}, Scheme2017()).amount,
            Yuan("10.00"));
}

TakenDeduction Taken(int month, std::string staff, const char* taken,
                     std::vector<AreaShare> shares) {
  return {Month(2017, month), std::move(staff), Yuan(taken), std::move(shares)};
}

TEST(ReturnDeductions, INC3_ReturnsAllToThoseFromWhomTheyWereTaken) {
  const std::vector<ReturnedDeduction> returned = ReturnDeductions(
      {Taken(3, "C1", "100.00", {{"A", Rational(1)}}),
       Taken(4, "C2", "50.00", {{"A", Rational(1)}}), Taken(5, "C1", "0.01", {{"A", Rational(1)}})},
      {});
  ASSERT_THAT(returned, SizeIs(2));
  EXPECT_EQ(returned[0].staff_id, "C1");
  EXPECT_EQ(returned[0].amount, Yuan("100.01"));
  EXPECT_THAT(returned[0].months, ElementsAre(Month(2017, 3), Month(2017, 5)));
  EXPECT_EQ(returned[1].amount, Yuan("50.00"));
}

// A project that goes live later may bring a deduction of a month with a run here.
TEST(ReturnDeductions, INC3_NamesAMonthOnceWhoeverTookTwiceInIt) {
  const std::vector<ReturnedDeduction> returned = ReturnDeductions(
      {Taken(7, "C1", "5.00", {{"B", Rational(1)}}), Taken(7, "C1", "100.00", {{"A", Rational(1)}}),
       Taken(8, "C1", "1.00", {{"A", Rational(1)}})},
      {});
  ASSERT_THAT(returned, SizeIs(1));
  EXPECT_EQ(returned[0].amount, Yuan("106.00"));
  EXPECT_THAT(returned[0].months, ElementsAre(Month(2017, 7), Month(2017, 8)));
}

TEST(ReturnDeductions, INC2_ReturnsNothingOfAreasWhoseTaskIsUnmet) {
  EXPECT_THAT(ReturnDeductions({Taken(3, "C1", "100.00", {{"A", Rational(1)}})}, {"A"}), IsEmpty());
}

TEST(ReturnDeductions, Definition20_ReturnsThePartsOfMetAreasRoundedOncePerBearer) {
  // Two parts of 0.00333… and of 0.00166… yuan: 0.5 fen together, rounded once.
  const std::vector<ReturnedDeduction> returned =
      ReturnDeductions({Taken(3, "C1", "0.01", {{"A", Rational(1, 3)}, {"B", Rational(2, 3)}}),
                        Taken(4, "C1", "0.01", {{"A", Rational(1, 6)}, {"B", Rational(5, 6)}})},
                       {"B"});
  ASSERT_THAT(returned, SizeIs(1));
  EXPECT_EQ(returned[0].amount, Fen(1));
}

}  // namespace
}  // namespace cuijiao::payroll
