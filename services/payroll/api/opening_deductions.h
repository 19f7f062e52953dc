// Deductions that a system before took in a plan year (LED-19, INC-3).
#ifndef CUIJIAO_SERVICES_PAYROLL_API_OPENING_DEDUCTIONS_H_
#define CUIJIAO_SERVICES_PAYROLL_API_OPENING_DEDUCTIONS_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/payroll/v1/payroll.pb.h"
#include "services/payroll/api/payroll_context.h"

namespace cuijiao::payroll {

// All rows or none. Errors: ENCODING_UNKNOWN, HEADER_WRONG, UNKNOWN_PROJECT, OPENING_FROZEN,
// REQUEST_ID_REUSED; wrong rows are in the answer, and nothing of their file goes in.
absl::StatusOr<v1::ImportOpeningDeductionsResponse> ImportOpeningDeductions(
    PayrollContext& context, const CallContext& call,
    const v1::ImportOpeningDeductionsRequest& request);

absl::StatusOr<v1::ListOpeningDeductionsResponse> ListOpeningDeductions(
    PayrollContext& context, const v1::ListOpeningDeductionsRequest& request);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_OPENING_DEDUCTIONS_H_
