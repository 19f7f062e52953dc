// Bills: made by billing runs and taken over from the time before the suite (LED-1, LED-19).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_BILLING_BILL_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_BILLING_BILL_STORE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock/company_clock.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "services/ledger/domain/billing/billing.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/store/journal/journal_store.h"

namespace cuijiao::ledger {

inline constexpr std::string_view kBillExists = "BILL_EXISTS";

// Which periods a run bills: those of a community that begin in these months.
struct BillingRun {
  std::string community_id;
  Month from;
  Month to;  // at most 11 months after `from`
  // A set of units that is not begun by then is not billed.
  absl::Time deadline = absl::InfiniteFuture();
};

struct BillingTotals {
  std::int64_t made_count = 0;
  std::int64_t existing_count = 0;
  Fen made;

  BillingTotals& operator+=(const BillingTotals& other) {
    made_count += other.made_count;
    existing_count += other.existing_count;
    made += other.made;
    return *this;
  }
};

// Told after each set of units: how many of the community are done, and what was made of them;
// false ends the run.
using BillingProgress = std::function<bool(std::int64_t done_units, const BillingTotals& totals)>;

// Makes the bills that do not exist yet, in transactions of a bounded number of units; a run that
// was cut off is run again and makes the rest. A bill that is due by its posting date is paid at
// once from prepayment. Each transaction has the clock's time of its own. Scheduled fees that
// nobody has written yet come first, and `progress` hears of no unit done meanwhile. CANCELLED when
// `progress` ends it, DEADLINE_EXCEEDED past the run's deadline; what was made stands.
absl::StatusOr<BillingTotals> RunBilling(db::Database& database, IdSource& ids,
                                         const BillingRun& run, CompanyClock& clock,
                                         const BillingProgress& progress);

// What RunBilling would make; CANCELLED likewise.
absl::StatusOr<BillingTotals> PreviewBilling(db::Database& database, const BillingRun& run,
                                             const BillingProgress& progress);

// Posts planned bills of units of the journal's community on today's posting day, due prepayment
// used; none is nothing. The caller flushes the journal. NOT_FOUND / UNKNOWN_UNIT.
absl::Status PostPlannedBills(JournalStore& journal, std::span<const PlannedBill> planned);

// A bill of the time before the suite; its principal is what is unpaid of it, what opening receipts
// are to pay included.
struct OpeningBill {
  std::string unit_id;
  FeeKind fee_kind = FeeKind::kProperty;
  Date period_start;
  Date period_end;
  Date due_date;
  ComponentAmounts unpaid;
  // Open, and not to come; empty for today. What is scheduled for its period counts up to it.
  std::optional<Date> posting_date = std::nullopt;
};

// Posts opening bills of units of the journal's community; the caller flushes it. Errors:
// UNKNOWN_UNIT; ALREADY_EXISTS / BILL_EXISTS naming the bill when its period is billed already or
// comes twice.
absl::Status PostOpeningBills(JournalStore& journal, std::span<const OpeningBill> opening);

// A place in a unit's list of bills: after the bill of that due date and id.
struct BillPosition {
  Date due_date{1900, 1, 1};
  std::string bill_id;
};

// By due date and id, at most `limit`.
absl::StatusOr<std::vector<Bill>> ListBills(db::Transaction& transaction, std::string_view unit_id,
                                            bool unpaid_only, const BillPosition& after, int limit);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_BILLING_BILL_STORE_H_
