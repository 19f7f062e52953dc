// A unit's day in the daily run (ESC-9): what becomes of its case.
#ifndef CUIJIAO_SERVICES_ESCALATION_DOMAIN_CASE_DAY_H_
#define CUIJIAO_SERVICES_ESCALATION_DOMAIN_CASE_DAY_H_

#include <optional>
#include <string>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/escalation/domain/case_step.h"
#include "services/escalation/domain/plan.h"
#include "services/escalation/domain/promise.h"

namespace cuijiao::escalation {

// What the ledger says a unit owes on the business date.
struct UnitDebt {
  std::string unit_id;
  std::string community_id;
  std::string area_id;       // empty: none
  std::string collector_id;  // empty: none
  Fen overdue;
  int months_overdue = 0;
  std::int64_t debt_version = 0;
};

// An open case with all that a decision about it needs.
struct OpenCase {
  std::string case_id;
  std::string unit_id;
  CaseAtStep at_step;             // its promises as stored
  std::vector<Promise> promises;  // all of the case, as stored
  std::vector<UnitPayment> payments;
  bool has_open_task = false;
};

// A promise whose state is another than the stored one.
struct JudgedPromise {
  std::string promise_id;
  PromiseState state = PromiseState::kOpen;
};

struct CaseDay {
  bool close = false;
  std::vector<JudgedPromise> judged;
  std::optional<Move> move;
  // A task is to be planned for the step that the case is at after the move.
  bool plan_task = false;
};

// What the day brings for an open case: it closes when nothing is overdue, at any step (ESC-1);
// promises are judged from the ledger's payments (ESC-5); one declared edge may open (ESC-16), and
// the step it leads to is worked on at once, also while a later promise is open; without a move
// somebody has a task unless a promise is open.
CaseDay DecideDay(const Plan& plan, const OpenCase& open_case, const std::optional<UnitDebt>& debt,
                  Date today);

// `at_step` with its promises judged as of `today`.
CaseAtStep AsJudged(const OpenCase& open_case, Date today);

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_DOMAIN_CASE_DAY_H_
