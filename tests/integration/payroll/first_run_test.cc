// Which month's run is the first, and what comes into it from before.
#include <gtest/gtest.h>

#include "common/status/reason.h"
#include "services/payroll/domain/reasons.h"
#include "tests/integration/payroll/payroll_world.h"

namespace cuijiao::payroll {
namespace {

// The scheme is in force from March 2017 on; the ledger closed no month yet.
class FirstRun : public ::testing::Test {
 protected:
  PayrollWorld world_;
};

TEST_F(FirstRun, INC10_IsOfTheFirstMonthThatTheLedgerClosed) {
  EXPECT_EQ(ReasonOf(world_.Calculate("2017-06").status()), "MONTH_OPEN");
  world_.PutDebtor("K1", Yuan("1000"));
  world_.SetDate(Date(2017, 6, 10));
  world_.Work("S1", "K1");
  world_.Pay("K1", Yuan("2200"), Date(2017, 6, 10));
  for (const int month : {6, 7, 8}) {
    world_.Close(Month(2017, month));
    world_.PutWages(FormatMonth(Month(2017, month)), {{"S1", "6000"}});
  }

  EXPECT_EQ(ReasonOf(world_.Calculate("2017-05").status()), "MONTH_OPEN")
      << "no run of a month that the books do not have";
  EXPECT_EQ(ReasonOf(world_.Calculate("2017-07").status()), kEarlierRunMissing);
  const absl::StatusOr<v1::Run> june = world_.Calculate("2017-06");
  ASSERT_TRUE(june.ok()) << june.status();
  EXPECT_EQ(Fen(june->totals().pool_fen()), Yuan("30")) << "3 % of 1,000.00";

  ASSERT_TRUE(world_.Approve("2017-06", june->etag(), world_.Approver()).ok());
  EXPECT_EQ(ReasonOf(world_.Calculate("2017-08").status()), kEarlierRunMissing)
      << "from the first on no month is skipped";
  EXPECT_TRUE(world_.Calculate("2017-07").ok());
}

TEST_F(FirstRun, INC10_BooksMayBeginWithTheScheme) {
  world_.Close(Month(2017, 3));
  world_.PutWages("2017-03", {{"S1", "6000"}});
  const absl::StatusOr<v1::Run> march = world_.Calculate("2017-03");
  EXPECT_TRUE(march.ok()) << march.status();
}

}  // namespace
}  // namespace cuijiao::payroll
