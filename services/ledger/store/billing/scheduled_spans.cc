#include "services/ledger/store/billing/scheduled_spans.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "common/status/macros.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

Moment PutAt(const FeeSchedule& schedule) { return {schedule.put_time, schedule.put_date}; }

Moment UntilOf(const ReplacedArea& area) { return {area.until_time, area.until_date}; }

template <typename Past>
const Past& PastOf(const std::map<std::string, Past>& pasts, const std::string& unit_id) {
  static const Past kNone;
  const auto found = pasts.find(unit_id);
  return found == pasts.end() ? kNone : found->second;
}

// All that a unit's fees followed from.
struct UnitHistory {
  const std::vector<FeeSchedule>& schedules;
  const std::vector<PastVacancy>& vacancies;
  const std::vector<ReplacedArea>& areas;

  // When any of it changed, in order.
  [[nodiscard]] std::set<Moment> Changes() const {
    std::set<Moment> moments;
    for (const FeeSchedule& schedule : schedules) moments.insert(PutAt(schedule));
    for (const PastVacancy& past : vacancies) {
      moments.insert(past.put);
      if (past.replaced) moments.insert(*past.replaced);
    }
    for (const ReplacedArea& area : areas) moments.insert(UntilOf(area));
    return moments;
  }

  [[nodiscard]] std::vector<FeeSchedule> SchedulesAt(const Moment& moment) const {
    std::vector<FeeSchedule> put;
    std::ranges::copy_if(schedules, std::back_inserter(put),
                         [&](const FeeSchedule& schedule) { return PutAt(schedule) <= moment; });
    return put;
  }

  [[nodiscard]] std::vector<Vacancy> VacanciesAt(const Moment& moment) const {
    std::vector<Vacancy> standing;
    for (const PastVacancy& past : vacancies) {
      const bool stands = past.put <= moment && (!past.replaced || *past.replaced > moment);
      if (stands) standing.push_back(past.vacancy);
    }
    return standing;
  }

  [[nodiscard]] std::int64_t AreaAt(const Moment& moment, std::int64_t area_now) const {
    for (const ReplacedArea& area : areas) {
      if (UntilOf(area) > moment) return area.area_e2_m2;
    }
    return area_now;
  }
};

}  // namespace

absl::StatusOr<UnitPasts> LoadUnitPasts(db::Transaction& transaction,
                                        std::span<const std::string> unit_ids) {
  UnitPasts pasts;
  CUIJIAO_ASSIGN_OR_RETURN(pasts.areas, LoadReplacedAreas(transaction, unit_ids));
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
        Concat({"SELECT vacancy_id, unit_id, from_date, to_date, property_discount_bp,"
                " parking_discount_bp, shared_utilities_discount_bp, put_date, recorded_time,"
                " replaced_date, replaced_time FROM vacancy WHERE unit_id IN ",
                chunk.placeholders, " ORDER BY vacancy_id"}),
        chunk.values, [&](const db::Row& row) {
          PastVacancy past{VacancyOf(row), {row.Time("recorded_time"), row.Date("put_date")}, {}};
          if (const auto time = row.OptionalTime("replaced_time")) {
            past.replaced = Moment{*time, row.Date("replaced_date")};
          }
          pasts.vacancies[row.String("unit_id")].push_back(std::move(past));
          return absl::OkStatus();
        }));
  }
  return pasts;
}

absl::StatusOr<std::vector<ScheduledSpan>> ReplayYear(const SchedulesAndBills& known,
                                                      const UnitPasts& pasts, const UnitPlace& unit,
                                                      int year) {
  const UnitHistory history{known.schedules.at(unit.unit_id), PastOf(pasts.vacancies, unit.unit_id),
                            PastOf(pasts.areas, unit.unit_id)};
  std::vector<ScheduledSpan> spans;
  for (const Moment& moment : history.Changes()) {
    UnitPlace then = unit;
    then.area_e2_m2 = history.AreaAt(moment, unit.area_e2_m2);
    CUIJIAO_ASSIGN_OR_RETURN(
        const YearPlan plan,
        known.PlanYear(then, history.SchedulesAt(moment), history.VacanciesAt(moment), year));
    for (ScheduledSpan& span : spans) {
      if (!span.ended && std::ranges::count(plan.to_make, span.fee) == 0) span.ended = moment;
    }
    for (const PlannedBill& fee : plan.to_make) {
      const bool goes_on = std::ranges::any_of(
          spans, [&fee](const ScheduledSpan& span) { return !span.ended && span.fee == fee; });
      if (!goes_on) spans.push_back({fee, moment, std::nullopt});
    }
  }
  return spans;
}

absl::Status InsertFees(JournalStore& journal, std::span<const ScheduledSpan> spans) {
  std::vector<db::Values> rows;
  rows.reserve(spans.size());
  for (const auto& [fee, begun, ended] : spans) {
    rows.push_back({journal.NewId(), fee.bill_id, fee.unit_id, journal.partition_id(),
                    FeeKindName(fee.fee_kind), fee.period_start, fee.period_end, fee.due_date,
                    fee.amount, begun.second, begun.first,
                    ended ? db::Value(ended->second) : db::Value(nullptr),
                    ended ? db::Value(ended->first) : db::Value(nullptr)});
  }
  return journal.transaction()
      .InsertRows("scheduled_fee",
                  {"scheduled_fee_id", "bill_id", "unit_id", "community_id", "fee_kind",
                   "period_start", "period_end", "due_date", "amount_fen", "begun_date",
                   "begun_time", "ended_date", "ended_time"},
                  rows)
      .status();
}

absl::Status InsertSchedules(db::Transaction& transaction, IdSource& ids,
                             std::span<const FeeSchedule> schedules) {
  std::vector<db::Values> rows;
  rows.reserve(schedules.size());
  for (const FeeSchedule& schedule : schedules) {
    rows.push_back({ids.NewId(), schedule.unit_id, FeeKindName(schedule.fee_kind),
                    schedule.period_months, schedule.price_e4_yuan, schedule.fixed_per_month,
                    schedule.due_after_days, schedule.from_date, schedule.to_date,
                    schedule.put_date, schedule.put_time});
  }
  return transaction
      .InsertRows("fee_schedule",
                  {"schedule_id", "unit_id", "fee_kind", "period_months", "price_e4_yuan",
                   "fixed_fen_per_month", "due_after_days", "from_date", "to_date", "put_date",
                   "recorded_time"},
                  rows)
      .status();
}

}  // namespace cuijiao::ledger
