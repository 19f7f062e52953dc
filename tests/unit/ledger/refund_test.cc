// LED-3 and definition 5: undoing payments.
#include "services/ledger/domain/payments/refund.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/status/reason.h"
#include "tests/unit/ledger/account_model.h"

namespace cuijiao::ledger {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST(DecideReversal, LED3_ReopensTheBillsAndTakesTheMoneyOut) {
  AccountModel model(Date(2017, 2, 1));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  const std::string id = model.Pay(130, Date(2017, 2, 1))->id;
  model.MoveTo(Date(2017, 2, 9));
  const auto reversed = model.Reverse(id);
  ASSERT_TRUE(reversed.ok()) << reversed.status();
  EXPECT_EQ(reversed->state, PaymentState::kReversed);
  EXPECT_EQ(reversed->state_date, Date(2017, 2, 9));
  EXPECT_EQ(reversed->held, Fen(0));
  EXPECT_EQ(reversed->prepayment, Fen(0));
  EXPECT_THAT(reversed->allocations, IsEmpty());
  EXPECT_EQ(model.Unpaid(january), Fen(100));
  EXPECT_EQ(model.UnpaidAsOf(january, Date(2017, 2, 8)), Fen(0));  // as-of answers stay
  EXPECT_EQ(model.Prepayment(), Fen(0));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideReversal, LED3_OnlyOnce) {
  AccountModel model(Date(2017, 2, 1));
  const std::string id = model.Pay(130, Date(2017, 2, 1))->id;
  ASSERT_TRUE(model.Reverse(id).ok());
  EXPECT_EQ(ReasonOf(model.Reverse(id).status()), kPaymentReversed);
  EXPECT_EQ(ReasonOf(model.Refund(id, 1).status()), kPaymentReversed);
}

TEST(DecideReversal, Definition5_UndoesLaterUsesOfItsPrepaymentToo) {
  AccountModel model(Date(2017, 1, 5));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  const std::string february = model.MakeMonthBill(2017, 2, 100);
  const std::string id = model.Pay(250, Date(2017, 1, 5))->id;
  model.MoveTo(Date(2017, 3, 5));
  ASSERT_EQ(model.Unpaid(february), Fen(0));
  ASSERT_TRUE(model.Reverse(id).ok());
  EXPECT_EQ(model.Unpaid(january), Fen(100));
  EXPECT_EQ(model.Unpaid(february), Fen(100));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideReversal, Definition5_UsesMadeOnTheSameDayAreUndoneWithIt) {
  AccountModel model(Date(2017, 1, 5));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  const std::string id = model.Pay(250, Date(2017, 1, 5))->id;
  model.MoveToWithoutSweep(Date(2017, 2, 5));  // the bill fell due, nobody has looked yet
  ASSERT_TRUE(model.Reverse(id).ok());
  EXPECT_EQ(model.UnpaidAsOf(january, Date(2017, 1, 31)), Fen(0));
  EXPECT_EQ(model.Unpaid(january), Fen(100));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideReversal, Definition5_OtherPrepaymentIsUsedAtOnce) {
  AccountModel model(Date(2017, 2, 1));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  const std::string bounced = model.Pay(100, Date(2017, 2, 1))->id;
  const std::string other = model.Pay(60, Date(2017, 2, 1))->id;
  model.MoveTo(Date(2017, 2, 9));
  ASSERT_TRUE(model.Reverse(bounced).ok());
  EXPECT_EQ(model.Unpaid(january), Fen(40));
  ASSERT_THAT(model.PaymentOf(other).allocations, SizeIs(1));
  EXPECT_EQ(model.PaymentOf(other).allocations[0].posting_date, Date(2017, 2, 9));
  EXPECT_TRUE(model.PaymentOf(other).allocations[0].from_prepayment);
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideReversal, Definition2_AClosedBusinessDatePostsOnTheNextDay) {
  AccountModel model(Date(2017, 3, 31));
  const std::string id = model.Pay(100, Date(2017, 3, 31))->id;
  model.days.closed_through = Date(2017, 3, 31);
  const auto reversed = model.Reverse(id);
  ASSERT_TRUE(reversed.ok());
  EXPECT_EQ(reversed->state_date, Date(2017, 4, 1));
  EXPECT_EQ(model.PrepaymentAsOf(Date(2017, 3, 31)), Fen(100));
}

TEST(DecideRefund, Definition5_UnusedPrepaymentFirst) {
  AccountModel model(Date(2017, 2, 1));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  const std::string id = model.Pay(130, Date(2017, 2, 1))->id;
  ASSERT_TRUE(model.Refund(id, 30).ok());
  EXPECT_EQ(model.Unpaid(january), Fen(0));
  EXPECT_EQ(model.PaymentOf(id).prepayment, Fen(0));
  ASSERT_TRUE(model.Refund(id, 1).ok());
  EXPECT_EQ(model.Unpaid(january), Fen(1));
  EXPECT_EQ(model.PaymentOf(id).held, Fen(99));
  EXPECT_EQ(model.PaymentOf(id).refunded, Fen(31));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideRefund, Definition5_TheLatestAllocationFirstPrincipalLateFeeCosts) {
  AccountModel model(Date(2017, 2, 28));
  const std::string january = model.MakeBill(Date(2017, 1, 1), Date(2017, 1, 31), Date(2017, 1, 31),
                                             100, {Fen(3), Fen(5), {}});
  const std::string february = model.MakeMonthBill(2017, 2, 100);
  const std::string id = model.Pay(208, Date(2017, 2, 28))->id;
  ASSERT_TRUE(model.Refund(id, 100).ok());
  EXPECT_EQ(model.Unpaid(february), Fen(100));
  EXPECT_EQ(model.Unpaid(january), Fen(0));
  ASSERT_TRUE(model.Refund(id, 102).ok());
  EXPECT_EQ(model.bills().at(january).unpaid, (ComponentAmounts{Fen(0), Fen(2), Fen(100)}));
  ASSERT_TRUE(model.Refund(id, 5).ok());
  EXPECT_EQ(model.bills().at(january).unpaid, (ComponentAmounts{Fen(2), Fen(5), Fen(100)}));
  EXPECT_EQ(model.Fault(), "");
}

// The payer named February before January. Both bills were made after the money had come, so that
// it goes to both on that one day, still in the payer's order.
TEST(DecideRefund, LED3_TheLatestAllocationOfLateMoneyIsThePayersLast) {
  AccountModel model(Date(2017, 2, 10));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  const std::string february = model.MakeMonthBill(2017, 2, 100);
  const std::string id =
      model.Pay(200, Date(2017, 2, 5), {{february, Fen(100)}, {january, Fen(100)}})->id;
  ASSERT_THAT(model.PaymentOf(id).allocations, SizeIs(2));
  EXPECT_EQ(model.PaymentOf(id).allocations[1].posting_date, Date(2017, 2, 10));
  EXPECT_TRUE(model.PaymentOf(id).allocations[1].from_prepayment);
  ASSERT_TRUE(model.Refund(id, 100).ok());
  EXPECT_EQ(model.Unpaid(january), Fen(100));
  EXPECT_EQ(model.Unpaid(february), Fen(0));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideRefund, LED3_NeverMoreThanThePaymentHolds) {
  AccountModel model(Date(2017, 2, 1));
  const std::string id = model.Pay(130, Date(2017, 2, 1))->id;
  EXPECT_EQ(ReasonOf(model.Refund(id, 131).status()), kRefundExceedsPayment);
  EXPECT_EQ(ReasonOf(model.Refund(id, 0).status()), kAmountNotPositive);
  ASSERT_TRUE(model.Refund(id, 30).ok());
  EXPECT_EQ(ReasonOf(model.Refund(id, 101).status()), kRefundExceedsPayment);
  ASSERT_TRUE(model.Refund(id, 100).ok());
  EXPECT_EQ(ReasonOf(model.Reverse(id).status()), kPaymentHoldsNothing);
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideRefund, Definition5_OtherPrepaymentPaysWhatIsReopened) {
  AccountModel model(Date(2017, 2, 1));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  const std::string first = model.Pay(100, Date(2017, 2, 1))->id;
  ASSERT_TRUE(model.Pay(40, Date(2017, 2, 1)).ok());
  ASSERT_TRUE(model.Refund(first, 70).ok());
  EXPECT_EQ(model.Unpaid(january), Fen(30));
  EXPECT_EQ(model.Prepayment(), Fen(0));
  EXPECT_EQ(model.Fault(), "");
}

class UndoingASettlement : public testing::Test {
 public:
  UndoingASettlement() : model(Date(2017, 3, 1)) {
    historical = model.MakeMonthBill(2016, 11, 1'000);
    current = model.MakeMonthBill(2017, 2, 100);
    const auto settled = model.Settle("W1", 50, 1'100, Date(2017, 3, 1));
    EXPECT_TRUE(settled.ok()) << settled.status();
    id = settled->payment.id;
  }

  AccountModel model;
  std::string historical;
  std::string current;
  std::string id;
};

TEST_F(UndoingASettlement, Definition5_IsReversedTogetherWithItsWaiver) {
  ASSERT_EQ(model.bills().at(historical).waived, Fen(50));
  ASSERT_TRUE(model.Reverse(id).ok());
  EXPECT_EQ(model.Unpaid(historical), Fen(1'000));
  EXPECT_EQ(model.Unpaid(current), Fen(100));
  EXPECT_EQ(model.bills().at(historical).waived, Fen(0));
  Fen waiver_expense;
  for (const JournalEntry& entry : model.journal()) {
    for (const JournalLine& line : entry.lines) {
      if (line.account == Account::kWaiverExpense) waiver_expense += line.amount;
    }
  }
  EXPECT_EQ(waiver_expense, Fen(0));
  EXPECT_EQ(model.Fault(), "");
}

TEST_F(UndoingASettlement, Definition5_ARefundStopsBeforeTheHistoricalPart) {
  // Cash 1100: 950 historical, 100 current, 50 held.
  EXPECT_EQ(ReasonOf(model.Refund(id, 151).status()), kRefundTouchesSettlement);
  EXPECT_EQ(model.Fault(), "");
  ASSERT_TRUE(model.Refund(id, 150).ok());
  EXPECT_EQ(model.Unpaid(current), Fen(100));
  EXPECT_EQ(model.Unpaid(historical), Fen(0));
  EXPECT_EQ(ReasonOf(model.Refund(id, 1).status()), kRefundTouchesSettlement);
  EXPECT_EQ(model.Fault(), "");
}

// What it prepaid of December is used in January, when December has become historical: it is of no
// arrears that the waiver was given for.
TEST_F(UndoingASettlement, Definition5_WhatBecameHistoricalSinceIsNoPartOfIt) {
  const int year = static_cast<int>(model.days.business_date.year());
  const std::string december =
      model.MakeBill(Date(year, 12, 1), Date(year, 12, 31), Date(year + 1, 1, 10), 40);
  model.MoveTo(Date(year + 1, 1, 10));
  ASSERT_EQ(model.Unpaid(december), Fen(0));
  EXPECT_TRUE(model.PaymentOf(id).allocations.back().historical);
  EXPECT_EQ(ReasonOf(model.Refund(id, 151).status()), kRefundTouchesSettlement);
  ASSERT_TRUE(model.Refund(id, 150).ok());
  EXPECT_EQ(model.Unpaid(december), Fen(40));
  EXPECT_EQ(model.Unpaid(current), Fen(100));
  EXPECT_EQ(model.Unpaid(historical), Fen(0));
  EXPECT_EQ(model.Fault(), "");
}

}  // namespace
}  // namespace cuijiao::ledger
