// The policy's escalation blocks as the domain knows them: the plan of each day.
#ifndef CUIJIAO_SERVICES_ESCALATION_API_PLAN_OF_POLICY_H_
#define CUIJIAO_SERVICES_ESCALATION_API_PLAN_OF_POLICY_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/config/policy_file.h"
#include "common/config/used_policy_blocks.h"
#include "services/escalation/domain/plan.h"

namespace cuijiao::escalation {

struct PlanInForce {
  Plan plan;
  PolicyBlock block;
  std::string policy_version;  // of the whole file
};

// Every plan of the policy, in force from its first day until the next one's. Immutable,
// thread-safe.
class Plans {
 public:
  // FAILED_PRECONDITION naming every fault of every block that does not work (ESC-2).
  static absl::StatusOr<Plans> Create(const LoadedPolicy& policy);

  // Lives as long as this. FAILED_PRECONDITION where the first block begins after `date`.
  [[nodiscard]] absl::StatusOr<const PlanInForce*> On(Date date) const;

 private:
  explicit Plans(std::vector<PlanInForce> plans) : plans_(std::move(plans)) {}

  std::vector<PlanInForce> plans_;  // ascending
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_API_PLAN_OF_POLICY_H_
