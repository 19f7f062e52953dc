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

AmountBounds BoundPerformancePay(const PayToTakeFrom& pay, const IncentivePolicy& policy) {
  const Rational performance_pay =
      Rational(pay.gross) * Rational::BasisPoints(policy.performance_share_bp);
  const Fen left = performance_pay.RoundHalfAwayFromZero() - pay.deduction;
  const Fen above_minimum_wage = pay.gross - pay.deduction - pay.minimum_wage;
  return above_minimum_wage < left ? BoundTaken(above_minimum_wage, "最低工资 minimum wage")
                                   : BoundTaken(left, "绩效工资 performance pay");
}

}  // namespace

Fen AmountBounds::Hold(Fen amount) const { return std::clamp(amount, lowest, highest); }

AmountBounds BoundDeduction(const PayToTakeFrom& pay, bool has_areas,
                            const IncentivePolicy& policy) {
  if (!has_areas) return BoundTaken(Fen(0), "INC-1 无片区 no area");
  return BoundPerformancePay(pay, policy);
}

AmountBounds BoundShortfall(const PayToTakeFrom& pay, const IncentivePolicy& policy) {
  return BoundPerformancePay(pay, policy);
}

AmountBounds BoundTaking(Fen taken) { return BoundTaken(taken, "INC-8 限额 limit"); }

AmountBounds BoundShare(Fen pool, Fen others) {
  return {Fen(0), std::max(Fen(0), pool - others), "INC-4 提成池 pool"};
}

AmountBounds BoundGift() { return {Fen(0), kMostGiven, "INC-3 不低于零 not below 0"}; }

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
