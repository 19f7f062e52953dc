// The parameters of the shipped 2017 scheme, and short words for tables of cases.
#ifndef CUIJIAO_TESTS_UNIT_PAYROLL_SCHEME_2017_H_
#define CUIJIAO_TESTS_UNIT_PAYROLL_SCHEME_2017_H_

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/payroll/domain/incentive_policy.h"

namespace cuijiao::payroll {

inline Fen Yuan(std::string_view text) {
  const absl::StatusOr<Fen> amount = ParseYuan(text);
  if (!amount.ok()) std::abort();
  return *amount;
}

inline IncentivePolicy Scheme2017() {
  const auto band = [](std::int64_t up_to_yuan, std::int64_t rate_bp, std::int64_t offset_yuan) {
    return CourtFeeBand{Fen(up_to_yuan * 100), rate_bp, Fen(offset_yuan * 100)};
  };
  IncentivePolicy policy;
  policy.scheme_start = Date(2017, 3, 1);
  policy.performance_share_bp = 1000;
  policy.year_end_reward_bp = 300;
  policy.historical_bonus_bp = 300;
  policy.distributable_share_bp = 6000;
  policy.litigation_cost.bands = {band(10'000, 0, 50),          band(100'000, 250, -200),
                                  band(200'000, 200, 300),      band(500'000, 150, 1'300),
                                  band(1'000'000, 100, 3'800),  band(2'000'000, 90, 4'800),
                                  band(5'000'000, 80, 6'800),   band(10'000'000, 70, 11'800),
                                  band(20'000'000, 60, 21'800), band(0, 50, 41'800)};
  policy.litigation_cost.bands.back().up_to = std::nullopt;
  policy.litigation_cost.summary_procedure_share_bp = 10'000;
  policy.annual_penalty_base_bp = 1000;
  policy.compensation_share_bp = 2000;
  return policy;
}

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_TESTS_UNIT_PAYROLL_SCHEME_2017_H_
