// Tasks: what a collector is asked to do for a case.
#ifndef CUIJIAO_SERVICES_ESCALATION_STORE_TASK_STORE_H_
#define CUIJIAO_SERVICES_ESCALATION_STORE_TASK_STORE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "services/escalation/domain/worklist.h"

namespace cuijiao::escalation {

struct TaskRow {
  std::string task_id;
  std::string case_id;
  std::string step;
  TaskChannel channel = TaskChannel::kPhone;  // never kByTier
  Date planned_date;
  Date due_date;
};

// A task with what its case says.
struct WorklistRow {
  WorklistTask task;
  std::string track;
  std::optional<Date> promised_date;  // of the case's open promise
};

// Lives in one transaction.
class TaskStore {
 public:
  explicit TaskStore(db::Transaction& transaction) : transaction_(transaction) {}

  // Open tasks. Their cases have no other open one: the key one_open_task_per_case holds that.
  absl::Status Insert(std::span<const TaskRow> tasks);
  // Closes the case's open task, where there is one.
  absl::Status Close(std::string_view case_id);
  // Open tasks planned for `today` or before, of the collector's open cases; in no order.
  absl::StatusOr<std::vector<WorklistRow>> LoadWorklist(std::string_view collector_id, Date today);

 private:
  db::Transaction& transaction_;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_STORE_TASK_STORE_H_
