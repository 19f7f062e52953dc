#include "services/escalation/domain/case_day.h"

namespace cuijiao::escalation {

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
  const bool waiting = HasPromiseIn(at_step.promises, PromiseState::kOpen);
  day.plan_task = day.move.has_value() || (!open_case.has_open_task && !waiting);
  return day;
}

}  // namespace cuijiao::escalation
