#include "services/payroll/domain/compensation.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "common/money/rational.h"
#include "services/payroll/domain/formula.h"

namespace cuijiao::payroll {

CompensationResult ComputeCompensation(const WageForCharges& wage, std::vector<Charge> charges,
                                       const IncentivePolicy& policy) {
  std::ranges::sort(charges, [](const Charge& a, const Charge& b) {
    return std::tie(a.month, a.kind, a.id) < std::tie(b.month, b.kind, b.id);
  });
  const Fen share =
      (Rational(wage.after_deduction) * Rational::BasisPoints(policy.compensation_share_bp))
          .RoundDown();
  const Fen above_minimum_wage = wage.after_deduction - wage.shortfall - wage.minimum_wage;
  const Fen limit = std::max(Fen(0), std::min(share, above_minimum_wage));

  CompensationResult result;
  result.limit_formula = absl::StrCat(
      "限额 min(", FormatYuan(wage.after_deduction), " × ", Percent(policy.compensation_share_bp),
      ", ", FormatYuan(wage.after_deduction), " − ", FormatYuan(wage.shortfall), " − 最低工资 ",
      FormatYuan(wage.minimum_wage), ") = ", FormatYuan(limit));
  Fen room = limit;
  for (const Charge& charge : charges) {
    const Fen taken = std::min(charge.open, room);
    room -= taken;
    result.taken += taken;
    result.carried += charge.open - taken;
    if (taken > Fen(0)) result.takings.push_back({charge.id, charge.kind, taken});
  }
  return result;
}

}  // namespace cuijiao::payroll
