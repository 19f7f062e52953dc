#include "services/payroll/api/simulate.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/status/reason.h"
#include "services/payroll/domain/compensation.h"
#include "services/payroll/domain/historical_bonus.h"
#include "services/payroll/domain/monthly_performance.h"
#include "services/payroll/domain/year_end.h"

namespace cuijiao::payroll {
namespace {

// The only area, collector, month and charge of a simulation.
constexpr char kArea[] = "AREA";
constexpr char kCollector[] = "COLLECTOR";
constexpr int kDaysOfMonth = 30;
constexpr int kDecember = 12;

}  // namespace

v1::SimulateMonthResponse SimulateMonth(const v1::SimulateMonthRequest& request,
                                        const IncentivePolicy& policy) {
  const Fen gross(request.gross_fen());
  const MonthlyPerformance month = ComputeMonthlyPerformance(
      gross, Fen(request.minimum_wage_fen()), kDaysOfMonth, {{kDaysOfMonth, {kArea}}},
      {{kArea, Fen(request.received_fen()), Fen(request.receivable_fen()),
        Rational::BasisPoints(request.planned_rate_bp())}},
      policy);
  v1::SimulateMonthResponse response;
  response.set_coefficient_numerator(month.coefficient.Numerator());
  response.set_coefficient_denominator(month.coefficient.Denominator());
  response.set_deduction_fen(month.deduction.value());
  response.set_net_fen((gross - month.deduction).value());
  response.set_formula(month.formula);
  return response;
}

v1::SimulateYearEndResponse SimulateYearEnd(const v1::SimulateYearEndRequest& request,
                                            const IncentivePolicy& policy) {
  const Fen received(request.received_fen());
  std::vector<TakenDeduction> deductions;
  for (const std::int64_t taken : request.deductions_fen()) {
    deductions.push_back({Month(1970, static_cast<int>(deductions.size()) + 1),
                          kCollector,
                          Fen(taken),
                          {{kArea, Rational(1)}}});
  }
  const Fen december_deduction = request.deductions_fen_size() == kDecember
                                     ? Fen(request.deductions_fen(kDecember - 1))
                                     : Fen(0);
  v1::SimulateYearEndResponse response;
  std::set<std::string> unmet_areas;
  for (const TaskTest& test :
       TestAnnualTasks({{kArea, kCollector, Rational(Fen(request.annual_task_fen())), received,
                         received - Fen(request.received_in_campaigns_fen())}})) {
    if (!test.met()) unmet_areas.insert(kArea);
    response.set_reward_fen(ComputeYearEndReward(test, policy).amount.value());
    response.set_penalty_fen(
        ComputeShortfallPenalty(test,
                                {Fen(request.december_gross_fen()), december_deduction,
                                 Fen(request.minimum_wage_fen())},
                                policy)
            .amount.value());
  }
  for (const ReturnedDeduction& returned : ReturnDeductions(deductions, unmet_areas)) {
    response.set_refund_fen(returned.amount.value());
  }
  return response;
}

absl::StatusOr<v1::SimulateBonusResponse> SimulateBonus(const v1::SimulateBonusRequest& request,
                                                        const IncentivePolicy& policy) {
  BonusCase payment = {.payment_id = {},
                       .historical = Fen(request.historical_fen()),
                       .candidates = {},
                       .in_campaign = request.in_campaign(),
                       .before_scheme = false,
                       .waiver = Fen(request.waiver_fen()),
                       .claim = Fen(request.claim_fen())};
  std::set<std::string> seen;
  for (const auto& collaborator : request.collaborators()) {
    if (!seen.insert(collaborator.id()).second) {
      return InvalidFields({{"collaborators.id", collaborator.id() + ": stands twice"}});
    }
    payment.candidates.push_back({.staff_id = collaborator.id(),
                                  .member = true,
                                  .worked = collaborator.worked(),
                                  .work_id = {},
                                  .why = {}});
  }
  SortCandidates(payment.candidates);
  const BonusDecision decision = DecideBonus(payment, policy);
  v1::SimulateBonusResponse response;
  response.set_pool_fen(decision.pool.value());
  response.set_paid_fen(decision.paid.value());
  response.set_reason(decision.reason);
  for (const BonusShare& share : decision.shares) {
    v1::SimulateBonusResponse::Share& message = *response.add_shares();
    message.set_id(share.staff_id);
    message.set_amount_fen(share.amount.value());
  }
  return response;
}

v1::SimulateCompensationResponse SimulateCompensation(
    const v1::SimulateCompensationRequest& request, const IncentivePolicy& policy) {
  const Fen due(request.due_fen());
  const CompensationResult result = ComputeCompensation(
      {Fen(request.wage_after_inc1_fen()), Fen(0), Fen(request.minimum_wage_fen())},
      {{"CHARGE", kCollector, ChargeKind::kCompensation, Month(1970, 1), due, due}}, policy);
  v1::SimulateCompensationResponse response;
  response.set_taken_fen(result.taken.value());
  response.set_carried_fen(result.carried.value());
  return response;
}

}  // namespace cuijiao::payroll
