// The smallest company that a run is computed for.
#ifndef CUIJIAO_TESTS_UNIT_PAYROLL_ONE_COLLECTOR_H_
#define CUIJIAO_TESTS_UNIT_PAYROLL_ONE_COLLECTOR_H_

#include "services/payroll/domain/run_input.h"
#include "tests/unit/payroll/scheme_2017.h"

namespace cuijiao::payroll {

// One collector C1 with area A (plan 30 %, 240,000.00 of 1,000,000.00) and a wage of 6,000.00.
inline RunInput OneCollector(Month month) {
  RunInput input;
  input.month = month;
  input.policy = Scheme2017();
  input.wages = {{"C1", Yuan("6000"), Yuan("2300")}};
  input.communities = {{.community_id = "K1",
                        .project_id = "P1",
                        .area_id = "A",
                        .collector_id = "C1",
                        .rate_received = Yuan("240000"),
                        .rate_receivable = Yuan("1000000"),
                        .received = Yuan("240000"),
                        .received_outside_campaigns = Yuan("240000"),
                        .planned_rate_bp = 3000}};
  input.responsibility_runs = {{"C1", FirstDayOf(month), LastDayOf(month), {"A"}}};
  return input;
}

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_TESTS_UNIT_PAYROLL_ONE_COLLECTOR_H_
