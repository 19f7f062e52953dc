#include "services/ledger/domain/billing/vacancy.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"

namespace cuijiao::ledger {
namespace {

std::string WordsOf(const DateRange& days) {
  return FormatDate(days.from) + (days.to ? " to " + FormatDate(*days.to) : " on");
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
                                            std::span<const Vacancy> standing) {
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
  return change;
}

std::vector<Vacancy> VacanciesAfter(const VacancyChange& change,
                                    std::span<const Vacancy> standing) {
  std::vector<Vacancy> after;
  for (std::size_t i = 0; i < standing.size(); ++i) {
    if (change.replaced != i) after.push_back(standing[i]);
  }
  if (change.standing) after.push_back(*change.standing);
  return after;
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
