// A collector's day (ESC-6): what comes first.
#ifndef CUIJIAO_SERVICES_ESCALATION_DOMAIN_WORKLIST_H_
#define CUIJIAO_SERVICES_ESCALATION_DOMAIN_WORKLIST_H_

#include <string>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/escalation/domain/plan.h"

namespace cuijiao::escalation {

struct WorklistTask {
  std::string task_id;
  std::string case_id;
  std::string unit_id;
  std::string step;
  TaskChannel channel = TaskChannel::kPhone;
  Date task_due_date;
  Fen overdue;
  int months_overdue = 0;
  std::string reason_code;
};

// Easy reasons first (比较好解决的放在前面), then the larger amount, then the older debt, then the
// unit's id: the same order every time.
void SortWorklist(const Plan& plan, std::vector<WorklistTask>& tasks);

// Why the task is on the list and what to do, Chinese.
std::string ExplainTask(const Plan& plan, const std::string& track, const WorklistTask& task);

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_DOMAIN_WORKLIST_H_
