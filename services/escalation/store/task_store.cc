#include "services/escalation/store/task_store.h"

#include "common/status/macros.h"
#include "services/escalation/store/case_words.h"

namespace cuijiao::escalation {

absl::Status TaskStore::Insert(std::span<const TaskRow> tasks) {
  std::vector<db::Values> rows;
  rows.reserve(tasks.size());
  for (const TaskRow& task : tasks) {
    rows.push_back({task.task_id, task.case_id, task.case_id, task.step,
                    WordOf(kTaskChannelWords, task.channel), task.planned_date, task.due_date});
  }
  return transaction_
      .InsertRows(
          "task",
          {"task_id", "case_id", "open_case_id", "step", "channel", "planned_date", "due_date"},
          rows)
      .status();
}

absl::Status TaskStore::Close(std::string_view case_id) {
  return transaction_
      .Execute("UPDATE task SET open_case_id = NULL WHERE open_case_id = ?", {case_id})
      .status();
}

absl::StatusOr<std::vector<WorklistRow>> TaskStore::LoadWorklist(std::string_view collector_id,
                                                                 Date today) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          "SELECT t.task_id, t.step, t.channel, t.due_date, c.case_id, c.unit_id, c.track,"
          " c.overdue_fen, c.months_overdue, c.reason_code,"
          " (SELECT MAX(p.promised_date) FROM promise p WHERE p.case_id = c.case_id"
          " AND p.state = 'OPEN' AND p.promised_date >= ?) AS promised_date"
          " FROM collection_case c JOIN task t ON t.open_case_id = c.case_id"
          " WHERE c.collector_id = ? AND c.open_unit_id IS NOT NULL AND t.planned_date <= ?",
          {today, collector_id, today}));
  std::vector<WorklistRow> tasks;
  tasks.reserve(rows.size());
  for (const db::Row& row : rows) {
    tasks.push_back({.task = {.task_id = row.String("task_id"),
                              .case_id = row.String("case_id"),
                              .unit_id = row.String("unit_id"),
                              .step = row.String("step"),
                              .channel = ValueOf(kTaskChannelWords, row.String("channel")),
                              .task_due_date = row.Date("due_date"),
                              .overdue = row.Fen("overdue_fen"),
                              .months_overdue = row.Int32("months_overdue"),
                              .reason_code = row.String("reason_code")},
                     .track = row.String("track"),
                     .promised_date = row.OptionalDate("promised_date")});
  }
  return tasks;
}

}  // namespace cuijiao::escalation
