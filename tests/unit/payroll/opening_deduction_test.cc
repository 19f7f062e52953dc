// Deductions of before beside those of the runs here (LED-19).
#include "services/payroll/domain/opening_deduction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cuijiao::payroll {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

OpeningDeduction Of(int month, const std::string& staff_id, const std::string& area_id,
                    Fen taken = Fen(1)) {
  return {Month(2017, month), staff_id, area_id, "P1", taken};
}

TEST(TakenHere, INC3_HoldsForTheSamePersonMonthAndAreaAlone) {
  const TakenHere here({{Month(2017, 7),
                         "S1",
                         Fen(10),
                         {{"A1", Rational(1, 3)}, {"A2", Rational(2, 3)}, {"A3", Rational(0)}}},
                        {Month(2017, 8), "S1", Fen(0), {{"A1", Rational(1)}}}});
  EXPECT_TRUE(here.Contains(Of(7, "S1", "A1")));
  EXPECT_TRUE(here.Contains(Of(7, "S1", "A2")));
  EXPECT_FALSE(here.Contains(Of(6, "S1", "A1")));
  EXPECT_FALSE(here.Contains(Of(7, "S2", "A1")));
  EXPECT_FALSE(here.Contains(Of(7, "S1", "A4")));
  EXPECT_FALSE(here.Contains(Of(7, "S1", "A3"))) << "an area that bore nothing of it";
  EXPECT_FALSE(here.Contains(Of(8, "S1", "A1"))) << "nothing was taken";
}

TEST(TakenBefore, INC3_DividesADeductionAmongItsAreasByWhatEachBrought) {
  const std::vector<TakenDeduction> taken =
      TakenBefore({Of(5, "S1", "A1", Fen(100)), Of(5, "S1", "A2", Fen(200)),
                   Of(5, "S2", "A1", Fen(7)), Of(6, "S2", "A1", Fen(8))});
  ASSERT_THAT(taken, SizeIs(3));
  EXPECT_EQ(taken[0].taken, Fen(300));
  ASSERT_THAT(taken[0].shares, SizeIs(2));
  EXPECT_EQ(taken[0].shares[0].share, Rational(1, 3));
  EXPECT_EQ(taken[0].shares[1].share, Rational(2, 3));
  EXPECT_EQ(taken[1].staff_id, "S2");
  EXPECT_EQ(taken[2].month, Month(2017, 6));
  EXPECT_THAT(TakenBefore({}), IsEmpty());
}

}  // namespace
}  // namespace cuijiao::payroll
