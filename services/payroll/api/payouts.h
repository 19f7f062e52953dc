// What the payroll system pulls, takes and sends back (INC-12).
#ifndef CUIJIAO_SERVICES_PAYROLL_API_PAYOUTS_H_
#define CUIJIAO_SERVICES_PAYROLL_API_PAYOUTS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "common/rpc/stream_writer.h"
#include "cuijiao/payroll/v1/payroll.pb.h"
#include "services/payroll/api/payroll_context.h"

namespace cuijiao::payroll {

absl::StatusOr<v1::ListPayoutsResponse> ListPayouts(PayrollContext& context,
                                                    const v1::ListPayoutsRequest& request);

// Ends with the last released payout, or as soon as nobody listens.
absl::Status StreamPayouts(PayrollContext& context, const CallContext& call,
                           const v1::StreamPayoutsRequest& request,
                           StreamWriter<v1::Payout>& writer);

// All or none. Errors: UNKNOWN_PAYOUT, PAYOUT_REJECTED, PAYOUT_RESOLVED.
absl::StatusOr<v1::AcknowledgePayoutsResponse> AcknowledgePayouts(
    PayrollContext& context, const CallContext& call, const v1::AcknowledgePayoutsRequest& request);

// Errors: UNKNOWN_PAYOUT, PAYOUT_ACKNOWLEDGED, PAYOUT_REJECTED, PAYOUT_RESOLVED,
// REQUEST_ID_REUSED.
absl::StatusOr<v1::Payout> RejectPayout(PayrollContext& context, const CallContext& call,
                                        const v1::RejectPayoutRequest& request);

// Errors: UNKNOWN_PAYOUT, PAYOUT_NOT_REJECTED, REQUEST_ID_REUSED.
absl::StatusOr<v1::Payout> ResolvePayout(PayrollContext& context, const CallContext& call,
                                         const v1::ResolvePayoutRequest& request);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_PAYOUTS_H_
