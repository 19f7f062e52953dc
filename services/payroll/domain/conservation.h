// INC-15: what must add up in a run. Tested on what is stored, apart from the code that computed
// it.
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_CONSERVATION_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_CONSERVATION_H_

#include <string>
#include <vector>

#include "services/payroll/domain/compensation.h"
#include "services/payroll/domain/incentive_policy.h"
#include "services/payroll/domain/run.h"

namespace cuijiao::payroll {

// Every fault of a run, in words; empty when it conserves:
//  - a pool is its receipts × the bonus share, its shares add up to what it pays out, and the
//    payslip lines of its payment are its shares;
//  - no payment stands twice;
//  - a payslip's net is its gross plus its lines, and the payslips add up to the run's totals;
//  - a correction of finance's stands once, on the payslip that it corrects; where a line is
//  compared
//    with something, it is with its correction;
//  - an INC-1 line is the deduction that was recorded, and its areas' shares add up to 1;
//  - what is taken of a charge is no more than was open, stands on its bearer's payslip, and what
//    is left is what the payslip carries.
// `charges` are those that were open when the run began, new ones included.
std::vector<std::string> FindConservationFaults(const RunFigures& run,
                                                const std::vector<Charge>& charges,
                                                const std::vector<Correction>& corrections,
                                                const IncentivePolicy& policy);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_CONSERVATION_H_
