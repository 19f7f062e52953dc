#include "services/ledger/domain/billing/billing.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "common/money/rational.h"
#include "common/status/macros.h"
#include "common/status/reason.h"

namespace cuijiao::ledger {
namespace {

// A schedule on the days on which it is in force.
struct InForce {
  const FeeSchedule* schedule;
  Date from;
  Date to;  // included; the end of the year where it is open
};

// The schedules of one fee on their days of `year`, in order: each ends when the next begins.
std::vector<InForce> DaysInForce(std::span<const FeeSchedule> all, FeeKind kind, int year) {
  std::vector<const FeeSchedule*> schedules;
  for (const FeeSchedule& schedule : all) {
    if (schedule.fee_kind == kind) schedules.push_back(&schedule);
  }
  std::ranges::sort(schedules, {}, &FeeSchedule::from_date);
  const Date first(year, 1, 1);
  const Date last(year, 12, 31);
  std::vector<InForce> in_force;
  for (std::size_t i = 0; i < schedules.size(); ++i) {
    Date to = schedules[i]->to_date.value_or(last);
    if (i + 1 < schedules.size()) to = std::min(to, schedules[i + 1]->from_date - 1);
    const InForce days{schedules[i], std::max(schedules[i]->from_date, first), std::min(to, last)};
    if (days.from <= days.to) in_force.push_back(days);
  }
  return in_force;
}

// The last day of the schedule's billing period that `date` lies in.
Date PeriodEnd(const FeeSchedule& schedule, Date date) {
  const int last_month =
      (date.month() - 1) / schedule.period_months * schedule.period_months + schedule.period_months;
  return LastDayOf(Month(date.year(), last_month));
}

// What a month of the schedule costs, in fen.
Rational MonthlyCharge(const FeeSchedule& schedule, std::int64_t area_e2_m2) {
  if (schedule.price_e4_yuan == 0) return Rational(schedule.fixed_per_month);
  // 0.0001 yuan × 0.01 m² is 0.0001 fen.
  return Rational(schedule.price_e4_yuan) * Rational(area_e2_m2, 10'000);
}

// The unit that is charged.
struct ChargedUnit {
  std::string_view unit_id;
  std::int64_t area_e2_m2;
  std::span<const Vacancy> vacancies;
};

// The exact charge of the days from `from` to `to`, month by month.
Rational Charge(const InForce& days, Date from, Date to, const ChargedUnit& unit) {
  from = std::max(from, days.from);
  to = std::min(to, days.to);
  Rational sum;
  const Rational monthly = MonthlyCharge(*days.schedule, unit.area_e2_m2);
  while (from <= to) {
    const Month month(from);
    const Date run_end = std::min(to, LastDayOf(month));
    const Rational discounted = Rational::BasisPoints(
        DiscountedDays(unit.vacancies, days.schedule->fee_kind, from, run_end));
    sum += monthly * (Rational(run_end - from + 1) - discounted) * Rational(1, DaysIn(month));
    from = run_end + 1;
  }
  return sum;
}

absl::Status AppendYearBills(const ChargedUnit& unit, FeeKind kind,
                             const std::vector<InForce>& in_force,
                             std::vector<PlannedBill>& bills) {
  std::optional<Date> billed_to;
  for (const InForce& first : in_force) {
    Date start = billed_to ? std::max(first.from, *billed_to + 1) : first.from;
    while (start <= first.to) {
      const Date grid_end = PeriodEnd(*first.schedule, start);
      Rational charge;
      Date end = start;
      for (const InForce& days : in_force) {
        if (days.to < start || days.from > grid_end) continue;
        charge += Charge(days, start, grid_end, unit);
        end = std::max(end, std::min(days.to, grid_end));
      }
      billed_to = end;
      const Date due_date = start + first.schedule->due_after_days;
      PlannedBill bill{MakeBillId(unit.unit_id, kind, start, end),
                       std::string(unit.unit_id),
                       kind,
                       start,
                       end,
                       due_date,
                       Fen(0)};
      if (charge > Rational(kMaxAmountFen)) {
        return Refusal(
            absl::StatusCode::kFailedPrecondition, kAmountTooLarge,
            absl::StrCat("bill ", bill.bill_id, " would be above ", kMaxAmountFen, " fen"),
            {{"bill_id", bill.bill_id}});
      }
      bill.amount = charge.RoundHalfAwayFromZero();
      if (bill.amount > Fen(0)) bills.push_back(std::move(bill));
      start = end + 1;
    }
  }
  return absl::OkStatus();
}

absl::Status CheckShape(const FeeSchedule& schedule) {
  const std::map<std::string, std::string> values = {
      {"unit_id", schedule.unit_id},
      {"fee_kind", std::string(FeeKindName(schedule.fee_kind))},
      {"from_date", FormatDate(schedule.from_date)}};
  const auto refuse = [&](std::string_view reason, std::string message) {
    return Refusal(absl::StatusCode::kInvalidArgument, reason, std::move(message), values);
  };
  const int months = schedule.period_months;
  if (months != 1 && months != 3 && months != 6 && months != 12) {
    return refuse(kPeriodMonthsInvalid,
                  absl::StrCat("period_months ", months, " is not 1, 3, 6 or 12"));
  }
  if (schedule.price_e4_yuan < 0 || schedule.fixed_per_month < Fen(0) ||
      (schedule.price_e4_yuan == 0) == (schedule.fixed_per_month == Fen(0))) {
    return refuse(kPriceInvalid,
                  "exactly one of price_e4_yuan_per_m2_month and fixed_fen_per_month must be "
                  "above zero");
  }
  if (schedule.to_date && *schedule.to_date < schedule.from_date) {
    return refuse(kScheduleDatesInvalid,
                  absl::StrCat("to_date ", FormatDate(*schedule.to_date), " is before from_date ",
                               FormatDate(schedule.from_date)));
  }
  return absl::OkStatus();
}

JournalEntry MakingEntry(const Bill& bill, EntryKind kind, Account against, int plan_year) {
  const bool historical = IsHistorical(bill.period_end, plan_year);
  JournalEntry entry{kind, bill.unit_id, bill.id, bill.posting_date, {}};
  for (const BillComponent component : kAllComponents) {
    const Fen amount = bill.unpaid.Of(component);
    if (amount == Fen(0)) continue;
    entry.lines.push_back({Account::kReceivable, amount, bill.id, component, "", historical});
    entry.lines.push_back({against, -amount, bill.id, component, "", historical});
  }
  return entry;
}

}  // namespace

absl::Status CheckFeeSchedule(const FeeSchedule& proposed, std::span<const FeeSchedule> existing,
                              std::optional<Date> billed_through) {
  CUIJIAO_RETURN_IF_ERROR(CheckShape(proposed));
  for (const FeeSchedule& other : existing) {
    if (other.fee_kind != proposed.fee_kind || other.from_date < proposed.from_date) continue;
    return Refusal(absl::StatusCode::kFailedPrecondition, kScheduleOverlap,
                   absl::StrCat("unit ", proposed.unit_id, " has a schedule from ",
                                FormatDate(other.from_date), ", not before from_date ",
                                FormatDate(proposed.from_date)),
                   {{"unit_id", proposed.unit_id},
                    {"from_date", FormatDate(proposed.from_date)},
                    {"existing_from_date", FormatDate(other.from_date)}});
  }
  if (billed_through && proposed.from_date <= *billed_through) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kPeriodBilled,
                   absl::StrCat("from_date ", FormatDate(proposed.from_date), " of unit ",
                                proposed.unit_id, " is not after ", FormatDate(*billed_through),
                                ", the last day that is billed"),
                   {{"unit_id", proposed.unit_id},
                    {"from_date", FormatDate(proposed.from_date)},
                    {"billed_through", FormatDate(*billed_through)}});
  }
  return absl::OkStatus();
}

absl::Status CheckCharge(const FeeSchedule& schedule, std::int64_t area_e2_m2) {
  const Rational charge = MonthlyCharge(schedule, area_e2_m2) * Rational(schedule.period_months);
  if (charge <= Rational(kMaxAmountFen)) return absl::OkStatus();
  return Refusal(
      absl::StatusCode::kFailedPrecondition, kAmountTooLarge,
      absl::StrCat("a bill of unit ", schedule.unit_id, " from ", FormatDate(schedule.from_date),
                   " on would be above ", kMaxAmountFen, " fen"),
      {{"unit_id", schedule.unit_id},
       {"fee_kind", std::string(FeeKindName(schedule.fee_kind))},
       {"from_date", FormatDate(schedule.from_date)},
       {"max_fen", absl::StrCat(kMaxAmountFen)}});
}

bool Stands(const FeeSchedule& schedule, std::span<const FeeSchedule> existing) {
  return std::ranges::any_of(existing, [&schedule](const FeeSchedule& other) {
    FeeSchedule same = other;
    same.put_date = schedule.put_date;
    same.put_time = schedule.put_time;
    return same == schedule;
  });
}

absl::StatusOr<std::vector<PlannedBill>> ComputeYearBills(std::string_view unit_id,
                                                          std::int64_t area_e2_m2,
                                                          std::span<const FeeSchedule> schedules,
                                                          std::span<const Vacancy> vacancies,
                                                          int year) {
  std::vector<PlannedBill> bills;
  for (const FeeKind kind : kAllFeeKinds) {
    CUIJIAO_RETURN_IF_ERROR(AppendYearBills({unit_id, area_e2_m2, vacancies}, kind,
                                            DaysInForce(schedules, kind, year), bills));
  }
  return bills;
}

Fen ComputeCharge(const BilledPeriod& period, std::int64_t area_e2_m2,
                  std::span<const FeeSchedule> schedules, std::span<const Vacancy> vacancies) {
  const int year = static_cast<int>(period.start.year());
  Rational charge;
  for (const InForce& days : DaysInForce(schedules, period.fee_kind, year)) {
    charge += Charge(days, period.start, period.end, {"", area_e2_m2, vacancies});
  }
  return charge.RoundHalfAwayFromZero();
}

JournalEntry BillEntry(const Bill& bill, int plan_year) {
  return MakingEntry(bill, EntryKind::kBill, Account::kRevenue, plan_year);
}

JournalEntry OpeningEntry(const Bill& bill, int plan_year) {
  return MakingEntry(bill, EntryKind::kOpening, Account::kOpeningEquity, plan_year);
}

}  // namespace cuijiao::ledger
