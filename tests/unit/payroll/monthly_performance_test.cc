#include "services/payroll/domain/monthly_performance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/unit/payroll/scheme_2017.h"

namespace cuijiao::payroll {
namespace {

using testing::HasSubstr;

ComparedFigures Area(std::string id, Fen received, Fen receivable, std::int64_t planned_bp) {
  return {std::move(id), received, receivable, Rational::BasisPoints(planned_bp)};
}

MonthlyPerformance WholeMonth(Fen gross, const std::vector<ComparedFigures>& figures,
                              Fen minimum_wage = Fen(0)) {
  std::vector<std::string> areas;
  for (const ComparedFigures& community : figures) areas.push_back(community.area_id);
  return ComputeMonthlyPerformance(gross, minimum_wage, 30, {{30, areas}}, figures, Scheme2017());
}

// P1 to P3, each with a bound on both sides.
struct DeductionCase {
  const char* gross;
  std::int64_t planned_bp;
  const char* receivable;
  const char* received;
  const char* deduction;
};

class MonthlyDeduction : public testing::TestWithParam<DeductionCase> {};

TEST_P(MonthlyDeduction, INC1_IsTenPercentOfGrossTimesWhatIsMissing) {
  const DeductionCase& c = GetParam();
  const MonthlyPerformance month =
      WholeMonth(Yuan(c.gross), {Area("A", Yuan(c.received), Yuan(c.receivable), c.planned_bp)});
  EXPECT_EQ(month.deduction, Yuan(c.deduction)) << month.formula;
}

INSTANTIATE_TEST_SUITE_P(
    INC1, MonthlyDeduction,
    testing::Values(DeductionCase{"6000", 3000, "1000000", "240000", "120.00"},  // P1
                    DeductionCase{"6000", 3000, "1000000", "240002.50",
                                  "120.00"},  // 119.995: away from zero
                    DeductionCase{"6000", 3000, "1000000", "240002.51", "119.99"},  // 119.99498
                    DeductionCase{"6000", 3000, "1000000", "239997.50", "120.01"},  // 120.005
                    DeductionCase{"6000", 3000, "1000000", "300000", "0"},     // exactly the plan
                    DeductionCase{"6000", 3000, "1000000", "299997.51", "0"},  // 0.00498
                    DeductionCase{"6000", 3000, "1000000", "299997.50", "0.01"},  // 0.005
                    DeductionCase{"6000", 3000, "1000000", "360000", "0"},        // P2
                    DeductionCase{"6000", 3000, "1000000", "0", "600.00"},        // c = 0
                    DeductionCase{"6000", 3000, "1000000", "-1", "600.00"},       // never below 0
                    DeductionCase{"6000", 0, "1000000", "0", "0"},  // planned 0: c = 1
                    DeductionCase{"6000", 3000, "0", "0", "0"},     // nothing receivable
                    DeductionCase{"5333.33", 3500, "1000000", "333333.33", "25.40"}));  // P3

TEST(MonthlyPerformance, INC1_ComparesExactFractionsNotRoundedRates) {
  // A rate of 29.9999 % of the plan's 30 % would round to 100 %.
  const MonthlyPerformance month =
      WholeMonth(Yuan("1000000"), {Area("A", Yuan("299999"), Yuan("1000000"), 3000)});
  EXPECT_EQ(month.coefficient, Rational(299999, 300000));
  EXPECT_EQ(month.deduction, Yuan("0.33"));
}

TEST(MonthlyPerformance, INC1_WithoutAPlanCIsOne) {
  EXPECT_EQ(WholeMonth(Yuan("6000"), {{"A", Yuan("1"), Yuan("1000"), std::nullopt}}).deduction,
            Fen(0));
  EXPECT_EQ(ComputeMonthlyPerformance(Yuan("6000"), Fen(0), 30, {}, {}, Scheme2017()).deduction,
            Fen(0));
}

TEST(MonthlyPerformance, INC1_NeverPushesPayBelowTheMinimumWage) {
  const std::vector<ComparedFigures> nothing = {Area("A", Fen(0), Yuan("1000"), 3000)};
  EXPECT_EQ(WholeMonth(Yuan("6000"), nothing, Yuan("5400.00")).deduction, Yuan("600.00"));
  const MonthlyPerformance floored = WholeMonth(Yuan("6000"), nothing, Yuan("5400.01"));
  EXPECT_EQ(floored.deduction, Yuan("599.99"));
  EXPECT_EQ(floored.lapsed, Fen(1));
  EXPECT_THAT(floored.formula, HasSubstr("5400.01"));
  EXPECT_EQ(WholeMonth(Yuan("6000"), nothing, Yuan("6000.01")).deduction, Fen(0));
}

TEST(MonthlyPerformance, Definition10_AddsUpSeveralAreasBeforeDividing) {
  // 50 of 100 expected and 300 of 300 expected: c = 350/400, not the mean of 1/2 and 1.
  const MonthlyPerformance month = WholeMonth(
      Yuan("8000"),
      {Area("A", Yuan("50"), Yuan("200"), 5000), Area("B", Yuan("300"), Yuan("600"), 5000)});
  EXPECT_EQ(month.coefficient, Rational(7, 8));
  EXPECT_EQ(month.deduction, Yuan("100.00"));
  EXPECT_EQ(month.shares, (std::vector<AreaShare>{{"A", Rational(1, 4)}, {"B", Rational(3, 4)}}));
}

TEST(MonthlyPerformance, Definition10_LeavesCommunitiesWithoutAPlanOutOnBothSides) {
  const MonthlyPerformance month =
      WholeMonth(Yuan("8000"), {Area("A", Yuan("50"), Yuan("200"), 5000),
                                Area("B", Yuan("900"), Yuan("600"), 0),
                                {"C", Yuan("900"), Yuan("600"), std::nullopt}});
  EXPECT_EQ(month.coefficient, Rational(1, 2));
  EXPECT_EQ(month.shares, (std::vector<AreaShare>{{"A", Rational(1)}}));
}

TEST(MonthlyPerformance, Definition9_WeighsDaysWhenResponsibilityChanges) {
  const std::vector<ComparedFigures> figures = {Area("A", Yuan("80"), Yuan("200"), 5000),
                                                Area("B", Yuan("50"), Yuan("200"), 5000)};
  // 6000 × 10 % × (10/30 × (1 − 4/5) + 12/30 × (1 − 1/2)); eight days without an area cost nothing.
  const MonthlyPerformance month = ComputeMonthlyPerformance(
      Yuan("6000"), Fen(0), 30, {{10, {"A"}}, {12, {"B"}}}, figures, Scheme2017());
  EXPECT_EQ(month.deduction, Yuan("160.00")) << month.formula;
}

TEST(MonthlyPerformance, Definition9_RoundsOnceOverAllRunsOfDays) {
  // Each term alone is 0.333… fen or 0.1666…; only their sum of 0.5 becomes a fen.
  const std::vector<ComparedFigures> figures = {Area("A", Fen(0), Yuan("200"), 5000)};
  const MonthlyPerformance month = ComputeMonthlyPerformance(
      Fen(10), Fen(0), 30, {{10, {"A"}}, {5, {"A"}}}, figures, Scheme2017());
  EXPECT_EQ(month.deduction, Fen(1));
}

TEST(MonthlyPerformance, INC1_TheDeductionLiesBetweenNothingAndThePerformancePay) {
  std::mt19937_64 random(20170301);
  for (int i = 0; i < 2000; ++i) {
    const Fen gross(static_cast<std::int64_t>(random() % 5'000'000));
    const Fen minimum_wage(static_cast<std::int64_t>(random() % 3'000'000));
    std::vector<ComparedFigures> figures;
    for (int area = 0; area < 3; ++area) {
      figures.push_back(Area(std::string(1, static_cast<char>('A' + area)),
                             Fen(static_cast<std::int64_t>(random() % 1'000'000)),
                             Fen(static_cast<std::int64_t>(random() % 1'000'000)),
                             static_cast<std::int64_t>(random() % 10'001)));
    }
    const int first = static_cast<int>(random() % 31);
    const MonthlyPerformance month = ComputeMonthlyPerformance(
        gross, minimum_wage, 31, {{first, {"A", "B"}}, {31 - first, {"B", "C"}}}, figures,
        Scheme2017());
    EXPECT_GE(month.deduction, Fen(0));
    EXPECT_LE(Rational(month.deduction), Rational(gross) * Rational(1, 10) + Rational(1, 2));
    EXPECT_TRUE(month.deduction == Fen(0) || gross - month.deduction >= minimum_wage);
    Rational shares;
    for (const AreaShare& part : month.shares) shares += part.share;
    EXPECT_TRUE(month.deduction == Fen(0) || shares == Rational(1));
  }
}

}  // namespace
}  // namespace cuijiao::payroll
