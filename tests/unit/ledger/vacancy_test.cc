// LED-1: days on which a unit stands empty.
#include "services/ledger/domain/billing/vacancy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/status/reason.h"
#include "services/ledger/domain/billing/billing.h"

namespace cuijiao::ledger {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr VacancyDiscount kThirtyPercent = {.property_bp = 3000};

Vacancy Empty(Date from, std::optional<Date> to, VacancyDiscount discount = kThirtyPercent) {
  return {"V", "U1", {from, to}, discount};
}

VacancyPut Put(Date from, std::optional<Date> to = std::nullopt) {
  return {"U1", {from, to}, false, kThirtyPercent};
}

VacancyPut TakeBack(Date from) { return {"U1", {from, std::nullopt}, true, kThirtyPercent}; }

// The property fee's bills of 2017 at 310.00 a month.
std::vector<PlannedBill> Bills(const std::vector<Vacancy>& vacancies, int period_months = 1) {
  FeeSchedule schedule;
  schedule.unit_id = "U1";
  schedule.fixed_per_month = Fen(31'000);
  schedule.period_months = period_months;
  schedule.from_date = Date(2017, 1, 1);
  const auto bills = ComputeYearBills("U1", 0, {{schedule}}, vacancies, 2017);
  EXPECT_TRUE(bills.ok()) << bills.status();
  return bills.ok() ? *bills : std::vector<PlannedBill>();
}

TEST(VacancyBills, LED1_VacantDaysAreChargedLessTheDiscount) {
  // 21 whole days and 10 days at 70 %: 310.00 − 10 × 3.00.
  const auto bills = Bills({Empty(Date(2017, 1, 22), Date(2017, 1, 31))});
  ASSERT_THAT(bills, SizeIs(12));
  EXPECT_EQ(bills[0].amount, Fen(28'000));
  EXPECT_EQ(bills[1].amount, Fen(31'000));
}

TEST(VacancyBills, LED1_TheFirstAndTheLastDayAreVacant) {
  EXPECT_EQ(Bills({Empty(Date(2017, 1, 31), Date(2017, 2, 1))})[0].amount, Fen(30'700));
  // One of February's 28 days: 31000 − 31000 ÷ 28 × 30 % = 30667.86.
  EXPECT_EQ(Bills({Empty(Date(2017, 1, 31), Date(2017, 2, 1))})[1].amount, Fen(30'668));
}

TEST(VacancyBills, LED1_AQuarterIsRoundedOnce) {
  // January's 10 days: −3000; February's 28 days: −9300; March's first: −300.
  const auto bills = Bills({Empty(Date(2017, 1, 22), Date(2017, 3, 1))}, 3);
  ASSERT_THAT(bills, SizeIs(4));
  EXPECT_EQ(bills[0].amount, Fen(93'000 - 3'000 - 9'300 - 300));
}

TEST(VacancyBills, LED1_AnOpenVacancyGoesOnAndAWholeDiscountMakesNoBill) {
  EXPECT_EQ(Bills({Empty(Date(2016, 5, 1), std::nullopt)})[11].amount, Fen(21'700));
  EXPECT_THAT(Bills({Empty(Date(2017, 3, 1), std::nullopt, {.property_bp = 10'000})}), SizeIs(2));
}

TEST(VacancyBills, LED1_ADiscountIsOfItsFeeAlone) {
  EXPECT_EQ(Bills({Empty(Date(2017, 1, 1), std::nullopt, {.parking_bp = 5000})})[0].amount,
            Fen(31'000));
  const VacancyDiscount discount = {1, 2, 3};
  EXPECT_EQ(discount.Of(FeeKind::kProperty), 1);
  EXPECT_EQ(discount.Of(FeeKind::kParking), 2);
  EXPECT_EQ(discount.Of(FeeKind::kSharedUtilities), 3);
}

TEST(DecideVacancy, LED1_ANewOneStandsWithTheDiscountsOfThePolicy) {
  const auto change = DecideVacancy(Put(Date(2017, 4, 1), Date(2017, 6, 30)), {});
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_FALSE(change->replaced);
  ASSERT_TRUE(change->standing);
  EXPECT_EQ(change->standing->days, (DateRange{Date(2017, 4, 1), Date(2017, 6, 30)}));
  EXPECT_EQ(change->standing->discount, kThirtyPercent);
}

TEST(DecideVacancy, LED1_OneOfTheSameFirstDayGetsAnotherLastDayAndKeepsItsDiscounts) {
  const std::vector<Vacancy> standing = {
      Empty(Date(2017, 1, 1), Date(2017, 1, 31)),
      Empty(Date(2017, 4, 1), std::nullopt, {.property_bp = 5000})};
  const auto change = DecideVacancy(Put(Date(2017, 4, 1), Date(2017, 6, 30)), standing);
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_EQ(change->replaced, 1);
  EXPECT_EQ(change->standing->discount.property_bp, 5000);
}

TEST(DecideVacancy, LED1_TwoHaveNoDayInCommon) {
  const std::vector<Vacancy> standing = {Empty(Date(2017, 4, 1), Date(2017, 6, 30))};
  EXPECT_EQ(ReasonOf(DecideVacancy(Put(Date(2017, 6, 30)), standing).status()), kVacancyOverlap);
  EXPECT_TRUE(DecideVacancy(Put(Date(2017, 7, 1)), standing).ok());
  EXPECT_EQ(ReasonOf(DecideVacancy(Put(Date(2017, 3, 1), Date(2017, 4, 1)), standing).status()),
            kVacancyOverlap);
  EXPECT_TRUE(DecideVacancy(Put(Date(2017, 3, 1), Date(2017, 3, 31)), standing).ok());
}

TEST(DecideVacancy, LED1_TheLastDayIsNotBeforeTheFirst) {
  EXPECT_EQ(ReasonOf(DecideVacancy(Put(Date(2017, 4, 2), Date(2017, 4, 1)), {}).status()),
            kVacancyDatesInvalid);
  EXPECT_TRUE(DecideVacancy(Put(Date(2017, 4, 1), Date(2017, 4, 1)), {}).ok());
}

TEST(DecideVacancy, LED1_OnlyOneThatIsThereIsTakenBack) {
  const std::vector<Vacancy> standing = {Empty(Date(2017, 4, 1), std::nullopt)};
  const auto change = DecideVacancy(TakeBack(Date(2017, 4, 1)), standing);
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_EQ(change->replaced, 0);
  EXPECT_FALSE(change->standing);
  EXPECT_EQ(ReasonOf(DecideVacancy(TakeBack(Date(2017, 4, 2)), standing).status()),
            kUnknownVacancy);
}

TEST(VacanciesAfter, LED1_TheChangedOneTakesThePlaceOfTheOther) {
  const std::vector<Vacancy> standing = {Empty(Date(2017, 1, 1), Date(2017, 1, 31)),
                                         Empty(Date(2017, 4, 1), std::nullopt)};
  const auto days_after = [&](const VacancyPut& put) {
    std::vector<DateRange> days;
    for (const Vacancy& vacancy : VacanciesAfter(*DecideVacancy(put, standing), standing)) {
      days.push_back(vacancy.days);
    }
    return days;
  };
  const DateRange january = standing[0].days;
  EXPECT_THAT(days_after(Put(Date(2017, 4, 1), Date(2017, 4, 30))),
              ElementsAre(january, DateRange{Date(2017, 4, 1), Date(2017, 4, 30)}));
  EXPECT_THAT(days_after(TakeBack(Date(2017, 4, 1))), ElementsAre(january));
  EXPECT_THAT(
      days_after(Put(Date(2017, 3, 1), Date(2017, 3, 31))),
      ElementsAre(january, standing[1].days, DateRange{Date(2017, 3, 1), Date(2017, 3, 31)}));
}

}  // namespace
}  // namespace cuijiao::ledger
