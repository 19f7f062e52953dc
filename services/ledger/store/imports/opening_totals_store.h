// What the ledger holds of what control totals state (LED-19).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_IMPORTS_OPENING_TOTALS_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_IMPORTS_OPENING_TOTALS_STORE_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/imports/opening_totals.h"

namespace cuijiao::ledger {

// The totals of what was taken over in all communities of a project at the end of `date`, summed
// over the journal: of opening bills what is left of them but for money of now, of opening receipts
// what is held, and what came in by then and was not reversed. Totals of zero are left out.
absl::StatusOr<OpeningTotals> LoadOpeningTotals(db::Transaction& transaction,
                                                std::string_view project_id, Date date);

// When the last row of the project's opening bills and receipts went in; nothing without any.
absl::StatusOr<std::optional<absl::Time>> LoadLastOpeningTime(db::Transaction& transaction,
                                                              std::string_view project_id);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_IMPORTS_OPENING_TOTALS_STORE_H_
