// The part of PlanApi that shows figures: the rate, its curve over a year, the ranking of areas.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/figures/plan_api.h"
#include "services/ledger/api/figures/plan_api_messages.h"
#include "services/ledger/api/figures/statement_api_stamp.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/domain/close/close.h"
#include "services/ledger/domain/figures/ranking.h"
#include "services/ledger/store/close/close_store.h"
#include "services/ledger/store/figures/figures_by_scope.h"
#include "services/ledger/store/figures/figures_year.h"
#include "services/ledger/store/figures/plan_store.h"
#include "services/ledger/store/figures/present_figures.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/payments/due_prepayments.h"

namespace cuijiao::ledger {
namespace {

// The scope that a request names by one id, with the project that it lies in.
template <typename Request>
absl::StatusOr<FigureScope> FindScope(db::Transaction& transaction, const Request& request) {
  OrganisationStore organisation(transaction);
  if (!request.community_id().empty()) {
    CUIJIAO_ASSIGN_OR_RETURN(const auto community,
                             organisation.LoadCommunity(request.community_id()));
    if (!community) return UnknownThing(kUnknownCommunity, "community", request.community_id());
    return FigureScope{.project_id = community->project_id,
                       .area_id = "",
                       .community_id = community->community_id};
  }
  if (!request.area_id().empty()) {
    CUIJIAO_ASSIGN_OR_RETURN(const auto area, organisation.LoadArea(request.area_id()));
    if (!area) return UnknownThing(kUnknownArea, "area", request.area_id());
    return FigureScope{.project_id = area->project_id, .area_id = area->id, .community_id = ""};
  }
  CUIJIAO_ASSIGN_OR_RETURN(const auto project, organisation.LoadProject(request.project_id()));
  if (!project) return UnknownThing(kUnknownProject, "project", request.project_id());
  return FigureScope{.project_id = project->id, .area_id = "", .community_id = ""};
}

template <typename Request>
absl::StatusOr<FigureScope> ReadScope(db::Database& database, const Request& request) {
  return database.Read(
      "FindScope", [&](db::Transaction& transaction) { return FindScope(transaction, request); });
}

template <typename Request>
absl::Status CheckScope(const Request& request) {
  return CheckOneIsSet({{"project_id", request.project_id()},
                        {"area_id", request.area_id()},
                        {"community_id", request.community_id()}});
}

std::optional<int> PlannedRateOf(const std::map<std::string, int>& rates,
                                 const std::string& project_id) {
  const auto it = rates.find(project_id);
  return it == rates.end() ? std::nullopt : std::optional(it->second);
}

absl::StatusOr<AccountingCalendar> ReadCalendar(db::Database& database, const AsOf& as_of) {
  return database.Read("ReadCalendar", [&](db::Transaction& transaction) {
    return LoadCalendarKnownBy(transaction, as_of.recorded_by);
  });
}

// What a question about months asks for: what is known today, or what was known then, which was not
// about days to come. `as_of.date` is the last day that counts.
template <typename Request>
absl::StatusOr<AsOf> KnownOf(const CallContext& call, const Request& request) {
  const bool then = request.has_recorded_by_time();
  CUIJIAO_ASSIGN_OR_RETURN(AsOf as_of,
                           MakeAsOf(call, "", then ? &request.recorded_by_time() : nullptr));
  if (then) {
    as_of.date = std::min(as_of.date, Date(absl::ToCivilDay(as_of.recorded_by, call.time.zone)));
  }
  return as_of;
}

// Sees to it that figures of the scope can be computed: prepayment is used for what fell due, and
// where they are of today, what is kept of them is brought up to date.
absl::Status Prepare(LedgerContext& context, const FigureScope& scope, const CallContext& call,
                     bool is_present) {
  if (is_present) {
    return BringFiguresUpToDate(
        context.database, context.ids,
        {.project_id = scope.project_id, .community_id = scope.community_id}, call.time,
        call.deadline);
  }
  return SweepDuePrepayments(context.database, context.ids,
                             {.project_id = scope.project_id, .community_id = scope.community_id},
                             call.time)
      .status();
}

// Reads figures of `year` in one snapshot that has all of its scheduled fees.
template <typename Body>
auto ReadFigures(LedgerContext& context, std::string_view name, const FigureScope& scope, int year,
                 const CallContext& call, bool is_present, Body body)
    -> std::invoke_result_t<Body, db::Transaction&> {
  return WithFigureYear(
      context.database, context.ids, year, call.time, call.deadline,
      [&]() -> std::invoke_result_t<Body, db::Transaction&> {
        CUIJIAO_RETURN_IF_ERROR(Prepare(context, scope, call, is_present));
        return context.database.Read(
            name,
            [&](db::Transaction& transaction) -> std::invoke_result_t<Body, db::Transaction&> {
              CUIJIAO_RETURN_IF_ERROR(RequireFigureYear(transaction, scope.project_id,
                                                        scope.community_id, year, call.time));
              return body(transaction);
            });
      });
}

// A project's figures of a month: frozen where it is closed, else as of the month's last day or the
// last day that counts, whichever is earlier.
struct MonthView {
  std::vector<CommunityFigures> communities;
  v1::FigureStamp stamp;
  bool closed = false;
};

absl::StatusOr<MonthView> LoadMonthView(db::Transaction& transaction, const FigureScope& scope,
                                        const AccountingCalendar& calendar, Month month,
                                        const CallContext& call, const AsOf& known,
                                        RateBasis basis) {
  CloseStore closes(transaction);
  MonthView view;
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<AccountingMonth> closed, closes.LoadMonth(month));
  if (closed && closed->closed_time <= known.recorded_by) {
    view.closed = true;
    view.stamp = MakeStamp(closed->definition, closed->closing_date, closed->closed_time);
    CUIJIAO_ASSIGN_OR_RETURN(view.communities, closes.LoadCommunities(month, scope.project_id));
    return view;
  }
  AsOf as_of = known;
  as_of.date = std::min(calendar.DaysOf(month).last, known.date);
  as_of.is_present = known.is_present && as_of.date == known.date;
  view.stamp = StampOf(DefinitionName(basis), call, as_of);
  CUIJIAO_ASSIGN_OR_RETURN(view.communities,
                           LoadFiguresByScope(transaction, scope, calendar, month, as_of, basis));
  return view;
}

std::vector<RankedCommunity> RankableOf(const std::vector<CommunityFigures>& communities) {
  std::vector<RankedCommunity> ranked;
  for (const CommunityFigures& community : communities) {
    if (community.area_id.empty()) continue;
    ranked.push_back({.area_id = community.area_id,
                      .community_id = community.community_id,
                      .collector_id = community.collector_id,
                      .planned_rate_bp = community.planned_rate_bp,
                      .rate = community.rate,
                      .historical_outstanding = community.figures.historical_outstanding,
                      .historical_recovered = community.figures.historical_recovered});
  }
  return ranked;
}

absl::StatusOr<std::map<std::string, std::string>> LoadNames(db::Transaction& transaction,
                                                             const std::string& project_id) {
  OrganisationStore organisation(transaction);
  CUIJIAO_ASSIGN_OR_RETURN(const auto communities, organisation.LoadCommunities(project_id));
  CUIJIAO_ASSIGN_OR_RETURN(const auto areas, organisation.LoadAreas(project_id));
  std::map<std::string, std::string> names;
  for (const CommunityPlace& community : communities)
    names[community.community_id] = community.name;
  for (const Area& area : areas) names[area.id] = area.name;
  return names;
}

}  // namespace

absl::StatusOr<v1::CollectionRate> PlanApi::ShowRate(
    const CallContext& call, const v1::GetCollectionRateRequest& request) const {
  CUIJIAO_RETURN_IF_ERROR(CheckScope(request));
  CUIJIAO_ASSIGN_OR_RETURN(const AsOf as_of, AsOfOf(call, request));
  const RateBasis basis = RateBasisOf(context_.policy);
  CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar months, ReadCalendar(context_.database, as_of));
  CUIJIAO_ASSIGN_OR_RETURN(const FigureScope scope, ReadScope(context_.database, request));
  const auto year = static_cast<int>(months.MonthOf(as_of.date).year());
  return ReadFigures(
      context_, "GetCollectionRate", scope, year, call, as_of.is_present,
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::CollectionRate> {
        CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar,
                                 LoadCalendarKnownBy(transaction, as_of.recorded_by));
        const Month month = calendar.MonthOf(as_of.date);
        CUIJIAO_ASSIGN_OR_RETURN(
            const std::vector<CommunityFigures> communities,
            LoadFiguresByScope(transaction, scope, calendar, month, as_of, basis));
        CUIJIAO_ASSIGN_OR_RETURN(const auto planned,
                                 PlanStore(transaction).LoadPlannedRates(month));
        return MakeRate(SumRates(communities, scope), PlannedRateOf(planned, scope.project_id),
                        StampOf(DefinitionName(basis), call, as_of));
      });
}

absl::StatusOr<v1::RateCurve> PlanApi::ShowCurve(const CallContext& call,
                                                 const v1::GetRateCurveRequest& request) const {
  CUIJIAO_RETURN_IF_ERROR(CheckScope(request));
  const RateBasis basis = RateBasisOf(context_.policy);
  CUIJIAO_ASSIGN_OR_RETURN(const AsOf known, KnownOf(call, request));
  CUIJIAO_ASSIGN_OR_RETURN(const FigureScope scope, ReadScope(context_.database, request));
  CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar months, ReadCalendar(context_.database, known));
  const bool is_present = known.is_present && months.MonthOf(known.date).year() == request.year();
  return ReadFigures(
      context_, "GetRateCurve", scope, request.year(), call, is_present,
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::RateCurve> {
        CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar,
                                 LoadCalendarKnownBy(transaction, known.recorded_by));
        PlanStore plans(transaction);
        v1::RateCurve curve;
        const Month last = calendar.MonthOf(known.date);
        for (Month month(request.year(), 1); month.year() == request.year() && month <= last;
             ++month) {
          CUIJIAO_ASSIGN_OR_RETURN(const MonthView view, LoadMonthView(transaction, scope, calendar,
                                                                       month, call, known, basis));
          std::optional<int> planned;
          if (view.closed && !view.communities.empty()) {
            planned = view.communities.front().planned_rate_bp;
          } else {
            CUIJIAO_ASSIGN_OR_RETURN(const auto rates, plans.LoadPlannedRates(month));
            planned = PlannedRateOf(rates, scope.project_id);
          }
          v1::RateCurve::Point& point = *curve.add_points();
          point.set_month(FormatMonth(month));
          *point.mutable_rate() = MakeRate(SumRates(view.communities, scope), planned, view.stamp);
          point.set_closed(view.closed);
        }
        return curve;
      });
}

absl::StatusOr<v1::Ranking> PlanApi::ShowRanking(const CallContext& call,
                                                 const v1::GetRankingRequest& request) const {
  const Month month = ParseMonth(request.month()).value();
  const RateBasis basis = RateBasisOf(context_.policy);
  const FigureScope scope{.project_id = request.project_id(), .area_id = "", .community_id = ""};
  CUIJIAO_ASSIGN_OR_RETURN(const AsOf known, KnownOf(call, request));
  CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar months, ReadCalendar(context_.database, known));
  const bool is_present = known.is_present && months.MonthOf(known.date) == month;
  return ReadFigures(
      context_, "GetRanking", scope, static_cast<int>(month.year()), call, is_present,
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::Ranking> {
        CUIJIAO_ASSIGN_OR_RETURN(const auto project,
                                 OrganisationStore(transaction).LoadProject(scope.project_id));
        if (!project) return UnknownThing(kUnknownProject, "project", scope.project_id);
        CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar,
                                 LoadCalendarKnownBy(transaction, known.recorded_by));
        if (month > calendar.MonthOf(known.date)) {
          return Refusal(absl::StatusCode::kFailedPrecondition, kMonthNotBegun,
                         "The month has not begun.", {{"month", request.month()}});
        }
        CUIJIAO_ASSIGN_OR_RETURN(const MonthView view, LoadMonthView(transaction, scope, calendar,
                                                                     month, call, known, basis));
        CUIJIAO_ASSIGN_OR_RETURN(const auto names, LoadNames(transaction, scope.project_id));
        v1::Ranking ranking;
        for (const RankedArea& area : ComputeRanking(RankableOf(view.communities))) {
          *ranking.add_rows() = ToMessage(area, names, view.stamp);
        }
        *ranking.mutable_stamp() = view.stamp;
        ranking.set_closed(view.closed);
        return ranking;
      });
}

}  // namespace cuijiao::ledger
