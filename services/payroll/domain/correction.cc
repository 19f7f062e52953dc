#include "services/payroll/domain/correction.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/money/rational.h"

namespace cuijiao::payroll {
namespace {

// More than any line gives; what finance may answer is bounded by it too.
constexpr Fen kMostGiven(1'000'000'000'000);

// Down to −`most`, and never up past 0.
AmountBounds BoundTaken(Fen most, std::string rule) {
  return {-std::max(Fen(0), most), Fen(0), std::move(rule)};
}

Rational PerformancePay(Fen gross, const IncentivePolicy& policy) {
  return Rational(gross) * Rational::BasisPoints(policy.performance_share_bp);
}

// Down to what is `left` of performance pay, above the minimum wage.
AmountBounds BoundPerformancePay(const PayToTakeFrom& pay, Fen left) {
  const Fen above_minimum_wage = pay.gross - pay.deduction - pay.minimum_wage;
  return above_minimum_wage < left ? BoundTaken(above_minimum_wage, "最低工资 minimum wage")
                                   : BoundTaken(left, "绩效工资 performance pay");
}

}  // namespace

Fen AmountBounds::Hold(Fen amount) const { return std::clamp(amount, lowest, highest); }

AmountBounds BoundDeduction(const PayToTakeFrom& pay, bool has_areas,
                            const IncentivePolicy& policy) {
  if (!has_areas) return BoundTaken(Fen(0), "INC-1 无片区 no area");
  // What INC-1 itself comes to where nothing was received.
  const Fen most = PerformancePay(pay.gross, policy).RoundHalfAwayFromZero();
  return BoundPerformancePay(pay, most - pay.deduction);
}

AmountBounds BoundShortfall(const PayToTakeFrom& pay, const IncentivePolicy& policy) {
  const Rational left = PerformancePay(pay.gross, policy) - Rational(pay.deduction);
  return BoundPerformancePay(pay, std::max(Rational(0), left).RoundDown());
}

AmountBounds BoundTaking(Fen taken) { return BoundTaken(taken, "INC-8 限额 limit"); }

AmountBounds BoundShare(Fen pool, Fen others) {
  return {Fen(0), std::max(Fen(0), pool - others), "INC-4 提成池 pool"};
}

AmountBounds BoundReturn(Fen taken) {
  return {Fen(0), taken, "INC-2 全年扣减 what was taken of the year"};
}

AmountBounds BoundReward() { return {Fen(0), kMostGiven, "INC-3 不低于零 not below 0"}; }

AmountBounds BoundMissingLine() { return {Fen(0), Fen(0), "原行已不存在 the line is gone"}; }

PayslipLine CorrectionLine(const Correction& correction, Fen computed, const AmountBounds& bounds) {
  const Fen counted = bounds.Hold(correction.right);
  std::string formula = absl::StrCat("财务核定 ", FormatYuan(correction.right));
  if (counted != correction.right) {
    absl::StrAppend(&formula, " (以 ", bounds.rule, " 为限, 计 ", FormatYuan(counted), ")");
  }
  absl::StrAppend(&formula, " − 原算 (", FormatYuan(computed),
                  ") = ", FormatYuan(counted - computed));
  return {
      .kind = IsCharge(correction.line.kind) ? LineKind::kChargeCorrection : LineKind::kCorrection,
      .amount = counted - computed,
      .formula = std::move(formula),
      .source_kind = SourceKind::kDispute,
      .source_ids = {correction.dispute_id}};
}

}  // namespace cuijiao::payroll
