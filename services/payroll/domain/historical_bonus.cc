#include "services/payroll/domain/historical_bonus.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "common/money/rational.h"
#include "services/payroll/domain/formula.h"
#include "services/payroll/domain/litigation_cost.h"

namespace cuijiao::payroll {
namespace {

struct NoBonus {
  std::string_view reason;  // empty when something is earned
  std::string why;
};

NoBonus FindNoBonus(const BonusCase& payment, const IncentivePolicy& policy) {
  if (payment.in_campaign) return {kInCampaign, "预交活动期间收款"};
  if (payment.before_scheme) return {kBeforeScheme, "方案执行日前收款"};
  if (payment.waiver > Fen(0)) {
    const Rational cost = ComputeLitigationCost(payment.claim, policy.litigation_cost);
    if (Rational(payment.waiver) > cost) {
      return {kWaiverAboveLitigation,
              absl::StrCat("减免 ", FormatYuan(payment.waiver), " > 诉讼成本 ", ExactYuan(cost),
                           " (债权 ", FormatYuan(payment.claim), ")")};
    }
  }
  if (std::ranges::none_of(payment.candidates, &Candidate::valid)) {
    return {kNoValidWork, "无有效催收人"};
  }
  return {};
}

// Equal parts to the fen; the odd fen one each to the first in the order.
std::vector<BonusShare> DivideEqually(Fen amount, const std::vector<Candidate>& candidates) {
  std::vector<BonusShare> shares;
  for (const Candidate& candidate : candidates) {
    if (candidate.valid()) shares.push_back({.staff_id = candidate.staff_id});
  }
  const auto count = static_cast<std::int64_t>(shares.size());
  const std::int64_t odd_fen = amount.value() % count;
  for (std::int64_t i = 0; i < count; ++i) {
    shares[static_cast<std::size_t>(i)].amount =
        Fen(amount.value() / count + (i < odd_fen ? 1 : 0));
  }
  return shares;
}

}  // namespace

BonusDecision DecideBonus(const BonusCase& payment, const IncentivePolicy& policy) {
  const Rational exact_pool =
      Rational(payment.historical) * Rational::BasisPoints(policy.historical_bonus_bp);
  BonusDecision decision = {.payment_id = payment.payment_id,
                            .historical = payment.historical,
                            .pool = exact_pool.RoundHalfAwayFromZero()};
  decision.formula =
      absl::StrCat(FormatYuan(payment.historical), " × ", Percent(policy.historical_bonus_bp));
  const NoBonus no_bonus = FindNoBonus(payment, policy);
  if (!no_bonus.reason.empty()) {
    decision.reason = std::string(no_bonus.reason);
    decision.left_out = payment.candidates;
    absl::StrAppend(&decision.formula, " = ", FormatYuan(decision.pool),
                    "; 不计提成: ", no_bonus.why);
    return decision;
  }
  decision.paid =
      (exact_pool * Rational::BasisPoints(policy.distributable_share_bp)).RoundHalfAwayFromZero();
  decision.shares = DivideEqually(decision.paid, payment.candidates);
  std::ranges::copy_if(payment.candidates, std::back_inserter(decision.left_out),
                       [](const Candidate& candidate) { return !candidate.valid(); });
  absl::StrAppend(&decision.formula, " × ", Percent(policy.distributable_share_bp), " = ",
                  FormatYuan(decision.paid), " ÷ ", decision.shares.size(), " 人");
  return decision;
}

void SortCandidates(std::vector<Candidate>& candidates) {
  if (!candidates.empty()) {
    std::ranges::sort(candidates.begin() + 1, candidates.end(), {}, &Candidate::staff_id);
  }
}

void WithholdShares(BonusDecision& decision, std::string_view staff_id) {
  for (BonusShare& share : decision.shares) {
    if (share.staff_id != staff_id) continue;
    decision.paid -= share.amount;
    share.amount = Fen(0);
    share.reason = std::string(kTaskUnmet);
  }
}

}  // namespace cuijiao::payroll
