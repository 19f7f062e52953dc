// Units whose charged area was changed (LED-1), and the areas that they had before.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_BILLING_RESIZED_UNITS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_BILLING_RESIZED_UNITS_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "services/ledger/store/journal/journal_store.h"
#include "services/ledger/store/organisation/organisation_writer.h"

namespace cuijiao::ledger {

// Keeps the areas that units of the journal's community had until now. To be called before anything
// follows from their new ones.
absl::Status KeepReplacedAreas(JournalStore& journal, std::span<const ResizedUnit> units);
// The same, and brings their scheduled fees in line (RefreshScheduledFees).
absl::Status RefreshResizedUnits(JournalStore& journal, std::span<const ResizedUnit> units);

// A charged area that a unit had, up to a moment of both times.
struct ReplacedArea {
  absl::Time until_time;
  Date until_date;
  std::int64_t area_e2_m2 = 0;
};

// The areas that units had before the ones that they have, in order, by unit; without those whose
// area was never changed.
absl::StatusOr<std::map<std::string, std::vector<ReplacedArea>>> LoadReplacedAreas(
    db::Transaction& transaction, std::span<const std::string> unit_ids);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_BILLING_RESIZED_UNITS_H_
