// LED-1 over gRPC and a real database: vacancies that end in periods that are billed.
#include "cuijiao/ledger/v1/adjustment.grpc.pb.h"
#include "cuijiao/ledger/v1/statement.grpc.pb.h"
#include "services/ledger/domain/billing/billing.h"
#include "tests/integration/ledger_money/money_world.h"

namespace cuijiao::ledger {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// 30 % off the property fee of all projects.
const support::PolicyEdits kThirtyPercentOff = {{R"(project_id: ""
    property_bp: 0)",
                                                 R"(project_id: ""
    property_bp: 3000)"}};

class SupplementTest : public MoneyWorld {
 protected:
  SupplementTest() : MoneyWorld(kThirtyPercentOff) {
    PutFees(30'000, /*due_after=*/9);
    EXPECT_EQ(Put("2017-03-01").status(), absl::OkStatus());
    EXPECT_EQ(Bill("2017-01", "2017-04").status(), absl::OkStatus());
    ledger_.set_date(Date(2017, 4, 20));
  }

  absl::StatusOr<v1::PutVacancyResponse> Put(const std::string& from, const std::string& to = "",
                                             bool withdrawn = false) {
    v1::PutVacancyRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_unit_id("U1");
    request.set_from_date(from);
    request.set_to_date(to);
    request.set_withdrawn(withdrawn);
    return ledger_.Call<Billing>(&Billing::StubInterface::PutVacancy, ledger_.Finance(), request);
  }

  std::vector<v1::Bill> Made(const absl::StatusOr<v1::PutVacancyResponse>& response) {
    EXPECT_EQ(response.status(), absl::OkStatus());
    if (!response.ok()) return {};
    return {response->supplements().begin(), response->supplements().end()};
  }

  void Credit(const std::string& bill_id, std::int64_t fen) {
    v1::CreateCreditNoteRequest credit;
    credit.set_request_id(ledger_.NewRequestId());
    credit.set_bill_id(bill_id);
    credit.set_component(v1::BILL_COMPONENT_PRINCIPAL);
    credit.set_amount_fen(fen);
    credit.set_reason(v1::CreateCreditNoteRequest::REASON_NOT_OWED);
    credit.set_note("空置");
    const auto credited = ledger_.Call<v1::AdjustmentService>(
        &v1::AdjustmentService::StubInterface::CreateCreditNote, ledger_.Finance(), credit);
    ASSERT_EQ(credited.status(), absl::OkStatus());
  }

  // Principal of all bills of U1 in 2017 and what is scheduled beside them: definition 8.
  std::int64_t Receivable() {
    return Number(
               "SELECT SUM(principal_fen) AS n FROM bill WHERE unit_id = 'U1'"
               " AND period_end BETWEEN '2017-01-01' AND '2017-12-31'") +
           Number(
               "SELECT COALESCE(SUM(amount_fen), 0) AS n FROM scheduled_fee"
               " WHERE unit_id = 'U1' AND ended_date IS NULL");
  }

  void ExpectIntact() {
    const auto answer =
        ledger_.Call<v1::StatementService>(&v1::StatementService::StubInterface::VerifyIntegrity,
                                           ledger_.Finance(), v1::VerifyIntegrityRequest());
    ASSERT_EQ(answer.status(), absl::OkStatus());
    EXPECT_TRUE(answer->intact()) << answer->ShortDebugString();
  }
};

TEST_F(SupplementTest, LED1_AVacancyThatEndsInABilledPeriodMakesItsSupplement) {
  EXPECT_EQ(Receivable(), 2 * 30'000 + 10 * 21'000);
  // April's first 15 days were vacant, the other 15 were not.
  const auto made = Made(Put("2017-03-01", "2017-04-15"));
  ASSERT_THAT(made, SizeIs(1));
  EXPECT_EQ(made[0].id(), "U1/property/20170401-20170430/2");
  EXPECT_TRUE(made[0].is_supplement());
  EXPECT_EQ(made[0].period_start_date(), "2017-04-01");
  EXPECT_EQ(made[0].period_end_date(), "2017-04-30");
  EXPECT_EQ(made[0].principal_fen(), 4'500);
  EXPECT_EQ(made[0].unpaid_principal_fen(), 4'500);
  EXPECT_EQ(made[0].posting_date(), "2017-04-20");
  EXPECT_EQ(made[0].due_date(), "2017-04-29");
  const auto bills = Bills();
  ASSERT_THAT(bills, SizeIs(5));
  EXPECT_EQ(bills[4].id(), made[0].id());
  EXPECT_FALSE(bills[3].is_supplement());
  EXPECT_EQ(bills[3].principal_fen() + bills[4].principal_fen(), 25'500);
  // Once: as a bill; from May on the scheduled fees are whole again.
  EXPECT_EQ(Receivable(), 2 * 30'000 + 21'000 + 25'500 + 8 * 30'000);
  ExpectBooksRight();
  ExpectIntact();
}

TEST_F(SupplementTest, LED1_TheSameAgainMakesNothingAndAFurtherOneMakesTheRest) {
  ASSERT_THAT(Made(Put("2017-03-01", "2017-04-15")), SizeIs(1));
  EXPECT_THAT(Made(Put("2017-03-01", "2017-04-15")), IsEmpty());
  EXPECT_EQ(Bill("2017-03", "2017-04")->made_count(), 0);
  const auto made = Made(Put("2017-03-01", "", /*withdrawn=*/true));
  ASSERT_THAT(made, SizeIs(2));
  EXPECT_EQ(made[0].id(), "U1/property/20170301-20170331/2");
  EXPECT_EQ(made[0].principal_fen(), 9'000);
  EXPECT_EQ(made[1].id(), "U1/property/20170401-20170430/3");
  EXPECT_EQ(made[1].principal_fen(), 4'500);
  EXPECT_EQ(Receivable(), 12 * 30'000);
  ExpectBooksRight();
}

TEST_F(SupplementTest, LED1_ARepeatedRequestMakesNoSecondSupplement) {
  v1::PutVacancyRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_unit_id("U1");
  request.set_from_date("2017-03-01");
  request.set_to_date("2017-04-15");
  const auto first =
      ledger_.Call<Billing>(&Billing::StubInterface::PutVacancy, ledger_.Finance(), request);
  const auto again =
      ledger_.Call<Billing>(&Billing::StubInterface::PutVacancy, ledger_.Finance(), request);
  ASSERT_EQ(again.status(), absl::OkStatus());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(Bills(), SizeIs(5));
}

// LED-16: days before the put keep what was owed and scheduled then.
TEST_F(SupplementTest, Definition8_WhatWasKnownBeforeStays) {
  const auto receivable_on = [&](const char* date) {
    return Number(std::string("SELECT (SELECT COALESCE(SUM(l.amount_fen), 0) FROM journal_line l"
                              " WHERE l.unit_id = 'U1' AND l.kind = 'BILL'"
                              " AND l.account = 'RECEIVABLE' AND l.posting_date <= '") +
                  date +
                  "') + (SELECT COALESCE(SUM(s.amount_fen), 0) FROM scheduled_fee s"
                  " WHERE s.unit_id = 'U1' AND s.begun_date <= '" +
                  date + "' AND (s.ended_date IS NULL OR s.ended_date > '" + date + "')) AS n");
  };
  const std::int64_t before = receivable_on("2017-04-19");
  EXPECT_EQ(before, 2 * 30'000 + 10 * 21'000);
  ASSERT_THAT(Made(Put("2017-03-01", "2017-04-15")), SizeIs(1));
  EXPECT_EQ(receivable_on("2017-04-19"), before);
  EXPECT_EQ(receivable_on("2017-04-20"), 2 * 30'000 + 21'000 + 25'500 + 8 * 30'000);
}

// The prepayment that the unit holds pays a supplement like any bill, once it is due.
TEST_F(SupplementTest, LED1_ASupplementIsPaidLikeAnyBill) {
  ASSERT_EQ(Record(PaymentRequest(200'000, "2017-04-20")).status(), absl::OkStatus());
  const auto made = Made(Put("2017-03-01", "2017-04-15"));
  ASSERT_THAT(made, SizeIs(1));
  EXPECT_EQ(made[0].unpaid_principal_fen(), 4'500);
  ledger_.set_date(Date(2017, 4, 29));
  EXPECT_EQ(UnpaidOf(), 0);
  ExpectBooksRight();
  ExpectIntact();
}

TEST_F(SupplementTest, LED1_DaysThatBecomeVacantAreRefusedWithTheCreditNotesAmount) {
  const auto refused = Put("2017-02-15", "2017-02-28");
  EXPECT_EQ(ReasonOf(refused.status()), kPeriodBilled);
  auto values = ValuesOf(refused.status());
  EXPECT_EQ(values["bill_id"], "U1/property/20170201-20170228");
  EXPECT_EQ(values["billed_fen"], "30000");
  EXPECT_EQ(values["credit_fen"], "4500");
  EXPECT_EQ(values["credits"], "U1/property/20170201-20170228=4500");
  EXPECT_THAT(Bills(), SizeIs(4));
  // The way that it tells: then the same put stands, and asks for nothing a second time.
  Credit(values["bill_id"], 4'500);
  EXPECT_EQ(Bills()[1].unpaid_principal_fen(), 25'500);
  EXPECT_THAT(Made(Put("2017-02-15", "2017-02-28")), IsEmpty());
  EXPECT_THAT(Made(Put("2017-02-15", "2017-02-28")), IsEmpty());
  EXPECT_EQ(Bills()[1].unpaid_principal_fen(), 25'500);
  ExpectBooksRight();
}

// 300.00 a month less 30 %: April is billed 210.00; vacant until the 15th it costs 255.00, until
// the 20th 240.00, until the 10th 270.00.
TEST_F(SupplementTest, LED1_AVacancyIsMovedToAndFroWithItsCreditNotes) {
  const std::string april = "U1/property/20170401-20170430";
  ASSERT_THAT(Made(Put("2017-03-01", "2017-04-15")), SizeIs(1));
  auto values = ValuesOf(Put("2017-03-01", "2017-04-20").status());
  EXPECT_EQ(values["bill_id"], april + "/2");
  EXPECT_EQ(values["billed_fen"], "25500");
  EXPECT_EQ(values["credit_fen"], "1500");
  EXPECT_EQ(values["credit_count"], "1");
  EXPECT_EQ(values["credits"], april + "/2=1500");
  Credit(april + "/2", 1'499);
  values = ValuesOf(Put("2017-03-01", "2017-04-20").status());
  EXPECT_EQ(values["billed_fen"], "24001");
  EXPECT_EQ(values["credits"], april + "/2=1");
  Credit(april + "/2", 1);
  EXPECT_THAT(Made(Put("2017-03-01", "2017-04-20")), IsEmpty());
  const auto made = Made(Put("2017-03-01", "2017-04-10"));
  ASSERT_THAT(made, SizeIs(1));
  EXPECT_EQ(made[0].id(), april + "/3");
  EXPECT_EQ(made[0].principal_fen(), 3'000);
  ExpectBooksRight();
  ExpectIntact();
}

// The credit note came, the put of its days did not: what is owed is billed all the same.
TEST_F(SupplementTest, LED1_ACreditNoteThatWasForDaysThatWereNotVacantIsBilledAgain) {
  ASSERT_THAT(Made(Put("2017-03-01", "2017-04-15")), SizeIs(1));
  Credit("U1/property/20170401-20170430/2", 1'500);
  const auto made = Made(Put("2017-03-01", "2017-04-10"));
  ASSERT_THAT(made, SizeIs(1));
  EXPECT_EQ(made[0].principal_fen(), 3'000);
  ExpectBooksRight();
}

TEST_F(SupplementTest, LED1_ABillThatIsCreditedInFullGetsNoSupplement) {
  Credit("U1/property/20170401-20170430", 21'000);
  EXPECT_THAT(Made(Put("2017-03-01", "2017-04-15")), IsEmpty());
  EXPECT_THAT(Bills(), SizeIs(4));
}

// A vacancy that was shortened by mistake: the supplement is what is credited.
TEST_F(SupplementTest, LED1_AVacancyThatIsProlongedAgainAsksForTheSupplementsCredit) {
  ASSERT_THAT(Made(Put("2017-03-01", "2017-04-15")), SizeIs(1));
  const auto refused = Put("2017-03-01");
  EXPECT_EQ(ReasonOf(refused.status()), kPeriodBilled);
  EXPECT_EQ(ValuesOf(refused.status())["credits"], "U1/property/20170401-20170430/2=4500");
}

// The unit was measured again since: the supplement is of the area that was billed.
TEST_F(SupplementTest, LED1_ASupplementChargesTheAreaThatWasBilled) {
  v1::BatchPutFeeSchedulesRequest request;
  request.set_request_id(ledger_.NewRequestId());
  v1::FeeSchedule& schedule = *request.add_fee_schedules();
  schedule.set_unit_id("U1");
  schedule.set_fee_kind(v1::FEE_KIND_PROPERTY);
  schedule.set_period_months(1);
  schedule.set_price_e4_yuan_per_m2_month(20'000);
  schedule.set_from_date("2017-05-01");
  ASSERT_EQ(
      ledger_
          .Call<Billing>(&Billing::StubInterface::BatchPutFeeSchedules, ledger_.Finance(), request)
          .status(),
      absl::OkStatus());
  ASSERT_EQ(Bill("2017-05", "2017-05").status(), absl::OkStatus());  // 89.50 m² × 2.00 × 70 %
  ledger_.set_date(Date(2017, 5, 2));
  ASSERT_EQ(ledger_.PutText(R"(entries { unit { id: "U1" community_id: "C1"
                unit_no: "3栋2单元501" kind: KIND_HOME area_e2_m2: 10000 } })"),
            absl::OkStatus());
  ledger_.set_date(Date(2017, 5, 20));
  const auto made = Made(Put("2017-03-01", "2017-04-30"));
  ASSERT_THAT(made, SizeIs(1));
  EXPECT_EQ(made[0].principal_fen(), 17'900 - 12'530);
  // What is not billed yet goes by the new area.
  EXPECT_EQ(Bill("2017-06", "2017-06")->made_fen(), 20'000 + 30'000);
}

}  // namespace
}  // namespace cuijiao::ledger
