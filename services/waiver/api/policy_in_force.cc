#include "services/waiver/api/policy_in_force.h"

#include "common/status/macros.h"

namespace cuijiao::waiver {
namespace {

WaiverPolicy RulesOf(const policy::v1::WaiverPolicy& block) {
  return {.manager_below = Fen(block.manager_below_fen()),
          .manager_share_bp = block.manager_share_bp(),
          .manager_min_prepaid_months = block.manager_min_prepaid_months(),
          .manager_month_limit = Fen(block.manager_month_limit_fen()),
          .gm_may_exceed_manager_conditions = block.gm_may_exceed_manager_conditions(),
          .gm_max_amount = Fen(block.gm_max_amount_fen()),
          .gm_min_prepaid_months = block.gm_min_prepaid_months(),
          .approval_valid_days = block.approval_valid_days()};
}

}  // namespace

absl::StatusOr<PolicyInForce> PolicyOn(const LoadedPolicy& policy, Date date) {
  CUIJIAO_ASSIGN_OR_RETURN(const policy::v1::WaiverPolicy block,
                           InForce(policy.policy.waiver(), date));
  CUIJIAO_ASSIGN_OR_RETURN(const Date effective_from, ParseDate(block.effective_from()));
  return PolicyInForce{RulesOf(block), {effective_from, VersionOf(block)}, policy.version};
}

}  // namespace cuijiao::waiver
