#include "common/money/rational.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <string>

namespace cuijiao {
namespace {

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kSmallest = std::numeric_limits<std::int64_t>::min();

TEST(Rational, KeepsLowestTermsAndAPositiveDenominator) {
  EXPECT_EQ(Rational(8, 10).ToString(), "4/5");
  EXPECT_EQ(Rational(6, 3).ToString(), "2");
  EXPECT_EQ(Rational(1, -2).ToString(), "-1/2");
  EXPECT_EQ(Rational(1, -2).Numerator(), "-1");
  EXPECT_EQ(Rational(1, -2).Denominator(), "2");
  EXPECT_TRUE(Rational(0, 7).IsZero());
  EXPECT_TRUE(Rational().IsZero());
}

TEST(Rational, ComputesExactly) {
  EXPECT_EQ(Rational(1, 3) + Rational(1, 6), Rational(1, 2));
  EXPECT_EQ(Rational(1, 3) - Rational(1, 2), Rational(-1, 6));
  EXPECT_EQ(Rational(2, 3) * Rational(9, 4), Rational(3, 2));
  EXPECT_EQ(Rational(2, 3) / Rational(-4, 9), Rational(-3, 2));
  Rational tenths(0);
  for (int i = 0; i < 10; ++i) tenths += Rational(1, 10);
  EXPECT_EQ(tenths, Rational(1));
  tenths -= Rational(1, 4);
  EXPECT_EQ(tenths, Rational(3, 4));
}

TEST(Rational, OrdersByValue) {
  EXPECT_LT(Rational(1, 3), Rational(34, 100));
  EXPECT_GT(Rational(-1, 3), Rational(-34, 100));
  EXPECT_EQ(Rational(Fen(250)), Rational(500, 2));
}

TEST(Rational, CountsBasisPointsInTenThousandths) {
  EXPECT_EQ(Rational(Fen(40'000'000)) * Rational::BasisPoints(300), Rational(1'200'000));
  EXPECT_EQ(Rational::BasisPoints(10'000), Rational(1));
}

TEST(Rational, PassesThroughProductsFarBeyond64Bits) {
  const Rational large(kLargest);
  EXPECT_EQ((large * large * large / large / large).RoundHalfAwayFromZero(), Fen(kLargest));
}

struct Rounding {
  std::int64_t numerator;
  std::int64_t denominator;
  std::int64_t nearest;
  std::int64_t down;
};

class RationalRounding : public testing::TestWithParam<Rounding> {};

TEST_P(RationalRounding, HalvesGoAwayFromZeroAndDownGoesDown) {
  const Rounding& c = GetParam();
  EXPECT_EQ(Rational(c.numerator, c.denominator).RoundHalfAwayFromZero(), Fen(c.nearest));
  EXPECT_EQ(Rational(c.numerator, c.denominator).RoundDown(), Fen(c.down));
}

INSTANTIATE_TEST_SUITE_P(
    BothSigns, RationalRounding,
    testing::Values(Rounding{0, 1, 0, 0}, Rounding{7, 1, 7, 7}, Rounding{-7, 1, -7, -7},
                    Rounding{1, 2, 1, 0}, Rounding{-1, 2, -1, -1}, Rounding{3, 2, 2, 1},
                    Rounding{-3, 2, -2, -2}, Rounding{5, 2, 3, 2}, Rounding{-5, 2, -3, -3},
                    Rounding{49, 100, 0, 0}, Rounding{-49, 100, 0, -1},
                    Rounding{499'999'999, 1'000'000'000, 0, 0},
                    Rounding{500'000'001, 1'000'000'000, 1, 0}, Rounding{1, 3, 0, 0},
                    Rounding{-1, 3, 0, -1}, Rounding{2, 3, 1, 0}, Rounding{-2, 3, -1, -1},
                    Rounding{kLargest, 1, kLargest, kLargest},
                    Rounding{kSmallest, 1, kSmallest, kSmallest},
                    Rounding{kLargest, 2, kLargest / 2 + 1, kLargest / 2}));

// The definition, computed another way: no whole number lies nearer, and of two that lie equally
// near it is the one further from zero.
TEST(Rational, RoundsToTheNearestWholeForAnyFraction) {
  std::mt19937_64 random(12'000);
  std::uniform_int_distribution<std::int64_t> numerators(-1'000'000'000'000, 1'000'000'000'000);
  std::uniform_int_distribution<std::int64_t> denominators(1, 10'000);
  for (int i = 0; i < 20'000; ++i) {
    const std::int64_t n = numerators(random);
    const std::int64_t d = denominators(random);
    const std::int64_t whole = Rational(n, d).RoundHalfAwayFromZero().value();
    const std::int64_t twice_error = 2 * (whole * d - n);
    ASSERT_LE(std::abs(twice_error), d) << n << "/" << d;
    if (std::abs(twice_error) == d) {
      ASSERT_GT(std::abs(whole * d), std::abs(n)) << n << "/" << d;
    }
    const std::int64_t down = Rational(n, d).RoundDown().value();
    ASSERT_LE(down * d, n);
    ASSERT_GT((down + 1) * d, n);
  }
}

TEST(Rational, WritesDecimalsForPeople) {
  EXPECT_EQ(Rational(8340, 100).ToDecimal(2), "83.40");
  EXPECT_EQ(Rational(1, 3).ToDecimal(4), "0.3333");
  EXPECT_EQ(Rational(-2, 3).ToDecimal(2), "-0.67");
  EXPECT_EQ(Rational(1, 200).ToDecimal(2), "0.01");
  EXPECT_EQ(Rational(-1, 200).ToDecimal(2), "-0.01");
  EXPECT_EQ(Rational(-1, 1000).ToDecimal(2), "0.00");
  EXPECT_EQ(Rational(5, 2).ToDecimal(0), "3");
  EXPECT_EQ(Rational(0).ToDecimal(3), "0.000");
}

TEST(Rational, ReadsItsOwnTextBack) {
  for (const Rational& value :
       {Rational(0), Rational(-7, 3), Rational(kSmallest), Rational(22, 7)}) {
    EXPECT_EQ(Rational::FromString(value.ToString()), value);
  }
}

TEST(RationalDeathTest, EndsTheProcessOnWhatHasNoValue) {
  EXPECT_DEATH((void)Rational(1, 0), "");
  EXPECT_DEATH((void)(Rational(1) / Rational(0)), "");
  EXPECT_DEATH((void)(Rational(kLargest) + Rational(1)).RoundHalfAwayFromZero(), "");
  EXPECT_DEATH((void)(Rational(kLargest) + Rational(1, 2)).RoundHalfAwayFromZero(), "");
  EXPECT_DEATH((void)Rational::FromString("a/b"), "");
  EXPECT_DEATH((void)Rational::FromString("1/0"), "");
}

}  // namespace
}  // namespace cuijiao
