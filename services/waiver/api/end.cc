#include <optional>
#include <string>

#include "common/requests/answer_once.h"
#include "common/status/macros.h"
#include "services/waiver/api/refusals.h"
#include "services/waiver/api/waiver_life.h"
#include "services/waiver/api/waiver_messages.h"
#include "services/waiver/api/waiver_methods.h"

namespace cuijiao::waiver {
namespace {

// Ends a waiver that was not used, because somebody says so.
absl::StatusOr<v1::Waiver> End(WaiverContext& context, const CallContext& call,
                               std::string_view request_id, const std::string& waiver_id,
                               const std::string& reason, WaiverStep step, std::string_view wish) {
  CUIJIAO_RETURN_IF_ERROR(ExpireOverdue(context, call.time));
  return AnswerOnce<v1::Waiver>(
      context.database, call, request_id,
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::Waiver> {
        CUIJIAO_ASSIGN_OR_RETURN(const Waiver waiver, LockWaiver(context, transaction, waiver_id));
        if (!StateAfter(waiver.state, step)) return RefuseForState(waiver, wish);
        if (waiver.settling) return RefuseSettlementInProgress(waiver.id);
        CUIJIAO_RETURN_IF_ERROR(EndUnused(context, transaction, waiver, step,
                                          {.changed_by = call.identity.acting_staff_id(),
                                           .recorded_time = call.time.recorded_time,
                                           .reason = reason,
                                           .policy_version = context.policy.version,
                                           .evaluation = ""}));
        return LoadWaiverMessage(transaction, context.cipher, waiver.id);
      },
      &context.cipher);
}

}  // namespace

absl::StatusOr<v1::Waiver> RejectWaiver(WaiverContext& context, const CallContext& call,
                                        const v1::RejectWaiverRequest& request) {
  return End(context, call, request.request_id(), request.waiver_id(), request.reason(),
             WaiverStep::kReject, "rejected");
}

absl::StatusOr<v1::Waiver> CancelWaiver(WaiverContext& context, const CallContext& call,
                                        const v1::CancelWaiverRequest& request) {
  return End(context, call, request.request_id(), request.waiver_id(), request.reason(),
             WaiverStep::kCancel, "cancelled");
}

}  // namespace cuijiao::waiver
