#include "services/ledger/domain/figures/ranking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace cuijiao::ledger {
namespace {

using ::testing::ElementsAre;

RankedCommunity Community(std::string area, std::string id, std::int64_t received,
                          std::int64_t receivable, std::int64_t recovered) {
  return {.area_id = std::move(area),
          .community_id = std::move(id),
          .rate = {Fen(received), Fen(receivable)},
          .historical_recovered = Fen(recovered)};
}

std::vector<std::string> AreaOrder(const std::vector<RankedCommunity>& communities) {
  std::vector<std::string> order;
  for (const RankedArea& area : ComputeRanking(communities)) order.push_back(area.area_id);
  return order;
}

TEST(ComputeRanking, LED9_HigherRateFirst) {
  EXPECT_THAT(AreaOrder({Community("A1", "C1", 30, 100, 0), Community("A2", "C2", 31, 100, 0)}),
              ElementsAre("A2", "A1"));
}

// 1/3 and 33333333/99999999 are equal, 33333333/100000000 is less by less than any rounded bp.
TEST(ComputeRanking, LED9_ComparesRatesExactly) {
  EXPECT_THAT(AreaOrder({Community("A1", "C1", 33'333'333, 100'000'000, 9),
                         Community("A2", "C2", 1, 3, 0)}),
              ElementsAre("A2", "A1"));
  EXPECT_THAT(
      AreaOrder({Community("A1", "C1", 1, 3, 0), Community("A2", "C2", 33'333'333, 99'999'999, 1)}),
      ElementsAre("A2", "A1"));
}

TEST(ComputeRanking, LED9_TiesByRecoveredThenById) {
  EXPECT_THAT(AreaOrder({Community("A1", "C1", 1, 2, 5), Community("A2", "C2", 2, 4, 6)}),
              ElementsAre("A2", "A1"));
  EXPECT_THAT(AreaOrder({Community("A2", "C2", 2, 4, 5), Community("A1", "C1", 1, 2, 5)}),
              ElementsAre("A1", "A2"));
}

TEST(ComputeRanking, LED9_WithoutReceivableComesLast) {
  EXPECT_THAT(AreaOrder({Community("A1", "C1", 0, 0, 900), Community("A2", "C2", 0, 1, 0)}),
              ElementsAre("A2", "A1"));
  EXPECT_THAT(AreaOrder({Community("A1", "C1", 0, 0, 1), Community("A2", "C2", 0, 0, 2)}),
              ElementsAre("A2", "A1"));
}

TEST(ComputeRanking, LED9_AnAreaAddsItsCommunitiesUpBeforeDividing) {
  const std::vector<RankedArea> areas =
      ComputeRanking({Community("A1", "C1", 10, 100, 1), Community("A1", "C2", 90, 100, 2),
                      Community("A2", "C3", 49, 100, 0)});
  ASSERT_EQ(areas.size(), 2U);
  EXPECT_EQ(areas[0].area_id, "A1");
  EXPECT_EQ(areas[0].rate, (RateSums{Fen(100), Fen(200)}));
  EXPECT_EQ(areas[0].historical_recovered, Fen(3));
  ASSERT_EQ(areas[0].communities.size(), 2U);
  EXPECT_EQ(areas[0].communities[0].community_id, "C2");
}

TEST(ComputeRanking, LED9_TheOrderOfTheInputDoesNotMatter) {
  std::mt19937_64 random(9);
  std::vector<RankedCommunity> communities;
  for (int i = 0; i < 60; ++i) {
    communities.push_back(Community("A" + std::to_string(i % 20), "C" + std::to_string(i),
                                    static_cast<std::int64_t>(random() % 4),
                                    static_cast<std::int64_t>(random() % 4),
                                    static_cast<std::int64_t>(random() % 2)));
  }
  const std::vector<std::string> order = AreaOrder(communities);
  for (int run = 0; run < 20; ++run) {
    std::shuffle(communities.begin(), communities.end(), random);
    ASSERT_EQ(AreaOrder(communities), order);
  }
}

}  // namespace
}  // namespace cuijiao::ledger
