#include "services/payroll/domain/litigation_cost.h"

#include <gtest/gtest.h>

#include "tests/unit/payroll/scheme_2017.h"

namespace cuijiao::payroll {
namespace {

// Both sides of every edge of Decree 481: claim → fee, in fen, exact.
struct Case {
  const char* claim;
  Rational cost;
};

class CourtFee : public testing::TestWithParam<Case> {};

TEST_P(CourtFee, INC6b_GoesByTheDecreesBands) {
  EXPECT_EQ(ComputeLitigationCost(Yuan(GetParam().claim), Scheme2017().litigation_cost),
            GetParam().cost);
}

INSTANTIATE_TEST_SUITE_P(
    INC6b, CourtFee,
    testing::Values(Case{"0", Rational(5000)}, Case{"8000", Rational(5000)},
                    Case{"10000", Rational(5000)}, Case{"10000.01", Rational(5'000'025, 1000)},
                    Case{"100000", Rational(230'000)}, Case{"100000.01", Rational(23'000'002, 100)},
                    Case{"200000", Rational(430'000)},
                    Case{"200000.01", Rational(430'000'015, 1000)},
                    Case{"500000", Rational(880'000)}, Case{"500000.01", Rational(88'000'001, 100)},
                    Case{"1000000", Rational(1'380'000)},
                    Case{"1000000.01", Rational(1'380'000'009, 1000)},
                    Case{"2000000", Rational(2'280'000)}, Case{"5000000", Rational(4'680'000)},
                    Case{"10000000", Rational(8'180'000)}, Case{"20000000", Rational(14'180'000)},
                    Case{"20000000.01", Rational(14'180'000'005, 1000)}));

TEST(LitigationCost, INC6b_TakesTheSummaryShareAndAddsTheLawyer) {
  LitigationCostPolicy policy = Scheme2017().litigation_cost;
  policy.summary_procedure_share_bp = 5000;
  policy.lawyer_fee = Yuan("300");
  EXPECT_EQ(ComputeLitigationCost(Yuan("8000"), policy), Rational(Yuan("325")));
}

}  // namespace
}  // namespace cuijiao::payroll
