// Steps of a waiver's life that several methods take, each within a transaction or one of its own.
#ifndef CUIJIAO_SERVICES_WAIVER_API_WAIVER_LIFE_H_
#define CUIJIAO_SERVICES_WAIVER_API_WAIVER_LIFE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock/company_clock.h"
#include "common/db/transaction.h"
#include "services/waiver/api/waiver_context.h"
#include "services/waiver/domain/waiver.h"

namespace cuijiao::waiver {

// Who the history names where no person acted.
inline constexpr std::string_view kServiceItself = "service:waiver";

// What a change says besides its states.
struct ChangeNote {
  std::string changed_by;
  absl::Time recorded_time;
  std::string reason;
  std::string policy_version;
  std::string evaluation;  // serialized; empty where nothing was decided anew
};

// The waiver, locked until the transaction ends. NOT_FOUND / UNKNOWN_WAIVER.
absl::StatusOr<Waiver> LockWaiver(WaiverContext& context, db::Transaction& transaction,
                                  std::string_view waiver_id);

// Adds the change to the waiver's history. `from` is absent for the request itself.
absl::Status NoteChange(WaiverContext& context, db::Transaction& transaction,
                        std::string_view waiver_id, std::optional<WaiverState> from, WaiverState to,
                        const ChangeNote& note);

// Ends a locked waiver that was not used, by `step` (reject, cancel or expire): the household is
// free again, and what a manager signed is given back to the month of the signature (WVR-3).
absl::Status EndUnused(WaiverContext& context, db::Transaction& transaction, const Waiver& waiver,
                       WaiverStep step, const ChangeNote& note);

// Expires every approved waiver whose last day is over (WVR-7). Called by the sweep, and by every
// method before it looks at waivers, so that nobody ever sees one that should have expired.
absl::Status ExpireOverdue(WaiverContext& context, const CompanyTime& now);

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_API_WAIVER_LIFE_H_
