#include "services/payroll/domain/historical_bonus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/unit/payroll/scheme_2017.h"

namespace cuijiao::payroll {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Candidate Valid(std::string id) {
  return {.staff_id = std::move(id), .member = true, .worked = true};
}

BonusCase P4() {
  return {.payment_id = "P4",
          .historical = Yuan("12345.67"),
          .candidates = {Valid("C9"), Valid("C1"), Valid("C2")}};
}

TEST(DecideBonus, P4_DividesThePoolsSixtyPercentIntoEqualParts) {
  const BonusDecision decision = DecideBonus(P4(), Scheme2017());
  EXPECT_EQ(decision.pool, Yuan("370.37"));
  EXPECT_EQ(decision.paid, Yuan("222.22"));
  EXPECT_EQ(decision.company_share(), Yuan("148.15"));
  EXPECT_THAT(decision.shares,
              ElementsAre(BonusShare{"C9", Yuan("74.08"), ""}, BonusShare{"C1", Yuan("74.07"), ""},
                          BonusShare{"C2", Yuan("74.07"), ""}));
  EXPECT_EQ(decision.reason, "");
}

TEST(DecideBonus, P5_LeavesOutWhoHasNoRecordedWork) {
  BonusCase payment = P4();
  payment.candidates[1].worked = false;
  const BonusDecision decision = DecideBonus(payment, Scheme2017());
  EXPECT_THAT(decision.shares, ElementsAre(BonusShare{"C9", Yuan("111.11"), ""},
                                           BonusShare{"C2", Yuan("111.11"), ""}));
  ASSERT_EQ(decision.left_out.size(), 1U);
  EXPECT_EQ(decision.left_out[0].staff_id, "C1");
}

TEST(DecideBonus, INC5_AloneTakesTheWholeSixtyPercent) {
  BonusCase payment = P4();
  payment.candidates = {Valid("C9")};
  EXPECT_THAT(DecideBonus(payment, Scheme2017()).shares,
              ElementsAre(BonusShare{"C9", Yuan("222.22"), ""}));
}

TEST(DecideBonus, P6_EarnsNothingInACampaign) {
  BonusCase payment = P4();
  payment.in_campaign = true;
  const BonusDecision decision = DecideBonus(payment, Scheme2017());
  EXPECT_EQ(decision.reason, kInCampaign);
  EXPECT_EQ(decision.pool, Yuan("370.37"));
  EXPECT_EQ(decision.paid, Fen(0));
  EXPECT_EQ(decision.company_share(), Yuan("370.37"));
  EXPECT_THAT(decision.shares, IsEmpty());
}

// P7 with the bound on both sides: claim 8,000.00 costs 50.00 to sue for.
TEST(DecideBonus, P7_EarnsNothingWithAWaiverAboveTheLitigationCost) {
  BonusCase payment = P4();
  payment.historical = Yuan("7000");
  payment.claim = Yuan("8000");
  payment.waiver = Yuan("180");
  EXPECT_EQ(DecideBonus(payment, Scheme2017()).reason, kWaiverAboveLitigation);
  payment.waiver = Yuan("50.01");
  EXPECT_EQ(DecideBonus(payment, Scheme2017()).reason, kWaiverAboveLitigation);
  payment.waiver = Yuan("50.00");
  EXPECT_EQ(DecideBonus(payment, Scheme2017()).reason, "");
  EXPECT_EQ(DecideBonus(payment, Scheme2017()).paid, Yuan("126.00"));
}

TEST(DecideBonus, INC6b_ComparesExactlyNotRounded) {
  BonusCase payment = P4();
  payment.claim = Yuan("10000.01");  // costs 50.00025
  payment.waiver = Yuan("50.00");
  EXPECT_EQ(DecideBonus(payment, Scheme2017()).reason, "");
  payment.waiver = Yuan("50.01");
  EXPECT_EQ(DecideBonus(payment, Scheme2017()).reason, kWaiverAboveLitigation);
}

// Every combination of the four reasons gives the first in the order of definition 16.
TEST(DecideBonus, Definition16_GivesTheFirstReasonInOrder) {
  for (int bits = 0; bits < 16; ++bits) {
    BonusCase payment = P4();
    payment.in_campaign = (bits & 1) != 0;
    payment.before_scheme = (bits & 2) != 0;
    payment.claim = Yuan("8000");
    if ((bits & 4) != 0) payment.waiver = Yuan("180");
    if ((bits & 8) != 0) payment.candidates = {{.staff_id = "C1"}};
    const std::string_view expected = payment.in_campaign     ? kInCampaign
                                      : payment.before_scheme ? kBeforeScheme
                                      : (bits & 4) != 0       ? kWaiverAboveLitigation
                                      : (bits & 8) != 0       ? kNoValidWork
                                                              : std::string_view();
    EXPECT_EQ(DecideBonus(payment, Scheme2017()).reason, expected) << bits;
  }
}

TEST(WithholdShares, INC6c_KeepsOneCollectorsSharesWithTheCompany) {
  BonusDecision decision = DecideBonus(P4(), Scheme2017());
  WithholdShares(decision, "C1");
  EXPECT_EQ(decision.paid, Yuan("148.15"));
  EXPECT_THAT(decision.shares, ElementsAre(BonusShare{"C9", Yuan("74.08"), ""},
                                           BonusShare{"C1", Fen(0), std::string(kTaskUnmet)},
                                           BonusShare{"C2", Yuan("74.07"), ""}));
}

TEST(DecideBonus, INC15_SharesAddUpAndDifferByAtMostOneFen) {
  std::mt19937_64 random(4);
  for (int i = 0; i < 3000; ++i) {
    BonusCase payment;
    payment.historical = Fen(static_cast<std::int64_t>(random() % 100'000'000));
    const auto count = random() % 6;
    for (std::uint64_t c = 0; c < count; ++c) {
      payment.candidates.push_back(Valid("C" + std::to_string(c)));
      payment.candidates.back().worked = random() % 3 != 0;
    }
    const BonusDecision decision = DecideBonus(payment, Scheme2017());
    Fen sum;
    for (const BonusShare& share : decision.shares) {
      sum += share.amount;
      EXPECT_LE(share.amount, decision.shares.front().amount);
      EXPECT_GE(share.amount, decision.shares.front().amount - Fen(1));
    }
    EXPECT_EQ(sum, decision.paid);
    EXPECT_LE(decision.paid, decision.pool);
    EXPECT_EQ(decision.shares.size() + decision.left_out.size(), payment.candidates.size());
  }
}

}  // namespace
}  // namespace cuijiao::payroll
