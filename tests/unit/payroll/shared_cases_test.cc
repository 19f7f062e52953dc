// The worked cases of tests/cases/payroll.json, answered by the decision functions themselves.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "services/payroll/domain/compensation.h"
#include "services/payroll/domain/historical_bonus.h"
#include "services/payroll/domain/monthly_performance.h"
#include "services/payroll/domain/year_end.h"
#include "tests/unit/payroll/scheme_2017.h"

namespace cuijiao::payroll {
namespace {

using nlohmann::json;

Fen Amount(const json& given, const char* name) { return Fen(given.value(name, std::int64_t{0})); }

void CheckMonth(const json& given, const json& expect) {
  const std::int64_t planned_bp = given["planned_rate_bp"];
  const MonthlyPerformance month = ComputeMonthlyPerformance(
      Amount(given, "gross_fen"), Amount(given, "minimum_wage_fen"), 30, {{30, {"A"}}},
      {{"A", Amount(given, "received_fen"), Amount(given, "receivable_fen"),
        Rational::BasisPoints(planned_bp)}},
      Scheme2017());
  EXPECT_EQ(month.coefficient, Rational(expect["coefficient"][0].get<std::int64_t>(),
                                        expect["coefficient"][1].get<std::int64_t>()));
  EXPECT_EQ(month.deduction, Amount(expect, "deduction_fen"));
  EXPECT_EQ(Amount(given, "gross_fen") - month.deduction, Amount(expect, "net_fen"));
}

void CheckYearEnd(const json& given, const json& expect) {
  const Fen received = Amount(given, "received_fen");
  const std::vector<TaskTest> tests =
      TestAnnualTasks({{"A", "C1", Rational(Amount(given, "annual_task_fen")), received,
                        received - Amount(given, "received_in_campaigns_fen")}});
  ASSERT_EQ(tests.size(), 1U);
  std::vector<TakenDeduction> deductions;
  for (const json& taken : given["deductions_fen"]) {
    deductions.push_back({Month(2017, static_cast<int>(deductions.size()) + 1),
                          "C1",
                          Fen(taken.get<std::int64_t>()),
                          {{"A", Rational(1)}}});
  }
  std::set<std::string> unmet;
  if (!tests[0].met()) unmet.insert("A");
  Fen refund;
  for (const ReturnedDeduction& returned : ReturnDeductions(deductions, unmet)) {
    refund += returned.amount;
  }
  EXPECT_EQ(refund, Amount(expect, "refund_fen"));
  EXPECT_EQ(ComputeYearEndReward(tests[0], Scheme2017()).amount, Amount(expect, "reward_fen"));
  EXPECT_EQ(ComputeShortfallPenalty(tests[0],
                                    {Amount(given, "december_gross_fen"), deductions.back().taken,
                                     Amount(given, "minimum_wage_fen")},
                                    Scheme2017())
                .amount,
            Amount(expect, "penalty_fen"));
}

void CheckBonus(const json& given, const json& expect) {
  BonusCase payment = {.historical = Amount(given, "historical_fen"),
                       .in_campaign = given["in_campaign"],
                       .waiver = Amount(given, "waiver_fen"),
                       .claim = Amount(given, "claim_fen")};
  for (const json& named : given["credited_first"]) {
    payment.candidates.push_back(
        {.staff_id = named["id"], .member = true, .worked = named["worked"]});
  }
  SortCandidates(payment.candidates);
  const BonusDecision decision = DecideBonus(payment, Scheme2017());
  EXPECT_EQ(decision.pool, Amount(expect, "pool_fen"));
  EXPECT_EQ(decision.paid, Amount(expect, "paid_fen"));
  EXPECT_EQ(decision.reason, expect["reason"].get<std::string>());
  json shares = json::object();
  for (const BonusShare& share : decision.shares) shares[share.staff_id] = share.amount.value();
  EXPECT_EQ(shares, expect["shares"]);
}

void CheckCompensation(const json& given, const json& expect) {
  const Fen due = Amount(given, "due_fen");
  const CompensationResult result = ComputeCompensation(
      {Amount(given, "wage_after_inc1_fen"), Fen(0), Amount(given, "minimum_wage_fen")},
      {{"V", "C1", ChargeKind::kCompensation, Month(2017, 5), due, due}}, Scheme2017());
  EXPECT_EQ(result.taken, Amount(expect, "taken_fen"));
  EXPECT_EQ(result.carried, Amount(expect, "carried_fen"));
}

TEST(SharedCases, AllSixtyOfPayrollAreAnswered) {
  std::ifstream file("tests/cases/payroll.json");
  const json cases = json::parse(file);
  ASSERT_EQ(cases.size(), 60U);
  for (const json& one : cases) {
    SCOPED_TRACE(one["id"].get<std::string>());
    const std::string rule = one["rule"];
    if (rule == "INC-1") {
      CheckMonth(one["given"], one["expect"]);
    } else if (rule == "INC-3, INC-7") {
      CheckYearEnd(one["given"], one["expect"]);
    } else if (rule == "INC-4, INC-5, INC-6") {
      CheckBonus(one["given"], one["expect"]);
    } else if (rule == "INC-8") {
      CheckCompensation(one["given"], one["expect"]);
    } else {
      ADD_FAILURE() << "no rule " << rule;
    }
  }
}

}  // namespace
}  // namespace cuijiao::payroll
