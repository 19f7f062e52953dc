#include "services/ledger/api/figures/dashboard_api.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/rpc/paging.h"
#include "common/status/macros.h"
#include "services/ledger/api/figures/dashboard_place.h"
#include "services/ledger/api/figures/figure_messages.h"
#include "services/ledger/api/figures/plan_api_messages.h"
#include "services/ledger/api/figures/statement_api_stamp.h"
#include "services/ledger/domain/figures/overview.h"
#include "services/ledger/store/figures/figures_by_scope.h"
#include "services/ledger/store/figures/figures_year.h"
#include "services/ledger/store/figures/overview_store.h"
#include "services/ledger/store/figures/plan_store.h"
#include "services/ledger/store/figures/present_figures.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kBalanceDefinition = "LED-4 balances";

// A row in the making.
struct OverviewPlace {
  NamedPlace place;
  OverviewSums sums;
  // Of the project that the row is or lies in; none for branches and the company.
  std::optional<int> planned_rate_bp;
  bool is_of_one_project = false;
};

// Which place below the one that was asked for a community's figures belong to; null where nothing
// is below.
const NamedPlace* ChildOf(const AskedPlace& asked, const PlaceBranch& at) {
  if (!asked.community_id.empty()) return nullptr;
  if (!asked.project_id.empty()) return &at.community;
  if (!asked.branch_id.empty()) return &at.project;
  return &at.branch;
}

NamedPlace NameOfAsked(const AskedPlace& asked, const PlaceBranch& at) {
  if (!asked.community_id.empty()) return at.community;
  if (!asked.project_id.empty()) return at.project;
  if (!asked.branch_id.empty()) return at.branch;
  return {};
}

// The scopes that make up the place: figures have none for a branch, which is its projects.
std::vector<FigureScope> ScopesOf(const AskedPlace& place, const std::vector<PlaceBranch>& tree) {
  if (place.branch_id.empty()) {
    return {{.project_id = place.project_id, .area_id = "", .community_id = place.community_id}};
  }
  std::set<std::string> project_ids;
  for (const PlaceBranch& at : tree) project_ids.insert(at.project.id);
  std::vector<FigureScope> scopes;
  for (const std::string& id : project_ids) {
    // A branch may have no project yet.
    if (!id.empty()) scopes.push_back({.project_id = id, .area_id = "", .community_id = ""});
  }
  return scopes;
}

// The sums of the rate by community.
absl::StatusOr<std::map<std::string, RateSums>> LoadRates(
    db::Transaction& transaction, const std::vector<FigureScope>& scopes,
    const AccountingCalendar& calendar, const AsOf& as_of, RateBasis basis,
    const std::map<std::string, PresentFigures>& present) {
  std::map<std::string, RateSums> rates;
  if (basis == RateBasis::kCumulative) {
    for (const auto& [community_id, figures] : present) {
      rates[community_id] = ComputeRateSums(basis, CollectionFiguresOf(figures.sums), Fen());
    }
    return rates;
  }
  for (const FigureScope& scope : scopes) {
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<CommunityFigures> communities,
                             LoadFiguresByScope(transaction, scope, calendar,
                                                calendar.MonthOf(as_of.date), as_of, basis));
    for (const CommunityFigures& community : communities) {
      rates[community.community_id] = community.rate;
    }
  }
  return rates;
}

// The place that was asked for, and the places below it by id.
struct OverviewRows {
  OverviewPlace total;
  std::map<std::string, OverviewPlace> children;
};

absl::StatusOr<OverviewRows> LoadRows(db::Transaction& transaction, const AskedPlace& asked,
                                      const AsOf& as_of, RateBasis basis) {
  OverviewStore store(transaction);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<PlaceBranch> tree, store.LoadPlaces(asked));
  const bool is_company = asked == AskedPlace();
  if (tree.empty() && !is_company) return UnknownPlace(asked);
  CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar, LoadAccountingCalendar(transaction));
  CUIJIAO_ASSIGN_OR_RETURN(const auto present,
                           LoadPresentFigures(transaction, asked, calendar, as_of.date));
  CUIJIAO_ASSIGN_OR_RETURN(const auto rates, LoadRates(transaction, ScopesOf(asked, tree), calendar,
                                                       as_of, basis, present));
  CUIJIAO_ASSIGN_OR_RETURN(const auto planned,
                           PlanStore(transaction).LoadPlannedRates(calendar.MonthOf(as_of.date)));
  CUIJIAO_ASSIGN_OR_RETURN(auto suspense, store.LoadSuspense());

  OverviewRows rows;
  rows.total.is_of_one_project = !asked.project_id.empty() || !asked.community_id.empty();
  for (const PlaceBranch& at : tree) {
    rows.total.place = NameOfAsked(asked, at);
    OverviewPlace* child = nullptr;
    if (const NamedPlace* below = ChildOf(asked, at); below != nullptr && !below->id.empty()) {
      child = &rows.children[below->id];
      child->place = *below;
      child->is_of_one_project = !is_company;
    }
    std::optional<int> planned_rate_bp;
    if (const auto found = planned.find(at.project.id); found != planned.end()) {
      planned_rate_bp = found->second;
    }
    for (OverviewPlace* row : {&rows.total, child}) {
      if (row == nullptr) continue;
      row->planned_rate_bp = planned_rate_bp;
      // A project's suspense once, with its first community, and in no community's row.
      const bool is_community = asked.community_id == at.community.id && !at.community.id.empty();
      const bool is_below_project = !asked.project_id.empty() && row == child;
      if (const auto held = suspense.find(at.project.id);
          held != suspense.end() && !is_community && !is_below_project) {
        row->sums.AddSuspense(held->second);
      }
      if (at.community.id.empty()) continue;
      const PresentFigures& figures = present.at(at.community.id);
      row->sums.AddCommunity(figures.sums, figures.ageing, rates.at(at.community.id),
                             planned_rate_bp);
    }
    suspense.erase(at.project.id);
  }
  return rows;
}

v1::OverviewRow MessageOf(const OverviewPlace& row, const v1::FigureStamp& rate_stamp) {
  const PlaceFigures& figures = row.sums.figures();
  v1::OverviewRow message;
  message.set_id(row.place.id);
  message.set_name(row.place.name);
  *message.mutable_rate() =
      MakeRate(row.sums.rate(),
               row.is_of_one_project ? row.planned_rate_bp : row.sums.PlannedRateBp(), rate_stamp);
  message.set_historical_outstanding_fen(figures.historical_outstanding.value());
  message.set_historical_recovered_fen(figures.historical_recovered.value());
  *message.mutable_ageing() = MakeAgeingRow(row.sums.ageing());
  message.set_prepayment_fen(figures.prepayment.value());
  message.set_suspense_fen(row.sums.suspense().value());
  message.set_owing_units(figures.owing_units);
  message.set_overdue_units(figures.overdue_units);
  message.set_paid_up_units(figures.paid_up_units);
  return message;
}

}  // namespace

absl::StatusOr<v1::Overview> DashboardApi::ShowOverview(
    const CallContext& call, const v1::GetOverviewRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const AskedPlace place, PlaceOf(request));
  CUIJIAO_ASSIGN_OR_RETURN(const std::string after, context_.page_tokens.PositionOf(request));
  const int size = EffectivePageSize(request.page_size());
  const RateBasis basis = RateBasisOf(context_.policy);
  const AsOf as_of{.date = call.time.business_date, .is_present = true};
  CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar known,
                           context_.database.Read("ReadCalendar", LoadAccountingCalendar));
  const auto year = static_cast<int>(known.MonthOf(as_of.date).year());
  CUIJIAO_ASSIGN_OR_RETURN(
      const OverviewRows rows,
      WithFigureYear(
          context_.database, context_.ids, year, call.time, call.deadline,
          [&]() -> absl::StatusOr<OverviewRows> {
            CUIJIAO_RETURN_IF_ERROR(BringFiguresUpToDate(context_.database, context_.ids, place,
                                                         call.time, call.deadline));
            return context_.database.Read(
                "GetOverview", [&](db::Transaction& transaction) -> absl::StatusOr<OverviewRows> {
                  CUIJIAO_RETURN_IF_ERROR(RequireFigureYear(transaction, place.project_id,
                                                            place.community_id, year, call.time));
                  return LoadRows(transaction, place, as_of, basis);
                });
          }));
  v1::Overview overview;
  *overview.mutable_rate_stamp() = StampOf(DefinitionName(basis), call, as_of);
  *overview.mutable_ageing_stamp() = StampOf(kAgeingDefinition, call, as_of);
  *overview.mutable_balance_stamp() = StampOf(kBalanceDefinition, call, as_of);
  *overview.mutable_total() = MessageOf(rows.total, overview.rate_stamp());
  for (auto child = rows.children.upper_bound(after); child != rows.children.end(); ++child) {
    if (overview.children_size() == size) {
      overview.set_next_page_token(
          context_.page_tokens.Make(request, overview.children(overview.children_size() - 1).id()));
      break;
    }
    *overview.add_children() = MessageOf(child->second, overview.rate_stamp());
  }
  return overview;
}

grpc::ServerUnaryReactor* DashboardApi::GetOverview(grpc::CallbackServerContext* context,
                                                    const v1::GetOverviewRequest* request,
                                                    v1::Overview* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.DashboardService/GetOverview", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowOverview(call, message); });
}

grpc::ServerUnaryReactor* DashboardApi::ListTopDebtors(grpc::CallbackServerContext* context,
                                                       const v1::ListTopDebtorsRequest* request,
                                                       v1::ListTopDebtorsResponse* response) {
  return context_.runner.Unary("cuijiao.ledger.v1.DashboardService/ListTopDebtors", context,
                               request, response,
                               [this](const CallContext& call, const auto& message) {
                                 return ShowTopDebtors(call, message);
                               });
}

}  // namespace cuijiao::ledger
