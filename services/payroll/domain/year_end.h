// INC-3 and INC-7: what December's run makes of the annual task.
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_YEAR_END_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_YEAR_END_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "common/money/rational.h"
#include "services/payroll/domain/incentive_policy.h"
#include "services/payroll/domain/monthly_performance.h"

namespace cuijiao::payroll {

// An area at the December closing date.
struct AreaYear {
  std::string area_id = {};
  std::string collector_id = {};      // empty for none
  std::optional<Rational> task = {};  // in fen, exact; none, or 0, without a task
  Fen received = {};                  // current-year fees of the year
  Fen received_outside_campaigns = {};
};

// The areas with a task of one December collector, tested together (section 6, definition 10). An
// area without a collector stands alone.
struct TaskTest {
  std::string collector_id = {};  // empty for none
  std::vector<std::string> area_ids = {};
  Rational task = {};
  Fen received = {};
  Fen received_outside_campaigns = {};

  // Tested on all receipts.
  [[nodiscard]] bool met() const { return Rational(received) >= task; }
};

// By collector, then area. Areas without a task are in none: they bring no reward and no penalty.
std::vector<TaskTest> TestAnnualTasks(absl::Span<const AreaYear> areas);

// An amount with the formula that explains it.
struct ExplainedAmount {
  Fen amount = {};
  std::string formula = {};
};

// INC-3: the reward for receipts outside campaigns above the task; 0 when the task is not met.
ExplainedAmount ComputeYearEndReward(const TaskTest& test, const IncentivePolicy& policy);

// What a collector earned in December, as far as INC-7 asks.
struct DecemberPay {
  Fen gross = {};
  Fen deduction = {};  // of INC-1
  Fen minimum_wage = {};
};

// INC-7: base × (1 − received ÷ task), at most the performance pay that INC-1 left, and never so
// much that pay falls below the minimum wage (section 6, definition 21). 0 when the task is met.
ExplainedAmount ComputeShortfallPenalty(const TaskTest& test, const DecemberPay& pay,
                                        const IncentivePolicy& policy);

// An INC-1 deduction as it was actually taken, with the areas that it was computed from.
struct TakenDeduction {
  Month month = {};
  std::string staff_id = {};
  Fen taken = {};
  std::vector<AreaShare> shares = {};
};

// What goes back to one who bore deductions.
struct ReturnedDeduction {
  std::string staff_id = {};
  Fen amount = {};
  Fen taken = {};  // of them in the year, whatever goes back of it
  std::string formula = {};
  // With something that would go back, also where nothing was taken: a return keeps its months when
  // finance corrects a deduction to nothing.
  std::vector<Month> months = {};
};

// INC-3: of each deduction the parts of all areas but those of `unmet_areas` go back (section 6,
// definition 20: areas without a task give back too), rounded once per bearer; by staff id. The
// deductions come by month; one person may have several of a month.
std::vector<ReturnedDeduction> ReturnDeductions(absl::Span<const TakenDeduction> deductions,
                                                const std::set<std::string>& unmet_areas);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_YEAR_END_H_
