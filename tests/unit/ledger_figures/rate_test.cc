#include "services/ledger/domain/figures/rate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace cuijiao::ledger {
namespace {

using ::testing::Eq;
using ::testing::Optional;

// paid, unpaid, scheduled, prepayment → receipts of current-year fees (definition 7)
struct ReceiptsCase {
  Fen paid, unpaid, scheduled, prepayment, received;
};

class Definition7 : public ::testing::TestWithParam<ReceiptsCase> {};

TEST_P(Definition7, LED8_CountsPrepaymentUpToWhatIsUnpaid) {
  const ReceiptsCase& given = GetParam();
  const UnitStanding unit{.year_scheduled = given.scheduled,
                          .year_paid = given.paid,
                          .year_unpaid = given.unpaid,
                          .prepayments = {{given.prepayment, false}}};
  EXPECT_EQ(ComputeYearReceipts(unit).total, given.received);
}

INSTANTIATE_TEST_SUITE_P(
    LED8, Definition7,
    ::testing::Values(ReceiptsCase{Fen(300), Fen(0), Fen(0), Fen(0), Fen(300)},
                      ReceiptsCase{Fen(300), Fen(100), Fen(0), Fen(99), Fen(399)},
                      ReceiptsCase{Fen(300), Fen(100), Fen(0), Fen(100), Fen(400)},
                      ReceiptsCase{Fen(300), Fen(100), Fen(0), Fen(101), Fen(400)},
                      ReceiptsCase{Fen(0), Fen(100), Fen(900), Fen(1000), Fen(1000)},
                      ReceiptsCase{Fen(0), Fen(100), Fen(900), Fen(1001), Fen(1000)},
                      ReceiptsCase{Fen(0), Fen(0), Fen(0), Fen(500), Fen(0)}));

TEST(ComputeYearReceipts, LED12_MoneyOfACampaignIsNotOutside) {
  const UnitStanding unit{.year_paid = Fen(500), .year_paid_in_campaigns = Fen(200)};
  EXPECT_EQ(ComputeYearReceipts(unit), (YearReceipts{Fen(500), Fen(300)}));
}

TEST(ComputeYearReceipts, LED12_PrepaymentCountsInTheOrderOfItsUse) {
  UnitStanding unit{.year_unpaid = Fen(100), .prepayments = {{Fen(70), true}, {Fen(70), false}}};
  EXPECT_EQ(ComputeYearReceipts(unit), (YearReceipts{Fen(100), Fen(30)}));
  std::swap(unit.prepayments[0], unit.prepayments[1]);
  EXPECT_EQ(ComputeYearReceipts(unit), (YearReceipts{Fen(100), Fen(70)}));
}

TEST(ComputeYearReceivable, LED8_CountsScheduledFeesNotYetBilled) {
  EXPECT_EQ(ComputeYearReceivable({.year_billed = Fen(300), .year_scheduled = Fen(900)}),
            Fen(1200));
}

// historical unpaid, plan-year unpaid, scheduled, prepayment → INC-4's condition
struct ConditionCase {
  Fen historical, unpaid, scheduled, prepayment;
  bool met;
};

class Definition16 : public ::testing::TestWithParam<ConditionCase> {};

TEST_P(Definition16, INC4_NothingHistoricalUnpaidAndTheYearCovered) {
  const ConditionCase& given = GetParam();
  EXPECT_EQ(MeetsBonusCondition({.year_scheduled = given.scheduled,
                                 .year_unpaid = given.unpaid,
                                 .historical_unpaid = given.historical,
                                 .prepayments = {{given.prepayment, false}}}),
            given.met);
}

INSTANTIATE_TEST_SUITE_P(
    INC4, Definition16,
    ::testing::Values(ConditionCase{Fen(0), Fen(0), Fen(0), Fen(0), true},
                      ConditionCase{Fen(1), Fen(0), Fen(0), Fen(0), false},
                      ConditionCase{Fen(1), Fen(0), Fen(0), Fen(1), false},
                      ConditionCase{Fen(0), Fen(100), Fen(200), Fen(299), false},
                      ConditionCase{Fen(0), Fen(100), Fen(200), Fen(300), true},
                      ConditionCase{Fen(0), Fen(100), Fen(200), Fen(301), true}));

TEST(MeetsBonusCondition, INC4_AddsUpThePrepaymentOfAllPayments) {
  EXPECT_TRUE(MeetsBonusCondition(
      {.year_unpaid = Fen(100), .prepayments = {{Fen(40), true}, {Fen(60), false}}}));
}

TEST(ComputeRateSums, LED8_CumulativeComparesTheYear) {
  const CollectionFigures figures{
      .received = Fen(240), .receivable = Fen(1000), .due_in_month = Fen(80)};
  EXPECT_EQ(ComputeRateSums(RateBasis::kCumulative, figures, Fen(200)),
            (RateSums{Fen(240), Fen(1000)}));
}

TEST(ComputeRateSums, LED8_MonthAloneComparesTheMonth) {
  const CollectionFigures figures{
      .received = Fen(240), .receivable = Fen(1000), .due_in_month = Fen(80)};
  EXPECT_EQ(ComputeRateSums(RateBasis::kMonth, figures, Fen(200)), (RateSums{Fen(40), Fen(80)}));
}

TEST(RoundedRateBp, LED8_RoundsOnceHalfAwayFromZero) {
  EXPECT_THAT(RoundedRateBp({Fen(240'000'00), Fen(1'000'000'00)}), Optional(Eq(2400)));
  EXPECT_THAT(RoundedRateBp({Fen(1), Fen(3)}), Optional(Eq(3333)));
  EXPECT_THAT(RoundedRateBp({Fen(1), Fen(20'000)}), Optional(Eq(1)));      // half a bp
  EXPECT_THAT(RoundedRateBp({Fen(49), Fen(1'000'000)}), Optional(Eq(0)));  // less than half
  EXPECT_THAT(RoundedRateBp({Fen(-1), Fen(20'000)}), Optional(Eq(-1)));
}

TEST(RoundedRateBp, LED8_HasNoRateWithoutReceivable) {
  EXPECT_EQ(RoundedRateBp({Fen(100), Fen(0)}), std::nullopt);
  EXPECT_EQ(ExactRate({Fen(100), Fen(0)}), std::nullopt);
}

TEST(DefinitionName, LED17_EachBasisHasItsName) {
  EXPECT_EQ(DefinitionName(RateBasis::kCumulative), "LED-8 cumulative");
  EXPECT_EQ(DefinitionName(RateBasis::kMonth), "LED-8 month");
}

// Over random units: receipts never pass the receivable where nothing was given up, what was
// received outside campaigns never passes all receipts, and using prepayment for the plan year's
// bills changes no receipt.
TEST(ComputeCollectionFigures, LED17_HoldsTogetherOverRandomUnits) {
  std::mt19937_64 random(20170301);
  const auto up_to = [&](std::int64_t most) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1));
  };
  for (int run = 0; run < 2000; ++run) {
    UnitStanding unit;
    const std::int64_t paid = up_to(1000);
    unit.year_paid = Fen(paid);
    unit.year_paid_in_campaigns = Fen(up_to(paid));
    unit.year_unpaid = Fen(up_to(1000));
    unit.year_billed = unit.year_paid + unit.year_unpaid;
    unit.year_scheduled = Fen(up_to(1000));
    for (std::int64_t i = up_to(3); i > 0; --i) {
      unit.prepayments.push_back({Fen(1 + up_to(900)), up_to(1) == 1});
    }
    const CollectionFigures before = ComputeCollectionFigures({unit});
    ASSERT_LE(before.received, before.receivable);
    ASSERT_LE(before.received_outside_campaigns, before.received);
    ASSERT_GE(before.received_outside_campaigns, Fen(0));

    if (unit.prepayments.empty()) continue;
    HeldPrepayment& first = unit.prepayments.front();
    const Fen used = std::min(first.amount, unit.year_unpaid);
    first.amount -= used;
    unit.year_unpaid -= used;
    unit.year_paid += used;
    if (first.in_campaign) unit.year_paid_in_campaigns += used;
    ASSERT_EQ(ComputeCollectionFigures({unit}), before);
  }
}

}  // namespace
}  // namespace cuijiao::ledger
