// Keeps the figures of today beside the journal, by following it (LED-8, LED-17).
//
// Nothing of this is written when money is posted: the sums of a community there would be one more
// row for every payment to write, and what a unit counts for also changes by days that go by, by
// schedules and by campaigns. Whoever asks follows first, and the background sweep does within a
// minute, so that no answer is stale and few have much to follow.
//
// A community is brought up to date by computing anew, with the statements of figures_store.h, the
// units that
//   - entries of its journal touched since the last one that was looked at,
//   - changes of schedules, vacancies and charged areas touched since (figure_change),
//   - have something unpaid that became overdue since,
// and adding what is new less what was kept to its sums. All its units are computed anew when a
// plan year begins or turns out to have begun on another day, and when a campaign is put. What was
// posted for a day to come (behind a close of the business date itself) is followed on that day.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURE_FOLLOWER_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURE_FOLLOWER_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/clock/company_clock.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "services/ledger/store/figures/kept_figures_store.h"

namespace cuijiao::ledger {

// What one step takes at most: entries, changes and fallen due dates of each, and units while all
// are computed anew.
struct FigureStepSize {
  int entries = 2'000;
  int units = 500;
};

// Follows everything that is committed in the communities of the place when it is called. One
// statement when there is nothing new; else steps of a bounded number of entries and units each. A
// step reads one snapshot of the database without locks, and is written in a transaction of its
// own, whose first statement raises the community's version from the one that was read: of two
// steps at a time one is written, on a cluster too, and the other is taken again. Prepayment that
// fell due should be used first (due_prepayments.h). DEADLINE_EXCEEDED when `deadline` passes
// between two steps; what was followed stands.
absl::Status FollowFigures(db::Database& database, IdSource& ids, const AskedPlace& place,
                           const CompanyTime& now, absl::Time deadline = absl::InfiniteFuture(),
                           FigureStepSize step_size = {});

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURE_FOLLOWER_H_
