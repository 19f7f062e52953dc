// Cash handovers (LED-20).
#include "services/ledger/domain/receipts/cash.h"

#include <gtest/gtest.h>

#include "common/status/reason.h"

namespace cuijiao::ledger {
namespace {

constexpr Date kHandoverDay(2017, 3, 15);

CashHandover Stated(std::int64_t taken, int payments) {
  CashHandover handover;
  handover.id = "H1";
  handover.holder_staff_id = "S1";
  handover.stated_by = "F1";
  handover.handover_date = kHandoverDay;
  handover.taken = Fen(taken);
  handover.payment_count = payments;
  handover.stated = Fen(taken);
  return handover;
}

HandoverDecision By(const char* staff_id, const char* reason = "") {
  return {staff_id, absl::UnixEpoch(), reason};
}

std::string RefusedBecause(const CashHandover& handover, std::int64_t counted,
                           const HandoverDecision& decision) {
  return ReasonOf(DecideConfirmation(handover, {}, Fen(counted), decision).status());
}

TEST(DecideStatement, LED20_AddsUpWhatWasTaken) {
  CashHandover handover = Stated(0, 0);
  ASSERT_EQ(DecideStatement({{"Y1", Fen(100)}, {"Y2", Fen(250)}}, kHandoverDay, handover),
            absl::OkStatus());
  EXPECT_EQ(handover.taken, Fen(350));
  EXPECT_EQ(handover.payment_count, 2);
}

TEST(DecideStatement, LED20_MoneyAloneMakesGoodWhatWasShort) {
  CashHandover handover = Stated(0, 0);
  EXPECT_EQ(ReasonOf(DecideStatement({}, kHandoverDay, handover)), kNothingToHandOver);
  handover.stated = Fen(1);
  EXPECT_EQ(DecideStatement({}, kHandoverDay, handover), absl::OkStatus());
}

TEST(DecideStatement, LED20_TakesABoundedNumberOfPayments) {
  CashHandover handover = Stated(0, 0);
  std::vector<CashPayment> payments(kMostPaymentsAtOnce, {"Y", Fen(1)});
  EXPECT_EQ(DecideStatement(payments, kHandoverDay, handover), absl::OkStatus());
  payments.push_back({"Y", Fen(1)});
  EXPECT_EQ(ReasonOf(DecideStatement(payments, kHandoverDay, handover)), kTooManyPayments);
}

TEST(DecideStatement, LED20_IsNotOfTomorrow) {
  CashHandover handover = Stated(100, 1);
  handover.handover_date = kHandoverDay + 1;
  EXPECT_EQ(ReasonOf(DecideStatement({{"Y1", Fen(100)}}, kHandoverDay, handover)),
            kHandoverDateInFuture);
}

TEST(DecideConfirmation, LED20_ADifferenceOfOneFenNeedsAReason) {
  EXPECT_EQ(RefusedBecause(Stated(350, 2), 350, By("F2")), "");
  EXPECT_EQ(RefusedBecause(Stated(350, 2), 349, By("F2")), "REASON_MISSING");
  EXPECT_EQ(RefusedBecause(Stated(350, 2), 351, By("F2")), "REASON_MISSING");
  const auto short_of = DecideConfirmation(Stated(350, 2), {}, Fen(349), By("F2", "少一分"));
  ASSERT_TRUE(short_of.ok()) << short_of.status();
  EXPECT_EQ(short_of->difference, Fen(-1));
  EXPECT_EQ(short_of->state, HandoverState::kConfirmed);
  EXPECT_EQ(DecideConfirmation(Stated(350, 2), {}, Fen(351), By("F2", "多一分"))->difference,
            Fen(1));
}

TEST(DecideConfirmation, LED20_NobodyConfirmsWhatTheyHandInOrStated) {
  EXPECT_EQ(RefusedBecause(Stated(350, 2), 350, By("S1")), "SAME_PERSON");
  EXPECT_EQ(RefusedBecause(Stated(350, 2), 350, By("F1")), "SAME_PERSON");
}

TEST(DecideConfirmation, LED20_AReversedPaymentIsTakenOut) {
  const auto confirmed = DecideConfirmation(Stated(350, 2), {{"Y1", Fen(100)}}, Fen(250), By("F2"));
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->taken, Fen(250));
  EXPECT_EQ(confirmed->payment_count, 1);
  EXPECT_EQ(confirmed->difference, Fen(0));
}

TEST(DecideConfirmation, LED20_IsDecidedOnce) {
  for (const HandoverState state : {HandoverState::kConfirmed, HandoverState::kRejected}) {
    CashHandover handover = Stated(350, 2);
    handover.state = state;
    EXPECT_EQ(RefusedBecause(handover, 350, By("F2")), "HANDOVER_DECIDED");
    EXPECT_EQ(ReasonOf(DecideRejection(handover, By("F2", "错")).status()), "HANDOVER_DECIDED");
  }
}

}  // namespace
}  // namespace cuijiao::ledger
