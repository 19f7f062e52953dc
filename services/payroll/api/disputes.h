// Disputes about lines of payslips, and finance's answers (INC-11).
#ifndef CUIJIAO_SERVICES_PAYROLL_API_DISPUTES_H_
#define CUIJIAO_SERVICES_PAYROLL_API_DISPUTES_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/payroll/v1/payroll.pb.h"
#include "services/payroll/api/payroll_context.h"

namespace cuijiao::payroll {

// A line of the caller's own payslip. Errors, the first that holds: REQUEST_ID_REUSED, UNKNOWN_RUN,
// RUN_STATE, UNKNOWN_PAYSLIP, UNKNOWN_LINE, LINE_DISPUTED.
absl::StatusOr<v1::Dispute> DisputePayslipLine(PayrollContext& context, const CallContext& call,
                                               const v1::DisputePayslipLineRequest& request);

// Errors, the first that holds: REQUEST_ID_REUSED, UNKNOWN_DISPUTE, DISPUTE_ANSWERED, SAME_PERSON,
// AMOUNT_OUT_OF_BOUNDS, when the run as it stands would hold the amount, or another correction
// because of it.
absl::StatusOr<v1::Dispute> AnswerDispute(PayrollContext& context, const CallContext& call,
                                          const v1::AnswerDisputeRequest& request);

// All for payroll officers and finance, their own for everybody else. Error: PAGE_TOKEN_INVALID.
absl::StatusOr<v1::ListDisputesResponse> ListDisputes(PayrollContext& context,
                                                      const CallContext& call,
                                                      const v1::ListDisputesRequest& request);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_DISPUTES_H_
