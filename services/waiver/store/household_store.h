// Which waiver a household has in a plan year (WVR-5; section 6, definition 13).
#ifndef CUIJIAO_SERVICES_WAIVER_STORE_HOUSEHOLD_STORE_H_
#define CUIJIAO_SERVICES_WAIVER_STORE_HOUSEHOLD_STORE_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "services/waiver/domain/waiver.h"

namespace cuijiao::waiver {

// Lives in one transaction.
//
// A waiver holds its unit and that unit's owners, as they are on the date that counts. Another
// meets it when one of its owners or one of the units that share an owner with it is held: so
// households are found through shared owners, on either waiver's own date, and two units that
// share no owner never block each other, even when both share one with a third.
class HouseholdStore {
 public:
  explicit HouseholdStore(db::Transaction& transaction) : transaction_(transaction) {}

  // The waiver that holds the household; for reading alone, another may come meanwhile.
  absl::StatusOr<std::optional<std::string>> FindHolder(const HouseholdYear& household);

  // Takes the household for `waiver_id`, which holds nothing. Where another waiver has it, nothing
  // is taken and that one is the answer; nothing otherwise. Everything that it looked at is
  // written, so that the answer still holds when the transaction commits.
  absl::StatusOr<std::optional<std::string>> Take(const HouseholdYear& household,
                                                  std::string_view waiver_id);

  // Takes the household for a waiver that a system before settled (LED-19), which may meet any
  // other. What open waivers hold of it goes over to this one, for they may still give it up, and
  // a used one never does; what used ones hold stays theirs. Answers whether a signed one held
  // anything of what was looked at. Written as by Take.
  absl::StatusOr<bool> TakeOver(const HouseholdYear& household, std::string_view waiver_id);

  // Gives up whatever `waiver_id` holds, in any plan year.
  absl::Status Release(std::string_view waiver_id);

 private:
  // Writes, and so locks, everything that the household's waiver looks at.
  absl::Status WriteLookedAt(const HouseholdYear& household);

  db::Transaction& transaction_;
};

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_STORE_HOUSEHOLD_STORE_H_
