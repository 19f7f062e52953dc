#include "services/ledger/domain/billing/vacancy.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/domain/billing/billing.h"

namespace cuijiao::ledger {
namespace {

std::string WordsOf(const DateRange& days) {
  return FormatDate(days.from) + (days.to ? " to " + FormatDate(*days.to) : " on");
}

// The days that are in one of two ranges alone. Both begin on the same day; none: no days.
std::optional<DateRange> DaysThatChange(const std::optional<DateRange>& before,
                                        const std::optional<DateRange>& after) {
  if (!before) return after;
  if (!after) return before;
  if (before->to == after->to) return std::nullopt;
  if (!before->to) return DateRange{*after->to + 1, std::nullopt};
  if (!after->to) return DateRange{*before->to + 1, std::nullopt};
  const auto [first, last] = std::minmax(*before->to, *after->to);
  return DateRange{first + 1, last};
}

absl::Status CheckNotBilled(const VacancyPut& put, const DateRange& changed,
                            const VacancyDiscount& discount, std::span<const BilledPeriod> billed) {
  for (const BilledPeriod& period : billed) {
    if (discount.Of(period.fee_kind) == 0 || !changed.Overlaps({period.start, period.end})) {
      continue;
    }
    return Refusal(absl::StatusCode::kFailedPrecondition, kPeriodBilled,
                   absl::StrCat("unit_id ", put.unit_id, ": the vacancy changes days of ",
                                FormatDate(period.start), " to ", FormatDate(period.end),
                                ", which are billed (", std::string(FeeKindName(period.fee_kind)),
                                "); correct that bill first"),
                   {{"unit_id", put.unit_id},
                    {"fee_kind", std::string(FeeKindName(period.fee_kind))},
                    {"period_start_date", FormatDate(period.start)},
                    {"period_end_date", FormatDate(period.end)}});
  }
  return absl::OkStatus();
}

absl::Status CheckOverlap(const VacancyPut& put, std::span<const Vacancy> standing) {
  for (const Vacancy& other : standing) {
    if (other.days.from == put.days.from || !other.days.Overlaps(put.days)) continue;
    return Refusal(absl::StatusCode::kFailedPrecondition, kVacancyOverlap,
                   absl::StrCat("unit_id ", put.unit_id, " stands empty from ", WordsOf(other.days),
                                " already; the put one is ", WordsOf(put.days)),
                   {{"unit_id", put.unit_id},
                    {"from_date", FormatDate(put.days.from)},
                    {"existing_from_date", FormatDate(other.days.from)}});
  }
  return absl::OkStatus();
}

}  // namespace

std::int32_t VacancyDiscount::Of(FeeKind kind) const {
  switch (kind) {
    case FeeKind::kProperty:
      return property_bp;
    case FeeKind::kParking:
      return parking_bp;
    case FeeKind::kSharedUtilities:
      return shared_utilities_bp;
  }
  return 0;
}

absl::StatusOr<VacancyChange> DecideVacancy(const VacancyPut& put,
                                            std::span<const Vacancy> standing,
                                            std::span<const BilledPeriod> billed) {
  if (put.days.to && *put.days.to < put.days.from) {
    return Refusal(
        absl::StatusCode::kInvalidArgument, kVacancyDatesInvalid,
        absl::StrCat("to_date ", FormatDate(*put.days.to), " is before from_date ",
                     FormatDate(put.days.from)),
        {{"from_date", FormatDate(put.days.from)}, {"to_date", FormatDate(*put.days.to)}});
  }
  VacancyChange change;
  const auto same = std::ranges::find(standing, put.days.from,
                                      [](const Vacancy& vacancy) { return vacancy.days.from; });
  if (same != standing.end()) {
    change.replaced = static_cast<std::size_t>(same - standing.begin());
  } else if (put.withdrawn) {
    return Refusal(absl::StatusCode::kNotFound, kUnknownVacancy,
                   absl::StrCat("unit_id ", put.unit_id, " has no vacancy from_date ",
                                FormatDate(put.days.from)),
                   {{"unit_id", put.unit_id}, {"from_date", FormatDate(put.days.from)}});
  }
  if (!put.withdrawn) {
    CUIJIAO_RETURN_IF_ERROR(CheckOverlap(put, standing));
    change.standing = Vacancy{"", put.unit_id, put.days,
                              change.replaced ? standing[*change.replaced].discount : put.discount};
  }
  const std::optional<DateRange> before =
      change.replaced ? std::optional(standing[*change.replaced].days) : std::nullopt;
  const std::optional<DateRange> after =
      change.standing ? std::optional(change.standing->days) : std::nullopt;
  if (const std::optional<DateRange> changed = DaysThatChange(before, after)) {
    const VacancyDiscount& discount =
        change.standing ? change.standing->discount : standing[*change.replaced].discount;
    CUIJIAO_RETURN_IF_ERROR(CheckNotBilled(put, *changed, discount, billed));
  }
  return change;
}

std::int64_t DiscountedDays(std::span<const Vacancy> vacancies, FeeKind kind, Date from, Date to) {
  std::int64_t sum = 0;
  for (const Vacancy& vacancy : vacancies) {
    const Date first = std::max(vacancy.days.from, from);
    const Date last = std::min(vacancy.days.to.value_or(to), to);
    if (first <= last) sum += (last - first + 1) * std::int64_t{vacancy.discount.Of(kind)};
  }
  return sum;
}

}  // namespace cuijiao::ledger
