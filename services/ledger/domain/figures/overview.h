// The figures of a place as head office looks at them: sums of its communities. Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_OVERVIEW_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_OVERVIEW_H_

#include <optional>

#include "common/money/fen.h"
#include "common/money/rational.h"
#include "services/ledger/domain/figures/ageing.h"
#include "services/ledger/domain/figures/kept_figures.h"
#include "services/ledger/domain/figures/rate.h"

namespace cuijiao::ledger {

class OverviewSums {
 public:
  // `planned_rate_bp`: of the community's project in the month; none without a plan.
  void AddCommunity(const PlaceFigures& figures, const AgeingSums& ageing, const RateSums& rate,
                    std::optional<int> planned_rate_bp);
  void AddSuspense(Fen held) { suspense_ += held; }

  [[nodiscard]] const PlaceFigures& figures() const { return figures_; }
  [[nodiscard]] const AgeingSums& ageing() const { return ageing_; }
  [[nodiscard]] const RateSums& rate() const { return rate_; }
  [[nodiscard]] Fen suspense() const { return suspense_; }
  // That of the communities by their receivable, those without a plan left out on both sides as in
  // definition 10; rounded once, half away from zero. None without any receivable that has a plan.
  [[nodiscard]] std::optional<int> PlannedRateBp() const;

 private:
  PlaceFigures figures_;
  AgeingSums ageing_;
  RateSums rate_;
  Fen suspense_;
  Rational planned_;  // receivable times planned bp
  Fen planned_receivable_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_OVERVIEW_H_
