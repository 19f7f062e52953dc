// ApproveRun, ReleaseRun and looking at runs (INC-11, INC-15).
#ifndef CUIJIAO_SERVICES_PAYROLL_API_REVIEW_RUN_H_
#define CUIJIAO_SERVICES_PAYROLL_API_REVIEW_RUN_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/rpc/call_context.h"
#include "cuijiao/payroll/v1/payroll.pb.h"
#include "services/payroll/api/payroll_context.h"
#include "services/payroll/store/run_store.h"

namespace cuijiao::payroll {

// Errors, the first that holds: UNKNOWN_RUN, RUN_STATE, ETAG_MISMATCH (ABORTED), SAME_PERSON,
// DISPUTE_OPEN, CORRECTIONS_CHANGED (ABORTED), WAGES_CHANGED (ABORTED), NOT_CONSERVED;
// REQUEST_ID_REUSED before them all, here and below.
absl::StatusOr<v1::Run> ApproveRun(PayrollContext& context, const CallContext& call,
                                   const v1::ApproveRunRequest& request);

// Makes a payout of each payslip, in the order of staff ids. Errors: UNKNOWN_RUN, RUN_STATE.
absl::StatusOr<v1::Run> ReleaseRun(PayrollContext& context, const CallContext& call,
                                   const v1::ReleaseRunRequest& request);

// Error: UNKNOWN_RUN.
absl::StatusOr<v1::Run> GetRun(PayrollContext& context, const v1::GetRunRequest& request);
absl::StatusOr<v1::ListRunsResponse> ListRuns(PayrollContext& context,
                                              const v1::ListRunsRequest& request);

// NOT_FOUND / UNKNOWN_RUN.
absl::Status RefuseUnknownRun(Month month);
// FAILED_PRECONDITION / RUN_STATE: the run is not in the state for what was asked.
absl::Status RefuseRunState(const RunRecord& run);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_REVIEW_RUN_H_
