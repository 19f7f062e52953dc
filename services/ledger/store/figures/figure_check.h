// Whether the figures that are kept are those of the journal (LED-4, LED-17).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURE_CHECK_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURE_CHECK_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "services/ledger/store/journal/kept_fault.h"

namespace cuijiao::ledger {

// Computes the figures of a community again, as of the entry and the day that they are kept for:
// those of its units from the journal, its sums from its units, what is outstanding by due date
// from the journal. Units with entries or changes that are not followed yet are not looked at. The
// first fault by unit; none where the figures are just being computed anew. FollowFigures should be
// called first.
absl::StatusOr<std::optional<KeptFault>> CheckKeptFigures(db::Transaction& transaction,
                                                          const std::string& community_id);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURE_CHECK_H_
