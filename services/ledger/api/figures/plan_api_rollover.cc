// The year's rollover (年度结转): scheduled fees and a draft plan of the new year (LED-6; section
// 6, definitions 1 and 8).
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"
#include "services/ledger/api/figures/plan_api.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/domain/close/close.h"
#include "services/ledger/domain/figures/plan.h"
#include "services/ledger/store/billing/bill_schedule_store.h"
#include "services/ledger/store/figures/figures_store.h"
#include "services/ledger/store/figures/figures_year.h"
#include "services/ledger/store/figures/plan_store.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/payments/due_prepayments.h"

namespace cuijiao::ledger {
namespace {

// The communities that roll over, by project, and the day on which the old year ended.
struct Rollover {
  int year;
  Date old_year_end;
  AccountingCalendar calendar;
  std::map<std::string, std::vector<CommunityPlace>> projects;
};

absl::StatusOr<Rollover> FindRollover(db::Database& database,
                                      const v1::StreamRolloverRequest& request) {
  return database.Read(
      "FindRollover", [&](db::Transaction& transaction) -> absl::StatusOr<Rollover> {
        OrganisationStore organisation(transaction);
        if (!request.project_id().empty()) {
          CUIJIAO_ASSIGN_OR_RETURN(const auto project,
                                   organisation.LoadProject(request.project_id()));
          if (!project) return UnknownThing(kUnknownProject, "project", request.project_id());
        }
        CUIJIAO_ASSIGN_OR_RETURN(AccountingCalendar calendar, LoadAccountingCalendar(transaction));
        const Month december(request.year() - 1, 12);
        const std::optional<Date> old_year_end = calendar.ClosingDateOf(december);
        if (!old_year_end) {
          return Refusal(absl::StatusCode::kFailedPrecondition, kMonthOpen,
                         fmt::format("year {} begins when {} is closed: its historical arrears are "
                                     "those of that closing date",
                                     request.year(), FormatMonth(december)),
                         {{"month", FormatMonth(december)}});
        }
        CUIJIAO_ASSIGN_OR_RETURN(std::vector<CommunityPlace> communities,
                                 organisation.LoadCommunities(request.project_id()));
        Rollover rollover{request.year(), *old_year_end, std::move(calendar), {}};
        for (CommunityPlace& community : communities) {
          rollover.projects[community.project_id].push_back(std::move(community));
        }
        return rollover;
      });
}

// What a community begins the year with.
struct CommunityStart {
  Fen receivable;
  Fen historical_arrears;
  Fen prepayment;
};

absl::StatusOr<CommunityStart> LoadStart(db::Database& database, const Rollover& rollover,
                                         const CommunityPlace& community, const CompanyTime& time) {
  return database.Read(
      "LoadCommunityStart", [&](db::Transaction& transaction) -> absl::StatusOr<CommunityStart> {
        CUIJIAO_RETURN_IF_ERROR(
            RequireFigureYear(transaction, "", community.community_id, rollover.year, time));
        FiguresStore figures(transaction);
        const CommunityKey key{community.community_id, community.project_id};
        const Month january(rollover.year, 1);
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitStanding> at_year_end,
                                 figures.LoadUnitStandings(key, rollover.calendar, january,
                                                           {.date = rollover.old_year_end}));
        CommunityStart start;
        start.historical_arrears = ComputeCollectionFigures(at_year_end).historical_outstanding;
        for (const UnitStanding& unit : at_year_end) {
          for (const HeldPrepayment& held : unit.prepayments) start.prepayment += held.amount;
        }
        CUIJIAO_ASSIGN_OR_RETURN(
            const std::vector<UnitStanding> now,
            figures.LoadUnitStandings(
                key, rollover.calendar, january,
                {.date = std::max(time.business_date, Date(rollover.year, 1, 1))}));
        start.receivable = ComputeCollectionFigures(now).receivable;
        return start;
      });
}

absl::StatusOr<v1::RolledProject::PlanOutcome> DraftPlan(
    db::Database& database, IdSource& ids, const CallContext& call, const std::string& project_id,
    int year, const std::vector<PlanAmount>& historical_arrears) {
  const absl::StatusOr<v1::RolledProject::PlanOutcome> outcome = database.Transact(
      "StreamRollover",
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::RolledProject::PlanOutcome> {
        PlanStore store(transaction);
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<StoredPlan> stored,
                                 store.LoadPlan(project_id, year, /*for_update=*/true));
        if (stored) return v1::RolledProject::PLAN_OUTCOME_KEPT;
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<StoredPlan> before,
                                 store.LoadPlan(project_id, year - 1));
        if (!before) return v1::RolledProject::PLAN_OUTCOME_NONE;
        StoredPlan plan;
        plan.project_id = project_id;
        plan.year = year;
        plan.content = RollOver(year - 1, before->content, historical_arrears);
        plan.etag = ids.NewId();
        plan.put_by = call.identity.acting_staff_id();
        CUIJIAO_RETURN_IF_ERROR(store.PutDraft(plan, /*is_new=*/true));
        return v1::RolledProject::PLAN_OUTCOME_DRAFTED;
      });
  // Another caller's first draft came in between.
  if (absl::IsAlreadyExists(outcome.status())) return v1::RolledProject::PLAN_OUTCOME_KEPT;
  return outcome;
}

}  // namespace

absl::Status PlanApi::RollOverYear(const CallContext& call,
                                   const v1::StreamRolloverRequest& request,
                                   StreamWriter<v1::RolloverProgress>& writer) const {
  db::Database& database = context_.database;
  CUIJIAO_ASSIGN_OR_RETURN(const Rollover rollover, FindRollover(database, request));
  std::int32_t community_count = 0;
  for (const auto& [project_id, communities] : rollover.projects) {
    community_count += static_cast<std::int32_t>(communities.size());
  }
  std::int32_t done = 0;
  for (const auto& [project_id, communities] : rollover.projects) {
    v1::RolledProject rolled;
    rolled.set_project_id(project_id);
    std::vector<PlanAmount> arrears;
    for (const CommunityPlace& community : communities) {
      CUIJIAO_ASSIGN_OR_RETURN(const CompanyTime now, context_.clock.Now());
      CUIJIAO_RETURN_IF_ERROR(EnsureScheduledYear(database, context_.ids, community.community_id,
                                                  rollover.year, now, call.deadline));
      CUIJIAO_RETURN_IF_ERROR(
          SweepDuePrepayments(database, context_.ids, {.community_id = community.community_id}, now)
              .status());
      CUIJIAO_ASSIGN_OR_RETURN(const CommunityStart start,
                               LoadStart(database, rollover, community, now));
      arrears.push_back({community.community_id, start.historical_arrears});
      rolled.set_receivable_fen(rolled.receivable_fen() + start.receivable.value());
      rolled.set_historical_arrears_fen(rolled.historical_arrears_fen() +
                                        start.historical_arrears.value());
      rolled.set_prepayment_fen(rolled.prepayment_fen() + start.prepayment.value());

      v1::RolloverProgress progress;
      progress.set_community_id(community.community_id);
      progress.set_done_communities(++done);
      progress.set_community_count(community_count);
      if (arrears.size() == communities.size()) {
        CUIJIAO_ASSIGN_OR_RETURN(const auto outcome, DraftPlan(database, context_.ids, call,
                                                               project_id, rollover.year, arrears));
        rolled.set_plan(outcome);
        *progress.mutable_project() = std::move(rolled);
      }
      if (call.is_cancelled() || !writer.Write(progress)) {
        return absl::CancelledError("the rollover was cancelled");
      }
    }
  }
  return absl::OkStatus();
}

grpc::ServerWriteReactor<v1::RolloverProgress>* PlanApi::StreamRollover(
    grpc::CallbackServerContext* context, const v1::StreamRolloverRequest* request) {
  return context_.runner.ServerStream<v1::RolloverProgress>(
      "cuijiao.ledger.v1.PlanService/StreamRollover", context, request,
      [this](const CallContext& call, const v1::StreamRolloverRequest& message,
             StreamWriter<v1::RolloverProgress>& writer) {
        return RollOverYear(call, message, writer);
      });
}

}  // namespace cuijiao::ledger
