// Follows the ledger's feed of a community: payments, for promises (ESC-5, LED-14).
#ifndef CUIJIAO_SERVICES_ESCALATION_API_FEED_FOLLOWER_H_
#define CUIJIAO_SERVICES_ESCALATION_API_FEED_FOLLOWER_H_

#include <string_view>

#include "absl/status/status.h"
#include "common/clock/company_clock.h"
#include "common/rpc/client.h"
#include "services/escalation/api/escalation_context.h"

namespace cuijiao::escalation {

// Takes in every event of the community that was not taken in yet; position and effect move in one
// transaction ("escalation.feed"). Promises of closed cases are judged anew at once, those of open
// ones by whoever decides about the case next. NOT_FOUND / UNKNOWN_COMMUNITY.
absl::Status FollowFeed(EscalationContext& context, const OutgoingCall& call,
                        const CompanyTime& now, std::string_view community_id);

// Judges promises of closed cases of the community whose date has passed since.
absl::Status JudgeLapsedPromises(EscalationContext& context, const CompanyTime& now,
                                 std::string_view community_id);

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_API_FEED_FOLLOWER_H_
