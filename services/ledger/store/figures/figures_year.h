// A plan year's first look (section 6, definitions 7 and 8).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURES_YEAR_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURES_YEAR_H_

#include "absl/status/status.h"
#include "common/clock/company_clock.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"

namespace cuijiao::ledger {

// Sees to it that the scheduled fees of `year` are kept for every community: to be called before
// figures of that year are computed. One statement when it was done before. Years beyond the next
// one have no figures yet and are left alone.
absl::Status EnsureFigureYear(db::Database& database, IdSource& ids, int year,
                              const CompanyTime& now);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURES_YEAR_H_
