// INC-6b: what it would cost to sue for a claim.
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_LITIGATION_COST_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_LITIGATION_COST_H_

#include "common/money/fen.h"
#include "common/money/rational.h"
#include "services/payroll/domain/incentive_policy.h"

namespace cuijiao::payroll {

// The court fee of the band that `claim` lies in (State Council Decree 481, article 13) × the share
// of summary procedure + the lawyer's fee. Exact: waivers are compared with it unrounded.
Rational ComputeLitigationCost(Fen claim, const LitigationCostPolicy& policy);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_LITIGATION_COST_H_
