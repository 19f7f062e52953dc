#include "services/escalation/api/daily_run.h"

#include <map>
#include <optional>
#include <utility>

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/escalation/api/feed_follower.h"
#include "services/escalation/api/refusals.h"

namespace cuijiao::escalation {
namespace {

// What of a case follows the ledger.
bool FollowsDebt(const CaseRow& row, const UnitDebt& debt) {
  return row.area_id == debt.area_id && row.collector_id == debt.collector_id &&
         row.overdue == debt.overdue && row.months_overdue == debt.months_overdue &&
         row.debt_version == debt.debt_version;
}

void TakeDebt(CaseRow& row, const UnitDebt& debt) {
  row.area_id = debt.area_id;
  row.collector_id = debt.collector_id;
  row.overdue = debt.overdue;
  row.months_overdue = debt.months_overdue;
  row.debt_version = debt.debt_version;
}

}  // namespace

DailyCounts& DailyCounts::operator+=(const DailyCounts& other) {
  opened += other.opened;
  closed += other.closed;
  moved += other.moved;
  promises_kept += other.promises_kept;
  promises_broken += other.promises_broken;
  tasks += other.tasks;
  reminders += other.reminders;
  communities_done_before += other.communities_done_before;
  return *this;
}

absl::StatusOr<DailyCounts> DailyRun::Run() {
  CUIJIAO_ASSIGN_OR_RETURN(
      const Progress progress,
      context_.database.Read("escalation.load_progress", [&](db::Transaction& transaction) {
        return ProgressStore(transaction).Load(community_id_);
      }));
  if (progress.run_date && *progress.run_date >= now_.business_date) {
    DailyCounts counts;
    counts.communities_done_before = 1;
    return counts;
  }
  CUIJIAO_RETURN_IF_ERROR(FollowFeed(context_, call_, now_, community_id_));
  CUIJIAO_RETURN_IF_ERROR(JudgeLapsedPromises(context_, now_, community_id_));
  // Before the cases: their last page ends the day, and a reminder written twice is written once.
  CUIJIAO_ASSIGN_OR_RETURN(DailyCounts counts, WriteReminders());
  CUIJIAO_ASSIGN_OR_RETURN(const DailyCounts of_cases, RunCases());
  counts += of_cases;
  return counts;
}

absl::StatusOr<DailyCounts> DailyRun::RunCases() {
  DailyCounts counts;
  std::string page;
  do {
    if (is_cancelled_()) {
      return absl::CancelledError(
          "the caller has gone; the next run goes on where this one stopped");
    }
    CUIJIAO_ASSIGN_OR_RETURN(const Page<UnitDebt> debts,
                             context_.ledger.Debts(call_, community_id_, page));
    page = debts.next;
    const std::string through = page.empty() ? "" : debts.items.back().unit_id;
    CUIJIAO_ASSIGN_OR_RETURN(
        const DailyCounts of_page,
        context_.database.Transact("escalation.daily", [&](db::Transaction& transaction) {
          return RunPage(transaction, debts.items, through);
        }));
    counts += of_page;
  } while (!page.empty());
  return counts;
}

absl::StatusOr<DailyCounts> DailyRun::RunPage(db::Transaction& transaction,
                                              const std::vector<UnitDebt>& debts,
                                              const std::string& through) {
  const Date today = now_.business_date;
  ProgressStore store(transaction);
  CUIJIAO_ASSIGN_OR_RETURN(Progress progress, store.Lock(community_id_));
  if (progress.run_date && *progress.run_date >= today) return DailyCounts{};
  if (progress.running_date && *progress.running_date > today) {
    return Refusal(absl::StatusCode::kAborted, kDayMovedOn,
                   "another run works on a later day already",
                   {{"running_date", FormatDate(*progress.running_date)}});
  }
  // A run of an earlier day that was never finished begins anew.
  const std::string after = progress.running_date == today ? progress.last_unit_id : "";
  if (!through.empty() && through <= after) return DailyCounts{};
  CUIJIAO_ASSIGN_OR_RETURN(const DailyCounts counts, RunUnits(transaction, debts, after, through));
  if (through.empty()) {
    progress.run_date = today;
    progress.running_date = std::nullopt;
  } else {
    progress.running_date = today;
  }
  progress.last_unit_id = through;
  CUIJIAO_RETURN_IF_ERROR(store.Update(community_id_, progress));
  return counts;
}

absl::StatusOr<DailyCounts> DailyRun::RunUnits(db::Transaction& transaction,
                                               const std::vector<UnitDebt>& debts,
                                               std::string_view after, std::string_view through) {
  DailyCounts counts;
  CaseWriter writer(context_, transaction, plan_, now_, std::string(kServiceItself));
  std::map<std::string_view, const UnitDebt*> without_case;
  for (const UnitDebt& debt : debts) {
    if (debt.unit_id > after) without_case[debt.unit_id] = &debt;
  }
  CaseStore cases(transaction, context_.cipher);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<CaseRow> open,
                           cases.LockOpenCases(community_id_, after, through));
  CUIJIAO_ASSIGN_OR_RETURN(const auto loaded, cases.LoadForDecision(open));
  for (const CaseRow& row : open) {
    const auto found = without_case.find(row.unit_id);
    const UnitDebt* debt = found == without_case.end() ? nullptr : found->second;
    if (debt != nullptr) without_case.erase(found);
    CUIJIAO_RETURN_IF_ERROR(
        RunCase(transaction, writer, row, loaded.at(row.case_id), debt, counts));
  }
  for (const auto& [unit_id, debt] : without_case) {
    if (debt->overdue > Fen(0)) OpenCaseFor(writer, *debt, counts);
  }
  CUIJIAO_RETURN_IF_ERROR(writer.Flush());
  return counts;
}

absl::Status DailyRun::RunCase(db::Transaction& transaction, CaseWriter& writer, CaseRow row,
                               const OpenCase& open_case, const UnitDebt* debt,
                               DailyCounts& counts) {
  const Date today = now_.business_date;
  const CaseDay day = DecideDay(plan_.plan, open_case,
                                debt == nullptr ? std::nullopt : std::optional(*debt), today);
  for (const JudgedPromise& judged : day.judged) {
    for (const Promise& promise : open_case.promises) {
      if (promise.id != judged.promise_id) continue;
      CUIJIAO_RETURN_IF_ERROR(writer.JudgePromise(row, promise, judged.state));
    }
    counts.promises_kept += judged.state == PromiseState::kKept ? 1 : 0;
    counts.promises_broken += judged.state == PromiseState::kBroken ? 1 : 0;
  }
  const bool ends_task = open_case.has_open_task && (day.close || day.plan_task);
  if (ends_task) CUIJIAO_RETURN_IF_ERROR(TaskStore(transaction).Close(row.case_id));
  CaseStore cases(transaction, context_.cipher);
  if (day.close) {
    row.overdue = Fen(0);
    row.months_overdue = 0;
    if (debt != nullptr) row.debt_version = debt->debt_version;
    row.close_date = today;
    writer.Note(row, kHistoryClosed, today, "已无逾期欠费，结案 (nothing is overdue)");
    ++counts.closed;
    return cases.Update(row);
  }
  const bool changed = !FollowsDebt(row, *debt) || day.move.has_value();
  TakeDebt(row, *debt);
  if (day.move) {
    writer.MoveCase(row, *day.move);
    ++counts.moved;
  }
  if (day.plan_task) {
    writer.PlanTask(row, today);
    ++counts.tasks;
  }
  return changed ? cases.Update(row) : absl::OkStatus();
}

void DailyRun::OpenCaseFor(CaseWriter& writer, const UnitDebt& debt, DailyCounts& counts) {
  const Track& track = plan_.plan.OpeningTrack();
  CaseRow row;
  row.case_id = context_.ids.NewId();
  row.unit_id = debt.unit_id;
  row.community_id = community_id_;
  row.track = track.id;
  row.step = track.first_case_step;
  row.step_date = now_.business_date;
  row.why = ExplainOpening(plan_.plan, debt.overdue, debt.months_overdue);
  row.open_date = now_.business_date;
  row.policy_version = plan_.policy_version;
  TakeDebt(row, debt);
  writer.PlanTask(row, now_.business_date);
  writer.Open(std::move(row));
  ++counts.opened;
  ++counts.tasks;
}

}  // namespace cuijiao::escalation
