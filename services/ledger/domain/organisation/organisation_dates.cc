#include "services/ledger/domain/organisation/organisation_dates.h"

#include <algorithm>
#include <string>

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"
#include "services/ledger/domain/close/close.h"

namespace cuijiao::ledger {
namespace {

std::string FormatEnd(const std::optional<Date>& to) { return to ? FormatDate(*to) : "open"; }

absl::Status Overlap(const DateRange& standing, const DateRange& put) {
  return Refusal(absl::StatusCode::kFailedPrecondition, kOverlap,
                 fmt::format("{} to {} overlaps what stands from {} to {}", FormatDate(put.from),
                             FormatEnd(put.to), FormatDate(standing.from), FormatEnd(standing.to)),
                 {{"from_date", FormatDate(put.from)},
                  {"standing_from_date", FormatDate(standing.from)},
                  {"standing_to_date", FormatEnd(standing.to)}});
}

// The first day on which something else stands after the put; none when nothing changes.
std::optional<Date> FirstChangedDay(std::span<const StandingRelation> standing,
                                    const DateRange& put, const DatedChange& change) {
  if (!change.replaced) return put.from;
  const std::optional<Date>& before = standing[*change.replaced].days.to;
  if (before == put.to) return std::nullopt;
  if (!before || !put.to) return (before ? *before : *put.to) + 1;
  return std::min(*before, *put.to) + 1;
}

}  // namespace

absl::Status CheckRange(const DateRange& days) {
  if (!days.to || days.from <= *days.to) return absl::OkStatus();
  return Refusal(
      absl::StatusCode::kInvalidArgument, kRangeBackwards,
      fmt::format("to_date {} is before from_date {}", FormatDate(*days.to), FormatDate(days.from)),
      {{"from_date", FormatDate(days.from)}, {"to_date", FormatDate(*days.to)}});
}

absl::StatusOr<DatedChange> DecideDatedPut(std::span<const StandingRelation> standing,
                                           const DateRange& put) {
  CUIJIAO_RETURN_IF_ERROR(CheckRange(put));
  DatedChange change;
  for (std::size_t i = 0; i < standing.size(); ++i) {
    const StandingRelation& relation = standing[i];
    if (relation.same && relation.days.from == put.from) {
      change.replaced = i;
    } else if (!relation.days.Overlaps(put)) {
      continue;
    } else if (!relation.days.to && relation.days.from < put.from) {
      change.ended.push_back(i);
    } else {
      return Overlap(relation.days, put);
    }
  }
  return change;
}

absl::Status CheckOpenDays(std::span<const StandingRelation> standing, const DateRange& put,
                           const DatedChange& change, const std::optional<Date>& closed_through) {
  const std::optional<Date> changed = FirstChangedDay(standing, put, change);
  if (!closed_through || !changed || *changed > *closed_through) return absl::OkStatus();
  return Refusal(absl::StatusCode::kFailedPrecondition, kMonthClosed,
                 fmt::format("it would change {}, which is closed; days from {} on are open",
                             FormatDate(*changed), FormatDate(*closed_through + 1)),
                 {{"date", FormatDate(*changed)}, {"closed_through", FormatDate(*closed_through)}});
}

}  // namespace cuijiao::ledger
