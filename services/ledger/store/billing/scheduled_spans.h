// Scheduled fees with the moments between which each was scheduled. For the stores of schedules.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_BILLING_SCHEDULED_SPANS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_BILLING_SCHEDULED_SPANS_H_

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/db/transaction.h"
#include "common/ids/id_source.h"
#include "services/ledger/domain/billing/billing.h"
#include "services/ledger/store/billing/bill_schedule_store.h"
#include "services/ledger/store/billing/resized_units.h"
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

// A vacancy as it was put, and the moment at which another took its place or it was taken back.
struct PastVacancy {
  Vacancy vacancy;
  Moment put;
  std::optional<Moment> replaced;
};

// What the fees of units followed from besides their schedules, as it was known at every moment.
struct UnitPasts {
  std::map<std::string, std::vector<PastVacancy>> vacancies;
  std::map<std::string, std::vector<ReplacedArea>> areas;
};

absl::StatusOr<UnitPasts> LoadUnitPasts(db::Transaction& transaction,
                                        std::span<const std::string> unit_ids);

// What a unit's schedules, vacancies and charged areas made of a year, change after change: a
// figure as it was known long before the year was first looked at, or before it began, counts what
// they gave then (definition 8, LED-16). What has a bill is left out.
absl::StatusOr<std::vector<ScheduledSpan>> ReplayYear(const SchedulesAndBills& known,
                                                      const UnitPasts& pasts, const UnitPlace& unit,
                                                      int year);

absl::Status InsertFees(JournalStore& journal, std::span<const ScheduledSpan> spans);

// Inserts schedules as they are, each with its `put_date` and `put_time`.
absl::Status InsertSchedules(db::Transaction& transaction, IdSource& ids,
                             std::span<const FeeSchedule> schedules);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_BILLING_SCHEDULED_SPANS_H_
