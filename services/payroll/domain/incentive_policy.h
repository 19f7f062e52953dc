// The parameters of rewards and penalties that are in force for a run (INC-1 to INC-8).
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_INCENTIVE_POLICY_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_INCENTIVE_POLICY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"

namespace cuijiao::payroll {

// What an area's actual rate is compared with (INC-1).
enum class ComparisonBase : std::uint8_t { kPlannedRate, kProjectRate };

// What an unmet annual task blocks (INC-6c).
enum class UnfinishedBlocks : std::uint8_t { kYearEndReward, kAllBonuses };

// Court fee of claims up to `up_to`, itself included: claim × rate + offset.
struct CourtFeeBand {
  std::optional<Fen> up_to = {};  // none in the last band
  std::int64_t rate_bp = 0;
  Fen offset = {};
};

// What suing for a claim costs (INC-6b).
struct LitigationCostPolicy {
  std::vector<CourtFeeBand> bands = {};  // ascending; the last has no upper end
  std::int64_t summary_procedure_share_bp = 0;
  Fen lawyer_fee = {};
};

struct IncentivePolicy {
  // First day of the scheme, whichever block of the file is in force (INC-10).
  Date scheme_start = {};
  std::int64_t performance_share_bp = 0;
  ComparisonBase comparison_base = ComparisonBase::kPlannedRate;
  std::int64_t year_end_reward_bp = 0;
  std::int64_t historical_bonus_bp = 0;
  std::int64_t distributable_share_bp = 0;
  LitigationCostPolicy litigation_cost;
  UnfinishedBlocks unfinished_blocks = UnfinishedBlocks::kYearEndReward;
  std::int64_t annual_penalty_base_bp = 0;
  std::int64_t compensation_share_bp = 0;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_INCENTIVE_POLICY_H_
