// Fee schedules, and the scheduled fees that follow from them and are not billed yet (LED-1;
// section 6, definitions 7 and 8).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_BILLING_BILL_SCHEDULE_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_BILLING_BILL_SCHEDULE_STORE_H_

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/clock/company_clock.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "services/ledger/domain/billing/billing.h"
#include "services/ledger/store/journal/journal_store.h"
#include "services/ledger/store/organisation/organisation_store.h"

namespace cuijiao::ledger {

// The planned bills of a unit in a year, apart by whether a bill covers their period already.
struct YearPlan {
  std::vector<PlannedBill> to_make;
  std::vector<PlannedBill> existing;
};

// What is known of a set of units; each has an entry in all maps.
struct SchedulesAndBills {
  std::map<std::string, std::vector<FeeSchedule>> schedules;
  std::map<std::string, std::vector<Vacancy>> vacancies;
  std::map<std::string, std::vector<BilledPeriod>> billed;

  // Errors: ComputeYearBills'.
  [[nodiscard]] absl::StatusOr<YearPlan> PlanYear(const UnitPlace& unit, int year) const;
  // The same by some schedules and vacancies of the unit.
  [[nodiscard]] absl::StatusOr<YearPlan> PlanYear(const UnitPlace& unit,
                                                  std::span<const FeeSchedule> by,
                                                  std::span<const Vacancy> vacant, int year) const;
  // The posting day of the first bill that covers a day of a planned bill's period; none without
  // one.
  [[nodiscard]] std::optional<Date> BilledOn(const PlannedBill& fee) const;
};

absl::StatusOr<SchedulesAndBills> LoadSchedulesAndBills(db::Transaction& transaction,
                                                        std::span<const std::string> unit_ids);

// A vacancy from a row with its columns.
Vacancy VacancyOf(const db::Row& row);

// Puts schedules of units of the journal's community, in order of their first days; checks each
// (CheckFeeSchedule; NOT_FOUND / UNKNOWN_UNIT) and brings the scheduled fees in line. All or none.
absl::Status PutFeeSchedules(JournalStore& journal, std::span<const FeeSchedule> schedules);

// Brings the scheduled fees of units of the journal's community in line with schedules, vacancies,
// areas and bills: after a schedule or vacancy is put, an area changed. Only years that were looked
// at (EnsureScheduledYear) are kept; that the others can be billed is checked too (CheckCharge).
absl::Status RefreshScheduledFees(JournalStore& journal, std::span<const std::string> unit_ids);
// The same after bills of these units are made, of which the journal's entries tell.
absl::Status EndBilledFees(JournalStore& journal, std::span<const std::string> unit_ids);

// Takes a year's first look at a community: from then on its scheduled fees are kept, each from the
// moment at which the schedules put by then gave it. Call before any figure of that year is
// computed, and before a bill of the year is made: figures of a day before would miss what was
// scheduled then. Cheap when it was done before. Units that wait for their fees
// (unscheduled_units.h) go on waiting: whoever is about to read or bill theirs has them written
// first.
absl::Status EnsureScheduledYear(JournalStore& journal, int year);
// The same in a transaction of its own, with the fees of all units that wait in sets before it,
// after each of which `go_on` is asked where it is given. DEADLINE_EXCEEDED when `deadline` passes
// between two transactions, CANCELLED when `go_on` says no; what was written stands.
absl::Status EnsureScheduledYear(db::Database& database, IdSource& ids,
                                 std::string_view community_id, int year, const CompanyTime& now,
                                 absl::Time deadline = absl::InfiniteFuture(),
                                 const std::function<bool()>& go_on = nullptr);

// Whether the year's first look at the community was taken.
absl::StatusOr<bool> IsYearKept(db::Transaction& transaction, std::string_view community_id,
                                int year);

// Scheduled fees of a unit in a year that are not billed yet, by due date and id.
absl::StatusOr<std::vector<PlannedBill>> LoadScheduledFees(db::Transaction& transaction,
                                                           std::string_view unit_id, int year);

// A unit's schedules as they were put, by fee and first day, each with the day that it ends.
absl::StatusOr<std::vector<FeeSchedule>> LoadFeeSchedules(db::Transaction& transaction,
                                                          const std::string& unit_id);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_BILLING_BILL_SCHEDULE_STORE_H_
