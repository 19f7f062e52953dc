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

TEST_F(FirstRun, INC8_TakesAllChargesFromBeforeItHoweverOld) {
  world_.ReportPromise("S2", "U3", Yuan("100"));  // in January 2017
  world_.SetDate(Date(2018, 2, 10));
  world_.ReportPromise("S2", "U3", Yuan("50"));
  world_.Close(Month(2018, 3));
  world_.PutWages("2018-03", {{"S2", "6000"}});
  const absl::StatusOr<v1::Run> march = world_.Calculate("2018-03");
  ASSERT_TRUE(march.ok()) << march.status();
  EXPECT_EQ(Fen(march->totals().compensation_fen()), Yuan("150"));
  const auto of_march =
      world_.admin_database().Read("ChargesOfMarch", [](db::Transaction& transaction) {
        return transaction.Query("SELECT charge_id FROM charge WHERE month = '2018-03-01'");
      });
  ASSERT_TRUE(of_march.ok()) << of_march.status();
  EXPECT_EQ(of_march->size(), 2U) << "both are charges of the first run's month";
  ASSERT_TRUE(world_.Approve("2018-03", march->etag(), world_.Approver()).ok());

  // What comes after the run but still in March is April's alone, and nothing is charged twice.
  world_.ReportPromise("S2", "U3", Yuan("25"));
  world_.Close(Month(2018, 4));
  world_.PutWages("2018-04", {{"S2", "6000"}});
  const absl::StatusOr<v1::Run> april = world_.Calculate("2018-04");
  ASSERT_TRUE(april.ok()) << april.status();
  EXPECT_EQ(Fen(april->totals().compensation_fen()), Yuan("25"));
}

}  // namespace
}  // namespace cuijiao::payroll
