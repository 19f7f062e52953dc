// INC-11: what finance's answer makes of a disputed line.
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_CORRECTION_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_CORRECTION_H_

#include <string>

#include "common/money/fen.h"
#include "services/payroll/domain/incentive_policy.h"
#include "services/payroll/domain/payslip_line.h"

namespace cuijiao::payroll {

// The right amount of a line, as finance found it.
struct Correction {
  std::string dispute_id = {};
  std::string staff_id = {};
  LineOrigin line = {};
  Fen right = {};  // signed like the line

  friend bool operator==(const Correction&, const Correction&) = default;
};

// Between what a line may come to, both ends included, and what says so.
struct AmountBounds {
  Fen lowest = {};
  Fen highest = {};
  std::string rule = {};

  [[nodiscard]] Fen Hold(Fen amount) const;

  friend bool operator==(const AmountBounds&, const AmountBounds&) = default;
};

// A month's pay without bonuses, as far as it is there already.
struct PayToTakeFrom {
  Fen gross = {};
  Fen deduction = {};  // of INC-1
  Fen minimum_wage = {};
};

// The floors of the rules hold for what finance corrects too (section 6, definition 21): pay
// without bonuses never falls below the minimum wage, and performance pay alone is taken.
//
// INC-1; nothing where it was computed from no area, for INC-3 could not give it back.
AmountBounds BoundDeduction(const PayToTakeFrom& pay, bool has_areas,
                            const IncentivePolicy& policy);
// INC-7: from what INC-1 left, rounded down (section 6, definition 23).
AmountBounds BoundShortfall(const PayToTakeFrom& pay, const IncentivePolicy& policy);
// INC-8, INC-9: the line takes what is charged as far as its limit allows, so never more than it
// was computed to, -`taken`.
AmountBounds BoundTaking(Fen taken);
// INC-4: a share of a pool, of which `others` is what the others get.
AmountBounds BoundShare(Fen pool, Fen others);
// INC-3: gives back no more than was `taken` of the year (INC-2).
AmountBounds BoundReturn(Fen taken);
// INC-3: gives.
AmountBounds BoundReward();
// A line that this calculation no longer has.
AmountBounds BoundMissingLine();

// A correction that its bounds keep from counting as finance said, because facts have changed
// since.
struct HeldCorrection {
  std::string dispute_id = {};
  AmountBounds bounds = {};

  friend bool operator==(const HeldCorrection&, const HeldCorrection&) = default;
};

// The line of its own that a correction is: what finance found, held within `bounds`, less what was
// computed.
PayslipLine CorrectionLine(const Correction& correction, Fen computed, const AmountBounds& bounds);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_CORRECTION_H_
