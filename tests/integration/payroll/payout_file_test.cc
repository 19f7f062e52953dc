// Released payouts as a CSV file (INC-12).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"
#include "services/payroll/domain/reasons.h"
#include "tests/integration/payroll/payroll_world.h"

namespace cuijiao::payroll {
namespace {

constexpr char kHeader[] =
    "\xEF\xBB\xBF"
    "发放单 payout_id,位置 position,核算月份 month,发放月份 pay_month,工号 employee_no,"
    "员工编号 staff_id,金额 amount,状态 state\r\n";

// March with a deduction of 600.00, and April, both closed.
class PayoutFile : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.PutUnit("K1", "C1", Yuan("1000"));
    world_.ApprovePlan("P1", 3000);
    for (const int month : {1, 2, 3, 4}) world_.Close(Month(2017, month));
  }

  void Release(const std::string& month, const std::vector<WageLine>& wages) {
    if (!wages.empty()) world_.PutWages(month, wages);
    world_.RunMonth(ParseMonth(month).value());
    const absl::StatusOr<v1::Run> released = world_.Release(month);
    ASSERT_TRUE(released.ok()) << released.status();
  }
  absl::StatusOr<v1::ExportPayoutsResponse> Export(const v1::ExportPayoutsRequest& request) {
    return world_.Call(&v1::PayrollService::StubInterface::ExportPayouts, world_.ledger().Finance(),
                       request);
  }
  absl::StatusOr<v1::ExportPayoutsResponse> ExportMonth(const std::string& month) {
    v1::ExportPayoutsRequest request;
    request.set_month(month);
    return Export(request);
  }
  // The row of the payout at a position.
  std::string Row(std::int64_t position, const std::string& rest) {
    const std::string id = world_.Payouts(position - 1, 1)->payouts(0).id();
    return absl::StrCat(id, ",", position, ",", rest, "\r\n");
  }

  PayrollWorld world_;
};

TEST_F(PayoutFile, HoldsEveryPayoutOfTheMonthInOrderWithExactAmounts) {
  Release("2017-03", {{"S1", "6000"}, {"S2", "5000"}});
  Release("2017-04", {{"S2", "5000"}});
  const absl::StatusOr<v1::ExportPayoutsResponse> march = ExportMonth("2017-03");
  ASSERT_TRUE(march.ok()) << march.status();
  EXPECT_EQ(march->content(), kHeader + Row(1, "2017-03,2017-04,E001,S1,-600.00,RELEASED") +
                                  Row(2, "2017-03,2017-04,E002,S2,0.00,RELEASED"));
  EXPECT_EQ(march->row_count(), 2);
  EXPECT_EQ(march->last_position(), 2);
  EXPECT_FALSE(march->more());
  EXPECT_EQ(ExportMonth("2017-04")->row_count(), 1);
  EXPECT_EQ(Export({})->row_count(), 3);
}

TEST_F(PayoutFile, ItsPagesMakeOneFile) {
  Release("2017-03", {{"S1", "6000"}, {"S2", "5000"}, {"L1", "7000"}});
  v1::ExportPayoutsRequest request;
  request.set_month("2017-03");
  request.set_page_size(2);
  const absl::StatusOr<v1::ExportPayoutsResponse> first = Export(request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_TRUE(first->more());
  EXPECT_EQ(first->last_position(), 2);
  request.set_after_position(first->last_position());
  request.set_without_header(true);
  const absl::StatusOr<v1::ExportPayoutsResponse> second = Export(request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_FALSE(second->more());
  EXPECT_EQ(first->content() + second->content(), ExportMonth("2017-03")->content());
  request.set_after_position(3);
  EXPECT_EQ(Export(request)->content(), "");
  EXPECT_EQ(Export(request)->last_position(), 3);
}

TEST_F(PayoutFile, AnEmptyMonthIsAFileWithItsHeaderAlone) {
  Release("2017-03", {});
  const absl::StatusOr<v1::ExportPayoutsResponse> march = ExportMonth("2017-03");
  ASSERT_TRUE(march.ok()) << march.status();
  EXPECT_EQ(march->content(), kHeader);
  EXPECT_EQ(march->row_count(), 0);
}

TEST_F(PayoutFile, AMonthThatIsNotReleasedIsRefused) {
  EXPECT_EQ(ReasonOf(ExportMonth("2017-03").status()), kUnknownRun);
  world_.PutWages("2017-03", {{"S1", "6000"}});
  const absl::StatusOr<v1::Run> run = world_.Calculate("2017-03");
  ASSERT_TRUE(run.ok()) << run.status();
  EXPECT_EQ(ReasonOf(ExportMonth("2017-03").status()), kRunState);
  ASSERT_TRUE(world_.Approve("2017-03", run->etag(), world_.Approver()).ok());
  EXPECT_EQ(ReasonOf(ExportMonth("2017-03").status()), kRunState);
  EXPECT_EQ(Export({})->content(), kHeader) << "without a month: what is released, so far nothing";
}

TEST_F(PayoutFile, ANumberThatASpreadsheetWouldRunIsGuarded) {
  world_.Put(R"(entries { staff { id: "S2" name: "李娜" employee_no: "=1+1" } })");
  Release("2017-03", {{"S2", "5000"}});
  EXPECT_THAT(ExportMonth("2017-03")->content(), ::testing::HasSubstr(",'=1+1,S2,"));
}

}  // namespace
}  // namespace cuijiao::payroll
