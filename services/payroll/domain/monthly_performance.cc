#include "services/payroll/domain/monthly_performance.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/payroll/domain/formula.h"

namespace cuijiao::payroll {
namespace {

Rational ExpectedOf(const ComparedFigures& figures) {
  return figures.base_rate ? Rational(figures.receivable) * *figures.base_rate : Rational(0);
}

bool Counts(const ComparedFigures& figures) { return ExpectedOf(figures) > Rational(0); }

std::vector<ComparedFigures> FiguresOf(const std::vector<std::string>& area_ids,
                                       absl::Span<const ComparedFigures> figures) {
  std::vector<ComparedFigures> of_areas;
  for (const ComparedFigures& community : figures) {
    if (std::ranges::find(area_ids, community.area_id) != area_ids.end()) {
      of_areas.push_back(community);
    }
  }
  return of_areas;
}

// The areas of all runs of days, each weighing what was receivable in it.
std::vector<AreaShare> DivideByReceivable(absl::Span<const ResponsibleDays> runs,
                                          absl::Span<const ComparedFigures> figures) {
  std::set<std::string> area_ids;
  for (const ResponsibleDays& run : runs) area_ids.insert(run.area_ids.begin(), run.area_ids.end());
  std::map<std::string, Fen> receivable;
  Fen total;
  for (const ComparedFigures& community : figures) {
    if (!area_ids.contains(community.area_id) || !Counts(community)) continue;
    receivable[community.area_id] += community.receivable;
    total += community.receivable;
  }
  std::vector<AreaShare> shares;
  for (const auto& [area_id, amount] : receivable) {
    shares.push_back({area_id, Rational(amount) / Rational(total)});
  }
  return shares;
}

std::string ComparisonText(const Coefficient& c) {
  if (c.expected.IsZero()) return "无计划或无应收, c = 1";
  return absl::StrCat("c = ", FormatYuan(c.received), " ÷ ", ExactYuan(c.expected), " → ",
                      c.value.ToString());
}

}  // namespace

Coefficient CompareReceipts(absl::Span<const ComparedFigures> figures) {
  Coefficient c;
  for (const ComparedFigures& community : figures) {
    if (!Counts(community)) continue;
    c.received += community.received;
    c.expected += ExpectedOf(community);
  }
  if (c.expected.IsZero()) return c;
  c.value = std::clamp(Rational(c.received) / c.expected, Rational(0), Rational(1));
  return c;
}

MonthlyPerformance ComputeMonthlyPerformance(Fen gross, Fen minimum_wage, int days_of_month,
                                             absl::Span<const ResponsibleDays> runs,
                                             absl::Span<const ComparedFigures> figures,
                                             const IncentivePolicy& policy) {
  MonthlyPerformance month;
  Rational missed;
  std::string comparisons;
  std::string weights;
  for (const ResponsibleDays& run : runs) {
    const Coefficient c = CompareReceipts(FiguresOf(run.area_ids, figures));
    missed += Rational(run.days, days_of_month) * (Rational(1) - c.value);
    const bool whole_month = run.days == days_of_month;
    if (whole_month) month.coefficient = c.value;
    absl::StrAppend(&comparisons, ComparisonText(c), "; ");
    absl::StrAppend(&weights, weights.empty() ? "" : " + ",
                    whole_month ? "" : absl::StrCat(run.days, "/", days_of_month, " × "), "(1 − ",
                    c.value.ToString(), ")");
  }
  const Rational exact =
      Rational(gross) * Rational::BasisPoints(policy.performance_share_bp) * missed;
  const Fen computed = exact.RoundHalfAwayFromZero();
  // Section 6, definition 21: the minimum wage is left, the rest lapses.
  month.deduction = std::min(computed, std::max(Fen(0), gross - minimum_wage));
  month.lapsed = computed - month.deduction;
  month.shares = DivideByReceivable(runs, figures);
  month.formula =
      absl::StrCat(comparisons, FormatYuan(gross), " × ", Percent(policy.performance_share_bp),
                   " × [", weights.empty() ? "0" : weights, "] = ", FormatYuan(computed));
  if (month.lapsed > Fen(0)) {
    absl::StrAppend(&month.formula, "; 保留最低工资 ", FormatYuan(minimum_wage), ", 扣 ",
                    FormatYuan(month.deduction));
  }
  return month;
}

}  // namespace cuijiao::payroll
