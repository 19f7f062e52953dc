#include "services/payroll/domain/opening_deduction.h"

namespace cuijiao::payroll {

std::vector<TakenDeduction> TakenBefore(absl::Span<const OpeningDeduction> parts) {
  std::vector<TakenDeduction> deductions;
  for (const OpeningDeduction& part : parts) {
    const bool is_next = deductions.empty() || deductions.back().month != part.month ||
                         deductions.back().staff_id != part.staff_id;
    if (is_next) deductions.push_back({part.month, part.staff_id, Fen(0), {}});
    deductions.back().taken += part.taken;
    deductions.back().shares.push_back({part.area_id, Rational(part.taken)});
  }
  for (TakenDeduction& deduction : deductions) {
    for (AreaShare& share : deduction.shares) share.share = share.share / Rational(deduction.taken);
  }
  return deductions;
}

TakenHere::TakenHere(absl::Span<const TakenDeduction> deductions) {
  for (const TakenDeduction& deduction : deductions) {
    if (deduction.taken == Fen(0)) continue;
    for (const AreaShare& part : deduction.shares) {
      if (!part.share.IsZero()) {
        parts_.emplace(deduction.month, deduction.staff_id, part.area_id);
      }
    }
  }
}

}  // namespace cuijiao::payroll
