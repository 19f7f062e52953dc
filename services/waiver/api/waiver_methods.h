// The methods of WaiverService as plain functions; what they do and refuse stands in the proto.
// Each: check, load, decide, store, answer.
#ifndef CUIJIAO_SERVICES_WAIVER_API_WAIVER_METHODS_H_
#define CUIJIAO_SERVICES_WAIVER_API_WAIVER_METHODS_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/waiver/v1/waiver.pb.h"
#include "services/waiver/api/waiver_context.h"

namespace cuijiao::waiver {

// evaluate.cc
absl::StatusOr<v1::WaiverEvaluation> EvaluateWaiver(WaiverContext& context, const CallContext& call,
                                                    const v1::EvaluateWaiverRequest& request);
absl::StatusOr<v1::WaiverEvaluation> SimulateWaiver(WaiverContext& context, const CallContext& call,
                                                    const v1::SimulateWaiverRequest& request);
// submit.cc
absl::StatusOr<v1::Waiver> SubmitWaiver(WaiverContext& context, const CallContext& call,
                                        const v1::SubmitWaiverRequest& request);
// sign.cc
absl::StatusOr<v1::Waiver> ApproveWaiver(WaiverContext& context, const CallContext& call,
                                         const v1::ApproveWaiverRequest& request);
// end.cc
absl::StatusOr<v1::Waiver> RejectWaiver(WaiverContext& context, const CallContext& call,
                                        const v1::RejectWaiverRequest& request);
absl::StatusOr<v1::Waiver> CancelWaiver(WaiverContext& context, const CallContext& call,
                                        const v1::CancelWaiverRequest& request);
// settle.cc
absl::StatusOr<v1::Waiver> SettleWaiver(WaiverContext& context, const CallContext& call,
                                        const v1::SettleWaiverRequest& request);
// opening.cc
absl::StatusOr<v1::ImportOpeningWaiversResponse> ImportOpeningWaivers(
    WaiverContext& context, const CallContext& call,
    const v1::ImportOpeningWaiversRequest& request);
// read.cc
absl::StatusOr<v1::Waiver> GetWaiver(WaiverContext& context, const CallContext& call,
                                     const v1::GetWaiverRequest& request);
absl::StatusOr<v1::ListWaiversResponse> ListWaivers(WaiverContext& context, const CallContext& call,
                                                    const v1::ListWaiversRequest& request);
absl::StatusOr<v1::ManagerMonth> GetManagerMonth(WaiverContext& context, const CallContext& call,
                                                 const v1::GetManagerMonthRequest& request);
// violations.cc
absl::StatusOr<v1::Violation> ReportViolation(WaiverContext& context, const CallContext& call,
                                              const v1::ReportViolationRequest& request);
absl::StatusOr<v1::ListViolationsResponse> ListViolations(WaiverContext& context,
                                                          const CallContext& call,
                                                          const v1::ListViolationsRequest& request);

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_API_WAIVER_METHODS_H_
