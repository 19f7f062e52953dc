// Days on which a unit stands empty (空置), and what it is charged less for them (LED-1). Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_BILLING_VACANCY_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_BILLING_VACANCY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/domain/organisation/organisation.h"

namespace cuijiao::ledger {

// Reasons of refusals about vacancies.
inline constexpr std::string_view kVacancyOverlap = "VACANCY_OVERLAP";
inline constexpr std::string_view kVacancyDatesInvalid = "VACANCY_DATES_INVALID";
inline constexpr std::string_view kUnknownVacancy = "UNKNOWN_VACANCY";

// What is off each fee, in bp (policy: vacancy_discount).
struct VacancyDiscount {
  std::int32_t property_bp = 0;
  std::int32_t parking_bp = 0;
  std::int32_t shared_utilities_bp = 0;

  [[nodiscard]] std::int32_t Of(FeeKind kind) const;
  friend bool operator==(const VacancyDiscount&, const VacancyDiscount&) = default;
};

// Those of one unit have no day in common.
struct Vacancy {
  std::string id;
  std::string unit_id;
  DateRange days;
  VacancyDiscount discount;  // holds for all its days
};

// A period of a fee that has a bill.
struct BilledPeriod {
  FeeKind fee_kind = FeeKind::kProperty;
  Date start;
  Date end;
  Date posting_date = {};  // of the bill
};

// What is put: the vacancy that begins on `days.from` is recorded, or gets another last day, or is
// taken back.
struct VacancyPut {
  std::string unit_id;
  DateRange days;
  bool withdrawn = false;
  VacancyDiscount discount;  // for one that is new
};

// The vacancy that a put replaces, as an index into those that stand, and the one that stands then.
struct VacancyChange {
  std::optional<std::size_t> replaced;
  std::optional<Vacancy> standing;  // none: taken back
};

// Decides a put among the unit's vacancies; what it changes of billed periods is supplement.h's.
// INVALID_ARGUMENT / VACANCY_DATES_INVALID when it ends before it begins. NOT_FOUND /
// UNKNOWN_VACANCY when none that could be taken back begins on the day. FAILED_PRECONDITION /
// VACANCY_OVERLAP with a vacancy that begins on another day.
absl::StatusOr<VacancyChange> DecideVacancy(const VacancyPut& put,
                                            std::span<const Vacancy> standing);

// The vacancies of the unit once the change is made.
std::vector<Vacancy> VacanciesAfter(const VacancyChange& change, std::span<const Vacancy> standing);

// The days from `from` to `to`, both included, each counted by its discount on the fee: a vacant
// day with 30 % off counts 3,000.
std::int64_t DiscountedDays(std::span<const Vacancy> vacancies, FeeKind kind, Date from, Date to);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_BILLING_VACANCY_H_
