// The block of the policy that a run is computed under.
#ifndef CUIJIAO_SERVICES_PAYROLL_API_POLICY_BLOCK_H_
#define CUIJIAO_SERVICES_PAYROLL_API_POLICY_BLOCK_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/database.h"
#include "common/money/fen.h"
#include "cuijiao/policy/v1/policy.pb.h"
#include "services/payroll/domain/incentive_policy.h"

namespace cuijiao::payroll {

// First day of the scheme: of the first block (INC-10).
Date SchemeStart(const policy::v1::Policy& policy);

// The block of a month: the last that is in force on its last day, so that the month of
// effective_from counts. FAILED_PRECONDITION / SCHEME_NOT_IN_FORCE before the first.
absl::StatusOr<policy::v1::IncentivePolicy> BlockOfMonth(const policy::v1::Policy& policy,
                                                         Month month);

// The parameters as the domain takes them.
IncentivePolicy ToDomain(const policy::v1::IncentivePolicy& block, Date scheme_start);

// The city's latest minimum wage in force on the month's last day; none when there is no such city.
std::optional<Fen> MinimumWageOf(const policy::v1::IncentivePolicy& block, const std::string& city,
                                 Month month);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_POLICY_BLOCK_H_
