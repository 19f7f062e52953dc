#include "services/escalation/domain/promise_rate.h"

#include <gtest/gtest.h>

#include <optional>

namespace cuijiao::escalation {
namespace {

// kept, broken, open → given, rate in basis points
struct PromiseRateCase {
  int kept;
  int broken;
  int open;
  int given;
  std::optional<int> rate_bp;
};

class PromiseRateTest : public ::testing::TestWithParam<PromiseRateCase> {};

TEST_P(PromiseRateTest, ESC5_IsKeptOutOfJudgedRoundedOnce) {
  const PromiseRateCase& c = GetParam();
  PromiseTally tally;
  tally.kept = c.kept;
  tally.broken = c.broken;
  tally.open = c.open;
  const PromiseRate rate = ComputePromiseRate(tally);
  EXPECT_EQ(rate.given, c.given);
  EXPECT_EQ(rate.rate_bp, c.rate_bp);
}

INSTANTIATE_TEST_SUITE_P(
    Counts, PromiseRateTest,
    ::testing::Values(PromiseRateCase{0, 0, 0, 0, std::nullopt},
                      PromiseRateCase{0, 0, 5, 5, std::nullopt}, PromiseRateCase{0, 1, 0, 1, 0},
                      PromiseRateCase{1, 0, 0, 1, 10000}, PromiseRateCase{1, 0, 9, 10, 10000},
                      PromiseRateCase{1, 1, 0, 2, 5000}, PromiseRateCase{1, 2, 0, 3, 3333},
                      PromiseRateCase{2, 1, 0, 3, 6667}, PromiseRateCase{1, 7, 0, 8, 1250},
                      // 1/32 = 312.5 bp: a half goes up.
                      PromiseRateCase{1, 31, 0, 32, 313},
                      // 1/20001 = 0.49998 bp, 1/20000 = 0.5 bp.
                      PromiseRateCase{1, 20000, 0, 20001, 0},
                      PromiseRateCase{1, 19999, 0, 20000, 1},
                      PromiseRateCase{1000000, 1, 0, 1000001, 10000}));

TEST(PromiseRateAmounts, ESC5_OpenPromisesCountAsPromised) {
  PromiseTally tally;
  tally.kept_amount = Fen(100);
  tally.broken_amount = Fen(20);
  tally.open_amount = Fen(3);
  EXPECT_EQ(ComputePromiseRate(tally).promised, Fen(123));
}

}  // namespace
}  // namespace cuijiao::escalation
