#include "services/payroll/domain/litigation_cost.h"

#include <gtest/gtest.h>

#include "tests/unit/payroll/scheme_2017.h"

namespace cuijiao::payroll {
namespace {

// Both sides of every edge of Decree 481: claim → fee, in fen, exact.
struct CourtFeeCase {
  const char* claim;
  Rational cost;
};

class CourtFee : public testing::TestWithParam<CourtFeeCase> {};

TEST_P(CourtFee, INC6b_GoesByTheDecreesBands) {
  EXPECT_EQ(ComputeLitigationCost(Yuan(GetParam().claim), Scheme2017().litigation_cost),
            GetParam().cost);
}

INSTANTIATE_TEST_SUITE_P(
    INC6b, CourtFee,
    testing::Values(CourtFeeCase{"0", Rational(5000)}, CourtFeeCase{"8000", Rational(5000)},
                    CourtFeeCase{"10000", Rational(5000)},
                    CourtFeeCase{"10000.01", Rational(5'000'025, 1000)},
                    CourtFeeCase{"100000", Rational(230'000)},
                    CourtFeeCase{"100000.01", Rational(23'000'002, 100)},
                    CourtFeeCase{"200000", Rational(430'000)},
                    CourtFeeCase{"200000.01", Rational(430'000'015, 1000)},
                    CourtFeeCase{"500000", Rational(880'000)},
                    CourtFeeCase{"500000.01", Rational(88'000'001, 100)},
                    CourtFeeCase{"1000000", Rational(1'380'000)},
                    CourtFeeCase{"1000000.01", Rational(1'380'000'009, 1000)},
                    CourtFeeCase{"2000000", Rational(2'280'000)},
                    CourtFeeCase{"5000000", Rational(4'680'000)},
                    CourtFeeCase{"10000000", Rational(8'180'000)},
                    CourtFeeCase{"20000000", Rational(14'180'000)},
                    CourtFeeCase{"20000000.01", Rational(14'180'000'005, 1000)}));

TEST(LitigationCost, INC6b_TakesTheSummaryShareAndAddsTheLawyer) {
  LitigationCostPolicy policy = Scheme2017().litigation_cost;
  policy.summary_procedure_share_bp = 5000;
  policy.lawyer_fee = Yuan("300");
  EXPECT_EQ(ComputeLitigationCost(Yuan("8000"), policy), Rational(Yuan("325")));
}

}  // namespace
}  // namespace cuijiao::payroll
