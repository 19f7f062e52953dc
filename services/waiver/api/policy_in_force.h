// The block of the policy that a decision is made under, as the domain knows it.
#ifndef CUIJIAO_SERVICES_WAIVER_API_POLICY_IN_FORCE_H_
#define CUIJIAO_SERVICES_WAIVER_API_POLICY_IN_FORCE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/config/policy_file.h"
#include "common/db/database.h"
#include "services/waiver/domain/waiver_policy.h"
#include "services/waiver/store/policy_block_store.h"

namespace cuijiao::waiver {

struct PolicyInForce {
  WaiverPolicy rules;
  PolicyBlock block;
  std::string version;  // of the whole file
};

// FAILED_PRECONDITION where the first block begins after `date`.
absl::StatusOr<PolicyInForce> PolicyOn(const LoadedPolicy& policy, Date date);

// Refuses a policy in which a block that decisions were made under has changed or is missing:
// FAILED_PRECONDITION naming its first day. For the start of the service.
absl::Status CheckUsedBlocks(const LoadedPolicy& policy, db::Database& database);

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_API_POLICY_IN_FORCE_H_
