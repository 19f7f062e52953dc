#include "services/payroll/domain/payslip.h"

#include <algorithm>
#include <utility>

namespace cuijiao::payroll {

Fen Payslip::SumOfLines() const {
  Fen sum;
  for (const PayslipLine& line : lines) sum += line.amount;
  return sum;
}

Fen Payslip::Reward() const {
  Fen sum;
  for (const PayslipLine& line : lines) {
    if (line.kind < LineKind::kClawback) sum += line.amount;
  }
  return sum;
}

Payslip AssemblePayslip(std::string staff_id, Fen gross, std::vector<PayslipLine> lines,
                        Fen carried) {
  std::ranges::stable_sort(lines, {}, &PayslipLine::kind);
  Payslip payslip = {.staff_id = std::move(staff_id),
                     .gross = gross,
                     .lines = std::move(lines),
                     .carried = carried};
  payslip.net = gross + payslip.SumOfLines();
  return payslip;
}

void AddToTotals(const Payslip& payslip, RunTotals& totals) {
  totals.gross += payslip.gross;
  totals.net += payslip.net;
  for (const PayslipLine& line : payslip.lines) {
    switch (line.kind) {
      case LineKind::kDeduction:
        totals.deduction -= line.amount;
        break;
      case LineKind::kReturned:
        totals.returned += line.amount;
        break;
      case LineKind::kYearEndReward:
      case LineKind::kHistoricalBonus:
        totals.bonus += line.amount;
        break;
      case LineKind::kShortfall:
        totals.penalty -= line.amount;
        break;
      case LineKind::kClawback:
      case LineKind::kCompensation:
        totals.compensation -= line.amount;
        break;
      case LineKind::kCorrection:
      case LineKind::kChargeCorrection:
        totals.correction += line.amount;
        break;
    }
  }
}

}  // namespace cuijiao::payroll
