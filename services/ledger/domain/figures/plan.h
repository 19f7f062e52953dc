// The yearly plan and the areas' annual tasks (收缴任务及目标, LED-6; section 6, definition 8).
// Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_PLAN_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_PLAN_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/money/fen.h"
#include "common/money/rational.h"

namespace cuijiao::ledger {

// Reasons of FAILED_PRECONDITION, but for kEtagMismatch, which is ABORTED.
inline constexpr std::string_view kPlanApproved = "PLAN_APPROVED";
inline constexpr std::string_view kSamePerson = "SAME_PERSON";
inline constexpr std::string_view kEtagMismatch = "ETAG_MISMATCH";

inline constexpr int kMonthsOfPlan = 12;

enum class PlanState { kDraft, kApproved };

// An amount for a community (historical arrears to recover) or an area (annual task).
struct PlanAmount {
  std::string id;
  Fen amount;
};

// What people put into a plan.
struct PlanContent {
  std::vector<int> planned_rate_bp = {};  // January to December, or none
  int annual_rate_bp = 0;
  std::vector<PlanAmount> historical_targets = {};  // by community
  std::vector<PlanAmount> area_tasks = {};          // those that differ from the computed ones
  std::string remarks = {};
};

// INVALID_ARGUMENT (InvalidFields) with everything that is wrong: a number of months other than
// twelve or none, a community or area that is not the project's or stands there twice.
absl::Status CheckPlanContent(const PlanContent& content, const std::set<std::string>& communities,
                              const std::set<std::string>& areas);

// Whether a plan in `state` may be replaced by a request that carries `etag`, when the stored one
// has `stored_etag`. PLAN_APPROVED before ETAG_MISMATCH.
absl::Status CheckPlanChange(PlanState state, std::string_view stored_etag, std::string_view etag);

// Whether `approver` may approve what `put_by` put: the errors above, then SAME_PERSON.
absl::Status CheckPlanApproval(PlanState state, std::string_view stored_etag, std::string_view etag,
                               std::string_view put_by, std::string_view approver);

// The content of a year's first draft (年度结转): rates as in the year before, and what communities
// owe for earlier years as their targets; those that owe nothing have none. Tasks of areas are
// computed anew.
PlanContent RollOver(int year_before, const PlanContent& before,
                     const std::vector<PlanAmount>& historical_arrears);

// A community's receivable of the plan year.
struct CommunityReceivable {
  std::string community_id;
  Fen receivable;
};

// A community's exact part of its area's task; it moves with the community.
struct TaskShare {
  std::string community_id;
  Rational share;
};

struct AnnualTask {
  std::string area_id = {};
  Fen task = {};
  bool given = false;                  // stated by the plan, not computed
  std::vector<TaskShare> shares = {};  // add up to the task
};

// The task of every area of `areas` (area id to its communities, at least one each): as given, else
// receivable × annual rate, rounded once. Shares are by receivable; where nothing is receivable
// they are equal.
std::vector<AnnualTask> ComputeAnnualTasks(
    int annual_rate_bp, const std::vector<PlanAmount>& given,
    const std::map<std::string, std::vector<CommunityReceivable>>& areas);

// Receipts aimed at: receivable × annual rate, rounded once.
Fen ComputeAimedReceipts(Fen receivable, int annual_rate_bp);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_PLAN_H_
