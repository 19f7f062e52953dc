#include "services/waiver/api/sweep.h"

#include <string_view>

#include "common/status/macros.h"
#include "common/telemetry/logging.h"
#include "services/waiver/api/reversal_follower.h"
#include "services/waiver/api/settlement_saga.h"
#include "services/waiver/api/waiver_life.h"

namespace cuijiao::waiver {
namespace {

void LogFailure(std::string_view step, const absl::Status& status) {
  if (status.ok()) return;
  LogEvent(spdlog::level::warn, "sweep step failed",
           {{"step", step},
            {"code", absl::StatusCodeToString(status.code())},
            {"message", std::string_view(status.message().data(), status.message().size())}});
}

}  // namespace

absl::Status RunSweepRound(WaiverContext& context) {
  const absl::StatusOr<CompanyTime> now = context.clock.Now();
  if (!now.ok()) {
    LogFailure("clock", now.status());
    return now.status();
  }
  // Settlements first: what is on its way neither expires nor is overtaken by its reversal.
  absl::Status result = CarryOutOpenIntents(context, *now);
  LogFailure("settlements", result);
  const absl::Status expired = ExpireOverdue(context, *now);
  LogFailure("expiry", expired);
  result.Update(expired);
  const absl::Status followed = FollowReversals(context, *now);
  LogFailure("reversals", followed);
  result.Update(followed);
  return result;
}

}  // namespace cuijiao::waiver
