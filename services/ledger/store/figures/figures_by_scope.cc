#include "services/ledger/store/figures/figures_by_scope.h"

#include <map>
#include <utility>

#include "common/status/macros.h"
#include "services/ledger/store/figures/plan_store.h"
#include "services/ledger/store/figures/present_figures.h"
#include "services/ledger/store/organisation/organisation_store.h"

namespace cuijiao::ledger {
namespace {

template <typename Value>
std::optional<Value> Find(const std::map<std::string, Value>& values, const std::string& key) {
  const auto it = values.find(key);
  return it == values.end() ? std::nullopt : std::optional(it->second);
}

}  // namespace

absl::StatusOr<std::vector<CommunityFigures>> LoadFiguresByScope(
    db::Transaction& transaction, const FigureScope& scope, const AccountingCalendar& calendar,
    Month month, const AsOf& as_of, RateBasis basis, const StandingsVisitor& visit) {
  OrganisationStore organisation(transaction);
  PlanStore plans(transaction);
  FiguresStore store(transaction);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Responsibility> responsibilities,
                           organisation.LoadResponsibilities(as_of.date, scope.project_id));
  CUIJIAO_ASSIGN_OR_RETURN(const auto planned_rates, plans.LoadPlannedRates(month));
  CUIJIAO_ASSIGN_OR_RETURN(const auto task_shares,
                           plans.LoadTaskShares(static_cast<int>(month.year())));

  std::map<std::string, PlaceFigures> kept;
  if (as_of.is_present && basis == RateBasis::kCumulative && !visit &&
      calendar.MonthOf(as_of.date) == month) {
    CUIJIAO_ASSIGN_OR_RETURN(
        kept, LoadKeptOfDate(transaction,
                             {.project_id = scope.project_id, .community_id = scope.community_id},
                             calendar, as_of.date));
  }

  std::vector<CommunityFigures> communities;
  for (const Responsibility& place : responsibilities) {
    if (!scope.Contains(place.project_id, place.area_id, place.community_id)) continue;
    const CommunityKey key{place.community_id, place.project_id};
    CommunityMonth sums;
    if (const auto found = kept.find(place.community_id); found != kept.end()) {
      sums.figures = CollectionFiguresOf(found->second);
      sums.rate = ComputeRateSums(basis, sums.figures, Fen());
    } else {
      CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitStanding> standings,
                               store.LoadUnitStandings(key, calendar, month, as_of));
      if (visit) CUIJIAO_RETURN_IF_ERROR(visit(key, standings));
      CUIJIAO_ASSIGN_OR_RETURN(
          sums, store.ComputeCommunityMonth(standings, key, calendar, month, as_of, basis));
    }
    communities.push_back({.community_id = place.community_id,
                           .project_id = place.project_id,
                           .area_id = place.area_id,
                           .collector_id = place.collector_id,
                           .figures = sums.figures,
                           .rate = sums.rate,
                           .planned_rate_bp = Find(planned_rates, place.project_id),
                           .task_share = Find(task_shares, place.community_id)});
  }
  return communities;
}

RateSums SumRates(const std::vector<CommunityFigures>& communities, const FigureScope& scope) {
  RateSums sums;
  for (const CommunityFigures& community : communities) {
    if (scope.Contains(community.project_id, community.area_id, community.community_id)) {
      sums += community.rate;
    }
  }
  return sums;
}

}  // namespace cuijiao::ledger
