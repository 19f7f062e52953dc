#include "services/payroll/api/policy_block.h"

#include "common/config/policy_file.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/payroll/domain/reasons.h"

namespace cuijiao::payroll {
namespace {

// The policy was checked when it was loaded: its dates are dates.
Date CheckedDate(const std::string& text) { return ParseDate(text).value(); }

LitigationCostPolicy ToDomain(const policy::v1::LitigationCost& cost) {
  LitigationCostPolicy policy = {.bands = {},
                                 .summary_procedure_share_bp = cost.summary_procedure_share_bp(),
                                 .lawyer_fee = Fen(cost.lawyer_fee_fen())};
  for (const policy::v1::CourtFeeBand& band : cost.bands()) {
    policy.bands.push_back(
        {band.up_to_fen() == 0 ? std::nullopt : std::optional<Fen>(Fen(band.up_to_fen())),
         band.rate_bp(), Fen(band.offset_fen())});
  }
  return policy;
}

}  // namespace

Date SchemeStart(const policy::v1::Policy& policy) {
  return CheckedDate(policy.incentive(0).effective_from());
}

absl::StatusOr<policy::v1::IncentivePolicy> BlockOfMonth(const policy::v1::Policy& policy,
                                                         Month month) {
  const Date start = SchemeStart(policy);
  if (LastDayOf(month) < start) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kSchemeNotInForce,
                   "the scheme is in force from " + FormatDate(start),
                   {{"month", FormatMonth(month)}, {"effective_from", FormatDate(start)}});
  }
  return InForce(policy.incentive(), LastDayOf(month));
}

IncentivePolicy ToDomain(const policy::v1::IncentivePolicy& block, Date scheme_start) {
  using policy::v1::IncentivePolicy;
  return {
      .scheme_start = scheme_start,
      .performance_share_bp = block.performance_share_bp(),
      .comparison_base = block.comparison_base() == IncentivePolicy::COMPARISON_BASE_PROJECT_RATE
                             ? ComparisonBase::kProjectRate
                             : ComparisonBase::kPlannedRate,
      .year_end_reward_bp = block.year_end_reward_bp(),
      .historical_bonus_bp = block.historical_bonus_bp(),
      .distributable_share_bp = block.distributable_share_bp(),
      .litigation_cost = ToDomain(block.litigation_cost()),
      .unfinished_blocks =
          block.unfinished_blocks() == IncentivePolicy::UNFINISHED_BLOCKS_ALL_BONUSES
              ? UnfinishedBlocks::kAllBonuses
              : UnfinishedBlocks::kYearEndReward,
      .annual_penalty_base_bp = block.annual_penalty_base_bp(),
      .compensation_share_bp = block.compensation_share_bp()};
}

std::optional<Fen> MinimumWageOf(const policy::v1::IncentivePolicy& block, const std::string& city,
                                 Month month) {
  const std::string last_day = FormatDate(LastDayOf(month));
  const policy::v1::MinimumWage* latest = nullptr;
  for (const policy::v1::MinimumWage& wage : block.minimum_wages()) {
    if (wage.city() != city || wage.effective_from() > last_day) continue;
    if (latest == nullptr || latest->effective_from() < wage.effective_from()) latest = &wage;
  }
  if (latest == nullptr) return std::nullopt;
  return Fen(latest->monthly_fen());
}

}  // namespace cuijiao::payroll
