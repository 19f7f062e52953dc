#include "services/ledger/domain/figures/overview.h"

namespace cuijiao::ledger {

void OverviewSums::AddCommunity(const PlaceFigures& figures, const AgeingSums& ageing,
                                const RateSums& rate, std::optional<int> planned_rate_bp) {
  figures_ += figures;
  ageing_ += ageing;
  rate_ += rate;
  if (!planned_rate_bp) return;
  planned_ += Rational(rate.receivable) * Rational(*planned_rate_bp);
  planned_receivable_ += rate.receivable;
}

std::optional<int> OverviewSums::PlannedRateBp() const {
  if (planned_receivable_ <= Fen(0)) return std::nullopt;
  const Rational planned = planned_ / Rational(planned_receivable_);
  return static_cast<int>(planned.RoundHalfAwayFromZero().value());
}

}  // namespace cuijiao::ledger
