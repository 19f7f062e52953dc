// What changes figures and is no posting.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURE_CHANGE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURE_CHANGE_H_

#include <span>
#include <string>

#include "absl/status/status.h"
#include "services/ledger/store/journal/journal_store.h"

namespace cuijiao::ledger {

// Tells what follows the ledger's figures that scheduled fees of these units of the journal's
// community may have changed, of which no entry of the journal tells (figure_follower.h).
absl::Status NoteFigureChanges(JournalStore& journal, std::span<const std::string> unit_ids);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURE_CHANGE_H_
