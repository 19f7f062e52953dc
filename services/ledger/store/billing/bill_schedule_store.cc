#include "services/ledger/store/billing/bill_schedule_store.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/store/billing/scheduled_spans.h"
#include "services/ledger/store/billing/unscheduled_units.h"
#include "services/ledger/store/figures/figure_change.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr int kUnitsCheckedAtOnce = 500;

FeeSchedule ScheduleOf(const db::Row& row) {
  FeeSchedule schedule;
  schedule.unit_id = row.String("unit_id");
  schedule.fee_kind = ParseFeeKind(row.String("fee_kind")).value();
  schedule.period_months = row.Int32("period_months");
  schedule.price_e4_yuan = row.Int64("price_e4_yuan");
  schedule.fixed_per_month = row.Fen("fixed_fen_per_month");
  schedule.due_after_days = row.Int32("due_after_days");
  schedule.from_date = row.Date("from_date");
  schedule.to_date = row.OptionalDate("to_date");
  schedule.put_date = row.Date("put_date");
  schedule.put_time = row.Time("recorded_time");
  return schedule;
}

// A scheduled fee as it is kept.
struct KeptFee {
  std::string id;
  PlannedBill fee;
};

absl::StatusOr<std::map<std::string, std::vector<KeptFee>>> LoadKeptFees(
    db::Transaction& transaction, std::span<const std::string> unit_ids, int year) {
  std::map<std::string, std::vector<KeptFee>> kept;
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    db::Values values = chunk.values;
    values.emplace_back(Date(year, 1, 1));
    values.emplace_back(Date(year, 12, 31));
    CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
        Concat({"SELECT scheduled_fee_id, bill_id, unit_id, fee_kind, period_start, period_end,"
                " due_date, amount_fen FROM scheduled_fee WHERE unit_id IN ",
                chunk.placeholders, " AND period_end BETWEEN ? AND ? AND ended_date IS NULL"}),
        values, [&](const db::Row& row) {
          kept[row.String("unit_id")].push_back(
              {row.String("scheduled_fee_id"),
               {row.String("bill_id"), row.String("unit_id"),
                ParseFeeKind(row.String("fee_kind")).value(), row.Date("period_start"),
                row.Date("period_end"), row.Date("due_date"), row.Fen("amount_fen")}});
          return absl::OkStatus();
        }));
  }
  return kept;
}

// Ends fees on a posting day.
absl::Status EndFees(JournalStore& journal, const std::vector<std::string>& fee_ids, Date day) {
  for (const IdChunk& chunk : ChunkIds(fee_ids)) {
    db::Values values = {day, journal.recorded_time()};
    values.insert(values.end(), chunk.values.begin(), chunk.values.end());
    CUIJIAO_RETURN_IF_ERROR(
        journal.transaction()
            .Execute(Concat({"UPDATE scheduled_fee SET ended_date = ?, ended_time = ?"
                             " WHERE ended_date IS NULL AND scheduled_fee_id IN ",
                             chunk.placeholders}),
                     values)
            .status());
  }
  return absl::OkStatus();
}

absl::Status RefreshYear(JournalStore& journal, std::span<const UnitPlace> units,
                         const SchedulesAndBills& known, int year) {
  std::vector<std::string> unit_ids;
  for (const UnitPlace& unit : units) unit_ids.push_back(unit.unit_id);
  CUIJIAO_ASSIGN_OR_RETURN(auto kept, LoadKeptFees(journal.transaction(), unit_ids, year));
  std::map<Date, std::vector<std::string>> ended;
  const Moment now = {journal.recorded_time(), journal.days().Today()};
  std::vector<ScheduledSpan> begun;
  for (const UnitPlace& unit : units) {
    CUIJIAO_ASSIGN_OR_RETURN(const YearPlan plan, known.PlanYear(unit, year));
    std::vector<KeptFee>& kept_of_unit = kept[unit.unit_id];
    for (const KeptFee& fee : kept_of_unit) {
      if (std::ranges::count(plan.to_make, fee.fee) > 0) continue;
      ended[known.BilledOn(fee.fee).value_or(now.second)].push_back(fee.id);
    }
    for (const PlannedBill& fee : plan.to_make) {
      if (std::ranges::count(kept_of_unit, fee, &KeptFee::fee) > 0) continue;
      begun.push_back({fee, now, std::nullopt});
    }
  }
  for (const auto& [day, fee_ids] : ended) {
    CUIJIAO_RETURN_IF_ERROR(EndFees(journal, fee_ids, day));
  }
  return InsertFees(journal, begun);
}

}  // namespace

Vacancy VacancyOf(const db::Row& row) {
  return {row.String("vacancy_id"),
          row.String("unit_id"),
          {row.Date("from_date"), row.OptionalDate("to_date")},
          {row.Int32("property_discount_bp"), row.Int32("parking_discount_bp"),
           row.Int32("shared_utilities_discount_bp")}};
}

absl::StatusOr<bool> IsYearKept(db::Transaction& transaction, std::string_view community_id,
                                int year) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction.QueryOne("SELECT year FROM scheduled_year WHERE community_id = ? AND year = ?",
                           {community_id, year}));
  return row.has_value();
}

absl::StatusOr<YearPlan> SchedulesAndBills::PlanYear(const UnitPlace& unit, int year) const {
  return PlanYear(unit, schedules.at(unit.unit_id), vacancies.at(unit.unit_id), year);
}

absl::StatusOr<YearPlan> SchedulesAndBills::PlanYear(const UnitPlace& unit,
                                                     std::span<const FeeSchedule> by,
                                                     std::span<const Vacancy> vacant,
                                                     int year) const {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<PlannedBill> planned,
                           ComputeYearBills(unit.unit_id, unit.area_e2_m2, by, vacant, year));
  YearPlan plan;
  for (PlannedBill& bill : planned) {
    const bool exists = BilledOn(bill).has_value();
    (exists ? plan.existing : plan.to_make).push_back(std::move(bill));
  }
  return plan;
}

std::optional<Date> SchedulesAndBills::BilledOn(const PlannedBill& fee) const {
  std::optional<Date> first;
  for (const BilledPeriod& period : billed.at(fee.unit_id)) {
    const bool covers = period.fee_kind == fee.fee_kind && period.start <= fee.period_end &&
                        fee.period_start <= period.end;
    if (covers) first = std::min(first.value_or(period.posting_date), period.posting_date);
  }
  return first;
}

absl::StatusOr<SchedulesAndBills> LoadSchedulesAndBills(db::Transaction& transaction,
                                                        std::span<const std::string> unit_ids) {
  SchedulesAndBills known;
  for (const std::string& id : unit_ids) {
    known.schedules[id];
    known.vacancies[id];
    known.billed[id];
  }
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
        Concat({"SELECT unit_id, fee_kind, period_months, price_e4_yuan, fixed_fen_per_month,"
                " due_after_days, from_date, to_date, put_date, recorded_time"
                " FROM fee_schedule WHERE unit_id IN ",
                chunk.placeholders}),
        chunk.values, [&](const db::Row& row) {
          known.schedules.at(row.String("unit_id")).push_back(ScheduleOf(row));
          return absl::OkStatus();
        }));
    CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
        Concat({"SELECT vacancy_id, unit_id, from_date, to_date, property_discount_bp,"
                " parking_discount_bp, shared_utilities_discount_bp FROM vacancy"
                " WHERE replaced_date IS NULL AND unit_id IN ",
                chunk.placeholders}),
        chunk.values, [&](const db::Row& row) {
          known.vacancies.at(row.String("unit_id")).push_back(VacancyOf(row));
          return absl::OkStatus();
        }));
    CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
        Concat({"SELECT unit_id, fee_kind, period_start, period_end, posting_date FROM bill"
                " WHERE unit_id IN ",
                chunk.placeholders}),
        chunk.values, [&](const db::Row& row) {
          known.billed.at(row.String("unit_id"))
              .push_back({ParseFeeKind(row.String("fee_kind")).value(), row.Date("period_start"),
                          row.Date("period_end"), row.Date("posting_date")});
          return absl::OkStatus();
        }));
  }
  return known;
}

absl::Status PutFeeSchedules(JournalStore& journal, std::span<const FeeSchedule> schedules) {
  std::vector<FeeSchedule> ordered(schedules.begin(), schedules.end());
  std::ranges::stable_sort(ordered, {}, &FeeSchedule::from_date);
  std::set<std::string> ids;
  for (const FeeSchedule& schedule : ordered) ids.insert(schedule.unit_id);
  const std::vector<std::string> unit_ids(ids.begin(), ids.end());
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitPlace> units,
                           OrganisationStore(journal.transaction()).LoadUnits(unit_ids));
  for (const UnitPlace& unit : units) {
    if (unit.community_id == journal.partition_id()) ids.erase(unit.unit_id);
  }
  if (!ids.empty()) {
    return Refusal(absl::StatusCode::kNotFound, kUnknownUnit,
                   absl::StrCat("there is no unit_id ", *ids.begin(), " in the community"),
                   {{"unit_id", *ids.begin()}});
  }
  CUIJIAO_ASSIGN_OR_RETURN(SchedulesAndBills known,
                           LoadSchedulesAndBills(journal.transaction(), unit_ids));
  for (const FeeSchedule& schedule : ordered) {
    std::optional<Date> billed_through;
    for (const BilledPeriod& period : known.billed.at(schedule.unit_id)) {
      if (period.fee_kind != schedule.fee_kind) continue;
      billed_through = billed_through ? std::max(*billed_through, period.end) : period.end;
    }
    std::vector<FeeSchedule>& of_unit = known.schedules.at(schedule.unit_id);
    CUIJIAO_RETURN_IF_ERROR(CheckFeeSchedule(schedule, of_unit, billed_through));
    of_unit.push_back(schedule);
  }
  // The running year is kept from its first schedule on: a bill of it that comes in from outside
  // ends its fee on that day, and not before.
  const int year = journal.days().PlanYearOf(journal.days().Today());
  CUIJIAO_RETURN_IF_ERROR(EnsureScheduledYear(journal, year));
  for (FeeSchedule& schedule : ordered) {
    schedule.put_date = journal.days().Today();
    schedule.put_time = journal.recorded_time();
  }
  CUIJIAO_RETURN_IF_ERROR(InsertSchedules(journal.transaction(), journal.ids(), ordered));
  return RefreshScheduledFees(journal, unit_ids);
}

absl::Status RefreshScheduledFees(JournalStore& journal, std::span<const std::string> unit_ids) {
  CUIJIAO_RETURN_IF_ERROR(EndBilledFees(journal, unit_ids));
  return NoteFigureChanges(journal, unit_ids);
}

absl::Status EndBilledFees(JournalStore& journal, std::span<const std::string> unit_ids) {
  CUIJIAO_RETURN_IF_ERROR(ScheduleWaitingOf(journal, unit_ids));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitPlace> units,
                           OrganisationStore(journal.transaction()).LoadUnits(unit_ids));
  CUIJIAO_ASSIGN_OR_RETURN(const SchedulesAndBills known,
                           LoadSchedulesAndBills(journal.transaction(), unit_ids));
  for (const UnitPlace& unit : units) {
    for (const FeeSchedule& schedule : known.schedules.at(unit.unit_id)) {
      CUIJIAO_RETURN_IF_ERROR(CheckCharge(schedule, unit.area_e2_m2));
    }
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows years,
      journal.transaction().Query("SELECT year FROM scheduled_year WHERE community_id = ?",
                                  {journal.partition_id()}));
  for (const db::Row& row : years) {
    CUIJIAO_RETURN_IF_ERROR(RefreshYear(journal, units, known, row.Int32("year")));
  }
  return absl::OkStatus();
}

absl::Status EnsureScheduledYear(JournalStore& journal, int year) {
  const std::string& community_id = journal.partition_id();
  CUIJIAO_ASSIGN_OR_RETURN(const bool is_kept,
                           IsYearKept(journal.transaction(), community_id, year));
  if (is_kept) return absl::OkStatus();
  OrganisationStore organisation(journal.transaction());
  std::string after;
  while (true) {
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitPlace> units,
                             organisation.LoadUnitsOf(community_id, after, kUnitsCheckedAtOnce));
    if (units.empty()) break;
    std::vector<std::string> unit_ids;
    unit_ids.reserve(units.size());
    for (const UnitPlace& unit : units) unit_ids.push_back(unit.unit_id);
    CUIJIAO_ASSIGN_OR_RETURN(const SchedulesAndBills known,
                             LoadSchedulesAndBills(journal.transaction(), unit_ids));
    CUIJIAO_ASSIGN_OR_RETURN(const UnitPasts pasts, LoadUnitPasts(journal.transaction(), unit_ids));
    std::vector<ScheduledSpan> scheduled;
    for (const UnitPlace& unit : units) {
      CUIJIAO_ASSIGN_OR_RETURN(std::vector<ScheduledSpan> of_unit,
                               ReplayYear(known, pasts, unit, year));
      std::ranges::move(of_unit, std::back_inserter(scheduled));
    }
    CUIJIAO_RETURN_IF_ERROR(InsertFees(journal, scheduled));
    after = unit_ids.back();
  }
  return journal.transaction()
      .Execute("INSERT INTO scheduled_year (community_id, year) VALUES (?, ?)",
               {community_id, year})
      .status();
}

absl::Status EnsureScheduledYear(db::Database& database, IdSource& ids,
                                 std::string_view community_id, int year, const CompanyTime& now,
                                 absl::Time deadline, const std::function<bool()>& go_on) {
  CUIJIAO_RETURN_IF_ERROR(ScheduleWaitingUnits(database, ids, community_id, now, deadline, go_on));
  CUIJIAO_ASSIGN_OR_RETURN(const bool is_kept,
                           database.Read("FindScheduledYear", [&](db::Transaction& transaction) {
                             return IsYearKept(transaction, community_id, year);
                           }));
  if (is_kept) return absl::OkStatus();
  return database.Transact("EnsureScheduledYear",
                           [&](db::Transaction& transaction) -> absl::Status {
                             CUIJIAO_ASSIGN_OR_RETURN(
                                 JournalStore journal,
                                 JournalStore::Lock(transaction, ids, now, community_id));
                             return EnsureScheduledYear(journal, year);
                           },
                           {.deadline = deadline});
}

absl::StatusOr<std::vector<PlannedBill>> LoadScheduledFees(db::Transaction& transaction,
                                                           std::string_view unit_id, int year) {
  const std::string id(unit_id);
  CUIJIAO_ASSIGN_OR_RETURN(auto kept, LoadKeptFees(transaction, {&id, 1}, year));
  std::vector<PlannedBill> fees;
  for (KeptFee& fee : kept[id]) fees.push_back(std::move(fee.fee));
  std::ranges::sort(fees, {},
                    [](const PlannedBill& fee) { return std::tie(fee.due_date, fee.bill_id); });
  return fees;
}

absl::StatusOr<std::vector<FeeSchedule>> LoadFeeSchedules(db::Transaction& transaction,
                                                          const std::string& unit_id) {
  CUIJIAO_ASSIGN_OR_RETURN(SchedulesAndBills known,
                           LoadSchedulesAndBills(transaction, {&unit_id, 1}));
  std::vector<FeeSchedule>& schedules = known.schedules.at(unit_id);
  std::ranges::sort(schedules, {}, [](const FeeSchedule& schedule) {
    return std::tie(schedule.fee_kind, schedule.from_date);
  });
  for (std::size_t i = 0; i + 1 < schedules.size(); ++i) {
    const FeeSchedule& next = schedules[i + 1];
    if (next.fee_kind != schedules[i].fee_kind) continue;
    const Date before_next = next.from_date - 1;
    schedules[i].to_date = std::min(schedules[i].to_date.value_or(before_next), before_next);
  }
  return schedules;
}

}  // namespace cuijiao::ledger
