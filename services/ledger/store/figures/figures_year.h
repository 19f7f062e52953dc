// A plan year's first look (section 6, definitions 7 and 8).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURES_YEAR_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURES_YEAR_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/clock/company_clock.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "common/status/macros.h"
#include "common/status/reason.h"

namespace cuijiao::ledger {

// Reason of UNAVAILABLE: a file of units came in just now, and their scheduled fees are not
// written.
inline constexpr std::string_view kFeesBeingWritten = "FEES_BEING_WRITTEN";

// Sees to it that the scheduled fees of `year` are kept for every community, those of units that
// wait for them too: to be called before figures of that year are computed. One statement when it
// was done before. Years beyond the next one have no figures yet and are left alone.
// DEADLINE_EXCEEDED when `deadline` passes between two transactions; what was written stands.
absl::Status EnsureFigureYear(db::Database& database, IdSource& ids, int year,
                              const CompanyTime& now, absl::Time deadline = absl::InfiniteFuture());

// Whether that is so in the snapshot of `transaction`, of a project or a community where they are
// given: UNAVAILABLE / FEES_BEING_WRITTEN where something came in since EnsureFigureYear.
absl::Status RequireFigureYear(db::Transaction& transaction, std::string_view project_id,
                               std::string_view community_id, int year, const CompanyTime& now);

// What `attempt` answers, which computes figures of `year` in one snapshot after RequireFigureYear:
// EnsureFigureYear goes before it, and both are done again a few times where it found fees missing.
template <typename Attempt>
auto WithFigureYear(db::Database& database, IdSource& ids, int year, const CompanyTime& now,
                    absl::Time deadline, Attempt attempt) -> decltype(attempt()) {
  constexpr int kAttempts = 4;
  for (int tried = 1;; ++tried) {
    CUIJIAO_RETURN_IF_ERROR(EnsureFigureYear(database, ids, year, now, deadline));
    auto answer = attempt();
    if (answer.ok() || tried == kAttempts) return answer;
    if (ReasonOf(answer.status()) != kFeesBeingWritten) return answer;
  }
}

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURES_YEAR_H_
