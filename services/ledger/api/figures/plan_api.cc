#include "services/ledger/api/figures/plan_api.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/requests/answer_once.h"
#include "common/requests/request_dates.h"
#include "common/rpc/request_id.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"
#include "services/ledger/api/figures/plan_api_messages.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/domain/close/close.h"
#include "services/ledger/store/close/close_store.h"
#include "services/ledger/store/figures/figures_store.h"
#include "services/ledger/store/figures/figures_year.h"
#include "services/ledger/store/figures/plan_store.h"
#include "services/ledger/store/journal/books.h"
#include "services/ledger/store/organisation/organisation_store.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kUnknownPlan = "UNKNOWN_PLAN";
constexpr std::string_view kYearTooEarly = "YEAR_TOO_EARLY";

absl::Status CheckProject(OrganisationStore& organisation, const std::string& project_id) {
  CUIJIAO_ASSIGN_OR_RETURN(const auto project, organisation.LoadProject(project_id));
  return project ? absl::OkStatus() : UnknownThing(kUnknownProject, "project", project_id);
}

absl::StatusOr<StoredPlan> LoadExistingPlan(PlanStore& store, const std::string& project_id,
                                            int year, bool for_update) {
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<StoredPlan> plan,
                           store.LoadPlan(project_id, year, for_update));
  if (!plan) {
    return Refusal(absl::StatusCode::kNotFound, kUnknownPlan,
                   fmt::format("there is no plan of {} for {}", project_id, year),
                   {{"project_id", project_id}, {"year", std::to_string(year)}});
  }
  return *std::move(plan);
}

absl::Status CheckContent(OrganisationStore& organisation, const std::string& project_id,
                          const PlanContent& content) {
  CUIJIAO_ASSIGN_OR_RETURN(const auto communities, organisation.LoadCommunities(project_id));
  CUIJIAO_ASSIGN_OR_RETURN(const auto areas, organisation.LoadAreas(project_id));
  std::set<std::string> community_ids;
  for (const CommunityPlace& community : communities) community_ids.insert(community.community_id);
  std::set<std::string> area_ids;
  for (const Area& area : areas) area_ids.insert(area.id);
  return CheckPlanContent(content, community_ids, area_ids);
}

// What a year's plan is held against, as it is known when it is approved.
struct YearReceivable {
  Fen project;
  std::map<std::string, std::vector<CommunityReceivable>> by_area;
};

// Communities by their area on `date`; one without an area counts for the project alone.
absl::StatusOr<YearReceivable> LoadYearReceivable(db::Transaction& transaction,
                                                  const std::string& project_id, int year,
                                                  Date business_date) {
  // A plan that is approved ahead of its year goes by what the year begins with.
  const Date date = std::max(business_date, Date(year, 1, 1));
  CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar, LoadAccountingCalendar(transaction));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Responsibility> places,
                           OrganisationStore(transaction).LoadResponsibilities(date, project_id));
  FiguresStore figures(transaction);
  YearReceivable receivable;
  for (const Responsibility& place : places) {
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitStanding> standings,
                             figures.LoadUnitStandings({place.community_id, place.project_id},
                                                       calendar, Month(year, 1), {.date = date}));
    const Fen of_community = ComputeCollectionFigures(standings).receivable;
    receivable.project += of_community;
    if (!place.area_id.empty()) {
      receivable.by_area[place.area_id].push_back({place.community_id, of_community});
    }
  }
  return receivable;
}

}  // namespace

absl::StatusOr<v1::AnnualPlan> PlanApi::PutPlan(const CallContext& call,
                                                const v1::PutAnnualPlanRequest& request) const {
  return AnswerOnce<v1::AnnualPlan>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::AnnualPlan> {
        OrganisationStore organisation(transaction);
        CUIJIAO_RETURN_IF_ERROR(CheckProject(organisation, request.project_id()));
        StoredPlan plan;
        plan.project_id = request.project_id();
        plan.year = request.year();
        plan.content = ContentOf(request);
        CUIJIAO_RETURN_IF_ERROR(CheckContent(organisation, request.project_id(), plan.content));

        PlanStore store(transaction);
        CUIJIAO_ASSIGN_OR_RETURN(
            const std::optional<StoredPlan> stored,
            store.LoadPlan(request.project_id(), request.year(), /*for_update=*/true));
        CUIJIAO_RETURN_IF_ERROR(CheckPlanChange(stored ? stored->state : PlanState::kDraft,
                                                stored ? stored->etag : "", request.etag()));
        plan.etag = context_.ids.NewId();
        plan.put_by = call.identity.acting_staff_id();
        const absl::Status put = store.PutDraft(plan, /*is_new=*/!stored);
        if (absl::IsAlreadyExists(put)) {
          // Another first draft came in between: this request did not know of it.
          return CheckPlanChange(PlanState::kDraft, "another draft", request.etag());
        }
        CUIJIAO_RETURN_IF_ERROR(put);
        return ToMessage(plan);
      });
}

absl::StatusOr<v1::AnnualPlan> PlanApi::ApprovePlan(
    const CallContext& call, const v1::ApproveAnnualPlanRequest& request) const {
  const auto this_year = static_cast<int>(call.time.business_date.year());
  if (request.year() > this_year + 1) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kYearTooEarly,
                   fmt::format("year {} is after the next one: its receivable is not known yet",
                               request.year()),
                   {{"year", std::to_string(request.year())},
                    {"business_date", FormatDate(call.time.business_date)}});
  }
  const auto approve = [&](db::Transaction& transaction) -> absl::StatusOr<v1::AnnualPlan> {
    CUIJIAO_RETURN_IF_ERROR(
        RequireFigureYear(transaction, request.project_id(), "", request.year(), call.time));
    PlanStore store(transaction);
    CUIJIAO_ASSIGN_OR_RETURN(StoredPlan plan,
                             LoadExistingPlan(store, request.project_id(), request.year(), true));
    CUIJIAO_RETURN_IF_ERROR(CheckPlanApproval(plan.state, plan.etag, request.etag(), plan.put_by,
                                              call.identity.acting_staff_id()));
    CUIJIAO_ASSIGN_OR_RETURN(
        const YearReceivable receivable,
        LoadYearReceivable(transaction, plan.project_id, plan.year, call.time.business_date));
    const std::vector<AnnualTask> tasks = ComputeAnnualTasks(
        plan.content.annual_rate_bp, plan.content.area_tasks, receivable.by_area);
    plan.receivable = receivable.project;
    plan.aimed_receipts = ComputeAimedReceipts(receivable.project, plan.content.annual_rate_bp);
    plan.etag = context_.ids.NewId();
    CUIJIAO_RETURN_IF_ERROR(store.Approve(plan, call.identity.acting_staff_id(), tasks));
    CUIJIAO_ASSIGN_OR_RETURN(const StoredPlan approved,
                             LoadExistingPlan(store, request.project_id(), request.year(), false));
    return ToMessage(approved);
  };
  return WithFigureYear(context_.database, context_.ids, request.year(), call.time, call.deadline,
                        [&] {
                          return context_.database.Transact("ApproveAnnualPlan", approve,
                                                            {.deadline = call.deadline});
                        });
}

absl::StatusOr<v1::AnnualPlan> PlanApi::ShowPlan(const v1::GetAnnualPlanRequest& request) const {
  return context_.database.Read(
      "GetAnnualPlan", [&](db::Transaction& transaction) -> absl::StatusOr<v1::AnnualPlan> {
        PlanStore store(transaction);
        CUIJIAO_ASSIGN_OR_RETURN(
            const StoredPlan plan,
            LoadExistingPlan(store, request.project_id(), request.year(), false));
        return ToMessage(plan);
      });
}

absl::StatusOr<v1::Campaign> PlanApi::AddCampaign(const CallContext& call,
                                                  const v1::PutCampaignRequest& request) const {
  const Campaign campaign{.id = request.request_id(),
                          .project_id = request.project_id(),
                          .name = request.name(),
                          .from = DateOf(request.from_date()),
                          .to = DateOf(request.to_date())};
  if (campaign.to < campaign.from) {
    return InvalidFields({{"to_date", fmt::format("{} is before the first day {}",
                                                  request.to_date(), request.from_date())}});
  }
  return AnswerOnce<v1::Campaign>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::Campaign> {
        OrganisationStore organisation(transaction);
        CUIJIAO_RETURN_IF_ERROR(CheckProject(organisation, campaign.project_id));
        // No month closes, and no payment is marked, between this look and the insertion.
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<ClosedMonth> last, LockBooks(transaction));
        CUIJIAO_RETURN_IF_ERROR(CloseStore(transaction).LockPartitionsOf(campaign.project_id));
        if (last && campaign.from <= last->closing_date) {
          return Refusal(absl::StatusCode::kFailedPrecondition, kMonthClosed,
                         "The window touches a closed month.",
                         {{"from_date", request.from_date()},
                          {"closed_through", FormatDate(last->closing_date)}});
        }
        const absl::Status inserted = PlanStore(transaction).InsertCampaign(campaign);
        if (absl::IsAlreadyExists(inserted)) {
          return Refusal(absl::StatusCode::kAlreadyExists, kRequestIdReused,
                         "Another caller's campaign has this id.", {{"id", campaign.id}});
        }
        CUIJIAO_RETURN_IF_ERROR(inserted);
        return ToMessage(campaign);
      });
}

absl::StatusOr<v1::ListCampaignsResponse> PlanApi::ShowCampaigns(
    const v1::ListCampaignsRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<Campaign> campaigns,
      context_.database.Read("ListCampaigns", [&](db::Transaction& transaction) {
        return PlanStore(transaction).LoadCampaigns(request.project_id());
      }));
  v1::ListCampaignsResponse answer;
  for (const Campaign& campaign : campaigns) *answer.add_campaigns() = ToMessage(campaign);
  return answer;
}

grpc::ServerUnaryReactor* PlanApi::PutAnnualPlan(grpc::CallbackServerContext* context,
                                                 const v1::PutAnnualPlanRequest* request,
                                                 v1::AnnualPlan* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.PlanService/PutAnnualPlan", context, request, response,
      [this](const CallContext& call, const auto& message) { return PutPlan(call, message); });
}

grpc::ServerUnaryReactor* PlanApi::ApproveAnnualPlan(grpc::CallbackServerContext* context,
                                                     const v1::ApproveAnnualPlanRequest* request,
                                                     v1::AnnualPlan* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.PlanService/ApproveAnnualPlan", context, request, response,
      [this](const CallContext& call, const auto& message) { return ApprovePlan(call, message); });
}

grpc::ServerUnaryReactor* PlanApi::GetAnnualPlan(grpc::CallbackServerContext* context,
                                                 const v1::GetAnnualPlanRequest* request,
                                                 v1::AnnualPlan* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.PlanService/GetAnnualPlan", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowPlan(message); });
}

grpc::ServerUnaryReactor* PlanApi::PutCampaign(grpc::CallbackServerContext* context,
                                               const v1::PutCampaignRequest* request,
                                               v1::Campaign* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.PlanService/PutCampaign", context, request, response,
      [this](const CallContext& call, const auto& message) { return AddCampaign(call, message); });
}

grpc::ServerUnaryReactor* PlanApi::ListCampaigns(grpc::CallbackServerContext* context,
                                                 const v1::ListCampaignsRequest* request,
                                                 v1::ListCampaignsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.PlanService/ListCampaigns", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowCampaigns(message); });
}

grpc::ServerUnaryReactor* PlanApi::GetCollectionRate(grpc::CallbackServerContext* context,
                                                     const v1::GetCollectionRateRequest* request,
                                                     v1::CollectionRate* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.PlanService/GetCollectionRate", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowRate(call, message); });
}

grpc::ServerUnaryReactor* PlanApi::GetRateCurve(grpc::CallbackServerContext* context,
                                                const v1::GetRateCurveRequest* request,
                                                v1::RateCurve* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.PlanService/GetRateCurve", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowCurve(call, message); });
}

grpc::ServerUnaryReactor* PlanApi::GetRanking(grpc::CallbackServerContext* context,
                                              const v1::GetRankingRequest* request,
                                              v1::Ranking* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.PlanService/GetRanking", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowRanking(call, message); });
}

}  // namespace cuijiao::ledger
