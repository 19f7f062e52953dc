#include "services/ledger/store/billing/scheduled_spans.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "common/status/macros.h"

namespace cuijiao::ledger {
namespace {

Moment PutAt(const FeeSchedule& schedule) { return {schedule.put_time, schedule.put_date}; }

}  // namespace

absl::StatusOr<std::vector<ScheduledSpan>> ReplayYear(const SchedulesAndBills& known,
                                                      const UnitPlace& unit, int year) {
  const std::vector<FeeSchedule>& schedules = known.schedules.at(unit.unit_id);
  std::set<Moment> puts;
  for (const FeeSchedule& schedule : schedules) puts.insert(PutAt(schedule));
  std::vector<ScheduledSpan> spans;
  for (const Moment& put : puts) {
    std::vector<FeeSchedule> put_by_then;
    std::ranges::copy_if(schedules, std::back_inserter(put_by_then),
                         [&put](const FeeSchedule& schedule) { return PutAt(schedule) <= put; });
    CUIJIAO_ASSIGN_OR_RETURN(const YearPlan plan, known.PlanYear(unit, put_by_then, year));
    for (ScheduledSpan& span : spans) {
      if (!span.ended && std::ranges::count(plan.to_make, span.fee) == 0) span.ended = put;
    }
    for (const PlannedBill& fee : plan.to_make) {
      const bool goes_on = std::ranges::any_of(
          spans, [&fee](const ScheduledSpan& span) { return !span.ended && span.fee == fee; });
      if (!goes_on) spans.push_back({fee, put, std::nullopt});
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
