#include "services/payroll/domain/litigation_cost.h"

#include <algorithm>

namespace cuijiao::payroll {

Rational ComputeLitigationCost(Fen claim, const LitigationCostPolicy& policy) {
  const auto band = std::ranges::find_if(policy.bands, [claim](const CourtFeeBand& candidate) {
    return !candidate.up_to || claim <= *candidate.up_to;
  });
  const Rational court_fee =
      Rational(claim) * Rational::BasisPoints(band->rate_bp) + Rational(band->offset);
  return court_fee * Rational::BasisPoints(policy.summary_procedure_share_bp) +
         Rational(policy.lawyer_fee);
}

}  // namespace cuijiao::payroll
