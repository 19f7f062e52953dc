#include "services/escalation/api/case_writer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/config/used_policy_blocks.h"
#include "common/status/macros.h"

namespace cuijiao::escalation {

void CaseWriter::Note(const CaseRow& row, std::string_view kind, Date happened, std::string text) {
  history_.push_back({.entry_id = context_.ids.NewId(),
                      .case_id = row.case_id,
                      .kind = std::string(kind),
                      .actor_id = actor_id_,
                      .happened_date = happened,
                      .recorded_time = now_.recorded_time,
                      .text = std::move(text),
                      .from_step = "",
                      .to_step = ""});
}

void CaseWriter::MoveCase(CaseRow& row, const Move& move) {
  const std::string from = row.step;
  row.why = ExplainMove(plan_.plan, row.track, from, move);
  row.step = move.to_step;
  row.step_date = now_.business_date;
  ++row.step_number;
  // The approval rests on a home visit that failed at the step that ends (N4).
  row.workplace_visit_approved = false;
  row.policy_version = plan_.policy_version;
  plan_used_ = true;
  Note(row, kHistoryMoved, now_.business_date, row.why);
  history_.back().from_step = from;
  history_.back().to_step = row.step;
}

void CaseWriter::PlanTask(const CaseRow& row, Date planned) {
  const Step* step = plan_.plan.FindStep(row.track, row.step);
  // A later plan may have dropped the step; its cases wait for a move that the plan declares.
  if (step == nullptr) return;
  tasks_.push_back({.task_id = context_.ids.NewId(),
                    .case_id = row.case_id,
                    .step = row.step,
                    .channel = ChannelOfTask(plan_.plan, *step, row.months_overdue),
                    .planned_date = planned,
                    .due_date = planned + step->task_days});
}

void CaseWriter::Open(CaseRow row) {
  plan_used_ = true;
  Note(row, kHistoryOpened, now_.business_date, row.why);
  history_.back().to_step = row.step;
  opened_.push_back(std::move(row));
}

absl::Status CaseWriter::JudgePromise(const CaseRow& row, const Promise& promise,
                                      PromiseState state) {
  const std::string_view words = state == PromiseState::kKept     ? "已兑现 (kept)"
                                 : state == PromiseState::kBroken ? "未兑现 (broken)"
                                                                  : "重新有效 (open again)";
  Note(row, kHistoryPromiseJudged, now_.business_date,
       absl::StrCat("承诺", FormatDate(promise.promised_date), "前缴", FormatYuan(promise.amount),
                    "元：", std::string(words)));
  return CaseStore(transaction_, context_.cipher)
      .SetPromiseState(promise.id, state, now_.business_date);
}

absl::Status CaseWriter::Flush() {
  CaseStore cases(transaction_, context_.cipher);
  CUIJIAO_RETURN_IF_ERROR(cases.InsertCases(opened_));
  CUIJIAO_RETURN_IF_ERROR(cases.AppendHistory(history_));
  CUIJIAO_RETURN_IF_ERROR(TaskStore(transaction_).Insert(tasks_));
  if (!plan_used_) return absl::OkStatus();
  return NoteUse(transaction_, plan_.block, now_.recorded_time);
}

}  // namespace cuijiao::escalation
