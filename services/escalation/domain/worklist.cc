#include "services/escalation/domain/worklist.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"

namespace cuijiao::escalation {
namespace {

bool IsEasy(const Plan& plan, const std::string& reason_code) {
  const Reason* reason = plan.FindReason(reason_code);
  return reason != nullptr && reason->easy;
}

}  // namespace

void SortWorklist(const Plan& plan, std::vector<WorklistTask>& tasks) {
  const auto key = [&](const WorklistTask& task) {
    return std::make_tuple(!IsEasy(plan, task.reason_code), -task.overdue.value(),
                           -task.months_overdue, std::string_view(task.unit_id));
  };
  std::ranges::sort(tasks,
                    [&](const WorklistTask& a, const WorklistTask& b) { return key(a) < key(b); });
}

std::string ExplainTask(const Plan& plan, const std::string& track, const WorklistTask& task) {
  const Step* step = plan.FindStep(track, task.step);
  const Reason* reason = plan.FindReason(task.reason_code);
  std::string text =
      absl::StrCat("欠费", FormatYuan(task.overdue), "元，逾期", task.months_overdue, "个月");
  if (reason != nullptr) {
    absl::StrAppend(&text, "，原因：", reason->name, reason->easy ? "（易解决）" : "");
  }
  if (step != nullptr) absl::StrAppend(&text, "。", step->id, " ", step->name, "：", step->task);
  return text;
}

}  // namespace cuijiao::escalation
