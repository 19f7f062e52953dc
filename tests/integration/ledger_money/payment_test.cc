// LED-2 and LED-3 over gRPC and a real database.
#include "tests/integration/ledger_money/money_world.h"

#include "services/ledger/domain/payments/posting_payment.h"
#include "services/ledger/domain/payments/refund.h"

namespace cuijiao::ledger {
namespace {

using ::testing::SizeIs;

class PaymentTest : public MoneyWorld {
 protected:
  std::string Reason(const v1::RecordPaymentRequest& request,
                     const support::Caller* caller = nullptr) {
    return ReasonOf(ledger_
                        .Call<Payments>(&Payments::StubInterface::RecordPayment,
                                        caller == nullptr ? ledger_.Finance() : *caller, request)
                        .status());
  }
};

TEST_F(PaymentTest, LED2_RecordsAllocatesAndCreditsTheResponsibleCollector) {
  PutOpening(50'000, 300, 200);
  PutFees(20'000);
  ASSERT_EQ(Bill("2017-01", "2017-04").status(), absl::OkStatus());
  v1::RecordPaymentRequest request = PaymentRequest(75'000);
  request.add_collaborator_ids("S2");
  request.set_external_reference("WX-1");
  const auto payment = Record(request);
  ASSERT_EQ(payment.status(), absl::OkStatus());
  EXPECT_EQ(payment->collector_id(), "S1");
  EXPECT_EQ(payment->posting_date(), "2017-03-15");
  EXPECT_EQ(payment->recorded_by(), "F1");
  ASSERT_THAT(payment->allocations(), SizeIs(5));
  EXPECT_EQ(payment->allocations(0).component(), v1::BILL_COMPONENT_COST);
  EXPECT_EQ(payment->allocations(2).amount_fen(), 50'000);
  EXPECT_TRUE(payment->allocations(2).historical());
  EXPECT_EQ(payment->allocations(4).amount_fen(), 4'500);
  EXPECT_EQ(UnpaidOf(), 80'000 - 24'500);

  const auto read = Get(payment->id());
  ASSERT_EQ(read.status(), absl::OkStatus());
  EXPECT_EQ(read->SerializeAsString(), payment->SerializeAsString());
  ExpectBooksRight();
}

TEST_F(PaymentTest, LED2_EachRefusalHasItsReason) {
  PutFees(20'000);
  ASSERT_EQ(Bill("2017-01", "2017-01").status(), absl::OkStatus());
  v1::RecordPaymentRequest request = PaymentRequest(100);
  request.set_unit_id("NOBODY");
  EXPECT_EQ(Reason(request), kUnknownUnit);
  request = PaymentRequest(100);
  request.set_collector_id("NOBODY");
  EXPECT_EQ(Reason(request), kUnknownCollector);
  request = PaymentRequest(100);
  request.add_collaborator_ids("NOBODY");
  EXPECT_EQ(Reason(request), kUnknownCollector);
  EXPECT_EQ(Reason(PaymentRequest(100, "2017-03-16")), kReceivedDateInFuture);
  for (const std::int64_t wrong :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{9'200'000'000'000'000'000}}) {
    EXPECT_EQ(Reason(PaymentRequest(wrong)), kFieldsInvalid) << wrong;
  }
  EXPECT_EQ(Reason(PaymentRequest(100, "2017-02-30")), kFieldsInvalid);
  EXPECT_EQ(Reason(PaymentRequest(100, "0000-00-00")), kFieldsInvalid);
  request = PaymentRequest(100);
  request.add_designations()->set_bill_id("U2/property/20170101-20170131");
  EXPECT_EQ(Reason(request), kUnknownBill);
  request.mutable_designations(0)->set_bill_id("U1/property/20170101-20170131");
  request.mutable_designations(0)->set_amount_fen(101);
  EXPECT_EQ(Reason(request), kDesignationExceedsPayment);
  request.set_amount_fen(30'000);
  request.mutable_designations(0)->set_amount_fen(20'001);
  EXPECT_EQ(Reason(request), kDesignationExceedsBill);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 0);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM journal_entry WHERE kind = 'PAYMENT'"), 0);
}

TEST_F(PaymentTest, LED2_OnlyFinanceRecordsWhatIsMoreThan45DaysOld) {
  const support::Caller collector = ledger_.Staff("S1", Role::kCollector);
  const v1::RecordPaymentRequest on_limit = PaymentRequest(100, "2017-01-29");
  const v1::RecordPaymentRequest past_limit = PaymentRequest(100, "2017-01-28");
  EXPECT_EQ(Reason(on_limit, &collector), "");
  EXPECT_EQ(Reason(past_limit, &collector), kReceivedDateTooOld);
  EXPECT_EQ(Reason(past_limit), "");
}

TEST_F(PaymentTest, LED2_TheSameRequestAnswersAlikeAndOtherContentIsRefused) {
  const v1::RecordPaymentRequest request = PaymentRequest(100);
  const auto first = Record(request);
  ledger_.set_date(Date(2017, 3, 16));
  const auto second = Record(request);
  ASSERT_EQ(second.status(), absl::OkStatus());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  v1::RecordPaymentRequest other = request;
  other.set_amount_fen(101);
  EXPECT_EQ(ReasonOf(Record(other).status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 1);
}

TEST_F(PaymentTest, LED2_ARepeatedRequestIsAnsweredHoweverLateItComes) {
  const support::Caller collector = ledger_.Staff("S1", Role::kCollector);
  const v1::RecordPaymentRequest request = PaymentRequest(500);
  const auto record = [&] {
    return ledger_.Call<Payments>(&Payments::StubInterface::RecordPayment, collector, request);
  };
  const auto recorded = record();
  ASSERT_EQ(recorded.status(), absl::OkStatus());
  ledger_.set_date(Date(2017, 6, 30));
  const auto repeated = record();
  ASSERT_EQ(repeated.status(), absl::OkStatus());
  EXPECT_EQ(repeated->id(), recorded->id());
}

TEST_F(PaymentTest, LED3_AReversalReopensAndIsMadeOnce) {
  PutFees(20'000);
  ASSERT_EQ(Bill("2017-01", "2017-01").status(), absl::OkStatus());
  const auto payment = Record(PaymentRequest(25'000));
  ASSERT_EQ(payment.status(), absl::OkStatus());
  EXPECT_EQ(UnpaidOf(), 0);
  const auto reversed = Reverse(payment->id());
  ASSERT_EQ(reversed.status(), absl::OkStatus());
  EXPECT_EQ(reversed->state(), v1::Payment::STATE_REVERSED);
  EXPECT_EQ(UnpaidOf(), 20'000);
  EXPECT_EQ(ReasonOf(Reverse(payment->id()).status()), kPaymentReversed);
  EXPECT_EQ(ReasonOf(Reverse("01BX5ZZKBKACTAV9WEVGEMMVRZ").status()), kUnknownPayment);
  ExpectBooksRight();
}

TEST_F(PaymentTest, LED3_WhyAPaymentWasUndoneIsKept) {
  const auto payment = Record(PaymentRequest(100'000));
  ASSERT_EQ(payment.status(), absl::OkStatus());
  ASSERT_EQ(Refund(payment->id(), 10'000).status(), absl::OkStatus());
  v1::ReversePaymentRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_payment_id(payment->id());
  request.set_reason(v1::ReversePaymentRequest::REASON_WRONG_UNIT);
  request.set_note("应记在张伟名下");
  const auto reversed =
      ledger_.Call<Payments>(&Payments::StubInterface::ReversePayment, ledger_.Finance(), request);
  ASSERT_EQ(reversed.status(), absl::OkStatus());
  EXPECT_EQ(reversed->reversal_reason(), v1::ReversePaymentRequest::REASON_WRONG_UNIT);
  EXPECT_EQ(reversed->notes_size(), 0);  // answers are remembered, and notes are personal
  const auto found = Get(payment->id());
  ASSERT_EQ(found.status(), absl::OkStatus());
  EXPECT_EQ(found->reversal_reason(), v1::ReversePaymentRequest::REASON_WRONG_UNIT);
  EXPECT_THAT(found->notes(), ::testing::ElementsAre("退款", "应记在张伟名下"));
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment_note WHERE note_cipher LIKE '%张伟%'"), 0);
}

TEST_F(PaymentTest, LED3_RefundsNeverPassWhatThePaymentHolds) {
  PutFees(20'000);
  ASSERT_EQ(Bill("2017-01", "2017-01").status(), absl::OkStatus());
  const auto payment = Record(PaymentRequest(25'000));
  EXPECT_EQ(ReasonOf(Refund(payment->id(), 25'001).status()), kRefundExceedsPayment);
  const auto refunded = Refund(payment->id(), 6'000);
  ASSERT_EQ(refunded.status(), absl::OkStatus());
  EXPECT_EQ(refunded->prepayment_fen(), 0);
  EXPECT_EQ(refunded->refunded_fen(), 6'000);
  EXPECT_EQ(UnpaidOf(), 1'000);
  EXPECT_EQ(ReasonOf(Refund(payment->id(), 19'001).status()), kRefundExceedsPayment);
  ExpectBooksRight();
}

TEST_F(PaymentTest, Definition4_PrepaymentIsUsedOnItsDueDateWhoeverLooksFirst) {
  PutFees(20'000, /*due_after=*/9);
  ASSERT_EQ(Bill("2017-04", "2017-05").status(), absl::OkStatus());
  const auto payment = Record(PaymentRequest(30'000));
  EXPECT_EQ(payment->prepayment_fen(), 30'000);
  ledger_.set_date(Date(2017, 4, 9));
  EXPECT_EQ(UnpaidOf(), 40'000);
  ledger_.set_date(Date(2017, 5, 20));
  EXPECT_EQ(UnpaidOf(), 10'000);
  const auto after = Get(payment->id());
  ASSERT_THAT(after->allocations(), SizeIs(2));
  EXPECT_EQ(after->allocations(0).posting_date(), "2017-04-10");
  EXPECT_EQ(after->allocations(1).posting_date(), "2017-05-10");
  EXPECT_TRUE(after->allocations(1).from_prepayment());
  ExpectBooksRight();
}

TEST_F(PaymentTest, PaymentsAreListedByUnitAndByCommunity) {
  for (std::int64_t i = 1; i <= 3; ++i)
    ASSERT_EQ(Record(PaymentRequest(100 * i)).status(), absl::OkStatus());
  ASSERT_EQ(Record(PaymentRequest(900, "2017-03-01", "U2")).status(), absl::OkStatus());
  v1::ListPaymentsRequest request;
  const auto list = [&] {
    return ledger_.Call<Payments>(&Payments::StubInterface::ListPayments, ledger_.Finance(),
                                  request);
  };
  EXPECT_EQ(ReasonOf(list().status()), kFieldsInvalid);
  request.set_unit_id("U1");
  request.set_page_size(2);
  const auto first = list();
  ASSERT_EQ(first.status(), absl::OkStatus());
  ASSERT_THAT(first->payments(), SizeIs(2));
  request.set_page_token(first->next_page_token());
  EXPECT_THAT(list()->payments(), SizeIs(1));
  request.Clear();
  request.set_community_id("C1");
  EXPECT_THAT(list()->payments(), SizeIs(4));
  request.set_to_date("2017-03-14");
  EXPECT_THAT(list()->payments(), SizeIs(1));
}

// Civil Code art. 560: whose choice it was is kept with the choices, and told.
TEST_F(PaymentTest, LED2_WhoDesignatedIsKept) {
  PutFees(20'000);
  ASSERT_EQ(Bill("2017-01", "2017-03").status(), absl::OkStatus());
  const auto get = [&](const std::string& id) {
    v1::GetPaymentRequest request;
    request.set_payment_id(id);
    return ledger_.Call<Payments>(&Payments::StubInterface::GetPayment, ledger_.Finance(), request)
        .value_or(v1::Payment());
  };
  v1::RecordPaymentRequest request = PaymentRequest(100);
  EXPECT_EQ(get(Record(request)->id()).designated_by(), v1::DESIGNATOR_UNSPECIFIED);
  request.set_designated_by(v1::DESIGNATOR_OWNER);
  request.set_request_id(ledger_.NewRequestId());
  EXPECT_EQ(ReasonOf(Record(request).status()), kFieldsInvalid);

  request.add_designations()->set_bill_id("U1/property/20170301-20170331");
  for (const auto& [given, kept] : {std::pair(v1::DESIGNATOR_UNSPECIFIED, v1::DESIGNATOR_RECORDER),
                                    {v1::DESIGNATOR_RECORDER, v1::DESIGNATOR_RECORDER},
                                    {v1::DESIGNATOR_OWNER, v1::DESIGNATOR_OWNER},
                                    {v1::DESIGNATOR_PAYER, v1::DESIGNATOR_PAYER}}) {
    request.set_designated_by(given);
    request.set_request_id(ledger_.NewRequestId());
    const auto payment = Record(request);
    ASSERT_EQ(payment.status(), absl::OkStatus());
    EXPECT_EQ(payment->designated_by(), kept);
    EXPECT_EQ(get(payment->id()).designated_by(), kept);
  }
  v1::ListPaymentsRequest list;
  list.set_unit_id("U1");
  const auto listed =
      ledger_.Call<Payments>(&Payments::StubInterface::ListPayments, ledger_.Finance(), list);
  ASSERT_EQ(listed.status(), absl::OkStatus());
  EXPECT_EQ(listed->payments(4).designated_by(), v1::DESIGNATOR_PAYER);
}

}  // namespace
}  // namespace cuijiao::ledger
