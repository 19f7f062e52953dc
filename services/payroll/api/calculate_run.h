// CalculateRun: one accounting month from the facts of all services (INC-10, INC-11).
#ifndef CUIJIAO_SERVICES_PAYROLL_API_CALCULATE_RUN_H_
#define CUIJIAO_SERVICES_PAYROLL_API_CALCULATE_RUN_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/payroll/v1/payroll.pb.h"
#include "services/payroll/api/payroll_context.h"

namespace cuijiao::payroll {

// Replaces the month's run while it is not approved. Errors: SCHEME_NOT_IN_FORCE, RUN_APPROVED,
// EARLIER_RUN_MISSING, MONTH_OPEN, MINIMUM_WAGE_UNKNOWN, REQUEST_ID_REUSED, and the other services'
// UNAVAILABLE.
absl::StatusOr<v1::Run> CalculateRun(PayrollContext& context, const CallContext& call,
                                     const v1::CalculateRunRequest& request);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_CALCULATE_RUN_H_
