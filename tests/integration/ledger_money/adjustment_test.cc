// LED-15 and LED-18 over gRPC: credit notes, costs, late fee.
#include "services/ledger/domain/billing/adjustment.h"
#include "cuijiao/ledger/v1/adjustment.grpc.pb.h"
#include "cuijiao/ledger/v1/plan.grpc.pb.h"
#include "cuijiao/ledger/v1/statement.grpc.pb.h"
#include "tests/integration/ledger_money/money_world.h"

namespace cuijiao::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using Adjustments = v1::AdjustmentService;
using Statements = v1::StatementService;

// 0.05 % a day from 2017 on, after 10 days of grace, at most 10 % of the principal; P2 has none.
const support::PolicyEdits kLateFee = {
    {"    daily_rate_e6: 0\n    grace_days: 0\n    cap_bp: 0\n  }\n",
     "    daily_rate_e6: 500\n    grace_days: 10\n    cap_bp: 1000\n  }\n"
     "  late_fee { effective_from: \"2017-01-01\" project_id: \"P2\" daily_rate_e6: 0"
     " grace_days: 0 cap_bp: 0 }\n"}};

class AdjustmentTest : public MoneyWorld {
 protected:
  // U1 and U2 owe 100.00 a month from January on, due on its first day.
  AdjustmentTest() : MoneyWorld(kLateFee) {
    PutFees(100'00);
    EXPECT_EQ(Bill("2017-01", "2017-03").status(), absl::OkStatus());
  }

  std::string BillId(int month, const std::string& unit = "U1") {
    return Bills(unit)[static_cast<std::size_t>(month) - 1].id();
  }

  [[nodiscard]] v1::CreateCreditNoteRequest CreditRequest(const std::string& bill_id,
                                                          std::int64_t fen) const {
    v1::CreateCreditNoteRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_bill_id(bill_id);
    request.set_component(v1::BILL_COMPONENT_PRINCIPAL);
    request.set_amount_fen(fen);
    request.set_reason(v1::CreateCreditNoteRequest::REASON_WRONG_AREA);
    request.set_note("孙丽华的面积量错了");
    return request;
  }

  absl::StatusOr<v1::Adjustment> Credit(const v1::CreateCreditNoteRequest& request) {
    return ledger_.Call<Adjustments>(&Adjustments::StubInterface::CreateCreditNote,
                                     ledger_.Finance(), request);
  }

  absl::StatusOr<v1::Adjustment> ChargeCost(const std::string& bill_id, std::int64_t fen) {
    v1::ChargeCostRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_bill_id(bill_id);
    request.set_amount_fen(fen);
    request.set_note("诉讼费");
    return ledger_.Call<Adjustments>(&Adjustments::StubInterface::ChargeCost, ledger_.Finance(),
                                     request);
  }

  absl::StatusOr<v1::LateFees> Quote(const std::string& unit, const std::string& through = "",
                                     const std::vector<std::string>& bill_ids = {}) {
    v1::QuoteLateFeesRequest request;
    request.set_unit_id(unit);
    request.set_through_date(through);
    for (const std::string& id : bill_ids) request.add_bill_ids(id);
    return ledger_.Call<Adjustments>(&Adjustments::StubInterface::QuoteLateFees, ledger_.Finance(),
                                     request);
  }

  [[nodiscard]] v1::ChargeLateFeesRequest FeesRequest(const std::string& through) const {
    v1::ChargeLateFeesRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_unit_id("U1");
    request.set_through_date(through);
    return request;
  }

  absl::StatusOr<v1::LateFees> ChargeFees(const v1::ChargeLateFeesRequest& request) {
    return ledger_.Call<Adjustments>(&Adjustments::StubInterface::ChargeLateFees, ledger_.Finance(),
                                     request);
  }

  v1::Statement StatementOf(const std::string& unit, const std::string& as_of = "") {
    v1::GetStatementRequest request;
    request.set_unit_id(unit);
    request.set_as_of_date(as_of);
    return ledger_
        .Call<Statements>(&Statements::StubInterface::GetStatement, ledger_.Finance(), request)
        .value();
  }

  void ExpectIntact() {
    const auto answer = ledger_.Call<Statements>(&Statements::StubInterface::VerifyIntegrity,
                                                 ledger_.Finance(), v1::VerifyIntegrityRequest());
    ASSERT_EQ(answer.status(), absl::OkStatus());
    EXPECT_TRUE(answer->intact()) << answer->ShortDebugString();
    ExpectBooksRight();
  }

  v1::CollectionRate RateOn(const std::string& as_of) {
    v1::GetCollectionRateRequest request;
    request.set_community_id("C1");
    request.set_as_of_date(as_of);
    return ledger_
        .Call<v1::PlanService>(&v1::PlanService::StubInterface::GetCollectionRate,
                               ledger_.Finance(), request)
        .value();
  }
};

TEST_F(AdjustmentTest, LED18_CreditNoteFreesWhatWasPaid) {
  const std::string january = BillId(1);
  const auto paid = Record(PaymentRequest(300'00));
  ASSERT_EQ(paid.status(), absl::OkStatus());
  const auto credit = Credit(CreditRequest(january, 30'00));
  ASSERT_EQ(credit.status(), absl::OkStatus());
  EXPECT_EQ(credit->freed_fen(), 30'00);
  EXPECT_EQ(credit->bill().credited_fen(), 30'00);
  EXPECT_EQ(credit->bill().unpaid_principal_fen(), 0);
  EXPECT_EQ(credit->note(), "");  // personal: answers are remembered
  EXPECT_EQ(Get(paid->id())->prepayment_fen(), 30'00);
  // The reversal of the payment takes the freed money out with the rest.
  ASSERT_EQ(Reverse(paid->id()).status(), absl::OkStatus());
  EXPECT_EQ(UnpaidOf(), 270'00);
  ExpectIntact();
}

TEST_F(AdjustmentTest, LED18_TheSameRequestIsOneCreditNote) {
  const v1::CreateCreditNoteRequest request = CreditRequest(BillId(1), 10'00);
  const auto first = Credit(request);
  ASSERT_EQ(first.status(), absl::OkStatus());
  EXPECT_EQ(Credit(request)->id(), first->id());
  EXPECT_EQ(UnpaidOf(), 290'00);
  v1::CreateCreditNoteRequest other = request;
  other.set_amount_fen(11'00);
  EXPECT_EQ(ReasonOf(Credit(other).status()), "REQUEST_ID_REUSED");
}

TEST_F(AdjustmentTest, LED18_RefusalsNameBillAndBound) {
  const auto too_much = Credit(CreditRequest(BillId(1), 100'01));
  EXPECT_EQ(ReasonOf(too_much.status()), kCreditExceedsBill);
  EXPECT_EQ(ValuesOf(too_much.status())["creditable_fen"], "10000");
  const auto unknown = Credit(CreditRequest("U1/property/20990101-20990131", 1));
  EXPECT_EQ(unknown.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(unknown.status()), kUnknownBill);
  EXPECT_EQ(UnpaidOf(), 300'00);
}

TEST_F(AdjustmentTest, Definition8_CreditNotesLowerTheReceivableFromTheirPostingDateOn) {
  // Two units, 1,200.00 a year each.
  EXPECT_EQ(RateOn("2017-03-15").receivable_fen(), 2'400'00);
  ledger_.set_date(Date(2017, 3, 20));
  ASSERT_EQ(Credit(CreditRequest(BillId(1), 40'00)).status(), absl::OkStatus());
  EXPECT_EQ(RateOn("2017-03-19").receivable_fen(), 2'400'00);
  EXPECT_EQ(RateOn("2017-03-20").receivable_fen(), 2'360'00);
}

TEST_F(AdjustmentTest, Definition7_FreedMoneyStaysAReceiptAsLongAsSomethingIsLeftToPay) {
  ASSERT_EQ(Record(PaymentRequest(100'00)).status(), absl::OkStatus());
  ASSERT_EQ(Credit(CreditRequest(BillId(1), 40'00)).status(), absl::OkStatus());
  EXPECT_EQ(RateOn("2017-03-15").received_fen(), 100'00);  // 60.00 and 40.00 of February's
  ExpectIntact();
}

TEST_F(AdjustmentTest, LED5_TheStatementShowsAdjustments) {
  ASSERT_EQ(Credit(CreditRequest(BillId(1), 40'00)).status(), absl::OkStatus());
  ASSERT_EQ(ChargeCost(BillId(2), 50'00).status(), absl::OkStatus());
  const v1::Statement statement = StatementOf("U1");
  ASSERT_THAT(statement.lines(), SizeIs(5));
  EXPECT_EQ(statement.lines(3).kind(), v1::StatementLine::KIND_CREDIT_NOTE);
  EXPECT_EQ(statement.lines(3).owed_change_fen(), -40'00);
  EXPECT_EQ(statement.lines(4).kind(), v1::StatementLine::KIND_COST);
  EXPECT_EQ(statement.lines(4).owed_change_fen(), 50'00);
  EXPECT_EQ(statement.closing_owed_fen(), 310'00);
}

TEST_F(AdjustmentTest, LED15_QuotedForADayAndBookedOnlyWhenCharged) {
  // January: due on the 1st, grace to the 11th; from January 12 to March 15 63 days of 0.05.
  // February: from February 12 on 32 days. March: from March 12 on 4 days.
  const auto quote = Quote("U1");
  ASSERT_EQ(quote.status(), absl::OkStatus());
  ASSERT_THAT(quote->late_fees(), SizeIs(3));
  EXPECT_EQ(quote->late_fees(0).charge_fen(), 63 * 5);
  EXPECT_EQ(quote->late_fees(0).cap_fen(), 10'00);
  EXPECT_THAT(quote->late_fees(0).spans(), SizeIs(1));
  EXPECT_EQ(quote->late_fees(0).spans(0).from_date(), "2017-01-12");
  EXPECT_EQ(quote->charge_fen(), (63 + 32 + 4) * 5);
  EXPECT_EQ(UnpaidOf(), 300'00);

  const v1::ChargeLateFeesRequest request = FeesRequest("");
  const auto charged = ChargeFees(request);
  ASSERT_EQ(charged.status(), absl::OkStatus());
  EXPECT_EQ(charged->charge_fen(), quote->charge_fen());
  EXPECT_EQ(UnpaidOf(), 300'00 + quote->charge_fen());
  EXPECT_EQ(Bills()[0].unpaid_late_fee_fen(), 63 * 5);
  // Again: the same request answers alike, another finds nothing left.
  EXPECT_EQ(ChargeFees(request)->charge_fen(), quote->charge_fen());
  EXPECT_EQ(ChargeFees(FeesRequest(""))->charge_fen(), 0);
  ledger_.set_date(Date(2017, 3, 16));
  EXPECT_EQ(ChargeFees(FeesRequest(""))->charge_fen(), 3 * 5);
  ExpectIntact();
}

TEST_F(AdjustmentTest, LED15_NeverOnLateFeeAndTheCapHolds) {
  ledger_.set_date(Date(2017, 12, 31));
  ASSERT_EQ(ChargeFees(FeesRequest("2017-07-30")).status(), absl::OkStatus());
  // 0.05 a day for 200 days is 10.00, the cap of January's bill.
  EXPECT_EQ(Bills()[0].unpaid_late_fee_fen(), 10'00);
  ASSERT_EQ(ChargeFees(FeesRequest("")).status(), absl::OkStatus());
  EXPECT_EQ(Bills()[0].unpaid_late_fee_fen(), 10'00);
  EXPECT_EQ(Bills()[2].unpaid_late_fee_fen(), 10'00);
}

TEST_F(AdjustmentTest, LED15_GoesByTheReceivedDate) {
  // Received on January 21, recorded in March: 9 days of January's bill, and no more.
  v1::RecordPaymentRequest payment = PaymentRequest(100'00, "2017-01-21");
  ASSERT_EQ(Record(payment).status(), absl::OkStatus());
  const auto quote = Quote("U1", "", {BillId(1)});
  ASSERT_EQ(quote.status(), absl::OkStatus());
  EXPECT_EQ(quote->charge_fen(), 9 * 5);
}

TEST_F(AdjustmentTest, LED15_ABouncedPaymentWasNeverPaidOneGivenBackWas) {
  const auto bounced = Record(PaymentRequest(100'00, "2017-02-10"));
  ASSERT_EQ(bounced.status(), absl::OkStatus());
  ASSERT_EQ(Reverse(bounced->id()).status(), absl::OkStatus());
  EXPECT_EQ(Quote("U1", "", {BillId(1)})->charge_fen(), 63 * 5);
  // Paid on February 10, paid back on March 15: 29 days until it was paid, and March 15.
  const auto back = Record(PaymentRequest(100'00, "2017-02-10"));
  ASSERT_EQ(back.status(), absl::OkStatus());
  ASSERT_EQ(Refund(back->id(), 100'00).status(), absl::OkStatus());
  EXPECT_EQ(Quote("U1", "", {BillId(1)})->charge_fen(), (29 + 1) * 5);
}

TEST_F(AdjustmentTest, LED15_ACreditedAmountWasNeverOwed) {
  ASSERT_EQ(Credit(CreditRequest(BillId(1), 40'00)).status(), absl::OkStatus());
  EXPECT_EQ(Quote("U1", "", {BillId(1)})->charge_fen(), 63 * 3);
}

TEST_F(AdjustmentTest, LED15_OtherProjectsHaveTheirOwnTerms) {
  v1::BatchPutFeeSchedulesRequest request;
  request.set_request_id(ledger_.NewRequestId());
  v1::FeeSchedule& schedule = *request.add_fee_schedules();
  schedule.set_unit_id("U9");
  schedule.set_fee_kind(v1::FEE_KIND_PROPERTY);
  schedule.set_period_months(1);
  schedule.set_fixed_fen_per_month(100'00);
  schedule.set_from_date("2017-01-01");
  ASSERT_EQ(
      ledger_
          .Call<Billing>(&Billing::StubInterface::BatchPutFeeSchedules, ledger_.Finance(), request)
          .status(),
      absl::OkStatus());
  v1::RunBillingRequest run;
  run.set_community_id("C9");
  run.set_from_month("2017-01");
  run.set_to_month("2017-01");
  ASSERT_EQ(
      ledger_.Call<Billing>(&Billing::StubInterface::RunBilling, ledger_.Finance(), run).status(),
      absl::OkStatus());
  EXPECT_EQ(Quote("U9")->charge_fen(), 0);
}

TEST_F(AdjustmentTest, LED15_RefusesDaysToComeAndBillsOfOthers) {
  EXPECT_EQ(Quote("U1", "2017-03-15").status(), absl::OkStatus());
  const auto tomorrow = Quote("U1", "2017-03-16");
  EXPECT_EQ(ReasonOf(tomorrow.status()), kThroughDateInFuture);
  EXPECT_EQ(ReasonOf(Quote("U1", "", {BillId(1, "U2")}).status()), kUnknownBill);
}

TEST_F(AdjustmentTest, LED2_PaymentsGoToCostsAndLateFeeFirst) {
  ASSERT_EQ(ChargeFees(FeesRequest("")).status(), absl::OkStatus());
  ASSERT_EQ(ChargeCost(BillId(1), 50'00).status(), absl::OkStatus());
  const auto paid = Record(PaymentRequest(60'00));
  ASSERT_EQ(paid.status(), absl::OkStatus());
  ASSERT_THAT(paid->allocations(), SizeIs(3));
  EXPECT_EQ(paid->allocations(0).component(), v1::BILL_COMPONENT_COST);
  EXPECT_EQ(paid->allocations(0).amount_fen(), 50'00);
  EXPECT_EQ(paid->allocations(1).component(), v1::BILL_COMPONENT_LATE_FEE);
  EXPECT_EQ(paid->allocations(1).amount_fen(), 63 * 5);
  EXPECT_EQ(paid->allocations(2).component(), v1::BILL_COMPONENT_PRINCIPAL);
  ExpectIntact();
}

TEST_F(AdjustmentTest, LED18_AdjustmentsAreListedWithTheirNotes) {
  ASSERT_EQ(Credit(CreditRequest(BillId(1), 40'00)).status(), absl::OkStatus());
  ASSERT_EQ(ChargeCost(BillId(2), 50'00).status(), absl::OkStatus());
  v1::ListAdjustmentsRequest request;
  request.set_unit_id("U1");
  request.set_page_size(1);
  std::vector<std::string> notes;
  do {
    const auto page = ledger_.Call<Adjustments>(&Adjustments::StubInterface::ListAdjustments,
                                                ledger_.Finance(), request);
    ASSERT_EQ(page.status(), absl::OkStatus());
    for (const v1::Adjustment& adjustment : page->adjustments()) {
      notes.push_back(adjustment.note());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(notes, ElementsAre("孙丽华的面积量错了", "诉讼费"));
  // What was written stands nowhere in the clear.
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM adjustment WHERE INSTR(note_cipher, '孙丽华') > 0"),
            0);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM event WHERE INSTR(body, '孙丽华') > 0"), 0);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM request_log WHERE INSTR(response, '孙丽华') > 0"), 0);
}

TEST_F(AdjustmentTest, LED14_TheFeedTellsTheWholeFact) {
  ASSERT_EQ(Credit(CreditRequest(BillId(1), 40'00)).status(), absl::OkStatus());
  v1::ListEventsRequest request;
  request.set_partition("C1");
  request.set_max_events(100);
  const auto events =
      ledger_.Call<Feed>(&Feed::StubInterface::ListEvents, ledger_.Service("escalation"), request);
  ASSERT_EQ(events.status(), absl::OkStatus());
  const v1::Event& last = events->events(events->events_size() - 1);
  ASSERT_TRUE(last.has_bill_adjusted()) << last.ShortDebugString();
  EXPECT_EQ(last.bill_adjusted().kind(), v1::Adjustment::KIND_CREDIT_NOTE);
  EXPECT_EQ(last.bill_adjusted().bill().unpaid_principal_fen(), 60'00);
  EXPECT_EQ(last.unit_id(), "U1");
}

}  // namespace
}  // namespace cuijiao::ledger
