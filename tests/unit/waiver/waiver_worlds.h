// Made-up proposals for the tests of the decision.
#ifndef CUIJIAO_TESTS_UNIT_WAIVER_WAIVER_WORLDS_H_
#define CUIJIAO_TESTS_UNIT_WAIVER_WAIVER_WORLDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "services/waiver/domain/decide_waiver.h"

namespace cuijiao::waiver {

inline Fen Yuan(std::string_view text) { return ParseYuan(text).value(); }

// The scheme of 2017.
inline WaiverPolicy Policy2017() {
  return {.manager_below = Yuan("200.00"),
          .manager_share_bp = 1000,
          .manager_min_prepaid_months = 6,
          .manager_month_limit = Yuan("1000.00"),
          .gm_may_exceed_manager_conditions = true,
          .gm_max_amount = Fen(0),
          .gm_min_prepaid_months = 1,
          .approval_valid_days = 7};
}

// What a household would settle; the cash follows from it.
struct World {
  Fen arrears = Yuan("2000.00");
  Fen arrears_left = Fen(0);
  Fen prepay = Yuan("1200.00");
  int months = 6;
  Fen waiver = Yuan("199.99");
  Fen signed_this_month = Fen(0);
  bool other_waiver = false;
  WaiverPolicy policy = Policy2017();

  [[nodiscard]] Fen Cash() const { return arrears - arrears_left + prepay - waiver; }
  [[nodiscard]] WaiverDecision Decide() const {
    const std::optional<std::string> other =
        other_waiver ? std::optional<std::string>("W-OTHER") : std::nullopt;
    return DecideWaiver({waiver, Cash(), prepay, months, arrears_left}, {arrears, Fen(0), other},
                        {signed_this_month}, policy);
  }
};

// "WVR-1a", "WVR-3" of the rules that fail.
inline std::vector<std::string> FailedIds(const WaiverDecision& decision) {
  std::vector<std::string> ids;
  for (const Rule rule : decision.Failed()) ids.emplace_back(RuleId(rule));
  return ids;
}

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_TESTS_UNIT_WAIVER_WAIVER_WORLDS_H_
