// LED-15 and LED-18: credit notes, charges, write-offs.
#include "services/ledger/domain/billing/adjustment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/status/reason.h"
#include "tests/unit/ledger/account_model.h"

namespace cuijiao::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr BillComponent kPrincipal = BillComponent::kPrincipal;

// Sums of the journal's lines of an account.
Fen Balance(const AccountModel& model, Account account) {
  Fen sum;
  for (const JournalEntry& entry : model.journal()) {
    for (const JournalLine& line : entry.lines) {
      if (line.account == account) sum += line.amount;
    }
  }
  return sum;
}

TEST(DecideCredit, LED18_TakesWhatIsUnpaidFirst) {
  AccountModel model(Date(2017, 2, 1));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  const std::string id = model.Pay(60, Date(2017, 2, 1))->id;
  const auto credit = model.CreditBill(january, kPrincipal, 40);
  ASSERT_TRUE(credit.ok()) << credit.status();
  EXPECT_EQ(credit->freed, Fen(0));
  EXPECT_EQ(model.Unpaid(january), Fen(0));
  EXPECT_EQ(model.bills().at(january).credited, Fen(40));
  EXPECT_THAT(model.PaymentOf(id).allocations, SizeIs(1));
  EXPECT_EQ(Balance(model, Account::kRevenue), Fen(-60));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideCredit, LED18_PaidMoneyBecomesPrepaymentTheLatestFirst) {
  AccountModel model(Date(2017, 2, 1));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  const std::string first = model.Pay(60, Date(2017, 2, 1))->id;
  model.MoveTo(Date(2017, 2, 2));
  const std::string second = model.Pay(40, Date(2017, 2, 2))->id;
  const auto credit = model.CreditBill(january, kPrincipal, 50);
  ASSERT_TRUE(credit.ok()) << credit.status();
  EXPECT_EQ(credit->freed, Fen(50));
  EXPECT_THAT(model.PaymentOf(second).allocations, IsEmpty());
  EXPECT_EQ(model.PaymentOf(second).prepayment, Fen(40));
  EXPECT_EQ(model.PaymentOf(first).prepayment, Fen(10));
  EXPECT_EQ(model.Prepayment(), Fen(50));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideCredit, LED18_FreedMoneyGoesToOtherBillsAtOnce) {
  AccountModel model(Date(2017, 2, 1));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  model.Pay(100, Date(2017, 2, 1)).value();
  model.MoveTo(Date(2017, 3, 1));
  const std::string february = model.MakeMonthBill(2017, 2, 70);
  ASSERT_TRUE(model.CreditBill(january, kPrincipal, 100).ok());
  EXPECT_EQ(model.Unpaid(february), Fen(0));
  EXPECT_EQ(model.Prepayment(), Fen(30));
  EXPECT_EQ(model.UnpaidAsOf(january, Date(2017, 2, 28)), Fen(0));  // as-of answers stay
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideCredit, LED18_AtMostWhatIsUnpaidAndPaid) {
  AccountModel model(Date(2017, 2, 1));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  model.Pay(60, Date(2017, 2, 1)).value();
  ASSERT_TRUE(model.CreditBill(january, kPrincipal, 10).ok());
  EXPECT_EQ(ReasonOf(model.CreditBill(january, kPrincipal, 91).status()), kCreditExceedsBill);
  EXPECT_TRUE(model.CreditBill(january, kPrincipal, 90).ok());
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideCredit, LED18_PrepaymentThatFellDueTodayIsFreedToo) {
  AccountModel model(Date(2017, 1, 5));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  const std::string id = model.Pay(100, Date(2017, 1, 5))->id;
  model.MoveToWithoutSweep(Date(2017, 2, 5));  // the bill fell due, nobody has looked yet
  const auto credit = model.CreditBill(january, kPrincipal, 100);
  ASSERT_TRUE(credit.ok()) << credit.status();
  EXPECT_EQ(credit->freed, Fen(100));
  EXPECT_EQ(model.PaymentOf(id).prepayment, Fen(100));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideCredit, LED18_HistoricalMoneyOfASettlementStays) {
  AccountModel model(Date(2017, 3, 1));
  const std::string old = model.MakeMonthBill(2016, 12, 100);
  ASSERT_TRUE(model.Settle("W1", 10, 90, Date(2017, 3, 1)).ok());
  EXPECT_EQ(ReasonOf(model.CreditBill(old, kPrincipal, 1).status()), kCreditTouchesSettlement);
  EXPECT_EQ(ReasonOf(model.CreditBill(old, kPrincipal, 91).status()), kCreditExceedsBill);
}

TEST(DecideCredit, LED18_PrepaymentOfASettlementUsedInALaterYearIsFreed) {
  AccountModel model(Date(2017, 3, 1));
  model.MakeMonthBill(2016, 12, 100);
  ASSERT_TRUE(model.Settle("W1", 10, 130, Date(2017, 3, 1)).ok());
  const std::string december =
      model.MakeBill(Date(2017, 12, 1), Date(2017, 12, 31), Date(2018, 1, 10), 40);
  model.MoveTo(Date(2018, 1, 10));
  ASSERT_EQ(model.Unpaid(december), Fen(0));
  const auto credit = model.CreditBill(december, kPrincipal, 40);
  ASSERT_TRUE(credit.ok()) << credit.status();
  EXPECT_EQ(credit->freed, Fen(40));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideCredit, LED18_LateFeeThatWasWronglyCharged) {
  AccountModel model(Date(2017, 2, 1));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  ASSERT_TRUE(model.Charge(january, BillComponent::kLateFee, 30).ok());
  model.Pay(130, Date(2017, 2, 1)).value();
  const auto credit = model.CreditBill(january, BillComponent::kLateFee, 30);
  ASSERT_TRUE(credit.ok()) << credit.status();
  EXPECT_EQ(credit->freed, Fen(30));
  EXPECT_EQ(model.bills().at(january).credited, Fen(0));  // principal alone
  EXPECT_EQ(Balance(model, Account::kLateFeeRevenue), Fen(0));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideCharge, LED2_CostsAndLateFeeArePaidBeforePrincipal) {
  AccountModel model(Date(2017, 2, 1));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  ASSERT_TRUE(model.Charge(january, BillComponent::kLateFee, 7).ok());
  ASSERT_TRUE(model.Charge(january, BillComponent::kCost, 50).ok());
  model.Pay(60, Date(2017, 2, 1)).value();
  const Bill& bill = model.bills().at(january);
  EXPECT_EQ(bill.unpaid, (ComponentAmounts{Fen(0), Fen(0), Fen(97)}));
  EXPECT_EQ(Balance(model, Account::kCostRecovery), Fen(-50));
  EXPECT_EQ(Balance(model, Account::kLateFeeRevenue), Fen(-7));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideCharge, LED2_PrepaymentPaysItAtOnceWhereTheBillIsDue) {
  AccountModel model(Date(2017, 2, 1));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  model.Pay(120, Date(2017, 2, 1)).value();
  ASSERT_TRUE(model.Charge(january, BillComponent::kCost, 50).ok());
  EXPECT_EQ(model.Unpaid(january), Fen(30));
  EXPECT_EQ(model.Prepayment(), Fen(0));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideCharge, LED15_RefusesWhatTheSuiteCannotCarry) {
  AccountModel model(Date(2017, 2, 1));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  ASSERT_TRUE(model.Charge(january, BillComponent::kCost, kMaxAmountFen).ok());
  EXPECT_EQ(ReasonOf(model.Charge(january, BillComponent::kCost, 1)), kAmountTooLarge);
}

TEST(WriteOff, LED18_StaysVisibleAndIsNoReceipt) {
  AccountModel model(Date(2017, 2, 1));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  ASSERT_TRUE(model.Charge(january, BillComponent::kLateFee, 7).ok());
  model.Pay(27, Date(2017, 2, 1)).value();
  const auto parts = model.WriteOffBills({january});
  EXPECT_THAT(parts, ElementsAre(WrittenOffPart{january, kPrincipal, Fen(80)}));
  EXPECT_EQ(model.Unpaid(january), Fen(0));
  EXPECT_EQ(model.bills().at(january).written_off, Fen(80));
  EXPECT_EQ(Balance(model, Account::kWriteOffExpense), Fen(80));
  EXPECT_EQ(model.Fault(), "");
}

TEST(Revive, LED18_OwesItAgainAndPrepaymentPaysIt) {
  AccountModel model(Date(2017, 2, 1));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  const auto parts = model.WriteOffBills({january});
  model.Pay(30, Date(2017, 2, 1)).value();
  EXPECT_EQ(model.Prepayment(), Fen(30));
  model.MoveTo(Date(2017, 4, 1));
  model.ReviveParts(parts);
  EXPECT_EQ(model.Unpaid(january), Fen(70));
  EXPECT_EQ(model.bills().at(january).written_off, Fen(0));
  EXPECT_EQ(model.UnpaidAsOf(january, Date(2017, 3, 31)), Fen(0));
  EXPECT_EQ(Balance(model, Account::kWriteOffExpense), Fen(0));
  EXPECT_EQ(model.Fault(), "");
}

}  // namespace
}  // namespace cuijiao::ledger
