#include "services/escalation/domain/promise_rate.h"

#include "common/money/rational.h"

namespace cuijiao::escalation {
namespace {

constexpr int kBasisPoints = 10'000;

}  // namespace

PromiseRate ComputePromiseRate(const PromiseTally& tally) {
  const int judged = tally.kept + tally.broken;
  PromiseRate rate{.given = judged + tally.open,
                   .promised = tally.kept_amount + tally.broken_amount + tally.open_amount,
                   .rate_bp = std::nullopt};
  if (judged > 0) {
    const Rational exact = Rational(kBasisPoints) * Rational(tally.kept, judged);
    rate.rate_bp = static_cast<int>(exact.RoundHalfAwayFromZero().value());
  }
  return rate;
}

}  // namespace cuijiao::escalation
