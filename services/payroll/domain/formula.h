// Numbers as the formulas of payslip lines write them (INC-13). For people: nothing is computed
// from these texts.
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_FORMULA_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_FORMULA_H_

#include <cstdint>
#include <string>

#include "common/money/rational.h"

namespace cuijiao::payroll {

// An exact amount in yuan: "300000.00", "12.345"; at most six decimals, "≈" before it when there
// are more.
std::string ExactYuan(const Rational& fen);

// "10%", "2.5%", "0.01%".
std::string Percent(std::int64_t bp);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_FORMULA_H_
