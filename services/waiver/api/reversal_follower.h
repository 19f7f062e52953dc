// Follows the ledger's feed: a settlement whose payment was reversed makes its waiver REVERSED
// (section 6, definition 13).
#ifndef CUIJIAO_SERVICES_WAIVER_API_REVERSAL_FOLLOWER_H_
#define CUIJIAO_SERVICES_WAIVER_API_REVERSAL_FOLLOWER_H_

#include "absl/status/status.h"
#include "common/clock/company_clock.h"
#include "services/waiver/api/waiver_context.h"

namespace cuijiao::waiver {

// Reads the events of every community that has a SETTLED waiver, from where it stopped to their
// end; the position is kept in the transaction that did what the events say. Stops ahead of the
// reversal of a settlement that is still on its way here. Two followers at a time do no harm.
absl::Status FollowReversals(WaiverContext& context, const CompanyTime& now);

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_API_REVERSAL_FOLLOWER_H_
