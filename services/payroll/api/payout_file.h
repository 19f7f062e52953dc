// Released payouts as a file (INC-12: CSV too).
#ifndef CUIJIAO_SERVICES_PAYROLL_API_PAYOUT_FILE_H_
#define CUIJIAO_SERVICES_PAYROLL_API_PAYOUT_FILE_H_

#include "absl/status/statusor.h"
#include "cuijiao/payroll/v1/payroll.pb.h"
#include "services/payroll/api/payroll_context.h"

namespace cuijiao::payroll {

// One page of the file. A month is refused that is not released, so that nobody takes an empty file
// for a month without payouts. Errors: UNKNOWN_RUN, RUN_STATE.
absl::StatusOr<v1::ExportPayoutsResponse> ExportPayouts(PayrollContext& context,
                                                        const v1::ExportPayoutsRequest& request);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_PAYOUT_FILE_H_
