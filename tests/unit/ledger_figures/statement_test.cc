#include "services/ledger/domain/figures/statement.h"

#include <gtest/gtest.h>

namespace cuijiao::ledger {
namespace {

UnitMovement Movement(std::int64_t sequence, Date date, std::int64_t owed,
                      std::int64_t prepayment) {
  return {.sequence = sequence,
          .posting_date = date,
          .owed_change = Fen(owed),
          .prepayment_change = Fen(prepayment)};
}

TEST(ComputeStatement, LED5_OpeningPlusMovementsIsClosing) {
  const UnitStatement statement = ComputeStatement(
      Date(2017, 1, 1), Date(2017, 3, 31),
      {Movement(1, Date(2016, 12, 31), 900, 0), Movement(2, Date(2017, 1, 1), 100, 0),
       Movement(3, Date(2017, 1, 20), -1000, 50), Movement(4, Date(2017, 3, 31), 100, 0)},
      {{Date(2017, 3, 31), Fen(60)}, {Date(2017, 4, 1), Fen(40)}});
  EXPECT_EQ(statement.opening_owed, Fen(900));
  EXPECT_EQ(statement.opening_prepayment, Fen(0));
  ASSERT_EQ(statement.movements.size(), 3U);
  EXPECT_EQ(statement.movements.front().sequence, 2);
  EXPECT_EQ(statement.closing_owed, Fen(100));
  EXPECT_EQ(statement.closing_prepayment, Fen(50));
}

TEST(ComputeStatement, LED5_DueIsWhatFallsDueOnOrBeforeTheDate) {
  const UnitStatement statement =
      ComputeStatement(Date(2017, 1, 1), Date(2017, 3, 31), {Movement(1, Date(2017, 1, 1), 100, 0)},
                       {{Date(2017, 3, 31), Fen(60)}, {Date(2017, 4, 1), Fen(40)}});
  EXPECT_EQ(statement.closing_due, Fen(60));
}

TEST(ComputeStatement, LED5_ALateRecordedPostingKeepsTheJournalsOrder) {
  const UnitStatement statement = ComputeStatement(
      Date(2017, 1, 1), Date(2017, 3, 31),
      {Movement(1, Date(2017, 3, 1), 100, 0), Movement(2, Date(2017, 2, 1), -40, 0)}, {});
  ASSERT_EQ(statement.movements.size(), 2U);
  EXPECT_EQ(statement.movements[0].sequence, 1);
  EXPECT_EQ(statement.movements[1].sequence, 2);
}

}  // namespace
}  // namespace cuijiao::ledger
