// Closes an accounting month in one transaction (LED-10).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_CLOSE_BOOKS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_CLOSE_BOOKS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock/company_clock.h"
#include "common/db/transaction.h"
#include "common/ids/id_source.h"
#include "services/ledger/domain/figures/rate.h"
#include "services/ledger/store/close/close_store.h"

namespace cuijiao::ledger {

struct CloseRequest {
  Month month;
  Date closing_date;
  std::string closed_by;
  RateBasis basis = RateBasis::kCumulative;
};

// Locks the books and every partition, so that no posting slips in; decides (DecideClose; the
// business date is the clock's, read once the locks are held, so that all that was recorded before
// is in the figures); lays finance's lists of the month against the ledger, which must agree or be
// accepted (CloseReconciliations, LED-11); uses the prepayment that fell due; freezes the figures
// of every community, the settled units and who was of the team for their payments, with a hash of
// it all (frozen_rows.h); and marks all partitions closed. A month that is closed on that date
// already is returned as it is. `transaction` is rolled back when this fails.
absl::StatusOr<AccountingMonth> CloseBooks(db::Transaction& transaction, CompanyClock& clock,
                                           IdSource& ids, const CloseRequest& request);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_CLOSE_BOOKS_H_
