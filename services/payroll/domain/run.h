// The run of one accounting month: every payslip from its input. Pure.
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_RUN_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_RUN_H_

#include <string>
#include <vector>

#include "services/payroll/domain/compensation.h"
#include "services/payroll/domain/historical_bonus.h"
#include "services/payroll/domain/payslip.h"
#include "services/payroll/domain/run_input.h"
#include "services/payroll/domain/year_end.h"

namespace cuijiao::payroll {

// What a run decides. Everything in it but `held` is stored, so that conservation can be tested on
// what is stored (conservation.h). Bonuses, deductions and takings are as finance corrected them.
struct RunFigures {
  std::vector<Payslip> payslips = {};           // of everybody with a wage or a line, by staff id
  std::vector<BonusDecision> bonuses = {};      // of payments decided in this run, by payment id
  std::vector<TakenDeduction> deductions = {};  // of this month, by staff id
  std::vector<Taking> takings = {};             // by bearer, in the order taken
  std::vector<HeldCorrection> held = {};        // corrections that count with another amount
  RunTotals totals;
  std::vector<std::string> notices = {};  // what the approver should look at
};

// INC-1 in every month, INC-4 to INC-6 for the payments that are not yet decided, INC-3 and INC-7
// in December, INC-8 last (INC-10, section 6, definition 22). A corrected amount (INC-11) stands in
// for the computed one in all that is computed from it.
RunFigures ComputeRun(const RunInput& input);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_RUN_H_
