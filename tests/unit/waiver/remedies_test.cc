#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "services/waiver/domain/decide_waiver.h"
#include "tests/unit/waiver/waiver_worlds.h"

namespace cuijiao::waiver {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> English(const WaiverDecision& decision) {
  std::vector<std::string> texts;
  for (const Remedy& remedy : decision.remedies) texts.push_back(remedy.text.en);
  return texts;
}

TEST(Remedies, AreNoneWhereAManagerMaySign) { EXPECT_THAT(World{}.Decide().remedies, IsEmpty()); }

TEST(Remedies, WVR9_SayHowManyMonthsAreMissing) {
  const World world{.prepay = Yuan("800.00"), .months = 4, .waiver = Yuan("100.00")};
  EXPECT_THAT(English(world.Decide()),
              ElementsAre("prepay 2 more months, so that a manager may sign",
                          "the branch general manager may sign it as it is"));
  EXPECT_EQ(world.Decide().remedies[0].text.zh, "再预交 2 个月，经理即可签字");
}

TEST(Remedies, WVR9_SayTheLargestWaiverThatPasses) {
  const World world{.arrears = Yuan("900.00"), .prepay = Yuan("600.00"), .waiver = Yuan("136.37")};
  EXPECT_THAT(English(world.Decide()),
              ElementsAre("waive at most 136.36, so that a manager may sign",
                          "the branch general manager may sign it as it is"));
}

TEST(Remedies, SendAManagerWithoutRoomToTheGeneralManagerAlone) {
  const World world{.signed_this_month = Yuan("1000.00")};
  EXPECT_THAT(English(world.Decide()),
              ElementsAre("the branch general manager may sign it as it is"));
}

TEST(Remedies, MendTheGroundFirst) {
  World world{.arrears_left = Fen(1), .prepay = Fen(0), .months = 0};
  EXPECT_THAT(English(world.Decide()),
              ElementsAre("pay 0.01 more of the historical arrears",
                          "prepay 1 more months, so that the general manager may sign",
                          "prepay 6 more months, so that a manager may sign",
                          HasSubstr("waive at most 181.81")));
  world = {.arrears = Yuan("100.00"), .waiver = Yuan("100.01")};
  EXPECT_THAT(English(world.Decide()),
              ElementsAre("waive at most the historical principal of 100.00"));
  world = {.waiver = Yuan("500.01")};
  world.policy.gm_max_amount = Yuan("500.00");
  EXPECT_THAT(English(world.Decide()),
              Contains("waive at most the general manager's limit of 500.00"));
}

TEST(Remedies, PromiseNothingWhereNothingHelps) {
  EXPECT_THAT(English(World{.arrears = Fen(0), .months = 3}.Decide()),
              ElementsAre("without historical arrears there is no waiver"));
  EXPECT_THAT(English(World{.months = 3, .other_waiver = true}.Decide()),
              ElementsAre(HasSubstr("ask again in the next plan year")));
}

// The proposal as it is after the remedies that a household can follow.
World Followed(World world, const std::vector<Remedy>& remedies, bool for_manager) {
  for (const Remedy& remedy : remedies) {
    switch (remedy.kind) {
      case Remedy::Kind::kPayArrears:
        world.arrears_left -= remedy.amount;
        break;
      case Remedy::Kind::kPrepayForAnybody:
        if (!for_manager) world.months += remedy.months;
        break;
      case Remedy::Kind::kPrepayForManager:
        if (for_manager) world.months += remedy.months;
        break;
      case Remedy::Kind::kReduceToArrears:
      case Remedy::Kind::kReduceToGmMax:
        world.waiver = std::min(world.waiver, remedy.amount);
        break;
      case Remedy::Kind::kReduceForManager:
        if (for_manager) world.waiver = std::min(world.waiver, remedy.amount);
        break;
      case Remedy::Kind::kNoWaiverPossible:
      case Remedy::Kind::kWaitForNextYear:
      case Remedy::Kind::kAskGeneralManager:
        break;
    }
  }
  return world;
}

TEST(RemediesProperty, WhoFollowsThemGetsTheSignature) {
  std::mt19937_64 random(20170304);
  const auto upto = [&random](std::int64_t max) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(max + 1));
  };
  int followed = 0;
  for (int i = 0; i < 3000; ++i) {
    const World world{.arrears = Fen(upto(300'000)),
                      .arrears_left = Fen(upto(2) == 0 ? upto(2) : 0),
                      .prepay = Fen(upto(200'000)),
                      .months = static_cast<int>(upto(8)),
                      .waiver = Fen(1 + upto(40'000)),
                      .signed_this_month = Fen(upto(110'000)),
                      .other_waiver = upto(9) == 0};
    const WaiverDecision decision = world.Decide();
    const bool hopeless = world.other_waiver || world.arrears == Fen(0);
    if (hopeless) {
      EXPECT_EQ(Followed(world, decision.remedies, true).Decide().authority, Authority::kNobody);
      continue;
    }
    EXPECT_NE(Followed(world, decision.remedies, false).Decide().authority, Authority::kNobody);
    if (world.signed_this_month < world.policy.manager_month_limit) {
      const World mended = Followed(world, decision.remedies, true);
      if (mended.Decide().largest_by_share == Fen(0)) continue;  // too little money for any share
      EXPECT_EQ(mended.Decide().authority, Authority::kManager);
      ++followed;
    }
  }
  EXPECT_GT(followed, 1000);
}

}  // namespace
}  // namespace cuijiao::waiver
