#include "services/payroll/domain/year_end.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/payroll/domain/formula.h"

namespace cuijiao::payroll {

std::vector<TaskTest> TestAnnualTasks(absl::Span<const AreaYear> areas) {
  std::map<std::pair<std::string, std::string>, TaskTest> by_collector;
  for (const AreaYear& area : areas) {
    if (!area.task || area.task->IsZero()) continue;
    const std::string alone = area.collector_id.empty() ? area.area_id : "";
    TaskTest& test = by_collector[{area.collector_id, alone}];
    test.collector_id = area.collector_id;
    test.area_ids.push_back(area.area_id);
    test.task += *area.task;
    test.received += area.received;
    test.received_outside_campaigns += area.received_outside_campaigns;
  }
  std::vector<TaskTest> tests;
  for (auto& [key, test] : by_collector) {
    std::ranges::sort(test.area_ids);
    tests.push_back(std::move(test));
  }
  return tests;
}

ExplainedAmount ComputeYearEndReward(const TaskTest& test, const IncentivePolicy& policy) {
  if (!test.met()) return {};
  const Rational above =
      std::max(Rational(0), Rational(test.received_outside_campaigns) - test.task);
  const Fen reward =
      (above * Rational::BasisPoints(policy.year_end_reward_bp)).RoundHalfAwayFromZero();
  return {reward, absl::StrCat("(活动外实收 ", FormatYuan(test.received_outside_campaigns),
                               " − 任务 ", ExactYuan(test.task), ", 不低于 0) × ",
                               Percent(policy.year_end_reward_bp), " = ", FormatYuan(reward))};
}

ExplainedAmount ComputeShortfallPenalty(const TaskTest& test, const DecemberPay& pay,
                                        const IncentivePolicy& policy) {
  if (test.met()) return {};
  const Rational reached = std::max(Rational(0), Rational(test.received) / test.task);
  const Rational exact = Rational(pay.gross) *
                         Rational::BasisPoints(policy.annual_penalty_base_bp) *
                         (Rational(1) - reached);
  const Rational performance_pay_left =
      Rational(pay.gross) * Rational::BasisPoints(policy.performance_share_bp) -
      Rational(pay.deduction);
  const Rational above_minimum_wage(pay.gross - pay.deduction - pay.minimum_wage);
  const Fen limit =
      std::max(Rational(0), std::min(performance_pay_left, above_minimum_wage)).RoundDown();
  const Fen computed = exact.RoundHalfAwayFromZero();
  const Fen penalty = std::min(computed, limit);
  std::string formula = absl::StrCat(
      FormatYuan(pay.gross), " × ", Percent(policy.annual_penalty_base_bp), " × (1 − ",
      FormatYuan(test.received), " ÷ ", ExactYuan(test.task), ") = ", FormatYuan(computed));
  if (penalty < computed) {
    absl::StrAppend(&formula, "; 以 INC-1 后剩余绩效 ", ExactYuan(performance_pay_left),
                    " 及最低工资 ", FormatYuan(pay.minimum_wage), " 为限, 扣 ",
                    FormatYuan(penalty));
  }
  return {penalty, std::move(formula)};
}

std::vector<ReturnedDeduction> ReturnDeductions(absl::Span<const TakenDeduction> deductions,
                                                const std::set<std::string>& unmet_areas) {
  struct Sum {
    Rational exact;
    Fen taken;
    std::string terms;
    std::vector<Month> months;
  };
  std::map<std::string, Sum> by_bearer;
  for (const TakenDeduction& deduction : deductions) {
    Rational share;
    for (const AreaShare& part : deduction.shares) {
      if (!unmet_areas.contains(part.area_id)) share += part.share;
    }
    Sum& sum = by_bearer[deduction.staff_id];
    sum.taken += deduction.taken;
    if (share.IsZero()) continue;
    if (sum.months.empty() || sum.months.back() != deduction.month) {
      sum.months.push_back(deduction.month);
    }
    if (deduction.taken == Fen(0)) continue;
    sum.exact += Rational(deduction.taken) * share;
    absl::StrAppend(&sum.terms, sum.terms.empty() ? "" : " + ", FormatYuan(deduction.taken),
                    share == Rational(1) ? "" : absl::StrCat(" × ", share.ToString()));
  }
  std::vector<ReturnedDeduction> returned;
  for (auto& [staff_id, sum] : by_bearer) {
    if (sum.exact.IsZero()) continue;
    const Fen amount = sum.exact.RoundHalfAwayFromZero();
    returned.push_back({staff_id, amount, sum.taken,
                        absl::StrCat(sum.terms, " = ", FormatYuan(amount)), std::move(sum.months)});
  }
  return returned;
}

}  // namespace cuijiao::payroll
