// INC-8: how much of what somebody owes the company a month's wage may pay.
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_COMPENSATION_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_COMPENSATION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/payroll/domain/incentive_policy.h"

namespace cuijiao::payroll {

// In the order in which charges of one month are taken.
enum class ChargeKind : std::uint8_t { kClawback, kCompensation };

// What is charged to one person (WVR-6), and what of it is still open.
struct Charge {
  std::string id = {};  // of the violation
  std::string bearer_id = {};
  ChargeKind kind = ChargeKind::kCompensation;
  Month month = {};  // of the first run that knew it
  Fen amount = {};
  Fen open = {};

  friend bool operator==(const Charge&, const Charge&) = default;
};

// What a run takes of a charge.
struct Taking {
  std::string charge_id = {};
  ChargeKind kind = ChargeKind::kCompensation;
  Fen taken = {};

  friend bool operator==(const Taking&, const Taking&) = default;
};

// The month's wage, as far as INC-8 asks. Bonuses are not counted.
struct WageForCharges {
  Fen after_deduction = {};  // gross − INC-1
  Fen shortfall = {};        // INC-7
  Fen minimum_wage = {};
};

struct CompensationResult {
  Fen taken = {};
  Fen carried = {};
  std::vector<Taking> takings = {};  // in the order in which they were taken; none of 0.00
  std::string limit_formula = {};
};

// Takes `charges` (all of one person) oldest month first, clawback before compensation, then by
// id: at most the policy's share of the wage after INC-1, rounded down, and never below the minimum
// wage after INC-7 (section 6, definition 21). The rest is carried on.
CompensationResult ComputeCompensation(const WageForCharges& wage, std::vector<Charge> charges,
                                       const IncentivePolicy& policy);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_COMPENSATION_H_
