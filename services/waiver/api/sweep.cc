#include "services/waiver/api/sweep.h"

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "services/waiver/api/reversal_follower.h"
#include "services/waiver/api/settlement_saga.h"
#include "services/waiver/api/waiver_life.h"

namespace cuijiao::waiver {
namespace {

// Adds the failure of a step to what failed before it.
void NoteFailure(std::string_view step, const absl::Status& status, absl::Status& failed) {
  if (status.ok()) return;
  const std::string words = absl::StrCat(std::string(step), ": ", status.message());
  failed = failed.ok() ? absl::Status(status.code(), words)
                       : absl::Status(failed.code(), absl::StrCat(failed.message(), "; ", words));
}

}  // namespace

absl::Status RunSweepRound(WaiverContext& context) {
  CUIJIAO_ASSIGN_OR_RETURN(const CompanyTime now, context.clock.Now());
  absl::Status failed;
  // Settlements first: what is on its way neither expires nor is overtaken by its reversal.
  NoteFailure("settlements", CarryOutOpenIntents(context, now), failed);
  NoteFailure("expiry", ExpireOverdue(context, now), failed);
  NoteFailure("reversals", FollowReversals(context, now), failed);
  return failed;
}

}  // namespace cuijiao::waiver
