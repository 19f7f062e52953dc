#include "services/ledger/domain/figures/plan.h"

#include <cstdint>
#include <utility>

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"

namespace cuijiao::ledger {
namespace {

void FindWrongIds(std::string_view field, std::string_view id_field,
                  const std::vector<PlanAmount>& amounts, const std::set<std::string>& known,
                  std::vector<FieldViolation>& violations) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    const std::string path = fmt::format("{}[{}].{}", field, i, id_field);
    if (!known.contains(amounts[i].id)) {
      violations.push_back({path, fmt::format("'{}' is not of this project", amounts[i].id)});
    } else if (!seen.insert(amounts[i].id).second) {
      violations.push_back({path, fmt::format("'{}' stands there twice", amounts[i].id)});
    }
  }
}

}  // namespace

absl::Status CheckPlanContent(const PlanContent& content, const std::set<std::string>& communities,
                              const std::set<std::string>& areas) {
  std::vector<FieldViolation> violations;
  const std::size_t months = content.planned_rate_bp.size();
  if (months != 0 && months != kMonthsOfPlan) {
    violations.push_back(
        {"planned_rate_bp", fmt::format("{} rates; a plan has {} or none", months, kMonthsOfPlan)});
  }
  FindWrongIds("historical_targets", "community_id", content.historical_targets, communities,
               violations);
  FindWrongIds("area_tasks", "area_id", content.area_tasks, areas, violations);
  return violations.empty() ? absl::OkStatus() : InvalidFields(violations);
}

absl::Status CheckPlanChange(PlanState state, std::string_view stored_etag, std::string_view etag) {
  if (state == PlanState::kApproved) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kPlanApproved,
                   "The plan is approved and does not change any more.");
  }
  if (stored_etag != etag) {
    return Refusal(absl::StatusCode::kAborted, kEtagMismatch,
                   "The plan has changed since it was read.", {{"etag", std::string(stored_etag)}});
  }
  return absl::OkStatus();
}

absl::Status CheckPlanApproval(PlanState state, std::string_view stored_etag, std::string_view etag,
                               std::string_view put_by, std::string_view approver) {
  CUIJIAO_RETURN_IF_ERROR(CheckPlanChange(state, stored_etag, etag));
  if (put_by == approver) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kSamePerson,
                   "Who put the plan cannot approve it.", {{"put_by", std::string(put_by)}});
  }
  return absl::OkStatus();
}

std::vector<AnnualTask> ComputeAnnualTasks(
    int annual_rate_bp, const std::vector<PlanAmount>& given,
    const std::map<std::string, std::vector<CommunityReceivable>>& areas) {
  std::map<std::string, Fen> given_tasks;
  for (const PlanAmount& task : given) given_tasks[task.id] = task.amount;

  std::vector<AnnualTask> tasks;
  tasks.reserve(areas.size());
  for (const auto& [area_id, communities] : areas) {
    Fen receivable;
    for (const CommunityReceivable& community : communities) receivable += community.receivable;

    AnnualTask task{.area_id = area_id, .task = ComputeAimedReceipts(receivable, annual_rate_bp)};
    if (const auto it = given_tasks.find(area_id); it != given_tasks.end()) {
      task.task = it->second;
      task.given = true;
    }
    for (const CommunityReceivable& community : communities) {
      const Rational part = receivable == Fen(0)
                                ? Rational(1, static_cast<std::int64_t>(communities.size()))
                                : Rational(community.receivable) / Rational(receivable);
      task.shares.push_back({community.community_id, Rational(task.task) * part});
    }
    tasks.push_back(std::move(task));
  }
  return tasks;
}

Fen ComputeAimedReceipts(Fen receivable, int annual_rate_bp) {
  return (Rational(receivable) * Rational::BasisPoints(annual_rate_bp)).RoundHalfAwayFromZero();
}

PlanContent RollOver(int year_before, const PlanContent& before,
                     const std::vector<PlanAmount>& historical_arrears) {
  PlanContent content;
  content.planned_rate_bp = before.planned_rate_bp;
  content.annual_rate_bp = before.annual_rate_bp;
  for (const PlanAmount& arrears : historical_arrears) {
    if (arrears.amount > Fen(0)) content.historical_targets.push_back(arrears);
  }
  content.remarks = fmt::format("由{0}年度计划结转 carried over from the plan of {0}", year_before);
  return content;
}

}  // namespace cuijiao::ledger
