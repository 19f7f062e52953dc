// What putting a dated relation does to those that stand (LED-7): at most one of a group on a date.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_ORGANISATION_ORGANISATION_DATES_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_ORGANISATION_ORGANISATION_DATES_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/ledger/domain/organisation/organisation.h"

namespace cuijiao::ledger {

// Reasons of refusals when the organisation is put.
inline constexpr std::string_view kUnknownParent = "UNKNOWN_PARENT";     // NOT_FOUND
inline constexpr std::string_view kOverlap = "OVERLAP";                  // FAILED_PRECONDITION
inline constexpr std::string_view kPlaceFixed = "PLACE_FIXED";           // FAILED_PRECONDITION
inline constexpr std::string_view kProjectDiffers = "PROJECT_DIFFERS";   // FAILED_PRECONDITION
inline constexpr std::string_view kRangeBackwards = "RANGE_BACKWARDS";   // INVALID_ARGUMENT
inline constexpr std::string_view kPostPlaceWrong = "POST_PLACE_WRONG";  // INVALID_ARGUMENT

// A relation of the group that stands: the same two things (and place) as the one put, or others.
struct StandingRelation {
  DateRange days;
  bool same = false;
};

// What a put changes; indices into the standing relations. The relation itself is inserted unless
// it is `replaced`.
struct DatedChange {
  // Open ones that began earlier: they end on the day before the put one begins.
  std::vector<std::size_t> ended;
  // The same relation from the same day: it takes the put one's last day.
  std::optional<std::size_t> replaced;
};

// Decides a put. Pure. INVALID_ARGUMENT / RANGE_BACKWARDS; FAILED_PRECONDITION / OVERLAP with the
// days of the first that stands in the way: one that has its own end, or begins on the same day or
// later.
absl::StatusOr<DatedChange> DecideDatedPut(std::span<const StandingRelation> standing,
                                           const DateRange& put);

// FAILED_PRECONDITION / MONTH_CLOSED with `closed_through` when a decided put changes what stands
// on a day up to then: figures of closed months do not change (LED-5, LED-10). Pure.
absl::Status CheckOpenDays(std::span<const StandingRelation> standing, const DateRange& put,
                           const DatedChange& change, const std::optional<Date>& closed_through);

// RANGE_BACKWARDS when the range ends before it begins.
absl::Status CheckRange(const DateRange& days);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_ORGANISATION_ORGANISATION_DATES_H_
