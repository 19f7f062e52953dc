#include "services/ledger/domain/figures/overview.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cuijiao::ledger {
namespace {

using ::testing::Eq;
using ::testing::Optional;

OverviewSums SumsOf(
    std::initializer_list<std::pair<std::int64_t, std::optional<int>>> communities) {
  OverviewSums sums;
  for (const auto& [receivable, planned] : communities) {
    sums.AddCommunity({}, {}, {.received = Fen(0), .receivable = Fen(receivable)}, planned);
  }
  return sums;
}

TEST(OverviewSums, LED6_PlannedRatesWeighByReceivable) {
  EXPECT_THAT(SumsOf({{100, 9000}, {300, 5000}}).PlannedRateBp(), Optional(Eq(6000)));
}

TEST(OverviewSums, LED6_PlacesWithoutAPlanAreLeftOutOnBothSides) {
  EXPECT_THAT(SumsOf({{100, 9000}, {300, std::nullopt}}).PlannedRateBp(), Optional(Eq(9000)));
}

TEST(OverviewSums, LED6_ThePlannedRateIsRoundedOnceHalfAwayFromZero) {
  EXPECT_THAT(SumsOf({{1, 1}, {1, 2}}).PlannedRateBp(), Optional(Eq(2)));  // 1.5
  EXPECT_THAT(SumsOf({{2, 1}, {1, 2}}).PlannedRateBp(), Optional(Eq(1)));  // 1.33
}

TEST(OverviewSums, LED6_WithoutReceivableOrPlanThereIsNoPlannedRate) {
  EXPECT_EQ(SumsOf({}).PlannedRateBp(), std::nullopt);
  EXPECT_EQ(SumsOf({{0, 9000}}).PlannedRateBp(), std::nullopt);
  EXPECT_EQ(SumsOf({{100, std::nullopt}}).PlannedRateBp(), std::nullopt);
}

}  // namespace
}  // namespace cuijiao::ledger
