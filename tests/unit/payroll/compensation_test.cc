#include "services/payroll/domain/compensation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "common/money/rational.h"
#include "tests/unit/payroll/scheme_2017.h"

namespace cuijiao::payroll {
namespace {

using testing::ElementsAre;

Charge Due(std::string id, Fen open, Month month = Month(2017, 5),
           ChargeKind kind = ChargeKind::kCompensation) {
  return {std::move(id), "C1", kind, month, open, open};
}

// P9 and its bounds: wage after INC-1, INC-7, minimum wage, due → taken.
struct CompensationCase {
  const char* after_deduction;
  const char* shortfall;
  const char* minimum_wage;
  const char* due;
  const char* taken;
};
class Compensation : public testing::TestWithParam<CompensationCase> {};

TEST_P(Compensation, INC8_TakesAFifthAndLeavesTheMinimumWage) {
  const CompensationCase& c = GetParam();
  const CompensationResult result =
      ComputeCompensation({Yuan(c.after_deduction), Yuan(c.shortfall), Yuan(c.minimum_wage)},
                          {Due("V1", Yuan(c.due))}, Scheme2017());
  EXPECT_EQ(result.taken, Yuan(c.taken)) << result.limit_formula;
  EXPECT_EQ(result.taken + result.carried, Yuan(c.due));
}

INSTANTIATE_TEST_SUITE_P(
    INC8, Compensation,
    testing::Values(CompensationCase{"6000", "0", "2300", "2000", "1200.00"},  // P9
                    CompensationCase{"6000", "0", "2300", "1200", "1200.00"},
                    CompensationCase{"6000", "0", "2300", "1199.99", "1199.99"},
                    CompensationCase{"6000", "0", "4800", "2000", "1200.00"},
                    CompensationCase{"6000", "0", "4800.01", "2000", "1199.99"},
                    CompensationCase{"6000", "60", "4800", "2000",
                                     "1140.00"},  // tested after INC-7
                    CompensationCase{"6000", "0", "6000", "2000", "0"},
                    CompensationCase{"6000", "0", "6000.01", "2000", "0"},
                    CompensationCase{"0.09", "0", "0", "1", "0.01"},  // 0.018, rounded down
                    CompensationCase{"0.04", "0", "0", "1", "0"},
                    CompensationCase{"0", "0", "2300", "2000", "0"}));  // no wage

TEST(ComputeCompensation, INC8_TakesTheOldestMonthFirstAndClawbackBeforeCompensation) {
  const CompensationResult result = ComputeCompensation(
      {Yuan("1000"), Fen(0), Fen(0)},
      {Due("B", Yuan("50"), Month(2017, 6)), Due("C", Yuan("80"), Month(2017, 5)),
       Due("A", Yuan("50"), Month(2017, 6)),
       Due("Z", Yuan("90"), Month(2017, 6), ChargeKind::kClawback)},
      Scheme2017());
  EXPECT_THAT(result.takings, ElementsAre(Taking{"C", ChargeKind::kCompensation, Yuan("80")},
                                          Taking{"Z", ChargeKind::kClawback, Yuan("90")},
                                          Taking{"A", ChargeKind::kCompensation, Yuan("30")}));
  EXPECT_EQ(result.carried, Yuan("70"));
}

TEST(ComputeCompensation, INC8_NeverTakesMoreThanIsDueOrAllowed) {
  std::mt19937_64 random(8);
  for (int i = 0; i < 2000; ++i) {
    const Fen wage(static_cast<std::int64_t>(random() % 1'000'000));
    const Fen minimum_wage(static_cast<std::int64_t>(random() % 500'000));
    std::vector<Charge> charges;
    Fen due;
    for (std::uint64_t c = random() % 5; c > 0; --c) {
      charges.push_back(Due(std::to_string(c), Fen(static_cast<std::int64_t>(random() % 300'000))));
      due += charges.back().open;
    }
    const CompensationResult result =
        ComputeCompensation({wage, Fen(0), minimum_wage}, charges, Scheme2017());
    EXPECT_EQ(result.taken + result.carried, due);
    EXPECT_LE(Rational(result.taken), Rational(wage) * Rational(1, 5));
    EXPECT_TRUE(result.taken == Fen(0) || wage - result.taken >= minimum_wage);
  }
}

}  // namespace
}  // namespace cuijiao::payroll
