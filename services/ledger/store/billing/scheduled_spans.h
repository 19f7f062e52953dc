// Scheduled fees with the moments between which each was scheduled. For the stores of schedules.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_BILLING_SCHEDULED_SPANS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_BILLING_SCHEDULED_SPANS_H_

#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/db/transaction.h"
#include "common/ids/id_source.h"
#include "services/ledger/domain/billing/billing.h"
#include "services/ledger/store/billing/bill_schedule_store.h"
#include "services/ledger/store/journal/journal_store.h"

namespace cuijiao::ledger {

// A moment of both times (LED-16): the posting day that it counts from, and when that was recorded.
using Moment = std::pair<absl::Time, Date>;

// A fee from the moment at which it was scheduled to that at which another put of schedules ended
// it.
struct ScheduledSpan {
  PlannedBill fee;
  Moment begun;
  std::optional<Moment> ended;
};

// What a unit's schedules made of a year, put after put: a figure as it was known long before the
// year was first looked at, or before it began, counts what the schedules gave then (definition 8,
// LED-16). What has a bill is left out.
absl::StatusOr<std::vector<ScheduledSpan>> ReplayYear(const SchedulesAndBills& known,
                                                      const UnitPlace& unit, int year);

absl::Status InsertFees(JournalStore& journal, std::span<const ScheduledSpan> spans);

// Inserts schedules as they are, each with its `put_date` and `put_time`.
absl::Status InsertSchedules(db::Transaction& transaction, IdSource& ids,
                             std::span<const FeeSchedule> schedules);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_BILLING_SCHEDULED_SPANS_H_
