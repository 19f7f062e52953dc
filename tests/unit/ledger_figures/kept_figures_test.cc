#include "services/ledger/domain/figures/kept_figures.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace cuijiao::ledger {
namespace {

constexpr Date kToday(2017, 3, 15);

UnitFigures FiguresOf(const std::vector<DueAmount>& dues, const UnitStanding& standing = {}) {
  return ComputeUnitFigures(standing, dues, kToday);
}

TEST(ComputeUnitFigures, LED17_TakesTheRatesOwnSums) {
  const UnitStanding standing{.year_billed = Fen(300),
                              .year_scheduled = Fen(900),
                              .year_paid = Fen(200),
                              .year_paid_in_campaigns = Fen(50),
                              .year_unpaid = Fen(100),
                              .historical_unpaid = Fen(70),
                              .historical_recovered = Fen(30),
                              .prepayments = {{Fen(40), true}, {Fen(2000), false}}};
  const CollectionFigures right = ComputeCollectionFigures({standing});
  const UnitFigures figures = FiguresOf({}, standing);
  EXPECT_EQ(figures.received, right.received);
  EXPECT_EQ(figures.received_outside_campaigns, right.received_outside_campaigns);
  EXPECT_EQ(figures.receivable, right.receivable);
  EXPECT_EQ(figures.historical_outstanding, Fen(70));
  EXPECT_EQ(figures.historical_recovered, Fen(30));
  EXPECT_EQ(figures.prepayment, Fen(2040));
  EXPECT_EQ(CollectionFiguresOf(ShareOf(figures)), right);
}

TEST(ComputeUnitFigures, LED5_IsOverdueFromTheDayAfterTheDueDate) {
  const UnitFigures due_today = FiguresOf({{kToday, Fen(10)}});
  EXPECT_EQ(due_today.outstanding, Fen(10));
  EXPECT_EQ(due_today.overdue, Fen(0));
  EXPECT_EQ(due_today.next_due_date, kToday);
  EXPECT_EQ(due_today.oldest_due_date, kToday);

  const UnitFigures due_yesterday = FiguresOf({{kToday - 1, Fen(10)}});
  EXPECT_EQ(due_yesterday.overdue, Fen(10));
  EXPECT_EQ(due_yesterday.next_due_date, std::nullopt);
  EXPECT_EQ(due_yesterday.oldest_due_date, kToday - 1);
}

TEST(ComputeUnitFigures, LED5_TheNextDueDateIsTheFirstThatIsNotOver) {
  const UnitFigures figures = FiguresOf(
      {{kToday - 40, Fen(1)}, {kToday - 9, Fen(2)}, {kToday + 2, Fen(4)}, {kToday + 30, Fen(8)}});
  EXPECT_EQ(figures.outstanding, Fen(15));
  EXPECT_EQ(figures.overdue, Fen(3));
  EXPECT_EQ(figures.oldest_due_date, kToday - 40);
  EXPECT_EQ(figures.next_due_date, kToday + 2);
}

TEST(ShareOf, LED8_PaidUpIsTheWholeYearAndNothingHistorical) {
  const auto paid_up = [](std::int64_t received, std::int64_t receivable, std::int64_t historical) {
    return ShareOf({.received = Fen(received),
                    .receivable = Fen(receivable),
                    .historical_outstanding = Fen(historical)})
        .paid_up_units;
  };
  EXPECT_EQ(paid_up(100, 100, 0), 1);
  EXPECT_EQ(paid_up(99, 100, 0), 0);
  EXPECT_EQ(paid_up(100, 100, 1), 0);
  EXPECT_EQ(paid_up(0, 0, 0), 0);
}

TEST(ShareOf, LED5_CountsAUnitThatOwesAndOneThatIsOverdue) {
  EXPECT_EQ(ShareOf({.outstanding = Fen(1)}).owing_units, 1);
  EXPECT_EQ(ShareOf({.outstanding = Fen(1)}).overdue_units, 0);
  EXPECT_EQ(ShareOf({.outstanding = Fen(1), .overdue = Fen(1)}).overdue_units, 1);
  EXPECT_EQ(ShareOf({}).owing_units, 0);
}

// Taking a unit's old share out and putting its new one in, in any order, comes to the sums over
// all.
TEST(PlaceFigures, LED17_FoldingDifferencesIsSummingAnew) {
  std::mt19937 random(7);
  const auto some = [&] { return Fen(static_cast<std::int64_t>(random() % 1000)); };
  const auto draw = [&] {
    UnitFigures unit;
    for (const auto& amount : kUnitAmounts) unit.*amount.member = some();
    return unit;
  };
  std::vector<UnitFigures> units(20);
  PlaceFigures kept;
  for (int step = 0; step < 500; ++step) {
    UnitFigures& unit = units[random() % units.size()];
    kept -= ShareOf(unit);
    unit = draw();
    kept += ShareOf(unit);
  }
  PlaceFigures anew;
  for (const UnitFigures& unit : units) anew += ShareOf(unit);
  EXPECT_EQ(kept, anew);
}

}  // namespace
}  // namespace cuijiao::ledger
