// LED-2 and definitions 2 to 4: where money goes.
#include "services/ledger/domain/payments/allocation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "common/status/reason.h"
#include "services/ledger/domain/payments/posting_payment.h"
#include "tests/unit/ledger/account_model.h"

namespace cuijiao::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(DatedAmount, Definition4_TheLeastOnAnyDayFromThenToNow) {
  DatedAmount owed(Fen(60));                 // now
  owed.Recall(Date(2017, 3, 10), Fen(-40));  // 100 before, from 5 March
  owed.Recall(Date(2017, 3, 5), Fen(70));    // 30 before
  EXPECT_EQ(owed.LeastFrom(Date(2017, 3, 10)), Fen(60));
  EXPECT_EQ(owed.LeastFrom(Date(2017, 3, 9)), Fen(60));
  EXPECT_EQ(owed.LeastFrom(Date(2017, 3, 5)), Fen(60));
  EXPECT_EQ(owed.LeastFrom(Date(2017, 3, 4)), Fen(30));
  owed.Add(Date(2017, 3, 4), Fen(-30));
  EXPECT_EQ(owed.now(), Fen(30));
  EXPECT_EQ(owed.LeastFrom(Date(2017, 3, 4)), Fen(0));
}

TEST(PostingDays, Definition2_AReceiptIsPostedOnItsDayOrTheFirstOpenOne) {
  PostingDays days{Date(2017, 4, 3), Date(2017, 3, 31)};
  EXPECT_EQ(days.ForReceipt(Date(2017, 3, 31)), Date(2017, 4, 1));
  EXPECT_EQ(days.ForReceipt(Date(2017, 4, 1)), Date(2017, 4, 1));
  EXPECT_EQ(days.ForReceipt(Date(2017, 4, 2)), Date(2017, 4, 2));
  EXPECT_EQ(days.Today(), Date(2017, 4, 3));
  days.closed_through = Date(2017, 4, 3);  // closed on the business date itself
  EXPECT_EQ(days.ForReceipt(Date(2017, 4, 3)), Date(2017, 4, 4));
  EXPECT_EQ(days.Today(), Date(2017, 4, 4));
}

// December closed on the 25th: the days behind it are January's, and of the new plan year. Closed
// on 10 January it has the days up to there, which take no postings any more.
TEST(PostingDays, Definition2_ThePlanYearIsThatOfTheAccountingMonth) {
  PostingDays days{Date(2016, 12, 28), std::nullopt};
  EXPECT_EQ(days.PlanYearOf(Date(2016, 12, 31)), 2016);
  EXPECT_EQ(days.PlanYearOf(Date(2017, 1, 1)), 2017);
  days.closed_through = Date(2016, 11, 30);
  days.closed_month = Month(2016, 11);
  EXPECT_EQ(days.PlanYearOf(Date(2016, 12, 28)), 2016);
  EXPECT_EQ(days.PlanYearOf(Date(2017, 1, 1)), 2017);
  days.closed_through = Date(2016, 12, 25);
  days.closed_month = Month(2016, 12);
  EXPECT_EQ(days.PlanYearOf(Date(2016, 12, 26)), 2017);
  EXPECT_EQ(days.PlanYearOf(Date(2017, 12, 31)), 2017);
  EXPECT_EQ(days.PlanYearOf(Date(2018, 1, 1)), 2018);
}

TEST(CheckReceivedDate, LED2_BothBounds) {
  const Date today(2017, 3, 20);
  EXPECT_TRUE(CheckReceivedDate(today, today, 45, false).ok());
  EXPECT_EQ(ReasonOf(CheckReceivedDate(today + 1, today, 45, true)), kReceivedDateInFuture);
  EXPECT_TRUE(CheckReceivedDate(today - 45, today, 45, false).ok());
  EXPECT_EQ(ReasonOf(CheckReceivedDate(today - 46, today, 45, false)), kReceivedDateTooOld);
  EXPECT_TRUE(CheckReceivedDate(today - 46, today, 45, true).ok());
}

TEST(CheckAmount, LED2_ZeroNegativeAndOverflowing) {
  EXPECT_EQ(ReasonOf(CheckAmount(Fen(0))), kAmountNotPositive);
  EXPECT_EQ(ReasonOf(CheckAmount(Fen(-1))), kAmountNotPositive);
  EXPECT_EQ(ReasonOf(CheckAmount(Fen(std::numeric_limits<std::int64_t>::min()))),
            kAmountNotPositive);
  EXPECT_TRUE(CheckAmount(Fen(1)).ok());
  EXPECT_TRUE(CheckAmount(Fen(kMaxAmountFen)).ok());
  EXPECT_EQ(ReasonOf(CheckAmount(Fen(kMaxAmountFen + 1))), kAmountTooLarge);
  EXPECT_EQ(ReasonOf(CheckAmount(Fen(9'200'000'000'000'000'000))), kAmountTooLarge);
}

TEST(DecidePayment, LED2_AnOverflowingAmountIsRefusedBeforeAnything) {
  AccountModel model(Date(2017, 1, 10));
  EXPECT_EQ(ReasonOf(model.Pay(9'200'000'000'000'000'000, Date(2017, 1, 10)).status()),
            kAmountTooLarge);
  EXPECT_THAT(model.journal(), IsEmpty());
}

// Component and amount of each allocation, in order.
std::vector<std::string> Parts(const Payment& payment) {
  std::vector<std::string> parts;
  for (const Allocation& allocation : payment.allocations) {
    parts.push_back(allocation.bill_id.substr(12, 8) + " " +
                    std::string(ComponentName(allocation.component)) + " " +
                    std::to_string(allocation.amount.value()));
  }
  return parts;
}

TEST(DecidePayment, LED2_OldestDueDateFirstWithinABillCostsLateFeePrincipal) {
  AccountModel model(Date(2017, 2, 28));
  model.MakeBill(Date(2017, 1, 1), Date(2017, 1, 31), Date(2017, 2, 1), 100, {Fen(3), Fen(5), {}});
  model.MakeBill(Date(2016, 1, 1), Date(2016, 1, 31), Date(2017, 1, 31), 100, {Fen(3), Fen(5), {}});
  const auto payment = model.Pay(112, Date(2017, 2, 28));
  ASSERT_TRUE(payment.ok()) << payment.status();
  EXPECT_THAT(Parts(*payment),
              ElementsAre("20160101 COST 3", "20160101 LATE_FEE 5", "20160101 PRINCIPAL 100",
                          "20170101 COST 3", "20170101 LATE_FEE 1"));
  EXPECT_TRUE(payment->allocations[2].historical);
  EXPECT_FALSE(payment->allocations[3].historical);
  EXPECT_EQ(payment->prepayment, Fen(0));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecidePayment, LED2_TiesOfDueDatesGoByBillId) {
  AccountModel model(Date(2017, 5, 1));
  const std::string second =
      model.MakeBill(Date(2017, 2, 1), Date(2017, 2, 28), Date(2017, 4, 1), 100);
  const std::string first =
      model.MakeBill(Date(2017, 1, 1), Date(2017, 1, 31), Date(2017, 4, 1), 100);
  ASSERT_TRUE(model.Pay(130, Date(2017, 5, 1)).ok());
  EXPECT_EQ(model.Unpaid(first), Fen(0));
  EXPECT_EQ(model.Unpaid(second), Fen(70));
}

TEST(DecidePayment, Definition3_PaysWhatIsDueOnThePostingDateAndHoldsTheRest) {
  AccountModel model(Date(2017, 1, 30));
  const std::string january = model.MakeMonthBill(2017, 1, 100);  // due on 31 January
  const auto day_before = model.Pay(40, Date(2017, 1, 30));
  ASSERT_TRUE(day_before.ok());
  EXPECT_THAT(day_before->allocations, IsEmpty());
  EXPECT_EQ(day_before->prepayment, Fen(40));
  model.MoveTo(Date(2017, 1, 31));
  EXPECT_EQ(model.Unpaid(january), Fen(60));
  const auto on_day = model.Pay(80, Date(2017, 1, 31));
  ASSERT_TRUE(on_day.ok());
  EXPECT_THAT(Parts(*on_day), ElementsAre("20170101 PRINCIPAL 60"));
  EXPECT_EQ(on_day->prepayment, Fen(20));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecidePayment, LED2_TheDesignationComesFirstAlsoForWhatIsNotDue) {
  AccountModel model(Date(2017, 2, 1));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  const std::string march = model.MakeMonthBill(2017, 3, 100);
  const auto payment = model.Pay(150, Date(2017, 2, 1), {{march, Fen(70)}});
  ASSERT_TRUE(payment.ok());
  EXPECT_THAT(Parts(*payment), ElementsAre("20170301 PRINCIPAL 70", "20170101 PRINCIPAL 80"));
  EXPECT_EQ(model.Unpaid(march), Fen(30));
  EXPECT_EQ(model.Unpaid(january), Fen(20));
}

TEST(DecidePayment, LED2_ADesignationOfZeroIsAllThatTheBillOwes) {
  AccountModel model(Date(2017, 2, 1));
  model.MakeMonthBill(2017, 1, 100);
  const std::string march = model.MakeMonthBill(2017, 3, 100);
  ASSERT_TRUE(model.Pay(60, Date(2017, 2, 1), {{march, Fen(0)}}).ok());
  EXPECT_EQ(model.Unpaid(march), Fen(40));
  const auto rest = model.Pay(60, Date(2017, 2, 1), {{march, Fen(0)}});
  EXPECT_THAT(Parts(*rest), ElementsAre("20170301 PRINCIPAL 40", "20170101 PRINCIPAL 20"));
}

TEST(DecidePayment, LED2_DesignationsAreCheckedOnBothSides) {
  AccountModel model(Date(2017, 2, 1));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  const std::string march = model.MakeMonthBill(2017, 3, 100);
  const auto reason = [&](std::int64_t fen, std::vector<Designation> designations) {
    AccountModel copy = model;
    return ReasonOf(copy.Pay(fen, Date(2017, 2, 1), std::move(designations)).status());
  };
  EXPECT_EQ(reason(100, {{january, Fen(100)}}), "");
  EXPECT_EQ(reason(200, {{january, Fen(101)}}), kDesignationExceedsBill);
  EXPECT_EQ(reason(200, {{january, Fen(50)}, {january, Fen(50)}}), "");
  EXPECT_EQ(reason(200, {{january, Fen(50)}, {january, Fen(51)}}), kDesignationExceedsBill);
  EXPECT_EQ(reason(150, {{january, Fen(100)}, {march, Fen(50)}}), "");
  EXPECT_EQ(reason(150, {{january, Fen(100)}, {march, Fen(51)}}), kDesignationExceedsPayment);
  EXPECT_EQ(reason(150, {{"U2/property/20170101-20170131", Fen(1)}}), kUnknownBill);
}

TEST(UseDuePrepayments, Definition4_OnTheDueDateOldestBillAndOldestMoneyFirst) {
  AccountModel model(Date(2017, 1, 5));
  const std::string february = model.MakeMonthBill(2017, 2, 100);
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  const std::string newer = model.Pay(100, Date(2017, 1, 5))->id;
  const std::string older = model.Pay(50, Date(2017, 1, 3))->id;  // recorded later, paid before
  model.MoveTo(Date(2017, 3, 10));                                // nobody looked for two months
  EXPECT_EQ(model.UnpaidAsOf(january, Date(2017, 1, 30)), Fen(100));
  EXPECT_EQ(model.UnpaidAsOf(january, Date(2017, 1, 31)), Fen(0));
  EXPECT_EQ(model.UnpaidAsOf(february, Date(2017, 2, 27)), Fen(100));
  EXPECT_EQ(model.UnpaidAsOf(february, Date(2017, 2, 28)), Fen(50));
  EXPECT_THAT(Parts(model.PaymentOf(older)), ElementsAre("20170101 PRINCIPAL 50"));
  EXPECT_THAT(Parts(model.PaymentOf(newer)),
              ElementsAre("20170101 PRINCIPAL 50", "20170201 PRINCIPAL 50"));
  EXPECT_TRUE(model.PaymentOf(newer).allocations[0].from_prepayment);
  EXPECT_EQ(model.Fault(), "");
}

TEST(UseDuePrepayments, Definition4_OnTheFirstOpenDayWhereTheDueDateIsClosed) {
  AccountModel model(Date(2017, 1, 5));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  ASSERT_TRUE(model.Pay(100, Date(2017, 1, 5)).ok());
  model.days.closed_through = Date(2017, 2, 3);
  model.MoveTo(Date(2017, 2, 10));
  EXPECT_EQ(model.UnpaidAsOf(january, Date(2017, 2, 3)), Fen(100));
  EXPECT_EQ(model.UnpaidAsOf(january, Date(2017, 2, 4)), Fen(0));
}

TEST(UseDuePrepayments, Definition4_ABillMadeAfterItsDueDateIsPaidOnTheDayItIsMade) {
  AccountModel model(Date(2017, 1, 5));
  ASSERT_TRUE(model.Pay(100, Date(2017, 1, 5)).ok());
  model.MoveTo(Date(2017, 2, 10));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  EXPECT_EQ(model.Unpaid(january), Fen(0));
  EXPECT_EQ(model.UnpaidAsOf(january, Date(2017, 2, 10)), Fen(0));
  EXPECT_EQ(model.PrepaymentAsOf(Date(2017, 2, 9)), Fen(100));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecidePayment, Definition4_LateMoneyTakesNoMoreThanWasOwedOnEveryDaySince) {
  AccountModel model(Date(2017, 2, 10));
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  const std::string on_time = model.Pay(70, Date(2017, 2, 10))->id;
  model.MoveTo(Date(2017, 2, 20));
  ASSERT_TRUE(model.Reverse(on_time).ok());  // reopened on 20 February
  model.MoveTo(Date(2017, 2, 25));
  // Received on the 12th, when only 30 were owed: 30 on the 12th, 70 on the day of the reversal.
  const auto late = model.Pay(120, Date(2017, 2, 12));
  ASSERT_TRUE(late.ok());
  EXPECT_EQ(model.UnpaidAsOf(january, Date(2017, 2, 12)), Fen(0));
  EXPECT_EQ(model.UnpaidAsOf(january, Date(2017, 2, 19)), Fen(0));
  EXPECT_EQ(model.UnpaidAsOf(january, Date(2017, 2, 20)), Fen(0));
  EXPECT_EQ(model.PrepaymentAsOf(Date(2017, 2, 12)), Fen(90));
  EXPECT_EQ(model.PrepaymentAsOf(Date(2017, 2, 20)), Fen(20));
  EXPECT_FALSE(late->allocations[0].from_prepayment);
  EXPECT_TRUE(late->allocations[1].from_prepayment);
  EXPECT_EQ(late->allocations[1].posting_date, Date(2017, 2, 20));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecidePayment, Definition4_LateMoneyWaitsForABillMadeSince) {
  AccountModel model(Date(2017, 2, 10));
  const std::string january = model.MakeMonthBill(2017, 1, 100);  // made on 10 February
  const auto late = model.Pay(100, Date(2017, 2, 5));
  ASSERT_TRUE(late.ok());
  EXPECT_EQ(late->posting_date, Date(2017, 2, 5));
  EXPECT_EQ(model.PrepaymentAsOf(Date(2017, 2, 9)), Fen(100));
  EXPECT_EQ(model.UnpaidAsOf(january, Date(2017, 2, 10)), Fen(0));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecidePayment, Definition4_ADesignationIsKeptForABillMadeSince) {
  AccountModel model(Date(2017, 2, 10));
  const std::string march = model.MakeMonthBill(2017, 3, 100);
  const std::string january = model.MakeMonthBill(2017, 1, 100);
  const auto late = model.Pay(100, Date(2017, 2, 5), {{march, Fen(60)}});
  ASSERT_TRUE(late.ok());
  EXPECT_EQ(model.Unpaid(march), Fen(40));
  EXPECT_EQ(model.Unpaid(january), Fen(60));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecidePayment, Definition2_MoneyOfAClosedMonthIsPostedOnTheFirstOpenDayAndKeepsItsDate) {
  AccountModel model(Date(2017, 4, 3));
  model.days.closed_through = Date(2017, 3, 31);
  const auto payment = model.Pay(100, Date(2017, 3, 28));
  ASSERT_TRUE(payment.ok());
  EXPECT_EQ(payment->posting_date, Date(2017, 4, 1));
  EXPECT_EQ(payment->received_date, Date(2017, 3, 28));
}

TEST(SuspenseEntry, LED4_HeldMoneyIsBalanced) {
  Suspense suspense;
  suspense.id = "S1";
  suspense.amount = Fen(100);
  suspense.method = PaymentMethod::kAlipay;
  const JournalEntry entry = SuspenseEntry(suspense);
  EXPECT_TRUE(CheckEntry(entry).ok());
  EXPECT_THAT(entry.lines, SizeIs(2));
  EXPECT_EQ(entry.lines[0].account, Account::kCashAlipay);
  const JournalEntry release = ReleaseEntry(suspense, Date(2017, 3, 1));
  EXPECT_TRUE(CheckEntry(release).ok());
  EXPECT_EQ(release.lines[0].amount, Fen(100));
}

}  // namespace
}  // namespace cuijiao::ledger
