// The block of the policy that a decision is made under, as the domain knows it.
#ifndef CUIJIAO_SERVICES_WAIVER_API_POLICY_IN_FORCE_H_
#define CUIJIAO_SERVICES_WAIVER_API_POLICY_IN_FORCE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/config/policy_file.h"
#include "common/config/used_policy_blocks.h"
#include "services/waiver/domain/waiver_policy.h"

namespace cuijiao::waiver {

struct PolicyInForce {
  WaiverPolicy rules;
  PolicyBlock block;
  std::string version;  // of the whole file
};

// FAILED_PRECONDITION where the first block begins after `date`.
absl::StatusOr<PolicyInForce> PolicyOn(const LoadedPolicy& policy, Date date);

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_API_POLICY_IN_FORCE_H_
