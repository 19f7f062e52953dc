// Whether the frozen figures of closed months are those of the journal (LED-5, LED-10, LED-17), and
// the units that were frozen as settled those that were (INC-4).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_CLOSED_FIGURES_CHECK_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_CLOSED_FIGURES_CHECK_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "services/ledger/store/figures/figure_check.h"

namespace cuijiao::ledger {

// Computes figures and settled units of a community anew for every month that was closed with it,
// from what was posted up to the closing date: nothing is posted there later, so that this is what
// the close knew. The first fault by month; its reference is the month.
absl::StatusOr<std::optional<FigureFault>> CheckClosedFigures(db::Transaction& transaction,
                                                              const std::string& community_id);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_CLOSED_FIGURES_CHECK_H_
