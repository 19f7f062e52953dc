// Whether the frozen figures of closed months are those of the journal (LED-5, LED-10, LED-17).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_CLOSED_FIGURES_CHECK_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_CLOSED_FIGURES_CHECK_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "services/ledger/store/journal/kept_fault.h"

namespace cuijiao::ledger {

// Computes the figures of a community anew for every month that was closed with it, from what was
// posted up to the closing date: nothing is posted there later, so that this is what the close
// knew. The journal is read once for all months, some units at a time (unit_history_store.h).
// `go_on` is asked between them; false ends the check with CANCELLED. The first fault by month; its
// reference is the month.
absl::StatusOr<std::optional<KeptFault>> CheckClosedFigures(db::Transaction& transaction,
                                                            const std::string& community_id,
                                                            const std::function<bool()>& go_on);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_CLOSED_FIGURES_CHECK_H_
