// A payslip: gross − INC-1 + returned deductions + bonuses − INC-7 − clawback and compensation
// (section 6, definition 22), with the corrections of INC-11.
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_PAYSLIP_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_PAYSLIP_H_

#include <string>
#include <vector>

#include "common/money/fen.h"
#include "services/payroll/domain/payslip_line.h"

namespace cuijiao::payroll {

struct Payslip {
  std::string staff_id = {};
  Fen gross = {};
  std::vector<PayslipLine> lines = {};  // in the order of LineKind
  Fen net = {};                         // gross plus the lines' amounts
  Fen carried = {};                     // charges left for later months (INC-8)

  // What the payroll system pays or withholds beside the gross wage that it knows itself.
  [[nodiscard]] Fen SumOfLines() const;
  // Reward (positive) or penalty (negative) of the month: the lines and their corrections without
  // clawback and compensation (LED-9).
  [[nodiscard]] Fen Reward() const;

  friend bool operator==(const Payslip&, const Payslip&) = default;
};

// Sums over the payslips and the pools of a run; what is taken is positive here. Lines count as
// they were computed, what finance corrected of them in `correction`, positive gives.
struct RunTotals {
  Fen gross = {};
  Fen deduction = {};
  Fen returned = {};
  Fen bonus = {};
  Fen penalty = {};
  Fen compensation = {};
  Fen correction = {};
  Fen net = {};
  Fen pool = {};
  Fen company_share = {};

  friend bool operator==(const RunTotals&, const RunTotals&) = default;
};

// Puts the lines in order and computes `net`.
Payslip AssemblePayslip(std::string staff_id, Fen gross, std::vector<PayslipLine> lines,
                        Fen carried);

// Adds one payslip to the totals; pools are not its business.
void AddToTotals(const Payslip& payslip, RunTotals& totals);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_PAYSLIP_H_
