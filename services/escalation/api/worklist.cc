#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "common/requests/request_dates.h"
#include "common/status/macros.h"
#include "services/escalation/api/escalation_methods.h"
#include "services/escalation/store/case_words.h"
#include "services/escalation/store/task_store.h"

namespace cuijiao::escalation {

absl::StatusOr<v1::Worklist> GetWorklist(EscalationContext& context, const CallContext& call,
                                         const v1::GetWorklistRequest& request) {
  const Date today = call.time.business_date;
  CUIJIAO_ASSIGN_OR_RETURN(const PlanInForce* plan, context.plans.On(today));
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<WorklistRow> rows,
      context.database.Read("escalation.get_worklist", [&](db::Transaction& transaction) {
        return TaskStore(transaction).LoadWorklist(request.collector_id(), today);
      }));
  std::map<std::string_view, const WorklistRow*> row_of;  // by task
  std::vector<WorklistTask> tasks;
  for (const WorklistRow& row : rows) {
    row_of[row.task.task_id] = &row;
    tasks.push_back(row.task);
  }
  SortWorklist(plan->plan, tasks);
  const std::size_t shown =
      std::min(tasks.size(), static_cast<std::size_t>(EffectivePageSize(request.page_size())));

  std::vector<std::string> units;
  for (std::size_t i = 0; i < shown; ++i) units.push_back(tasks[i].unit_id);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<ledger::v1::Contact> owners,
                           context.ledger.Contacts(OutgoingCall::For(call), units));
  // The first owner of each unit, by id.
  std::map<std::string_view, const ledger::v1::Contact*> owner_of;
  for (const ledger::v1::Contact& owner : owners) owner_of.emplace(owner.unit_id(), &owner);

  v1::Worklist worklist;
  worklist.set_collector_id(request.collector_id());
  worklist.set_business_date(FormatDate(today));
  worklist.set_further_count(static_cast<std::int32_t>(tasks.size() - shown));
  for (std::size_t i = 0; i < shown; ++i) {
    const WorklistTask& task = tasks[i];
    const WorklistRow& row = *row_of.at(task.task_id);
    v1::WorklistEntry& entry = *worklist.add_entries();
    entry.set_task_id(task.task_id);
    entry.set_case_id(task.case_id);
    entry.set_unit_id(task.unit_id);
    if (const auto owner = owner_of.find(task.unit_id); owner != owner_of.end()) {
      entry.set_unit_no(owner->second->unit_no());
      entry.set_owner_name(owner->second->name());
      entry.set_owner_phone(owner->second->phone());
    }
    entry.set_step(task.step);
    entry.set_channel(std::string(WordOf(kTaskChannelWords, task.channel)));
    entry.set_overdue_fen(task.overdue.value());
    entry.set_months_overdue(task.months_overdue);
    entry.set_reason_code(task.reason_code);
    entry.set_task_due_date(FormatDate(task.task_due_date));
    entry.set_why(ExplainTask(plan->plan, row.track, task));
    entry.set_promised_date(FormatOptionalDate(row.promised_date));
  }
  return worklist;
}

}  // namespace cuijiao::escalation
