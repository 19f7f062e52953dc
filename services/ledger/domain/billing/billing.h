// What units are charged, and the bills that follow from it (LED-1).
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_BILLING_BILLING_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_BILLING_BILLING_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/ledger/domain/billing/vacancy.h"
#include "services/ledger/domain/journal/journal.h"
#include "services/ledger/domain/journal/posting.h"

namespace cuijiao::ledger {

// Reasons of refusals about schedules.
inline constexpr std::string_view kScheduleOverlap = "SCHEDULE_OVERLAP";
inline constexpr std::string_view kPeriodBilled = "PERIOD_BILLED";
inline constexpr std::string_view kPeriodMonthsInvalid = "PERIOD_MONTHS_INVALID";
inline constexpr std::string_view kPriceInvalid = "PRICE_INVALID";
inline constexpr std::string_view kScheduleDatesInvalid = "SCHEDULE_DATES_INVALID";

// What a unit is charged for one fee from a date on.
struct FeeSchedule {
  std::string unit_id;
  FeeKind fee_kind = FeeKind::kProperty;
  int period_months = 1;           // 1, 3, 6 or 12, counted from January
  std::int64_t price_e4_yuan = 0;  // 0.0001 yuan a m² and month; this or the fixed amount
  Fen fixed_per_month;
  int due_after_days = 0;  // from the first day of the period
  Date from_date;
  std::optional<Date> to_date;  // without it: until the next schedule of the same fee begins
  Date put_date;                // posting day on which it became known
  absl::Time put_time;          // when that was

  friend bool operator==(const FeeSchedule&, const FeeSchedule&) = default;
};

// A bill that follows from a schedule. Its period lies within one calendar year.
struct PlannedBill {
  std::string bill_id;
  std::string unit_id;
  FeeKind fee_kind = FeeKind::kProperty;
  Date period_start;
  Date period_end;
  Date due_date;
  Fen amount;  // above zero

  friend bool operator==(const PlannedBill&, const PlannedBill&) = default;
};

// Whether a schedule can be put: its own shape (INVALID_ARGUMENT: PERIOD_MONTHS_INVALID,
// PRICE_INVALID when none or both of price and fixed amount are set, SCHEDULE_DATES_INVALID), then
// the unit's `existing` ones (FAILED_PRECONDITION: SCHEDULE_OVERLAP when one of the same fee begins
// on or after it, PERIOD_BILLED when it begins on or before `billed_through`, the last day of the
// fee's billed periods).
absl::Status CheckFeeSchedule(const FeeSchedule& proposed, std::span<const FeeSchedule> existing,
                              std::optional<Date> billed_through);

// Whether every bill of the schedule fits: what a whole period costs for a unit of that area is at
// most kMaxAmountFen. FAILED_PRECONDITION / AMOUNT_TOO_LARGE: asked when the schedule is put and
// when the area changes, because no year that it reaches could be billed.
absl::Status CheckCharge(const FeeSchedule& schedule, std::int64_t area_e2_m2);

// Whether `existing` holds a schedule that says the same; when it became known does not count.
bool Stands(const FeeSchedule& schedule, std::span<const FeeSchedule> existing);

// The bills of a unit for `year`, by fee, period. `schedules` are those of the unit, of any fees,
// in any order; `vacancies` likewise. A period is that of the schedule in force on its first day,
// cut to the days that any schedule covers; each run of days of one schedule is charged at its own
// price by days of the month (price × area × days ÷ days of the month, a fixed amount likewise),
// vacant days less their discount, and the sum is rounded once. Periods without a charge give no
// bill. FAILED_PRECONDITION / AMOUNT_TOO_LARGE naming the period where a bill would pass
// kMaxAmountFen.
absl::StatusOr<std::vector<PlannedBill>> ComputeYearBills(std::string_view unit_id,
                                                          std::int64_t area_e2_m2,
                                                          std::span<const FeeSchedule> schedules,
                                                          std::span<const Vacancy> vacancies,
                                                          int year);

// What the days of a period, which lie within one calendar year, cost a unit of that area by these
// schedules and vacancies: as in ComputeYearBills, rounded once.
Fen ComputeCharge(const BilledPeriod& period, std::int64_t area_e2_m2,
                  std::span<const FeeSchedule> schedules, std::span<const Vacancy> vacancies);

// The entry that makes a bill: its principal is revenue. `plan_year` is that of its posting date.
JournalEntry BillEntry(const Bill& bill, int plan_year);

// The entry of a bill of the time before the suite (LED-19): what is unpaid of each component,
// against opening equity.
JournalEntry OpeningEntry(const Bill& bill, int plan_year);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_BILLING_BILLING_H_
