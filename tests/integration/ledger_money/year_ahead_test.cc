// LED-16: a year that nobody has looked at yet tells all the same how it was known at every moment.
#include "services/ledger/store/billing/bill_schedule_store.h"
#include "tests/integration/ledger_money/money_world.h"

namespace cuijiao::ledger {
namespace {

// 30 % off the property fee of all projects.
const support::PolicyEdits kLessThirtyPercent = {{R"(project_id: ""
    property_bp: 0)",
                                                  R"(project_id: ""
    property_bp: 3000)"}};

class YearAheadTest : public MoneyWorld {
 protected:
  YearAheadTest() : MoneyWorld(kLessThirtyPercent) {}

  void PutVacancy(const std::string& from, const std::string& to, bool withdrawn = false) {
    v1::PutVacancyRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_unit_id("U1");
    request.set_from_date(from);
    request.set_to_date(to);
    request.set_withdrawn(withdrawn);
    ASSERT_EQ(ledger_.Call<Billing>(&Billing::StubInterface::PutVacancy, ledger_.Finance(), request)
                  .status(),
              absl::OkStatus());
  }

  // U1's property fee is 2.00 yuan a m² and month, of 89.50 m².
  void PutPrice() {
    v1::BatchPutFeeSchedulesRequest request;
    request.set_request_id(ledger_.NewRequestId());
    v1::FeeSchedule& schedule = *request.add_fee_schedules();
    schedule.set_unit_id("U1");
    schedule.set_fee_kind(v1::FEE_KIND_PROPERTY);
    schedule.set_period_months(1);
    schedule.set_price_e4_yuan_per_m2_month(20'000);
    schedule.set_from_date("2017-01-01");
    ASSERT_EQ(ledger_
                  .Call<Billing>(&Billing::StubInterface::BatchPutFeeSchedules, ledger_.Finance(),
                                 request)
                  .status(),
              absl::OkStatus());
  }

  void Resize(std::int64_t area_e2_m2) {
    ASSERT_EQ(ledger_.PutText("entries { unit { id: \"U1\" community_id: \"C1\""
                              " unit_no: \"3栋2单元501\" kind: KIND_HOME area_e2_m2: " +
                              std::to_string(area_e2_m2) + " } }"),
              absl::OkStatus());
  }

  void LookAt(int year, Date today) {
    SystemIdSource ids;
    ASSERT_EQ(EnsureScheduledYear(ledger_.database(), ids, "C1", year, {absl::Now(), today}),
              absl::OkStatus());
  }

  // What was scheduled of U1's 2018 on a day.
  std::int64_t ScheduledOn(const std::string& day) {
    return Number(
        "SELECT COALESCE(SUM(amount_fen), 0) AS n FROM scheduled_fee WHERE unit_id = 'U1'"
        " AND period_end BETWEEN '2018-01-01' AND '2018-12-31' AND begun_date <= '" +
        day + "' AND (ended_date IS NULL OR ended_date > '" + day + "')");
  }
};

TEST_F(YearAheadTest, LED16_AVacancyThatIsPutChangedAndTakenBackIsRemembered) {
  PutFees(30'000);
  ledger_.set_date(Date(2017, 3, 20));
  PutVacancy("2018-01-01", "2018-02-28");
  ledger_.set_date(Date(2017, 3, 22));
  PutVacancy("2018-01-01", "2018-01-31");
  ledger_.set_date(Date(2017, 3, 25));
  PutVacancy("2018-01-01", "", /*withdrawn=*/true);
  LookAt(2018, Date(2017, 3, 27));
  EXPECT_EQ(ScheduledOn("2017-03-14"), 0);
  EXPECT_EQ(ScheduledOn("2017-03-15"), 12 * 30'000);
  EXPECT_EQ(ScheduledOn("2017-03-19"), 12 * 30'000);
  EXPECT_EQ(ScheduledOn("2017-03-20"), 10 * 30'000 + 2 * 21'000);
  EXPECT_EQ(ScheduledOn("2017-03-22"), 11 * 30'000 + 21'000);
  EXPECT_EQ(ScheduledOn("2017-03-24"), 11 * 30'000 + 21'000);
  EXPECT_EQ(ScheduledOn("2017-03-25"), 12 * 30'000);
}

TEST_F(YearAheadTest, LED16_AMeasureIsRemembered) {
  PutPrice();
  ledger_.set_date(Date(2017, 3, 20));
  Resize(10'000);
  ledger_.set_date(Date(2017, 3, 25));
  Resize(9'000);
  LookAt(2018, Date(2017, 3, 27));
  EXPECT_EQ(ScheduledOn("2017-03-19"), 12 * 17'900);
  EXPECT_EQ(ScheduledOn("2017-03-20"), 12 * 20'000);
  EXPECT_EQ(ScheduledOn("2017-03-24"), 12 * 20'000);
  EXPECT_EQ(ScheduledOn("2017-03-25"), 12 * 18'000);
  // Once it was looked at, changes are written as they come.
  ledger_.set_date(Date(2017, 3, 28));
  Resize(8'000);
  EXPECT_EQ(ScheduledOn("2017-03-27"), 12 * 18'000);
  EXPECT_EQ(ScheduledOn("2017-03-28"), 12 * 16'000);
}

}  // namespace
}  // namespace cuijiao::ledger
