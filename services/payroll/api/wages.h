// Wages from HR's files.
#ifndef CUIJIAO_SERVICES_PAYROLL_API_WAGES_H_
#define CUIJIAO_SERVICES_PAYROLL_API_WAGES_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/payroll/v1/payroll.pb.h"
#include "services/payroll/api/payroll_context.h"

namespace cuijiao::payroll {

// All rows or none. Errors: ENCODING_UNKNOWN, HEADER_WRONG, RUN_APPROVED, REQUEST_ID_REUSED; wrong
// rows are in the answer, and nothing of their file goes in.
absl::StatusOr<v1::ImportWagesResponse> ImportWages(PayrollContext& context,
                                                    const CallContext& call,
                                                    const v1::ImportWagesRequest& request);

absl::StatusOr<v1::ListWagesResponse> ListWages(PayrollContext& context,
                                                const v1::ListWagesRequest& request);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_WAGES_H_
