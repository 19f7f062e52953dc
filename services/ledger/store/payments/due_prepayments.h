// Prepayment that falls due (section 6, definition 4): nobody posts anything on the due date, and
// yet from that day on the bill is paid. It is posted by whoever looks first, the
// server's sweep (api/ledger_server.cc) at the latest, and it is the same posting whoever that is.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_PAYMENTS_DUE_PREPAYMENTS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_PAYMENTS_DUE_PREPAYMENTS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock/company_clock.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "services/ledger/store/journal/journal_store.h"
#include "services/ledger/store/organisation/asked_place.h"

namespace cuijiao::ledger {

// Uses the prepayment of every unit of the places that owes what is due, as of the business date of
// `now`; gives the number of units. Call it before anything of theirs is read that a posting
// changes. One statement for places that were swept on that day (JournalStore::IsSwept); else
// community by community, in transactions of a bounded number of units. Replicas that sweep the
// same community wait for each other at its partition's lock, and the second finds nothing to do.
absl::StatusOr<int> SweepDuePrepayments(db::Database& database, IdSource& ids,
                                        const AskedPlace& place, const CompanyTime& now);

// The same for the journal's community, in the journal's transaction; its Flush is the caller's.
absl::StatusOr<int> SweepDuePrepayments(JournalStore& journal);

// The same for one unit: one statement where there is nothing to use. OK for one that does not
// exist.
absl::Status BringUnitUpToDate(db::Database& database, IdSource& ids, std::string_view unit_id,
                               const CompanyTime& now);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_PAYMENTS_DUE_PREPAYMENTS_H_
