// Units that came in with a large file, and whose scheduled fees follow.
//
// A file of a million units with monthly fees makes twelve million scheduled fees of each year that
// is kept, far more than one transaction should hold. A new unit's scheduled fees follow from its
// schedules alone, each from the moment at which its schedule was put, so that they may be written
// later and yet say what they would have said at once: what changes of schedules, vacancies and
// areas meanwhile is kept with its own moment (scheduled_spans.h). Such units are marked in the
// import's transaction, and everybody who is about to ask for a community's scheduled fees writes
// them first, who changes or bills some units those of these units alone; so does the sweep in the
// background, within a minute.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_BILLING_UNSCHEDULED_UNITS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_BILLING_UNSCHEDULED_UNITS_H_

#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/clock/company_clock.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "services/ledger/store/journal/journal_store.h"

namespace cuijiao::ledger {

// Marks communities whose partitions are locked by the transaction.
absl::Status MarkUnscheduled(db::Transaction& transaction,
                             const std::set<std::string>& community_ids);

// Writes the scheduled fees of those of the units that wait for them, in the journal's transaction.
absl::Status ScheduleWaitingOf(JournalStore& journal, std::span<const std::string> unit_ids);
// The same of all units of the journal's community: for who has just called the next one, and finds
// only what came in since.
absl::Status ScheduleWaitingUnits(JournalStore& journal);
// The same in transactions of a bounded number of units; one that is cut off is gone on with.
// DEADLINE_EXCEEDED when `deadline` passes between two of them, CANCELLED when `go_on`, where it is
// given, says no.
absl::Status ScheduleWaitingUnits(db::Database& database, IdSource& ids,
                                  std::string_view community_id, const CompanyTime& now,
                                  absl::Time deadline = absl::InfiniteFuture(),
                                  const std::function<bool()>& go_on = nullptr);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_BILLING_UNSCHEDULED_UNITS_H_
