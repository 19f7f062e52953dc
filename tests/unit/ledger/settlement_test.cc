// WVR-4, WVR-8 and definitions 12, 14, 17: what a settlement pays and posts.
#include "services/ledger/domain/payments/settlement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/status/reason.h"
#include "tests/unit/ledger/account_model.h"

namespace cuijiao::ledger {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

// Monthly fees of 200.00 not billed yet, due on the month's last day.
std::vector<PlannedBill> Scheduled(int from_month, int to_month) {
  std::vector<PlannedBill> fees;
  for (int month = from_month; month <= to_month; ++month) {
    const Date start(2017, month, 1);
    const Date end = LastDayOf(Month(2017, month));
    fees.push_back({MakeBillId(AccountModel::kUnit, FeeKind::kProperty, start, end),
                    std::string(AccountModel::kUnit), FeeKind::kProperty, start, end, end,
                    Fen(20'000)});
  }
  return fees;
}

SettlementQuote Quote(AccountModel& model, const std::vector<PlannedBill>& scheduled,
                      const SettlementTerms& terms) {
  return ComputeSettlementQuote(model.Open(model.days.Today()), scheduled, terms);
}

// The unit of W1: arrears 2,000.00, monthly fees of 200.00.
class W1Unit : public testing::Test {
 public:
  W1Unit() : model(Date(2017, 1, 5)) {
    older = model.MakeBill(Date(2015, 1, 1), Date(2015, 12, 31), Date(2015, 6, 30), 80'000);
    newer = model.MakeBill(Date(2016, 1, 1), Date(2016, 12, 31), Date(2016, 6, 30), 120'000);
  }

  AccountModel model;
  std::string older;
  std::string newer;
};

TEST_F(W1Unit, W1_QuotedByMonths) {
  const auto quote = Quote(model, Scheduled(1, 12), {Fen(19'999), 6, Fen(0)});
  EXPECT_EQ(quote.arrears, Fen(200'000));
  EXPECT_EQ(quote.arrears_charges, Fen(0));
  EXPECT_EQ(quote.current_due, Fen(0));
  EXPECT_EQ(quote.prepay, Fen(120'000));
  EXPECT_EQ(quote.cash, Fen(300'001));
  EXPECT_EQ(quote.arrears_left, Fen(0));
  EXPECT_EQ(quote.months_covered, 6);
  EXPECT_EQ(quote.claim, Fen(200'000));
  EXPECT_EQ(quote.plan_year, 2017);
}

TEST_F(W1Unit, WVR4a_OneFenLessLeavesArrears) {
  const auto scheduled = Scheduled(1, 12);
  EXPECT_EQ(Quote(model, scheduled, {Fen(19'999), 0, Fen(180'001)}).arrears_left, Fen(0));
  const auto short_by_one = Quote(model, scheduled, {Fen(19'999), 0, Fen(180'000)});
  EXPECT_EQ(short_by_one.arrears_left, Fen(1));
  EXPECT_EQ(short_by_one.months_covered, 0);
}

// What is historical on 5 January 2017 was not in December, whose books still are open.
TEST_F(W1Unit, Definition1_IsNotPostedIntoAnotherPlanYear) {
  AccountModel before = model;
  const auto refused = before.Settle("W1", 100, 219'900, Date(2016, 12, 31));
  EXPECT_EQ(ReasonOf(refused.status()), kReceivedInAnotherYear);
  EXPECT_EQ(before.Fault(), "");
  EXPECT_TRUE(model.Settle("W1", 100, 219'900, Date(2017, 1, 1)).ok());
}

// The same two dates behind a December that was closed on the 25th lie in one plan year.
TEST_F(W1Unit, Definition2_ThePlanYearBeginsBehindTheClosingDateOfDecember) {
  AccountModel early(Date(2016, 12, 28));
  const std::string bill =
      early.MakeBill(Date(2016, 1, 1), Date(2016, 12, 31), Date(2016, 6, 30), 120'000);
  EXPECT_EQ(Quote(early, {}, {}).plan_year, 2016);
  EXPECT_EQ(Quote(early, {}, {}).arrears, Fen(0));
  EXPECT_EQ(Quote(early, {}, {}).current_due, Fen(120'000));
  early.days.closed_through = Date(2016, 12, 25);
  early.days.closed_month = Month(2016, 12);
  const auto quote = Quote(early, Scheduled(1, 12), {Fen(10'000), 1, Fen(0)});
  EXPECT_EQ(quote.plan_year, 2017);
  EXPECT_EQ(quote.arrears, Fen(120'000));
  EXPECT_EQ(quote.current_due, Fen(0));
  EXPECT_EQ(quote.months_covered, 1);
  early.MoveTo(Date(2017, 1, 5));
  const auto settled = early.Settle("W1", 10'000, 130'000, Date(2016, 12, 31));
  ASSERT_TRUE(settled.ok()) << settled.status();
  EXPECT_TRUE(settled->payment.allocations[0].historical);
  EXPECT_EQ(early.Unpaid(bill), Fen(0));
  EXPECT_EQ(early.Fault(), "");
}

TEST_F(W1Unit, Definition12_AMonthCountsWithItsLastFen) {
  const auto scheduled = Scheduled(1, 12);
  const auto six = Quote(model, scheduled, {Fen(19'999), 0, Fen(300'001)});
  EXPECT_EQ(six.months_covered, 6);
  EXPECT_EQ(six.prepay, Fen(120'000));
  EXPECT_EQ(Quote(model, scheduled, {Fen(19'999), 0, Fen(300'000)}).months_covered, 5);
  // More than the whole year: the rest is held, and is no prepayment of plan-year fees.
  const auto year = Quote(model, scheduled, {Fen(19'999), 0, Fen(500'000)});
  EXPECT_EQ(year.months_covered, 12);
  EXPECT_EQ(year.prepay, Fen(240'000));
  EXPECT_EQ(year.cash, Fen(500'000));
}

TEST_F(W1Unit, Definition12_DueMonthsCountToo) {
  model.MoveTo(Date(2017, 3, 15));
  model.MakeMonthBill(2017, 1, 20'000);
  model.MakeMonthBill(2017, 2, 20'000);
  const auto none = Quote(model, Scheduled(3, 12), {Fen(0), 0, Fen(0)});
  EXPECT_EQ(none.current_due, Fen(40'000));
  EXPECT_EQ(none.cash, Fen(240'000));
  EXPECT_EQ(none.months_covered, 2);
  EXPECT_EQ(none.claim, Fen(240'000));
  const auto six = Quote(model, Scheduled(3, 12), {Fen(0), 6, Fen(0)});
  EXPECT_EQ(six.prepay, Fen(80'000));
  EXPECT_EQ(six.cash, Fen(320'000));
  EXPECT_EQ(six.months_covered, 6);
}

TEST_F(W1Unit, Definition12_EveryFeeKindOfTheMonthMustBePaid) {
  auto scheduled = Scheduled(1, 12);
  scheduled.push_back({"U1/parking/20170101-20170331", "U1", FeeKind::kParking, Date(2017, 1, 1),
                       Date(2017, 3, 31), Date(2017, 1, 10), Fen(30'000)});
  const auto one = Quote(model, scheduled, {Fen(0), 1, Fen(0)});
  EXPECT_EQ(one.prepay, Fen(50'000));  // January and the quarter's parking
  EXPECT_EQ(one.months_covered, 1);
  EXPECT_EQ(Quote(model, scheduled, {Fen(0), 0, Fen(249'999)}).months_covered, 0);
  EXPECT_EQ(Quote(model, scheduled, {Fen(0), 0, Fen(270'000)}).months_covered, 2);
}

TEST_F(W1Unit, Definition12_AQuartersBillPaysThreeMonths) {
  const std::vector<PlannedBill> quarter = {{"U1/property/20170101-20170331", "U1",
                                             FeeKind::kProperty, Date(2017, 1, 1),
                                             Date(2017, 3, 31), Date(2017, 1, 31), Fen(60'000)}};
  const auto quote = Quote(model, quarter, {Fen(0), 1, Fen(0)});
  EXPECT_EQ(quote.prepay, Fen(60'000));
  EXPECT_EQ(quote.months_covered, 3);
  EXPECT_EQ(Quote(model, quarter, {Fen(0), 0, Fen(259'999)}).months_covered, 0);
}

TEST(ComputeSettlementQuote, Definition12_PrepaymentHeldBeforeIsNoCash) {
  AccountModel model(Date(2017, 1, 5));
  ASSERT_TRUE(model.Pay(30'000, Date(2017, 1, 5)).ok());  // January and half of February
  // Historical, but due on 10 January only, so that nothing has used the prepayment.
  model.MakeBill(Date(2016, 12, 1), Date(2016, 12, 31), Date(2017, 1, 10), 50'000);
  const auto quote = Quote(model, Scheduled(1, 12), {Fen(0), 2, Fen(0)});
  EXPECT_EQ(quote.arrears, Fen(50'000));
  EXPECT_EQ(quote.claim, Fen(0));        // definition 17: not due yet
  EXPECT_EQ(quote.prepay, Fen(30'000));  // the rest of February, and March
  EXPECT_EQ(quote.cash, Fen(80'000));
  EXPECT_EQ(quote.months_covered, 2);  // January is not this settlement's
}

TEST_F(W1Unit, Definition14_LateFeeAndCostsArePaidInCash) {
  model.MakeBill(Date(2016, 1, 1), Date(2016, 6, 30), Date(2016, 1, 31), 1'000,
                 {Fen(300), Fen(500), {}});
  const auto quote = Quote(model, {}, {Fen(201'000), 0, Fen(0)});
  EXPECT_EQ(quote.arrears, Fen(201'000));
  EXPECT_EQ(quote.arrears_charges, Fen(800));
  EXPECT_EQ(quote.cash, Fen(800));
  EXPECT_EQ(Quote(model, {}, {Fen(201'000), 0, Fen(799)}).arrears_left, Fen(1));
  // More than the principal never reduces the charges.
  EXPECT_EQ(Quote(model, {}, {Fen(300'000), 0, Fen(0)}).cash, Fen(800));
}

TEST_F(W1Unit, Definition17_TheClaimIsAllThatIsDueBeforeAnythingElse) {
  model.MakeBill(Date(2017, 1, 1), Date(2017, 1, 31), Date(2017, 1, 5), 20'000,
                 {Fen(1), Fen(2), {}});
  model.MakeBill(Date(2017, 2, 1), Date(2017, 2, 28), Date(2017, 1, 6), 20'000);
  EXPECT_EQ(Quote(model, {}, {}).claim, Fen(220'003));
  const auto settled = model.Settle("W1", 100, 219'900, Date(2017, 1, 5));
  ASSERT_TRUE(settled.ok());
  EXPECT_EQ(settled->payment.claim, Fen(220'003));
}

TEST_F(W1Unit, WVR8_PostsWaiverPaymentAndPrepaymentTogether) {
  const auto settled = model.Settle("W1", 90'000, 130'000, Date(2017, 1, 5));
  ASSERT_TRUE(settled.ok()) << settled.status();
  // Definition 14: oldest due date first, and across bills.
  EXPECT_THAT(settled->waived_parts,
              ElementsAre(WaivedPart{older, Fen(80'000)}, WaivedPart{newer, Fen(10'000)}));
  ASSERT_THAT(settled->payment.allocations, SizeIs(1));
  EXPECT_EQ(settled->payment.allocations[0].amount, Fen(110'000));
  EXPECT_TRUE(settled->payment.allocations[0].historical);
  EXPECT_EQ(settled->payment.prepayment, Fen(20'000));
  EXPECT_EQ(model.Unpaid(older), Fen(0));
  EXPECT_EQ(model.Unpaid(newer), Fen(0));
  EXPECT_EQ(model.Fault(), "");
}

TEST_F(W1Unit, WVR4c_AWaiverIsAtMostTheHistoricalPrincipal) {
  AccountModel copy = model;
  EXPECT_TRUE(copy.Settle("W1", 200'000, 1, Date(2017, 1, 5)).ok());
  EXPECT_EQ(ReasonOf(model.Settle("W1", 200'001, 1, Date(2017, 1, 5)).status()),
            kWaiverExceedsArrears);
}

TEST_F(W1Unit, WVR4a_CashThatLeavesArrearsIsRefused) {
  const auto before = model.journal().size();
  EXPECT_EQ(ReasonOf(model.Settle("W1", 19'999, 180'000, Date(2017, 1, 5)).status()), kCashDiffers);
  EXPECT_THAT(model.journal(), SizeIs(before));
  EXPECT_TRUE(model.Settle("W1", 19'999, 180'001, Date(2017, 1, 5)).ok());
}

TEST(DecideSettlement, WVR4c_WithoutHistoricalArrearsThereIsNone) {
  AccountModel model(Date(2017, 3, 1));
  model.MakeMonthBill(2017, 1, 20'000);
  EXPECT_EQ(ReasonOf(model.Settle("W1", 1, 20'000, Date(2017, 3, 1)).status()),
            kWaiverExceedsArrears);
}

TEST(DecideSettlement, Definition1_HistoricalBillsNotDueAreSettledToo) {
  AccountModel model(Date(2017, 1, 5));
  const std::string late_2016 =
      model.MakeBill(Date(2016, 12, 1), Date(2016, 12, 31), Date(2017, 1, 31), 50'000);
  const std::string due =
      model.MakeBill(Date(2017, 1, 1), Date(2017, 1, 31), Date(2017, 1, 1), 20'000);
  const auto settled = model.Settle("W1", 1'000, 49'000, Date(2017, 1, 5));
  ASSERT_TRUE(settled.ok()) << settled.status();
  EXPECT_EQ(model.Unpaid(late_2016), Fen(0));
  EXPECT_EQ(model.Unpaid(due), Fen(20'000));
  EXPECT_EQ(model.Fault(), "");
}

TEST(DecideSettlement, Definition4_MoneyReceivedBeforeABillWasMadeTurnsNoDayNegative) {
  AccountModel model(Date(2017, 1, 10));
  const std::string opening =
      model.MakeBill(Date(2016, 1, 1), Date(2016, 12, 31), Date(2016, 6, 30), 50'000);
  const auto settled = model.Settle("W1", 1'000, 49'000, Date(2017, 1, 7));
  ASSERT_TRUE(settled.ok()) << settled.status();
  EXPECT_EQ(settled->payment.posting_date, Date(2017, 1, 7));
  EXPECT_EQ(model.PrepaymentAsOf(Date(2017, 1, 9)), Fen(49'000));
  EXPECT_EQ(model.UnpaidAsOf(opening, Date(2017, 1, 10)), Fen(0));
  EXPECT_EQ(model.Fault(), "");
}

}  // namespace
}  // namespace cuijiao::ledger
