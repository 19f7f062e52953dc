// LED-1: what a vacancy changes of periods that are billed already.
#include "services/ledger/domain/billing/supplement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/status/reason.h"

namespace cuijiao::ledger {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr VacancyDiscount kThirtyOff = {.property_bp = 3000};
const Date kPutDay(2017, 4, 20);

Vacancy VacantDays(Date from, std::optional<Date> to) {
  return {"V", "U1", {from, to}, kThirtyOff};
}

// The property fee at 1.2345 yuan a m² and month.
FeeSchedule PriceSchedule() {
  FeeSchedule schedule;
  schedule.unit_id = "U1";
  schedule.price_e4_yuan = 12'345;
  schedule.due_after_days = 20;
  schedule.from_date = Date(2017, 1, 1);
  return schedule;
}

class Supplements : public testing::Test {
 protected:
  // As billed with these vacancies.
  BilledCharge Billed(Date start, Date end, const std::vector<Vacancy>& vacancies) const {
    const Fen amount =
        ComputeCharge({FeeKind::kProperty, start, end}, area_, schedules_, vacancies);
    return {MakeBillId("U1", FeeKind::kProperty, start, end),
            FeeKind::kProperty,
            start,
            end,
            start + 20,
            {{amount}},
            area_};
  }
  absl::StatusOr<std::vector<PlannedBill>> Decide(const std::vector<BilledCharge>& billed,
                                                  const std::vector<Vacancy>& before,
                                                  const std::vector<Vacancy>& after) const {
    return DecideSupplements("U1", billed, schedules_, {before, after}, kPutDay);
  }

  std::int64_t area_ = 8'951;
  std::vector<FeeSchedule> schedules_ = {PriceSchedule()};
  const BilledCharge march_ =
      Billed(Date(2017, 3, 1), Date(2017, 3, 31), {VacantDays(Date(2017, 3, 1), std::nullopt)});
};

TEST_F(Supplements, LED1_BillAndSupplementAreWhatTheWholePeriodCosts) {
  const auto made = Decide({march_}, {VacantDays(Date(2017, 3, 1), std::nullopt)},
                           {VacantDays(Date(2017, 3, 1), Date(2017, 3, 9))});
  ASSERT_TRUE(made.ok()) << made.status();
  ASSERT_THAT(*made, SizeIs(1));
  const PlannedBill& bill = made->front();
  EXPECT_EQ(bill.bill_id, "U1/property/20170301-20170331/2");
  EXPECT_EQ(bill.period_start, Date(2017, 3, 1));
  EXPECT_EQ(bill.period_end, Date(2017, 3, 31));
  // 12345 × 8951 ÷ 10,000 fen, of which 9 of 31 days less 30 %.
  EXPECT_EQ(march_.parts.front().principal + bill.amount, Fen(10'088));
  EXPECT_EQ(bill.amount, Fen(2'353));
}

TEST_F(Supplements, LED1_TheyFallDueAsLongAfterTheirMakingAsTheBillAfterItsPeriodsFirstDay) {
  const std::vector<Vacancy> open = {VacantDays(Date(2017, 3, 1), std::nullopt)};
  EXPECT_EQ(Decide({march_}, open, {})->front().due_date, kPutDay + 20);
  // Made ahead, and so not before the bill.
  const BilledCharge may = Billed(Date(2017, 5, 1), Date(2017, 5, 31), open);
  EXPECT_EQ(Decide({may}, open, {})->front().due_date, Date(2017, 5, 21));
}

TEST_F(Supplements, LED1_TheSameAgainMakesNothing) {
  BilledCharge supplemented = march_;
  const std::vector<Vacancy> before = {VacantDays(Date(2017, 3, 1), std::nullopt)};
  const std::vector<Vacancy> after = {VacantDays(Date(2017, 3, 1), Date(2017, 3, 9))};
  supplemented.parts.push_back({Decide({march_}, before, after)->front().amount});
  EXPECT_THAT(*Decide({supplemented}, after, after), IsEmpty());
  // A further one has the next number.
  const auto next = Decide({supplemented}, after, {});
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->front().bill_id, "U1/property/20170301-20170331/3");
  EXPECT_EQ(
      march_.parts.front().principal + supplemented.parts.back().principal + next->front().amount,
      Fen(11'050));
}

TEST_F(Supplements, LED1_DaysThatBecomeVacantAskForACreditNote) {
  const BilledCharge full = Billed(Date(2017, 2, 1), Date(2017, 2, 28), {});
  const BilledCharge next = Billed(Date(2017, 3, 1), Date(2017, 3, 31), {});
  const absl::Status refused =
      Decide({full, next}, {}, {VacantDays(Date(2017, 2, 15), std::nullopt)}).status();
  EXPECT_EQ(ReasonOf(refused), kPeriodBilled);
  auto values = ValuesOf(refused);
  EXPECT_EQ(values["bill_id"], "U1/property/20170201-20170228");
  EXPECT_EQ(values["billed_fen"], "11050");
  EXPECT_EQ(values["credit_fen"], "1657");  // 14 of 28 days: 11,050 − 9,393
  EXPECT_EQ(values["credits"],
            "U1/property/20170201-20170228=1657 U1/property/20170301-20170331=3315");
}

// What was supplemented is credited first.
TEST_F(Supplements, LED1_TheLatestSupplementIsCreditedFirst) {
  BilledCharge supplemented = march_;
  supplemented.parts.push_back({Fen(11'050) - march_.parts.front().principal});
  const absl::Status refused =
      Decide({supplemented}, {}, {VacantDays(Date(2017, 3, 1), std::nullopt)}).status();
  EXPECT_EQ(ValuesOf(refused)["bill_id"], "U1/property/20170301-20170331/2");
  EXPECT_EQ(ValuesOf(refused)["credits"], "U1/property/20170301-20170331/2=3315");
}

// 3,315 fen are too much, of which 300 are credited: of the supplement's 1,000 and of the bill's.
TEST_F(Supplements, LED1_WhatIsCreditedAlreadyIsNotAskedForAgain) {
  BilledCharge charge = Billed(Date(2017, 3, 1), Date(2017, 3, 31), {});
  charge.parts = {{Fen(10'050)}, {Fen(1'000), Fen(300)}};
  const std::vector<Vacancy> open = {VacantDays(Date(2017, 3, 1), std::nullopt)};
  const absl::Status refused = Decide({charge}, {}, open).status();
  EXPECT_EQ(ReasonOf(refused), kPeriodBilled);
  auto values = ValuesOf(refused);
  EXPECT_EQ(values["billed_fen"], "10750");
  EXPECT_EQ(values["bill_id"], "U1/property/20170301-20170331/2");
  EXPECT_EQ(values["credit_fen"], "700");
  EXPECT_EQ(values["credit_count"], "2");
  EXPECT_EQ(values["credits"],
            "U1/property/20170301-20170331/2=700 U1/property/20170301-20170331=2315");
  // One fen less than is to be credited asks for it; all of it is accepted; one more is billed.
  charge.parts = {{Fen(10'050), Fen(2'314)}, {Fen(1'000), Fen(1'000)}};
  EXPECT_EQ(ValuesOf(Decide({charge}, {}, open).status())["credits"],
            "U1/property/20170301-20170331=1");
  charge.parts[0].credited = Fen(2'315);
  EXPECT_THAT(*Decide({charge}, {}, open), IsEmpty());
  charge.parts[0].credited = Fen(2'316);
  const auto made = Decide({charge}, {}, open);
  ASSERT_TRUE(made.ok()) << made.status();
  ASSERT_THAT(*made, SizeIs(1));
  EXPECT_EQ(made->front().bill_id, "U1/property/20170301-20170331/3");
  EXPECT_EQ(made->front().amount, Fen(1));
}

// Owed by nobody, whatever stood empty when; but not where the vacancy itself costs nothing.
TEST_F(Supplements, LED1_APeriodThatIsCreditedInFullGetsNoSupplement) {
  BilledCharge credited = march_;
  credited.parts[0].credited = credited.parts[0].principal;
  const std::vector<Vacancy> open = {VacantDays(Date(2017, 3, 1), std::nullopt)};
  EXPECT_THAT(*Decide({credited}, open, {}), IsEmpty());
  credited.parts[0].credited -= Fen(1);
  EXPECT_THAT(*Decide({credited}, open, {}), SizeIs(1));

  Vacancy free = VacantDays(Date(2017, 3, 1), std::nullopt);
  free.discount = {.property_bp = 10'000};
  BilledCharge full = Billed(Date(2017, 3, 1), Date(2017, 3, 31), {});
  full.parts[0].credited = full.parts[0].principal;
  const auto made = Decide({full}, {free}, {});
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->front().amount, Fen(11'050));
}

// The list ends where an error's values would be cut, and says how many there are.
TEST_F(Supplements, LED1_ManyCreditNotesAreCountedAndTheFirstAreNamed) {
  std::vector<BilledCharge> billed;
  for (int month = 1; month <= 11; ++month) {
    billed.push_back(Billed(Date(2017, month, 1), Date(2017, month + 1, 1) - 1, {}));
  }
  const auto values_of = [&](int count) {
    return ValuesOf(Decide({billed.begin(), billed.begin() + count}, {},
                           {VacantDays(Date(2017, 1, 1), std::nullopt)})
                        .status());
  };
  auto ten = values_of(10);
  EXPECT_EQ(ten["credit_count"], "10");
  EXPECT_EQ(std::ranges::count(ten["credits"], '='), 10);
  auto eleven = values_of(11);
  EXPECT_EQ(eleven["credit_count"], "11");
  EXPECT_EQ(eleven["credits"], ten["credits"]);
}

TEST_F(Supplements, LED1_ABillThatIsNotAsChargedIsRefusedAndNotGuessed) {
  BilledCharge opening = march_;
  opening.parts = {{Fen(5'000)}};
  const std::vector<Vacancy> open = {VacantDays(Date(2017, 3, 1), std::nullopt)};
  const absl::Status refused = Decide({opening}, open, {}).status();
  EXPECT_EQ(ReasonOf(refused), kPeriodBilled);
  EXPECT_FALSE(ValuesOf(refused).contains("credit_fen"));
  EXPECT_EQ(ValuesOf(refused)["billed_fen"], "5000");
  // One fen too little or too much; a credit note of what was too much makes it right.
  const Fen cost = march_.parts[0].principal;
  opening.parts = {{cost - Fen(1)}};
  EXPECT_EQ(ReasonOf(Decide({opening}, open, {}).status()), kPeriodBilled);
  opening.parts = {{cost + Fen(1)}};
  EXPECT_EQ(ReasonOf(Decide({opening}, open, {}).status()), kPeriodBilled);
  opening.parts = {{cost + Fen(1), Fen(1)}};
  EXPECT_EQ(Decide({opening}, open, {})->front().amount, Fen(11'050) - cost);
  opening.parts = {{Fen(5'000)}};
  // It does not matter where none of its days changes.
  EXPECT_THAT(*Decide({opening}, {}, {VacantDays(Date(2017, 4, 1), std::nullopt)}), IsEmpty());
}

TEST_F(Supplements, LED1_FeesWithoutADiscountAndOtherPeriodsDoNotMatter) {
  Vacancy parking = VacantDays(Date(2017, 3, 1), std::nullopt);
  parking.discount = {.parking_bp = 5000};
  const BilledCharge full = Billed(Date(2017, 3, 1), Date(2017, 3, 31), {});
  EXPECT_THAT(*Decide({full}, {}, {parking}), IsEmpty());
  EXPECT_THAT(*Decide({full}, {}, {VacantDays(Date(2017, 4, 1), std::nullopt)}), IsEmpty());
  EXPECT_THAT(*Decide({full}, {}, {VacantDays(Date(2017, 2, 1), Date(2017, 2, 28))}), IsEmpty());
}

// However often a vacancy is moved, and whatever is credited as the refusals ask: all bills of the
// period, net, come to what it costs.
TEST_F(Supplements, LED1_AnyNumberOfMovesComesToTheCharge) {
  std::mt19937 random(20170301);
  const Date first(2017, 3, 1);
  const std::string id = MakeBillId("U1", FeeKind::kProperty, first, Date(2017, 3, 31));
  for (int round = 0; round < 200; ++round) {
    area_ = std::uniform_int_distribution<std::int64_t>(1, 30'000)(random);
    std::vector<Vacancy> before = {VacantDays(first, std::nullopt)};
    BilledCharge charge = Billed(first, Date(2017, 3, 31), before);
    for (int move = 0; move < 12; ++move) {
      const Date to = first + std::uniform_int_distribution<int>(0, 30)(random);
      const std::vector<Vacancy> after = {VacantDays(first, to)};
      auto made = Decide({charge}, before, after);
      if (!made.ok()) {
        // Finance gives the credit notes of the refusal.
        const std::vector<std::string> notes =
            absl::StrSplit(ValuesOf(made.status())["credits"], ' ');
        for (const std::string& note : notes) {
          const std::vector<std::string> parts = absl::StrSplit(note, '=');
          std::int64_t fen = 0;
          ASSERT_TRUE(parts.size() == 2 && absl::SimpleAtoi(parts[1], &fen)) << note;
          std::size_t number = 1;
          while (MakeSupplementId(id, static_cast<int>(number)) != parts[0]) ++number;
          charge.parts.at(number - 1).credited += Fen(fen);
          EXPECT_GE(charge.parts[number - 1].Net(), Fen(0));
        }
        made = Decide({charge}, before, after);
      }
      ASSERT_TRUE(made.ok()) << made.status();
      for (const PlannedBill& bill : *made) {
        EXPECT_GT(bill.amount, Fen(0));
        charge.parts.push_back({bill.amount});
      }
      before = after;
      Fen sum;
      for (const BilledPart& part : charge.parts) sum += part.Net();
      EXPECT_EQ(sum, ComputeCharge({FeeKind::kProperty, first, Date(2017, 3, 31)}, area_,
                                   schedules_, after));
    }
  }
}

}  // namespace
}  // namespace cuijiao::ledger
