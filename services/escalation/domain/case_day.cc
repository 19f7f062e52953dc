#include "services/escalation/domain/case_day.h"

#include <algorithm>

namespace cuijiao::escalation {

bool HasOpenPromise(const std::vector<Promise>& promises) {
  return std::ranges::any_of(
      promises, [](const Promise& promise) { return promise.state == PromiseState::kOpen; });
}

CaseAtStep AsJudged(const OpenCase& open_case, Date today) {
  CaseAtStep judged = open_case.at_step;
  for (Promise& promise : judged.promises) {
    promise.state = JudgePromise(promise, open_case.payments, today);
  }
  return judged;
}

CaseDay DecideDay(const Plan& plan, const OpenCase& open_case, const std::optional<UnitDebt>& debt,
                  Date today) {
  CaseDay day;
  for (const Promise& promise : open_case.promises) {
    const PromiseState state = JudgePromise(promise, open_case.payments, today);
    if (state != promise.state) day.judged.push_back({promise.id, state});
  }
  if (!debt.has_value() || debt->overdue <= Fen(0)) {
    day.close = true;
    return day;
  }
  CaseAtStep at_step = AsJudged(open_case, today);
  at_step.months_overdue = debt->months_overdue;
  day.move = DecideMove(plan, at_step);
  day.plan_task =
      day.move.has_value() || (!open_case.has_open_task && !HasOpenPromise(at_step.promises));
  return day;
}

}  // namespace cuijiao::escalation
