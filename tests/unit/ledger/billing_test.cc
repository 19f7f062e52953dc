#include "services/ledger/domain/billing/billing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "common/status/reason.h"

namespace cuijiao::ledger {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

FeeSchedule Priced(std::int64_t price_e4, Date from, int period_months = 1) {
  FeeSchedule schedule;
  schedule.unit_id = "U1";
  schedule.price_e4_yuan = price_e4;
  schedule.period_months = period_months;
  schedule.due_after_days = 9;
  schedule.from_date = from;
  return schedule;
}

FeeSchedule Fixed(std::int64_t fen, Date from, int period_months = 1) {
  FeeSchedule schedule = Priced(0, from, period_months);
  schedule.fixed_per_month = Fen(fen);
  return schedule;
}

std::vector<PlannedBill> Year(const std::vector<FeeSchedule>& schedules, int year,
                              std::int64_t area_e2 = 8'950,
                              const std::vector<Vacancy>& vacancies = {}) {
  auto bills = ComputeYearBills("U1", area_e2, schedules, vacancies, year);
  EXPECT_TRUE(bills.ok()) << bills.status();
  return bills.ok() ? *bills : std::vector<PlannedBill>();
}

// price (0.0001 yuan/m² month), area (0.01 m²) → a month's bill; one rounding, half away from zero
struct MonthCase {
  std::int64_t price_e4;
  std::int64_t area_e2;
  std::int64_t fen;
};

class MonthAmount : public testing::TestWithParam<MonthCase> {};

TEST_P(MonthAmount, LED1_PriceTimesAreaRoundedOnce) {
  const auto bills =
      Year({Priced(GetParam().price_e4, Date(2017, 1, 1))}, 2017, GetParam().area_e2);
  ASSERT_THAT(bills, SizeIs(12));
  EXPECT_EQ(bills[0].amount, Fen(GetParam().fen));
}

INSTANTIATE_TEST_SUITE_P(LED1, MonthAmount,
                         testing::Values(MonthCase{18'500, 8'950, 16'558},  // 16557.5
                                         MonthCase{18'500, 8'949, 16'556},  // 16555.65
                                         MonthCase{10'000, 10'000, 10'000},
                                         MonthCase{1, 14'999, 1},    // 1.4999
                                         MonthCase{1, 15'000, 2}));  // 1.5

TEST(ComputeYearBills, LED1_WhatRoundsToNothingMakesNoBill) {
  EXPECT_THAT(Year({Priced(1, Date(2017, 1, 1))}, 2017, 4'999), IsEmpty());
  EXPECT_THAT(Year({Priced(1, Date(2017, 1, 1))}, 2017, 5'000), SizeIs(12));
}

TEST(ComputeYearBills, LED1_AFixedAmountHasNothingToDoWithTheArea) {
  const auto bills = Year({Fixed(30'000, Date(2016, 5, 1))}, 2017, 0);
  ASSERT_THAT(bills, SizeIs(12));
  EXPECT_EQ(bills[1],
            (PlannedBill{"U1/property/20170201-20170228", "U1", FeeKind::kProperty,
                         Date(2017, 2, 1), Date(2017, 2, 28), Date(2017, 2, 10), Fen(30'000)}));
}

TEST(ComputeYearBills, LED1_APriceThatChangesInsideThePeriodIsProratedByDays) {
  // 14 of 28 days at 100.00, 14 at 150.01: 125.005 → 125.01.
  const auto bills =
      Year({Fixed(10'000, Date(2017, 1, 1)), Fixed(15'001, Date(2017, 2, 15))}, 2017);
  ASSERT_THAT(bills, SizeIs(12));
  EXPECT_EQ(bills[0].amount, Fen(10'000));
  EXPECT_EQ(bills[1].amount, Fen(12'501));
  EXPECT_EQ(bills[2].amount, Fen(15'001));
}

TEST(ComputeYearBills, LED1_ChangesOnAPeriodsFirstAndLastDay) {
  const auto on_first =
      Year({Fixed(10'000, Date(2017, 1, 1)), Fixed(20'000, Date(2017, 2, 1))}, 2017);
  EXPECT_EQ(on_first[0].amount, Fen(10'000));
  EXPECT_EQ(on_first[1].amount, Fen(20'000));
  const auto on_last =
      Year({Fixed(10'000, Date(2017, 1, 1)), Fixed(20'000, Date(2017, 1, 31))}, 2017);
  EXPECT_EQ(on_last[0].amount, Fen(10'323));  // 30/31 × 10000 + 1/31 × 20000 = 10322.58
}

TEST(ComputeYearBills, LED1_AQuarterIsProratedMonthByMonthAndRoundedOnce) {
  // January and February whole, March 10 of 31 days at 100.01 and 21 at 200.01.
  const auto bills =
      Year({Fixed(10'001, Date(2017, 1, 1), 3), Fixed(20'001, Date(2017, 3, 11), 3)}, 2017);
  ASSERT_THAT(bills, SizeIs(4));
  EXPECT_EQ(bills[0].amount, Fen(36'777));  // 20002 + 10/31×10001 + 21/31×20001 = 36777.19
  EXPECT_EQ(bills[0].period_end, Date(2017, 3, 31));
}

TEST(ComputeYearBills, LED1_AUnitTakenOverInMidMonthIsChargedFromThatDay) {
  const auto bills = Year({Fixed(31'000, Date(2017, 1, 22))}, 2017);
  ASSERT_THAT(bills, SizeIs(12));
  EXPECT_EQ(bills[0].bill_id, "U1/property/20170122-20170131");
  EXPECT_EQ(bills[0].amount, Fen(10'000));
  EXPECT_EQ(bills[0].due_date, Date(2017, 1, 31));
}

TEST(ComputeYearBills, LED1_AnEndedScheduleIsChargedToItsLastDay) {
  FeeSchedule ended = Fixed(31'000, Date(2017, 1, 1));
  ended.to_date = Date(2017, 3, 10);
  const auto bills = Year({ended}, 2017);
  ASSERT_THAT(bills, SizeIs(3));
  EXPECT_EQ(bills[2].bill_id, "U1/property/20170301-20170310");
  EXPECT_EQ(bills[2].amount, Fen(10'000));
}

TEST(ComputeYearBills, Definition1_NoPeriodCrosses31December) {
  for (const int months : {1, 3, 6, 12}) {
    const auto bills = Year({Fixed(100, Date(2016, 11, 17), months)}, 2017);
    ASSERT_THAT(bills, SizeIs(12 / months));
    EXPECT_EQ(bills.front().period_start, Date(2017, 1, 1));
    EXPECT_EQ(bills.back().period_end, Date(2017, 12, 31));
    const auto before = Year({Fixed(100, Date(2016, 11, 17), months)}, 2016);
    EXPECT_EQ(before.front().period_start, Date(2016, 11, 17));
    EXPECT_EQ(before.back().period_end, Date(2016, 12, 31));
  }
}

TEST(ComputeYearBills, LED1_LeapFebruaryHas29Days) {
  const auto bills =
      Year({Fixed(29'000, Date(2016, 1, 1)), Fixed(58'000, Date(2016, 2, 29))}, 2016);
  EXPECT_EQ(bills[1].amount, Fen(30'000));
}

TEST(ComputeYearBills, LED1_EachFeeHasItsOwnBills) {
  FeeSchedule parking = Fixed(15'000, Date(2017, 7, 1), 6);
  parking.fee_kind = FeeKind::kParking;
  const auto bills = Year({parking, Fixed(10'000, Date(2017, 11, 1))}, 2017);
  ASSERT_THAT(bills, SizeIs(3));
  EXPECT_EQ(bills[2].bill_id, "U1/parking/20170701-20171231");
  EXPECT_EQ(bills[2].amount, Fen(90'000));
}

TEST(ComputeYearBills, LED1_NothingBeforeTheFirstSchedule) {
  EXPECT_THAT(Year({Fixed(100, Date(2018, 1, 1))}, 2017), IsEmpty());
  EXPECT_THAT(Year({}, 2017), IsEmpty());
}

TEST(ComputeYearBills, LED1_ABillAboveTheLargestAmountIsRefusedBeforeAnything) {
  const auto fits =
      ComputeYearBills("U1", 100'000'000, {{Priced(1'000'000'00, Date(2017, 1, 1))}}, {}, 2017);
  EXPECT_TRUE(fits.ok());
  const auto passes =
      ComputeYearBills("U1", 100'000'000, {{Priced(1'000'000'01, Date(2017, 1, 1))}}, {}, 2017);
  EXPECT_EQ(ReasonOf(passes.status()), kAmountTooLarge);
}

TEST(CheckFeeSchedule, LED1_RefusesWithAReasonOfItsOwn) {
  const FeeSchedule good = Fixed(100, Date(2017, 3, 1));
  FeeSchedule both = good;
  both.price_e4_yuan = 1;
  FeeSchedule none = good;
  none.fixed_per_month = Fen(0);
  FeeSchedule two_months = good;
  two_months.period_months = 2;
  FeeSchedule backwards = good;
  backwards.to_date = Date(2017, 2, 28);
  FeeSchedule one_day = good;
  one_day.to_date = Date(2017, 3, 1);
  const std::vector<FeeSchedule> earlier = {Fixed(90, Date(2017, 2, 28))};
  const std::vector<FeeSchedule> same_day = {Fixed(90, Date(2017, 3, 1))};
  FeeSchedule other_fee = same_day[0];
  other_fee.fee_kind = FeeKind::kParking;

  EXPECT_TRUE(CheckFeeSchedule(good, earlier, Date(2017, 2, 28)).ok());
  EXPECT_TRUE(CheckFeeSchedule(good, {{other_fee}}, std::nullopt).ok());
  EXPECT_TRUE(CheckFeeSchedule(one_day, {}, std::nullopt).ok());
  EXPECT_EQ(ReasonOf(CheckFeeSchedule(both, {}, {})), kPriceInvalid);
  EXPECT_EQ(ReasonOf(CheckFeeSchedule(none, {}, {})), kPriceInvalid);
  EXPECT_EQ(ReasonOf(CheckFeeSchedule(two_months, {}, {})), kPeriodMonthsInvalid);
  EXPECT_EQ(ReasonOf(CheckFeeSchedule(backwards, {}, {})), kScheduleDatesInvalid);
  EXPECT_EQ(ReasonOf(CheckFeeSchedule(good, same_day, {})), kScheduleOverlap);
  EXPECT_EQ(ReasonOf(CheckFeeSchedule(good, earlier, Date(2017, 3, 1))), kPeriodBilled);
}

TEST(BillEntry, LED4_ABillIsRevenueAndAnOpeningBillEquity) {
  Bill bill;
  bill.id = "U1/property/20160101-20161231";
  bill.unit_id = "U1";
  bill.period_end = Date(2016, 12, 31);
  bill.posting_date = Date(2017, 1, 1);
  bill.unpaid = {Fen(5), Fen(7), Fen(100)};
  const JournalEntry opening = OpeningEntry(bill, 2017);
  EXPECT_TRUE(CheckEntry(opening).ok());
  ASSERT_THAT(opening.lines, SizeIs(6));
  EXPECT_EQ(opening.lines[1].account, Account::kOpeningEquity);
  EXPECT_TRUE(opening.lines[0].historical);
  bill.unpaid = {Fen(0), Fen(0), Fen(100)};
  const JournalEntry made = BillEntry(bill, 2017);
  EXPECT_THAT(made.lines, SizeIs(2));
  EXPECT_EQ(made.lines[1].account, Account::kRevenue);
  EXPECT_EQ(made.lines[1].amount, Fen(-100));
}

}  // namespace
}  // namespace cuijiao::ledger
