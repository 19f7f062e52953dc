// LED-1 over gRPC and a real database: units that stand empty.
#include "services/ledger/domain/billing/vacancy.h"

#include "services/ledger/domain/billing/billing.h"
#include "tests/integration/ledger_money/money_world.h"

namespace cuijiao::ledger {
namespace {

// Of all projects 30 % off the property fee from April on; of P1, which has C1, 50 % from July on.
const support::PolicyEdits kVacancies = {
    {R"(effective_from: "2017-01-01"
    project_id: ""
    property_bp: 0)",
     R"(effective_from: "2017-04-01"
    project_id: ""
    property_bp: 3000)"},
    {"  # LED-20: 凭证科目",
     R"(  vacancy_discount { effective_from: "2017-07-01" project_id: "P1" property_bp: 5000
                     parking_bp: 0 shared_utilities_bp: 0 })"}};

class VacancyTest : public MoneyWorld {
 protected:
  VacancyTest() : MoneyWorld(kVacancies) {}

  v1::PutVacancyRequest Request(const std::string& from, const std::string& to = "",
                                bool withdrawn = false) const {
    v1::PutVacancyRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_unit_id("U1");
    request.set_from_date(from);
    request.set_to_date(to);
    request.set_withdrawn(withdrawn);
    return request;
  }

  absl::StatusOr<v1::PutVacancyResponse> Put(const v1::PutVacancyRequest& request) {
    return ledger_.Call<Billing>(&Billing::StubInterface::PutVacancy, ledger_.Finance(), request);
  }

  std::string ReasonFor(const v1::PutVacancyRequest& request) {
    return ReasonOf(Put(request).status());
  }

  // What is scheduled of U1's 2017 and not billed yet.
  std::int64_t Scheduled() {
    return Number(
        "SELECT COALESCE(SUM(amount_fen), 0) AS n FROM scheduled_fee"
        " WHERE unit_id = 'U1' AND ended_date IS NULL");
  }
};

TEST_F(VacancyTest, LED1_BillsOfVacantDaysAreLess) {
  PutFees(30'000);
  ASSERT_EQ(Put(Request("2017-04-16", "2017-05-31")).status(), absl::OkStatus());
  ASSERT_EQ(Bill("2017-03", "2017-06").status(), absl::OkStatus());
  const auto bills = Bills();
  ASSERT_EQ(bills.size(), 4);
  EXPECT_EQ(bills[0].principal_fen(), 30'000);
  EXPECT_EQ(bills[1].principal_fen(), 25'500);  // 15 of 30 days less 30 %
  EXPECT_EQ(bills[2].principal_fen(), 21'000);
  EXPECT_EQ(bills[3].principal_fen(), 30'000);
  ExpectBooksRight();
}

TEST_F(VacancyTest, LED1_TheDiscountIsThatOfTheProjectOnTheFirstDay) {
  EXPECT_EQ(Put(Request("2017-03-01", "2017-03-31"))->vacancies(0).property_bp(), 0);
  EXPECT_EQ(Put(Request("2017-04-01", "2017-04-30"))->vacancies(1).property_bp(), 3000);
  EXPECT_EQ(Put(Request("2017-06-30", "2017-06-30"))->vacancies(2).property_bp(), 3000);
  const auto own = Put(Request("2017-07-01"));
  ASSERT_EQ(own.status(), absl::OkStatus());
  ASSERT_EQ(own->vacancies_size(), 4);
  EXPECT_EQ(own->vacancies(3).property_bp(), 5000);
  EXPECT_EQ(own->vacancies(3).from_date(), "2017-07-01");
  EXPECT_EQ(own->vacancies(3).to_date(), "");

  v1::ListVacanciesRequest list;
  list.set_unit_id("U1");
  const auto listed =
      ledger_.Call<Billing>(&Billing::StubInterface::ListVacancies, ledger_.Finance(), list);
  ASSERT_EQ(listed.status(), absl::OkStatus());
  EXPECT_EQ(listed->SerializeAsString(), own->SerializeAsString());
}

// Definition 8: the receivable follows, and days before still have what was scheduled then.
TEST_F(VacancyTest, Definition8_ScheduledFeesFollow) {
  PutFees(30'000);
  ASSERT_EQ(Put(Request("2017-10-01")).status(), absl::OkStatus());
  EXPECT_EQ(Scheduled(), 9 * 30'000 + 3 * 15'000);
  ASSERT_EQ(Put(Request("2017-10-01", "2017-10-31")).status(), absl::OkStatus());
  EXPECT_EQ(Scheduled(), 11 * 30'000 + 15'000);
  ASSERT_EQ(Put(Request("2017-10-01", "", /*withdrawn=*/true)).status(), absl::OkStatus());
  EXPECT_EQ(Scheduled(), 12 * 30'000);
  // Nothing is lost: each is there with the day on which another took its place.
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM vacancy"), 2);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM vacancy WHERE replaced_date = '2017-03-15'"), 2);
}

TEST_F(VacancyTest, LED1_RefusalsNameTheirReasons) {
  PutFees(30'000);
  ASSERT_EQ(Bill("2017-01", "2017-04").status(), absl::OkStatus());
  EXPECT_EQ(ReasonFor(Request("2017-04-30")), kPeriodBilled);
  EXPECT_EQ(ReasonFor(Request("2017-05-02", "2017-05-01")), kVacancyDatesInvalid);
  EXPECT_EQ(ReasonFor(Request("2017-05-01", "", /*withdrawn=*/true)), kUnknownVacancy);
  EXPECT_EQ(ReasonFor(Request("2017-05-01")), "");
  EXPECT_EQ(ReasonFor(Request("2017-08-01")), kVacancyOverlap);
  v1::PutVacancyRequest nobodys = Request("2017-05-01");
  nobodys.set_unit_id("NOBODY");
  EXPECT_EQ(ReasonFor(nobodys), kUnknownUnit);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM vacancy"), 1);
}

TEST_F(VacancyTest, LED1_ARepeatedPutIsAnsweredAlike) {
  const v1::PutVacancyRequest request = Request("2017-05-01");
  const auto first = Put(request);
  const auto again = Put(request);
  ASSERT_EQ(again.status(), absl::OkStatus());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM vacancy"), 1);
}

}  // namespace
}  // namespace cuijiao::ledger
