// INC-1: the month's performance pay by the collection rate of a collector's areas.
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_MONTHLY_PERFORMANCE_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_MONTHLY_PERFORMANCE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/money/fen.h"
#include "common/money/rational.h"
#include "services/payroll/domain/incentive_policy.h"

namespace cuijiao::payroll {

// A community's part in the comparison, at the month's closing date (section 6, definition 9).
struct ComparedFigures {
  std::string area_id = {};
  Fen received = {};
  Fen receivable = {};
  // What the rate is compared with, as a share of 1: the project's planned or actual rate; none
  // without a plan or without a project rate.
  std::optional<Rational> base_rate = {};
};

// The coefficient c of some areas taken together (section 6, definition 10): what was received ÷
// what was expected, held between 0 and 1. Communities of which nothing is expected are left out
// on both sides; with none left c is 1.
struct Coefficient {
  Rational value = Rational(1);
  Fen received = {};
  Rational expected = {};  // Σ receivable × base rate, exact, in fen; 0 with none left
};
Coefficient CompareReceipts(absl::Span<const ComparedFigures> figures);

// Days of a month with the same areas. No two runs of a collector share a day.
struct ResponsibleDays {
  int days = 0;
  std::vector<std::string> area_ids = {};
};

// A part of a deduction that belongs to an area; the shares of a deduction add up to 1 (section 6,
// definition 20).
struct AreaShare {
  std::string area_id = {};
  Rational share = {};

  friend bool operator==(const AreaShare&, const AreaShare&) = default;
};

struct MonthlyPerformance {
  Fen deduction = {};  // what is taken
  Fen lapsed = {};     // what the minimum wage keeps from being taken (section 6, definition 21)
  std::string formula = {};
  // The areas that the deduction was computed from, by that month's receivable; empty when it was
  // computed from none.
  std::vector<AreaShare> shares = {};
  // Of the single run of days that fills the month; 1 where there are several or none.
  Rational coefficient = Rational(1);
};

// gross × performance share × Σ (days ÷ days of the month) × (1 − c), rounded once. Days without
// an area have c = 1.
MonthlyPerformance ComputeMonthlyPerformance(Fen gross, Fen minimum_wage, int days_of_month,
                                             absl::Span<const ResponsibleDays> runs,
                                             absl::Span<const ComparedFigures> figures,
                                             const IncentivePolicy& policy);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_MONTHLY_PERFORMANCE_H_
