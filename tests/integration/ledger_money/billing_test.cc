// LED-1 over gRPC and a real database.
#include <set>

#include "common/rpc/paging.h"
#include "fmt/format.h"
#include "services/ledger/domain/billing/billing.h"
#include "services/ledger/store/billing/bill_schedule_store.h"
#include "tests/integration/ledger_money/money_world.h"

namespace cuijiao::ledger {
namespace {

using ::testing::SizeIs;

class BillingTest : public MoneyWorld {};

TEST_F(BillingTest, LED1_ARunMakesEachBillOnce) {
  PutFees(20'000);
  const auto preview = Bill("2017-01", "2017-03", /*validate_only=*/true);
  ASSERT_EQ(preview.status(), absl::OkStatus());
  EXPECT_EQ(preview->made_count(), 6);
  EXPECT_THAT(Bills(), SizeIs(0));
  const auto made = Bill("2017-01", "2017-03");
  ASSERT_EQ(made.status(), absl::OkStatus());
  EXPECT_EQ(made->made_count(), 6);
  EXPECT_EQ(made->made_fen(), 120'000);
  const auto again = Bill("2017-01", "2017-04");
  EXPECT_EQ(again->made_count(), 2);
  EXPECT_EQ(again->existing_count(), 6);
  const auto bills = Bills();
  ASSERT_THAT(bills, SizeIs(4));
  EXPECT_EQ(bills[0].id(), "U1/property/20170101-20170131");
  EXPECT_EQ(bills[0].posting_date(), "2017-03-15");
  ExpectBooksRight();
}

TEST_F(BillingTest, LED1_SchedulesAreRefusedWithTheirReasons) {
  PutFees(20'000);
  v1::BatchPutFeeSchedulesRequest request;
  v1::FeeSchedule& schedule = *request.add_fee_schedules();
  schedule.set_unit_id("U1");
  schedule.set_fee_kind(v1::FEE_KIND_PROPERTY);
  schedule.set_period_months(1);
  schedule.set_fixed_fen_per_month(30'000);
  const auto put = [&](const std::string& from) {
    request.set_request_id(ledger_.NewRequestId());
    schedule.set_from_date(from);
    return ReasonOf(ledger_
                        .Call<Billing>(&Billing::StubInterface::BatchPutFeeSchedules,
                                       ledger_.Finance(), request)
                        .status());
  };
  EXPECT_EQ(put("2017-01-01"), kScheduleOverlap);
  ASSERT_EQ(Bill("2017-01", "2017-03").status(), absl::OkStatus());
  EXPECT_EQ(put("2017-03-31"), kPeriodBilled);
  EXPECT_EQ(put("2017-04-01"), "");
  schedule.set_unit_id("NOBODY");
  EXPECT_EQ(put("2017-04-01"), kUnknownUnit);
  // A year of it could not be billed, whenever that year is looked at.
  schedule.set_unit_id("U1");
  schedule.set_period_months(12);
  schedule.set_fixed_fen_per_month(kMaxAmountFen);
  EXPECT_EQ(put("2018-01-01"), kAmountTooLarge);

  v1::ListFeeSchedulesRequest list;
  list.set_unit_id("U1");
  const auto schedules =
      ledger_.Call<Billing>(&Billing::StubInterface::ListFeeSchedules, ledger_.Finance(), list);
  ASSERT_EQ(schedules.status(), absl::OkStatus());
  ASSERT_EQ(schedules->fee_schedules_size(), 2);
  EXPECT_EQ(schedules->fee_schedules(0).to_date(), "2017-03-31");
  EXPECT_EQ(schedules->fee_schedules(1).to_date(), "");
}

// 2018 is not looked at yet: the area is refused now, not when that year cannot be billed.
TEST_F(BillingTest, LED1_AnAreaIsRefusedForWhichABillWouldBeTooLarge) {
  v1::BatchPutFeeSchedulesRequest request;
  request.set_request_id(ledger_.NewRequestId());
  v1::FeeSchedule& schedule = *request.add_fee_schedules();
  schedule.set_unit_id("U1");
  schedule.set_fee_kind(v1::FEE_KIND_PROPERTY);
  schedule.set_period_months(12);
  schedule.set_price_e4_yuan_per_m2_month(100'000'000);
  schedule.set_from_date("2018-01-01");
  ASSERT_EQ(
      ledger_
          .Call<Billing>(&Billing::StubInterface::BatchPutFeeSchedules, ledger_.Finance(), request)
          .status(),
      absl::OkStatus());
  const auto resize = [&](std::int64_t area_e2_m2) {
    return ReasonOf(ledger_.PutText(fmt::format(
        R"(entries {{ unit {{ id: "U1" community_id: "C1" unit_no: "1-101" kind: KIND_HOME
           area_e2_m2: {} }} }})",
        area_e2_m2)));
  };
  // 10,000 yuan × 12 months × 83,333.33 m² is below ten thousand million yuan, 83,333.34 m² above.
  EXPECT_EQ(resize(8'333'334), kAmountTooLarge);
  EXPECT_EQ(resize(8'333'333), "");
}

TEST_F(BillingTest, Definition8_ScheduledFeesFollowSchedulesAndBills) {
  PutFees(20'000);
  SystemIdSource ids;
  const CompanyTime now{absl::FromUnixSeconds(1'489'500'000), Date(2017, 3, 15)};
  ASSERT_EQ(EnsureScheduledYear(ledger_.database(), ids, "C1", 2017, now), absl::OkStatus());
  ASSERT_EQ(EnsureScheduledYear(ledger_.database(), ids, "C1", 2017, now), absl::OkStatus());
  const auto open = "SELECT COUNT(*) AS n FROM scheduled_fee WHERE ended_date IS NULL";
  EXPECT_EQ(Number(open), 24);
  ASSERT_EQ(Bill("2017-01", "2017-02").status(), absl::OkStatus());
  EXPECT_EQ(Number(open), 20);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM scheduled_fee WHERE ended_date = '2017-03-15'"), 4);
}

TEST_F(BillingTest, ARangeOfMoreThanAYearIsRefused) {
  EXPECT_EQ(Bill("2017-01", "2017-12").status(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Bill("2017-01", "2018-01").status()), kFieldsInvalid);
  EXPECT_EQ(ReasonOf(Bill("2017-02", "2017-01").status()), kFieldsInvalid);
}

TEST_F(BillingTest, LED1_AnUnknownCommunityIsNamed) {
  v1::RunBillingRequest request;
  request.set_community_id("C404");
  request.set_from_month("2017-01");
  request.set_to_month("2017-01");
  for (const bool validate_only : {false, true}) {
    request.set_validate_only(validate_only);
    const absl::Status status =
        ledger_.Call<Billing>(&Billing::StubInterface::RunBilling, ledger_.Finance(), request)
            .status();
    EXPECT_EQ(ReasonOf(status), "UNKNOWN_COMMUNITY");
    EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("C404"));
  }
}

TEST_F(BillingTest, PagesOfBillsAreInOrderAndBoundToTheirQuery) {
  PutFees(20'000);
  ASSERT_EQ(Bill("2017-01", "2017-12").status(), absl::OkStatus());
  v1::ListBillsRequest request;
  request.set_unit_id("U1");
  request.set_page_size(5);
  std::set<std::string> seen;
  std::string token;
  do {
    request.set_page_token(token);
    const auto page =
        ledger_.Call<Billing>(&Billing::StubInterface::ListBills, ledger_.Finance(), request);
    ASSERT_EQ(page.status(), absl::OkStatus());
    for (const v1::Bill& bill : page->bills()) EXPECT_TRUE(seen.insert(bill.id()).second);
    token = page->next_page_token();
    if (!token.empty()) {
      v1::ListBillsRequest other = request;
      other.set_unit_id("U2");
      other.set_page_token(token);
      EXPECT_EQ(
          ReasonOf(
              ledger_.Call<Billing>(&Billing::StubInterface::ListBills, ledger_.Finance(), other)
                  .status()),
          kPageTokenInvalid);
    }
  } while (!token.empty());
  EXPECT_THAT(seen, SizeIs(12));
}

}  // namespace
}  // namespace cuijiao::ledger
