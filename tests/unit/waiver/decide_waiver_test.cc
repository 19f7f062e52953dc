#include "services/waiver/domain/decide_waiver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "common/money/rational.h"
#include "tests/unit/waiver/waiver_worlds.h"

namespace cuijiao::waiver {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// One line of the table W1–W9, and the authority it ends in.
struct Line {
  std::string name;
  World world;
  Fen cash;
  Authority authority;
  std::vector<std::string> failed;
};

void PrintTo(const Line& line, std::ostream* out) { *out << line.name; }

class WorkedTable : public testing::TestWithParam<Line> {};

TEST_P(WorkedTable, EndsAsWritten) {
  const WaiverDecision decision = GetParam().world.Decide();
  EXPECT_EQ(GetParam().world.Cash(), GetParam().cash);
  EXPECT_EQ(decision.authority, GetParam().authority);
  EXPECT_EQ(FailedIds(decision), GetParam().failed);
}

World W3() {
  return {.arrears = Yuan("900.00"), .prepay = Yuan("600.00"), .waiver = Yuan("136.36")};
}

INSTANTIATE_TEST_SUITE_P(
    WVR, WorkedTable,
    testing::Values(
        Line{"W1", {}, Yuan("3000.01"), Authority::kManager, {}},
        Line{"W2",
             {.waiver = Yuan("200.00")},
             Yuan("3000.00"),
             Authority::kGeneralManager,
             {"WVR-1a"}},
        Line{"W3", W3(), Yuan("1363.64"), Authority::kManager, {}},
        Line{"W4",
             {.arrears = Yuan("900.00"), .prepay = Yuan("600.00"), .waiver = Yuan("136.37")},
             Yuan("1363.63"),
             Authority::kGeneralManager,
             {"WVR-1b"}},
        Line{"W5",
             {.prepay = Yuan("1000.00"), .months = 5, .waiver = Yuan("100.00")},
             Yuan("2900.00"),
             Authority::kGeneralManager,
             {"WVR-1c"}},
        Line{"W6", {.arrears_left = Fen(1)}, Yuan("3000.00"), Authority::kNobody, {"WVR-4a"}},
        Line{"W7",
             {.waiver = Yuan("150.00"), .signed_this_month = Yuan("850.00")},
             Yuan("3050.00"),
             Authority::kManager,
             {}},
        Line{"W8",
             {.waiver = Yuan("150.01"), .signed_this_month = Yuan("850.00")},
             Yuan("3049.99"),
             Authority::kGeneralManager,
             {"WVR-3"}},
        Line{"W9", {.other_waiver = true}, Yuan("3000.01"), Authority::kNobody, {"WVR-5"}}),
    [](const auto& line) { return line.param.name; });

TEST(DecideWaiver, ListsEveryRuleInTheOrderOfTheIds) {
  std::vector<std::string> ids;
  for (const Finding& finding : World{}.Decide().findings) ids.emplace_back(RuleId(finding.rule));
  EXPECT_THAT(ids, ElementsAre("WVR-1a", "WVR-1b", "WVR-1c", "WVR-2", "WVR-3", "WVR-4a", "WVR-4b",
                               "WVR-4c", "WVR-5"));
}

TEST(DecideWaiver, WVR1b_AllowsExactlyTheShare) {
  World world{.arrears = Yuan("500.00"), .prepay = Yuan("600.00"), .waiver = Yuan("100.00")};
  ASSERT_EQ(world.Cash(), Yuan("1000.00"));
  EXPECT_EQ(world.Decide().authority, Authority::kManager);
  world.arrears -= Fen(1);
  EXPECT_THAT(FailedIds(world.Decide()), ElementsAre("WVR-1b"));
}

TEST(DecideWaiver, WVR1c_WantsSixMonthsOfAManager) {
  EXPECT_EQ(World{.months = 6}.Decide().authority, Authority::kManager);
  EXPECT_EQ(World{.months = 5}.Decide().authority, Authority::kGeneralManager);
}

TEST(DecideWaiver, WVR2_AboveTheGeneralManagersLimitNobodySigns) {
  World world{.waiver = Yuan("500.00")};
  world.policy.gm_max_amount = Yuan("500.00");
  EXPECT_EQ(world.Decide().authority, Authority::kGeneralManager);
  world.waiver += Fen(1);
  EXPECT_EQ(world.Decide().authority, Authority::kNobody);
  EXPECT_THAT(FailedIds(world.Decide()), ElementsAre("WVR-1a", "WVR-1b", "WVR-2"));
}

TEST(DecideWaiver, WVR2_TheManagersConditionsMayBindTheGeneralManager) {
  World world{.waiver = Yuan("250.00")};
  world.policy.gm_may_exceed_manager_conditions = false;
  EXPECT_EQ(world.Decide().authority, Authority::kGeneralManager) << "WVR-1a and WVR-3 do not bind";
  world.months = 5;
  EXPECT_EQ(world.Decide().authority, Authority::kNobody);
  world.months = 6;
  world.waiver = Yuan("290.92");  // 10 % of 2,909.08 is 290.908
  EXPECT_EQ(world.Decide().authority, Authority::kNobody);
  world.waiver = Yuan("290.90");
  EXPECT_EQ(world.Decide().authority, Authority::kGeneralManager);
}

TEST(DecideWaiver, WVR3_AManagerWithoutRoomLeavesItToTheGeneralManager) {
  EXPECT_EQ((World{.waiver = Fen(1), .signed_this_month = Yuan("999.99")}.Decide().authority),
            Authority::kManager);
  EXPECT_EQ((World{.waiver = Fen(1), .signed_this_month = Yuan("1000.00")}.Decide().authority),
            Authority::kGeneralManager);
}

TEST(DecideWaiver, WVR4a_OneFenLeftIsTooMuch) {
  EXPECT_EQ(World{.arrears_left = Fen(0)}.Decide().authority, Authority::kManager);
  EXPECT_EQ(World{.arrears_left = Fen(1)}.Decide().authority, Authority::kNobody);
}

TEST(DecideWaiver, WVR4b_WantsOneMonthOfEverybody) {
  EXPECT_EQ(World{.months = 1}.Decide().authority, Authority::kGeneralManager);
  EXPECT_EQ(World{.months = 0}.Decide().authority, Authority::kNobody);
}

TEST(DecideWaiver, WVR4c_AtMostTheHistoricalPrincipal) {
  World world{.arrears = Yuan("100.00"), .waiver = Yuan("100.00")};
  EXPECT_EQ(world.Decide().authority, Authority::kManager);
  world.waiver += Fen(1);
  EXPECT_THAT(FailedIds(world.Decide()), ElementsAre("WVR-4c"));
  EXPECT_EQ(world.Decide().authority, Authority::kNobody);
}

TEST(DecideWaiver, WVR9_TellsTheLargestWaiverThatPasses) {
  EXPECT_EQ(W3().Decide().largest_by_share, Yuan("136.36"));
  EXPECT_EQ(W3().Decide().largest_for_manager, Yuan("136.36"));
}

TEST(DecideWaiver, Definition15_TakesTheLeastOfFour) {
  EXPECT_EQ(World{}.Decide().largest_for_manager, Yuan("199.99"));
  EXPECT_EQ(World{.signed_this_month = Yuan("900.00")}.Decide().largest_for_manager,
            Yuan("100.00"));
  EXPECT_EQ(World{.signed_this_month = Yuan("1200.00")}.Decide().largest_for_manager, Fen(0));
  EXPECT_EQ((World{.arrears = Yuan("50.00"), .waiver = Fen(1)}.Decide().largest_for_manager),
            Yuan("50.00"));
  EXPECT_EQ(World{.months = 5}.Decide().largest_for_manager, Fen(0)) << "no amount passes";
  EXPECT_EQ(World{.other_waiver = true}.Decide().largest_for_manager, Fen(0));
  EXPECT_EQ(World{.arrears_left = Fen(1)}.Decide().largest_for_manager, Fen(0));
}

TEST(DecideWaiver, WVR9_FindingsCarryTheirNumbersInBothLanguages) {
  const World world{.arrears = Yuan("900.00"), .prepay = Yuan("600.00"), .waiver = Yuan("136.37")};
  const Finding share = world.Decide().findings[1];
  EXPECT_EQ(share.text.zh, "减免 136.37 元，不得超过实缴 1363.63 元的 10%，即 136.363 元");
  EXPECT_EQ(share.text.en,
            "waiver 136.37, at most 10 % of the cash paid 1363.63, which is 136.363");
  World odd = world;
  odd.policy.manager_share_bp = 1255;
  EXPECT_THAT(odd.Decide().findings[1].text.en, HasSubstr("12.55 % of"));
  odd.policy.manager_share_bp = 1250;
  EXPECT_THAT(odd.Decide().findings[1].text.en, HasSubstr("12.5 % of"));
  for (const Finding& finding : world.Decide().findings) {
    EXPECT_THAT(finding.text.zh, testing::Not(IsEmpty()));
    EXPECT_THAT(finding.text.en, testing::Not(IsEmpty()));
  }
}

TEST(RulesAgainst, AManagerIsBoundByAllRulesTheGeneralManagerByTheGround) {
  const WaiverDecision decision =
      World{.months = 0, .waiver = Yuan("250.00"), .signed_this_month = Yuan("900.00")}.Decide();
  EXPECT_THAT(RulesAgainst(decision, Authority::kManager),
              ElementsAre(Rule::kBelowManagersAmount, Rule::kManagersPrepayment,
                          Rule::kManagersMonth, Rule::kPrepays));
  EXPECT_THAT(RulesAgainst(decision, Authority::kGeneralManager), ElementsAre(Rule::kPrepays));
}

TEST(RulesAgainstSettling, Definition14_DoesNotTestMonthAndHouseholdAgain) {
  const WaiverDecision decision = World{.arrears_left = Fen(1),
                                        .months = 5,
                                        .waiver = Yuan("200.00"),
                                        .signed_this_month = Yuan("900.00"),
                                        .other_waiver = true}
                                      .Decide();
  EXPECT_THAT(
      RulesAgainstSettling(decision, Authority::kManager),
      ElementsAre(Rule::kBelowManagersAmount, Rule::kManagersPrepayment, Rule::kPaysAllArrears));
  EXPECT_THAT(RulesAgainstSettling(decision, Authority::kGeneralManager),
              ElementsAre(Rule::kPaysAllArrears));
}

// A proposal at random, near the limits often enough.
World RandomWorld(std::mt19937_64& random) {
  const auto upto = [&random](std::int64_t max) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(max + 1));
  };
  return {.arrears = Fen(upto(300'000)),
          .arrears_left = Fen(upto(3) == 0 ? upto(2) : 0),
          .prepay = Fen(upto(200'000)),
          .months = static_cast<int>(upto(12)),
          .waiver = Fen(1 + (upto(1) == 0 ? upto(40'000) : 19'990 + upto(20))),
          .signed_this_month = Fen(upto(1) == 0 ? upto(100'000) : 0),
          .other_waiver = upto(9) == 0};
}

TEST(DecideWaiverProperty, TheLargestByShareIsTheLastThatWVR1bPasses) {
  std::mt19937_64 random(20170301);
  for (int i = 0; i < 2000; ++i) {
    World world = RandomWorld(random);
    const Fen total = world.Cash() + world.waiver;
    world.waiver = world.Decide().largest_by_share;
    ASSERT_EQ(world.Cash() + world.waiver, total);
    EXPECT_TRUE(world.Decide().Holds(Rule::kWithinShareOfCash)) << world.waiver;
    world.waiver += Fen(1);
    EXPECT_FALSE(world.Decide().Holds(Rule::kWithinShareOfCash)) << world.waiver;
  }
}

TEST(DecideWaiverProperty, TheLargestForAManagerIsTheLastThatAManagerMaySign) {
  std::mt19937_64 random(20170302);
  for (int i = 0; i < 2000; ++i) {
    World world = RandomWorld(random);
    const Fen largest = world.Decide().largest_for_manager;
    if (largest > Fen(0)) {
      world.waiver = largest;
      EXPECT_EQ(world.Decide().authority, Authority::kManager) << world.waiver;
    }
    world.waiver = largest + Fen(1);
    EXPECT_NE(world.Decide().authority, Authority::kManager) << world.waiver;
  }
}

TEST(DecideWaiverProperty, AuthorityFollowsFromTheFindings) {
  std::mt19937_64 random(20170303);
  for (int i = 0; i < 2000; ++i) {
    const WaiverDecision decision = RandomWorld(random).Decide();
    const bool manager = RulesAgainst(decision, Authority::kManager).empty();
    const bool gm = RulesAgainst(decision, Authority::kGeneralManager).empty();
    EXPECT_TRUE(!manager || gm) << "the GM signs whatever a manager may";
    EXPECT_EQ(decision.authority, manager ? Authority::kManager
                                  : gm    ? Authority::kGeneralManager
                                          : Authority::kNobody);
    EXPECT_EQ(decision.remedies.empty(), decision.authority == Authority::kManager);
  }
}

}  // namespace
}  // namespace cuijiao::waiver
