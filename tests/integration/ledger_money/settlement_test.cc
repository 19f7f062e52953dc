// WVR-8 over gRPC and a real database: quotes and the one posting of a waiver.
#include "services/ledger/domain/payments/settlement.h"

#include "common/fault/failpoint.h"
#include "cuijiao/ledger/v1/cash.grpc.pb.h"
#include "cuijiao/ledger/v1/close.grpc.pb.h"
#include "tests/integration/ledger_money/money_world.h"

namespace cuijiao::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class SettlementTest : public MoneyWorld {
 protected:
  SettlementTest() {
    PutOpening(200'000);
    PutFees(20'000);
    EXPECT_EQ(Bill("2017-01", "2017-03").status(), absl::OkStatus());
  }

  [[nodiscard]] support::Caller Waiver() const {
    return ledger_.Service("waiver", Actor{"M1", Role::kManager});
  }

  absl::StatusOr<v1::SettlementQuote> Quote(std::int64_t waiver, int months) {
    v1::QuoteSettlementRequest request;
    request.set_unit_id("U1");
    request.set_waiver_fen(waiver);
    request.set_months_to_cover(months);
    return ledger_.Call<Settlements>(&Settlements::StubInterface::QuoteSettlement, Waiver(),
                                     request);
  }

  [[nodiscard]] v1::PostSettlementRequest Order(const v1::SettlementQuote& quote,
                                                std::int64_t waiver) const {
    v1::PostSettlementRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_waiver_id("W-1");
    request.set_unit_id("U1");
    request.set_debt_version(quote.debt_version());
    request.set_waiver_fen(waiver);
    request.set_cash_fen(quote.cash_fen());
    request.set_method(v1::PAYMENT_METHOD_POS);
    request.set_received_date("2017-03-15");
    return request;
  }

  absl::StatusOr<v1::PostedSettlement> Post(const v1::PostSettlementRequest& request) {
    return ledger_.Call<Settlements>(&Settlements::StubInterface::PostSettlement, Waiver(),
                                     request);
  }
};

TEST_F(SettlementTest, WVR8_QuotedPostedOnceAndFound) {
  const auto quote = Quote(19'999, 6);
  ASSERT_EQ(quote.status(), absl::OkStatus());
  EXPECT_EQ(quote->arrears_fen(), 200'000);
  EXPECT_EQ(quote->current_due_fen(), 60'000);
  EXPECT_EQ(quote->prepay_fen(), 60'000);
  EXPECT_EQ(quote->cash_fen(), 300'001);
  EXPECT_EQ(quote->months_covered(), 6);
  EXPECT_EQ(quote->claim_fen(), 260'000);
  EXPECT_EQ(quote->branch_id(), "B1");
  EXPECT_THAT(quote->owner_ids(), ElementsAre("O1"));
  EXPECT_THAT(quote->household_unit_ids(), ElementsAre("U1", "U3"));

  const v1::PostSettlementRequest order = Order(*quote, 19'999);
  const auto posted = Post(order);
  ASSERT_EQ(posted.status(), absl::OkStatus());
  EXPECT_EQ(posted->claim_fen(), 260'000);
  ASSERT_THAT(posted->waived_parts(), SizeIs(1));
  EXPECT_EQ(posted->waived_parts(0).amount_fen(), 19'999);
  EXPECT_EQ(posted->payment().prepayment_fen(), 60'000);
  EXPECT_EQ(posted->payment().recorded_by(), "M1");
  EXPECT_EQ(UnpaidOf(), 0);

  EXPECT_EQ(Post(order)->SerializeAsString(), posted->SerializeAsString());
  v1::PostSettlementRequest again = order;
  again.set_request_id(ledger_.NewRequestId());
  EXPECT_EQ(ReasonOf(Post(again).status()), kWaiverPosted);
  v1::GetSettlementRequest get;
  get.set_waiver_id("W-1");
  const auto found =
      ledger_.Call<Settlements>(&Settlements::StubInterface::GetSettlement, Waiver(), get);
  ASSERT_EQ(found.status(), absl::OkStatus());
  EXPECT_EQ(found->SerializeAsString(), posted->SerializeAsString());
  get.set_waiver_id("W-2");
  EXPECT_EQ(ledger_.Call<Settlements>(&Settlements::StubInterface::GetSettlement, Waiver(), get)
                .status()
                .code(),
            absl::StatusCode::kNotFound);
  ExpectBooksRight();
}

TEST_F(SettlementTest, WVR8_ARepeatedOrderIsAnsweredHoweverLateItComes) {
  const auto quote = Quote(19'999, 6);
  const v1::PostSettlementRequest order = Order(*quote, 19'999);
  const auto posted = Post(order);
  ASSERT_EQ(posted.status(), absl::OkStatus());
  ledger_.set_date(Date(2017, 6, 30));
  const auto repeated = Post(order);
  ASSERT_EQ(repeated.status(), absl::OkStatus());
  EXPECT_EQ(repeated->payment().id(), posted->payment().id());
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 1);
}

TEST_F(SettlementTest, WVR8_ADebtThatChangedIsRefusedAndNothingPosted) {
  const auto quote = Quote(19'999, 6);
  ASSERT_EQ(Record(PaymentRequest(1)).status(), absl::OkStatus());
  const auto refused = Post(Order(*quote, 19'999));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(refused.status()), kDebtChanged);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM journal_entry WHERE kind = 'WAIVER'"), 0);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 1);
  ExpectBooksRight();
}

TEST_F(SettlementTest, WVR4_CashAndWaiverAreTestedAgain) {
  const auto quote = Quote(19'999, 0);
  v1::PostSettlementRequest order = Order(*quote, 19'999);
  order.set_cash_fen(180'000);
  EXPECT_EQ(ReasonOf(Post(order).status()), kCashDiffers);
  order.set_request_id(ledger_.NewRequestId());
  order.set_waiver_fen(200'001);
  EXPECT_EQ(ReasonOf(Post(order).status()), kWaiverExceedsArrears);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 0);
}

TEST_F(SettlementTest, WVR8_OnlyTheWaiverServiceMayPost) {
  const auto quote = Quote(19'999, 6);
  for (const support::Caller& caller :
       {ledger_.Finance(), ledger_.Administrator(), ledger_.Staff("GM1", Role::kGeneralManager),
        ledger_.Service("payroll"), ledger_.Service("escalation")}) {
    EXPECT_EQ(ledger_
                  .Call<Settlements>(&Settlements::StubInterface::PostSettlement, caller,
                                     Order(*quote, 19'999))
                  .status()
                  .code(),
              absl::StatusCode::kPermissionDenied);
  }
}

TEST_F(SettlementTest, LED20_CashIsInTheHandOfWhoSettlesAndNobodysCashIsRefused) {
  using Cash = v1::CashService;
  const auto post_as = [this](const support::Caller& caller, v1::PaymentMethod method) {
    const auto quote = Quote(19'999, 6);
    EXPECT_EQ(quote.status(), absl::OkStatus());
    v1::PostSettlementRequest order = Order(quote.value_or(v1::SettlementQuote()), 19'999);
    order.set_method(method);
    return ledger_.Call<Settlements>(&Settlements::StubInterface::PostSettlement, caller, order);
  };
  const support::Caller for_nobody = ledger_.Service("waiver");
  EXPECT_EQ(ReasonOf(post_as(for_nobody, v1::PAYMENT_METHOD_CASH).status()), "CASH_IN_NO_HAND");
  EXPECT_EQ(UnpaidOf(), 260'000);
  const support::Caller for_collector = ledger_.Service("waiver", Actor{"S1", Role::kCollector});
  ASSERT_EQ(post_as(for_collector, v1::PAYMENT_METHOD_CASH).status(), absl::OkStatus());

  const auto positions = ledger_.Call<Cash>(&Cash::StubInterface::ListCashPositions,
                                            ledger_.Finance(), v1::ListCashPositionsRequest());
  ASSERT_EQ(positions.status(), absl::OkStatus());
  ASSERT_THAT(positions->positions(), SizeIs(1));
  EXPECT_EQ(positions->positions(0).holder_staff_id(), "S1");
  EXPECT_EQ(positions->positions(0).in_hand_fen(), 300'001);
  v1::StateHandoverRequest handover;
  handover.set_request_id(ledger_.NewRequestId());
  handover.set_holder_staff_id("S1");
  handover.set_handover_date("2017-03-15");
  handover.set_amount_fen(300'001);
  const auto stated = ledger_.Call<Cash>(&Cash::StubInterface::StateHandover,
                                         ledger_.Staff("S1", Role::kCollector), handover);
  ASSERT_EQ(stated.status(), absl::OkStatus());
  EXPECT_EQ(stated->taken_fen(), 300'001);
}

TEST_F(SettlementTest, LED20_WhatIsNoCashNeedsNoHand) {
  const auto quote = Quote(19'999, 6);
  ASSERT_EQ(quote.status(), absl::OkStatus());
  EXPECT_EQ(ledger_
                .Call<Settlements>(&Settlements::StubInterface::PostSettlement,
                                   ledger_.Service("waiver"), Order(*quote, 19'999))
                .status(),
            absl::OkStatus());
}

TEST_F(SettlementTest, Definition5_IsReversedWithItsWaiver) {
  const auto quote = Quote(19'999, 6);
  const auto posted = Post(Order(*quote, 19'999));
  ASSERT_EQ(posted.status(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Refund(posted->payment().id(), 120'001).status()),
            "REFUND_TOUCHES_SETTLEMENT");
  ASSERT_EQ(Reverse(posted->payment().id()).status(), absl::OkStatus());
  EXPECT_EQ(UnpaidOf(), 260'000);
  EXPECT_EQ(
      Number("SELECT SUM(amount_fen) AS n FROM journal_line WHERE account = 'WAIVER_EXPENSE'"), 0);
  ExpectBooksRight();
}

TEST_F(SettlementTest, WVR8_AFaultBeforeTheCommitPostsNothingAndTheRetryPostsOnce) {
  const auto quote = Quote(19'999, 6);
  const v1::PostSettlementRequest order = Order(*quote, 19'999);
  {
    const fault::ScopedFailpoint before("ledger.post_settlement.before_commit", "error@1");
    ASSERT_EQ(before.armed(), absl::OkStatus());
    EXPECT_EQ(Post(order).status().code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(before.hits(), 1);
  }
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 0);
  {
    const fault::ScopedFailpoint after("ledger.post_settlement.before_answer", "error@1");
    ASSERT_EQ(after.armed(), absl::OkStatus());
    EXPECT_EQ(Post(order).status().code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(after.hits(), 1);
  }
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 1);
  EXPECT_EQ(Post(order).status(), absl::OkStatus());
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 1);
  ExpectBooksRight();
}

// What is settled on a closed day is posted on the next one: the year that begins with it is the
// plan year, and its fees are scheduled.
TEST_F(SettlementTest, Definition12_OnTheLastDayOfAClosedYearTheNextYearsMonthsAreQuoted) {
  ledger_.set_date(Date(2017, 12, 31));
  v1::CloseMonthRequest close;
  close.set_month("2017-12");
  close.set_closing_date("2017-12-31");
  ASSERT_EQ(ledger_
                .Call<v1::CloseService>(&v1::CloseService::StubInterface::CloseMonth,
                                        ledger_.Finance(), close)
                .status(),
            absl::OkStatus());
  const auto quote = Quote(19'999, 6);
  ASSERT_EQ(quote.status(), absl::OkStatus());
  EXPECT_EQ(quote->plan_year(), 2018);
  EXPECT_EQ(quote->arrears_fen(), 260'000);
  EXPECT_EQ(quote->prepay_fen(), 120'000);
  EXPECT_EQ(quote->months_covered(), 6);
}

}  // namespace
}  // namespace cuijiao::ledger
