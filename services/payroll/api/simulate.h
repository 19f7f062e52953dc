// The decisions of a run for made-up figures: the functions of the real run, nothing stored.
#ifndef CUIJIAO_SERVICES_PAYROLL_API_SIMULATE_H_
#define CUIJIAO_SERVICES_PAYROLL_API_SIMULATE_H_

#include "absl/status/statusor.h"
#include "cuijiao/payroll/v1/payroll.pb.h"
#include "services/payroll/domain/incentive_policy.h"

namespace cuijiao::payroll {

v1::SimulateMonthResponse SimulateMonth(const v1::SimulateMonthRequest& request,
                                        const IncentivePolicy& policy);
v1::SimulateYearEndResponse SimulateYearEnd(const v1::SimulateYearEndRequest& request,
                                            const IncentivePolicy& policy);
// INVALID_ARGUMENT when a collaborator stands twice.
absl::StatusOr<v1::SimulateBonusResponse> SimulateBonus(const v1::SimulateBonusRequest& request,
                                                        const IncentivePolicy& policy);
v1::SimulateCompensationResponse SimulateCompensation(
    const v1::SimulateCompensationRequest& request, const IncentivePolicy& policy);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_SIMULATE_H_
