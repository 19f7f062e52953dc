#include "services/ledger/store/billing/vacancy_store.h"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>

#include "common/status/macros.h"
#include "services/ledger/domain/billing/supplement.h"
#include "services/ledger/store/billing/adjustment_store.h"
#include "services/ledger/store/billing/bill_rows.h"
#include "services/ledger/store/billing/bill_schedule_store.h"
#include "services/ledger/store/billing/bill_store.h"
#include "services/ledger/store/billing/resized_units.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

// The unit's periods that are billed and end on `from` or later, by first day and bill.
absl::StatusOr<std::vector<BilledCharge>> LoadBilledCharges(db::Transaction& transaction,
                                                            const UnitPlace& unit, Date from) {
  CUIJIAO_ASSIGN_OR_RETURN(auto replaced, LoadReplacedAreas(transaction, {&unit.unit_id, 1}));
  const std::vector<ReplacedArea>& areas = replaced[unit.unit_id];
  const auto area_at = [&](absl::Time time) {
    const auto later = std::ranges::find_if(
        areas, [&](const ReplacedArea& area) { return area.until_time > time; });
    return later == areas.end() ? unit.area_e2_m2 : later->area_e2_m2;
  };
  std::vector<BilledCharge> charges;
  CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
      Concat({kSelectBill,
              " WHERE unit_id = ? AND period_end >= ?"
              " ORDER BY period_start, fee_kind, period_end, recorded_time, bill_id"}),
      {unit.unit_id, from}, [&](const db::Row& row) {
        const Bill bill = BillOf(row);
        const std::string id =
            MakeBillId(bill.unit_id, bill.fee_kind, bill.period_start, bill.period_end);
        if (charges.empty() || charges.back().bill_id != id) {
          charges.push_back({id,
                             bill.fee_kind,
                             bill.period_start,
                             bill.period_end,
                             bill.due_date,
                             {},
                             area_at(bill.recorded_time)});
        }
        charges.back().parts.push_back({bill.principal, bill.credited});
        return absl::OkStatus();
      }));
  return charges;
}

absl::Status EndVacancy(JournalStore& journal, const Vacancy& replaced) {
  return journal.transaction()
      .Execute(
          "UPDATE vacancy SET replaced_date = ?, replaced_time = ?"
          " WHERE vacancy_id = ? AND replaced_date IS NULL",
          {journal.days().Today(), journal.recorded_time(), replaced.id})
      .status();
}

absl::Status InsertVacancy(JournalStore& journal, const Vacancy& vacancy, std::string_view put_by) {
  const db::Values row = {journal.NewId(),
                          vacancy.unit_id,
                          vacancy.days.from,
                          vacancy.days.to,
                          vacancy.discount.property_bp,
                          vacancy.discount.parking_bp,
                          vacancy.discount.shared_utilities_bp,
                          journal.days().Today(),
                          journal.recorded_time(),
                          put_by};
  return journal.transaction()
      .InsertRows("vacancy",
                  {"vacancy_id", "unit_id", "from_date", "to_date", "property_discount_bp",
                   "parking_discount_bp", "shared_utilities_discount_bp", "put_date",
                   "recorded_time", "recorded_by"},
                  {&row, 1})
      .status();
}

}  // namespace

absl::StatusOr<std::vector<Bill>> PutVacancy(JournalStore& journal, const VacancyPut& put,
                                             std::string_view put_by) {
  db::Transaction& transaction = journal.transaction();
  const std::string& unit_id = put.unit_id;
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitPlace> units,
                           OrganisationStore(transaction).LoadUnits({&unit_id, 1}));
  CUIJIAO_ASSIGN_OR_RETURN(const SchedulesAndBills known,
                           LoadSchedulesAndBills(transaction, {&unit_id, 1}));
  const std::vector<Vacancy>& standing = known.vacancies.at(unit_id);
  CUIJIAO_ASSIGN_OR_RETURN(const VacancyChange change, DecideVacancy(put, standing));
  const std::vector<Vacancy> after = VacanciesAfter(change, standing);
  const Date today = journal.days().Today();
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<BilledCharge> billed,
                           LoadBilledCharges(transaction, units.front(), put.days.from));
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<PlannedBill> planned,
      DecideSupplements(unit_id, billed, known.schedules.at(unit_id), {standing, after}, today));
  // What was scheduled until now is kept first: days before this one are still asked about.
  CUIJIAO_RETURN_IF_ERROR(EnsureScheduledYear(journal, journal.days().PlanYearOf(today)));
  if (change.replaced) {
    CUIJIAO_RETURN_IF_ERROR(EndVacancy(journal, standing[*change.replaced]));
  }
  if (change.standing) {
    CUIJIAO_RETURN_IF_ERROR(InsertVacancy(journal, *change.standing, put_by));
  }
  CUIJIAO_RETURN_IF_ERROR(PostPlannedBills(journal, planned));
  CUIJIAO_RETURN_IF_ERROR(RefreshScheduledFees(journal, {&unit_id, 1}));
  std::vector<Bill> supplements;
  for (const PlannedBill& bill : planned) {
    CUIJIAO_ASSIGN_OR_RETURN(std::optional<Bill> made, LoadBill(transaction, bill.bill_id));
    supplements.push_back(*std::move(made));
  }
  std::ranges::sort(supplements, {},
                    [](const Bill& bill) { return std::tie(bill.due_date, bill.id); });
  return supplements;
}

absl::StatusOr<std::vector<Vacancy>> LoadVacancies(db::Transaction& transaction,
                                                   const std::string& unit_id) {
  CUIJIAO_ASSIGN_OR_RETURN(SchedulesAndBills known,
                           LoadSchedulesAndBills(transaction, {&unit_id, 1}));
  std::vector<Vacancy>& vacancies = known.vacancies.at(unit_id);
  std::ranges::sort(vacancies, {}, [](const Vacancy& vacancy) { return vacancy.days.from; });
  return std::move(vacancies);
}

}  // namespace cuijiao::ledger
