// INC-4 to INC-6: what one payment of historical arrears earns, and for whom.
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_HISTORICAL_BONUS_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_HISTORICAL_BONUS_H_

#include <string>
#include <string_view>
#include <vector>

#include "common/money/fen.h"
#include "services/payroll/domain/incentive_policy.h"
#include "services/payroll/domain/substantive_work.h"

namespace cuijiao::payroll {

// Why a payment, or somebody named with it, earns nothing.
inline constexpr std::string_view kInCampaign = "INC-6a";
inline constexpr std::string_view kBeforeScheme = "INC-10";
inline constexpr std::string_view kWaiverAboveLitigation = "INC-6b";
inline constexpr std::string_view kNoValidWork = "INC-5";
inline constexpr std::string_view kTaskUnmet = "INC-6c";

// A payment with a historical part, of a unit that meets INC-4's condition.
struct BonusCase {
  std::string payment_id = {};
  Fen historical = {};                     // principal of historical bills that it paid
  std::vector<Candidate> candidates = {};  // as JudgeCandidates orders them
  bool in_campaign = false;                // INC-6a
  // Received before effective_from, or of an accounting month before that date's (INC-10).
  bool before_scheme = false;
  Fen waiver = {};  // settled with it; 0 for none
  Fen claim = {};   // right before the settlement (section 6, definition 17)
};

struct BonusShare {
  std::string staff_id = {};
  Fen amount = {};
  std::string reason = {};  // not empty: withheld, and `amount` is 0

  friend bool operator==(const BonusShare&, const BonusShare&) = default;
};

struct BonusDecision {
  std::string payment_id = {};
  Fen historical = {};
  Fen pool = {};                         // historical × bonus share, rounded once
  Fen paid = {};                         // what the shares add up to; the company keeps the rest
  std::string reason = {};               // empty when something is earned
  std::string formula = {};              // with its numbers put in
  std::vector<BonusShare> shares = {};   // in the order of INC-5; empty with a reason
  std::vector<Candidate> left_out = {};  // named with the payment and without a share

  [[nodiscard]] Fen company_share() const { return pool - paid; }
};

// Where several reasons for no bonus hold, the first in the order INC-6a, INC-10, INC-6b, INC-5 is
// given (section 6, definition 16).
BonusDecision DecideBonus(const BonusCase& payment, const IncentivePolicy& policy);

// Candidates in the order of INC-5: the credited collector stays first, the others by id.
void SortCandidates(std::vector<Candidate>& candidates);

// Takes back the shares of `staff_id`, whose annual task is not met, where the policy says that
// this blocks all bonuses (INC-6c); they stay with the company.
void WithholdShares(BonusDecision& decision, std::string_view staff_id);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_HISTORICAL_BONUS_H_
