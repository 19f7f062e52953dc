// The limits of authority that a waiver is decided under: one block of the policy file as plain
// values (WVR-1 to WVR-4, WVR-7). The policy file's own type stays outside the domain.
#ifndef CUIJIAO_SERVICES_WAIVER_DOMAIN_WAIVER_POLICY_H_
#define CUIJIAO_SERVICES_WAIVER_DOMAIN_WAIVER_POLICY_H_

#include <cstdint>

#include "common/money/fen.h"

namespace cuijiao::waiver {

struct WaiverPolicy {
  Fen manager_below;                             // WVR-1a: less than this
  std::int64_t manager_share_bp = 0;             // WVR-1b: at most this share of the cash
  int manager_min_prepaid_months = 0;            // WVR-1c
  Fen manager_month_limit;                       // WVR-3
  bool gm_may_exceed_manager_conditions = true;  // WVR-2
  Fen gm_max_amount;                             // WVR-2: at most this; zero for no limit
  int gm_min_prepaid_months = 0;                 // WVR-4b
  int approval_valid_days = 0;                   // WVR-7: the last of them included
};

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_DOMAIN_WAIVER_POLICY_H_
