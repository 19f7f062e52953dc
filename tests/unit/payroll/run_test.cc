#include "services/payroll/domain/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "services/payroll/domain/conservation.h"
#include "tests/unit/payroll/one_collector.h"
#include "tests/unit/payroll/random_company.h"
#include "tests/unit/payroll/scheme_2017.h"

namespace cuijiao::payroll {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

HistoricalPayment Paid(std::string id, Date received, std::string collector = "C1") {
  const absl::Time recorded = absl::FromCivil(absl::CivilSecond(received), absl::UTCTimeZone());
  return {.payment_id = std::move(id),
          .credit = {.unit_id = "U1",
                     .credited_id = collector,
                     .team_member_ids = {collector},
                     .recorded_date = received,
                     .recorded_time = recorded},
          .received_date = received,
          .historical = Yuan("10000")};
}

WorkRecord Visit(const HistoricalPayment& payment) {
  return {.id = "W1",
          .unit_id = payment.credit.unit_id,
          .staff_id = payment.credit.credited_id,
          .kind = WorkKind::kVisit,
          .happened_date = payment.received_date,
          .recorded_time = payment.credit.recorded_time - absl::Hours(1)};
}

const Payslip& SlipOf(const RunFigures& run, std::string_view staff_id) {
  return *std::ranges::find(run.payslips, staff_id, &Payslip::staff_id);
}

std::vector<LineKind> KindsOf(const Payslip& payslip) {
  std::vector<LineKind> kinds;
  for (const PayslipLine& line : payslip.lines) kinds.push_back(line.kind);
  return kinds;
}

TEST(ComputeRun, P1_TakesTheDeductionAndExplainsIt) {
  const RunFigures run = ComputeRun(OneCollector(Month(2017, 5)));
  ASSERT_THAT(run.payslips, SizeIs(1));
  const Payslip& payslip = run.payslips[0];
  EXPECT_EQ(payslip.net, Yuan("5880.00"));
  ASSERT_THAT(payslip.lines, SizeIs(1));
  EXPECT_EQ(payslip.lines[0].amount, Yuan("-120.00"));
  EXPECT_EQ(payslip.lines[0].formula,
            "c = 240000.00 ÷ 300000.00 → 4/5; 6000.00 × 10% × [(1 − 4/5)] = 120.00");
  EXPECT_THAT(payslip.lines[0].source_ids, ElementsAre("A"));
  ASSERT_THAT(run.deductions, SizeIs(1));
  EXPECT_EQ(run.deductions[0].taken, Yuan("120.00"));
}

TEST(ComputeRun, INC1_ComparesWithTheProjectsRateWhereThePolicySaysSo) {
  RunInput input = OneCollector(Month(2017, 5));
  input.policy.comparison_base = ComparisonBase::kProjectRate;
  input.project_rates["P1"] = Rational(48, 100);
  EXPECT_EQ(ComputeRun(input).totals.deduction, Yuan("300.00"));  // c = 0.24 ÷ 0.48
  input.project_rates.clear();
  EXPECT_EQ(ComputeRun(input).totals.deduction, Fen(0));
}

TEST(ComputeRun, INC1_ACollectorWithoutAWageIsNoticed) {
  RunInput input = OneCollector(Month(2017, 5));
  input.wages.clear();
  const RunFigures run = ComputeRun(input);
  EXPECT_THAT(run.payslips, IsEmpty());
  EXPECT_THAT(run.notices, ElementsAre(HasSubstr("C1")));
}

TEST(ComputeRun, INC10_MoneyFromBeforeTheSchemeEarnsNothingAndIsToldOnce) {
  RunInput input = OneCollector(Month(2017, 3));
  input.payments = {Paid("P1", Date(2017, 2, 28)), Paid("P2", Date(2017, 3, 1)),
                    Paid("P3", Date(2017, 3, 2))};
  input.settled_before_scheme = {"P3"};
  for (const HistoricalPayment& payment : input.payments) input.work.push_back(Visit(payment));
  const RunFigures run = ComputeRun(input);
  ASSERT_THAT(run.bonuses, SizeIs(3));
  EXPECT_EQ(run.bonuses[0].reason, kBeforeScheme);
  EXPECT_EQ(run.bonuses[1].reason, "");
  EXPECT_EQ(run.bonuses[2].reason, kBeforeScheme);
  EXPECT_EQ(run.totals.bonus, Yuan("180.00"));
  EXPECT_EQ(run.totals.pool, Yuan("900.00"));
  EXPECT_EQ(run.totals.company_share, Yuan("720.00"));
}

TEST(ComputeRun, INC4_APaymentEarnsOnce) {
  RunInput input = OneCollector(Month(2017, 5));
  input.payments = {Paid("P1", Date(2017, 4, 10))};
  input.work = {Visit(input.payments[0])};
  EXPECT_THAT(ComputeRun(input).bonuses, SizeIs(1));
  input.decided_payments = {"P1"};
  EXPECT_THAT(ComputeRun(input).bonuses, IsEmpty());
}

TEST(ComputeRun, INC9_APaymentReversedBeforeItsMonthClosedDoesNotEarn) {
  RunInput input = OneCollector(Month(2017, 5));
  input.payments = {Paid("P1", Date(2017, 4, 10))};
  input.work = {Visit(input.payments[0])};
  input.reversed_payments = {"P1"};
  EXPECT_THAT(ComputeRun(input).bonuses, IsEmpty());
  input.decided_payments = {"P1"};
  EXPECT_THAT(ComputeRun(input).notices, ElementsAre(HasSubstr("P1")));
}

TEST(ComputeRun, INC5_TellsEveryoneNamedWhyTheyEarnNothing) {
  RunInput input = OneCollector(Month(2017, 5));
  input.payments = {Paid("P1", Date(2017, 4, 10))};
  input.payments[0].credit.collaborator_ids = {"C2"};
  input.work = {Visit(input.payments[0])};
  const RunFigures run = ComputeRun(input);
  EXPECT_EQ(SlipOf(run, "C1").lines.back().amount, Yuan("180.00"));
  const PayslipLine& nothing = SlipOf(run, "C2").lines.back();
  EXPECT_EQ(nothing.amount, Fen(0));
  EXPECT_EQ(nothing.reason, kNoValidWork);
  EXPECT_THAT(nothing.formula, HasSubstr("不是催收小组成员"));
}

RunInput December(Fen received) {
  RunInput input = OneCollector(Month(2017, 12));
  input.communities[0].received = received;
  input.communities[0].received_outside_campaigns = received;
  input.communities[0].rate_received = received;
  input.area_tasks = {{"A", Rational(Yuan("300000"))}};
  input.deductions_of_year = {{Month(2017, 3), "C1", Yuan("100"), {{"A", Rational(1)}}},
                              {Month(2017, 4), "C2", Yuan("50"), {{"A", Rational(1)}}}};
  return input;
}

TEST(ComputeRun, INC3_TheSourcesExampleIsPaidInDecember) {
  const RunFigures run = ComputeRun(December(Yuan("700000")));
  EXPECT_THAT(KindsOf(SlipOf(run, "C1")),
              ElementsAre(LineKind::kDeduction, LineKind::kReturned, LineKind::kYearEndReward));
  EXPECT_EQ(SlipOf(run, "C1").lines[1].amount, Yuan("100"));
  EXPECT_EQ(SlipOf(run, "C1").lines[2].amount, Yuan("12000.00"));
  EXPECT_EQ(SlipOf(run, "C2").lines[0].amount, Yuan("50"));
}

TEST(ComputeRun, INC3_DecembersOwnDeductionIsReturnedToo) {
  RunInput input = December(Yuan("300000"));
  input.communities[0].planned_rate_bp = 5000;  // c = 0.6
  const RunFigures run = ComputeRun(input);
  EXPECT_EQ(run.totals.deduction, Yuan("240.00"));
  EXPECT_EQ(run.totals.returned, Yuan("390.00"));
}

TEST(ComputeRun, P8_AnUnmetTaskIsPenalisedAndNothingReturned) {
  RunInput input = December(Yuan("270000"));
  input.communities[0].planned_rate_bp = 2500;
  const RunFigures run = ComputeRun(input);
  EXPECT_THAT(KindsOf(SlipOf(run, "C1")), ElementsAre(LineKind::kDeduction, LineKind::kShortfall));
  EXPECT_EQ(run.totals.penalty, Yuan("60.00"));
  EXPECT_EQ(run.totals.returned, Fen(0));
  EXPECT_EQ(run.totals.bonus, Fen(0));
}

TEST(ComputeRun, Definition20_WithoutATaskDeductionsReturnAndNothingElseHappens) {
  RunInput input = December(Yuan("270000"));
  input.area_tasks.clear();
  const RunFigures run = ComputeRun(input);
  EXPECT_EQ(run.totals.penalty, Fen(0));
  EXPECT_EQ(run.totals.bonus, Fen(0));
  EXPECT_EQ(run.totals.returned, Yuan("150.00") + run.totals.deduction);
}

TEST(ComputeRun, INC6c_AnUnmetTaskBlocksAllBonusesOnlyWhereThePolicySaysSo) {
  RunInput input = December(Yuan("270000"));
  input.payments = {Paid("P1", Date(2017, 12, 10))};
  input.work = {Visit(input.payments[0])};
  EXPECT_EQ(ComputeRun(input).totals.bonus, Yuan("180.00"));
  input.policy.unfinished_blocks = UnfinishedBlocks::kAllBonuses;
  const RunFigures blocked = ComputeRun(input);
  EXPECT_EQ(blocked.totals.bonus, Fen(0));
  EXPECT_EQ(blocked.totals.company_share, Yuan("300.00"));
  EXPECT_EQ(SlipOf(blocked, "C1").lines[1].reason, kTaskUnmet);
}

TEST(ComputeRun, P9_ChargesComeLastAndAreCarried) {
  RunInput input = OneCollector(Month(2017, 5));
  input.communities.clear();
  input.charges = {
      {"V1", "C1", ChargeKind::kCompensation, Month(2017, 5), Yuan("2000"), Yuan("2000")},
      {"V2", "C7", ChargeKind::kCompensation, Month(2017, 5), Yuan("10"), Yuan("10")}};
  const RunFigures run = ComputeRun(input);
  EXPECT_EQ(SlipOf(run, "C1").net, Yuan("4800.00"));
  EXPECT_EQ(SlipOf(run, "C1").carried, Yuan("800.00"));
  EXPECT_THAT(KindsOf(SlipOf(run, "C1")),
              ElementsAre(LineKind::kDeduction, LineKind::kCompensation));
  // A month without wage takes nothing; all is carried and reported.
  EXPECT_EQ(SlipOf(run, "C7").carried, Yuan("10"));
  EXPECT_THAT(run.notices, ElementsAre(HasSubstr("C7")));
}

TEST(ComputeRun, INC11_TheSameInputGivesTheSameRun) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const RunInput input = RandomCompany(seed).MakeInput(Month(2017, 12));
    const RunFigures first = ComputeRun(input);
    const RunFigures again = ComputeRun(input);
    EXPECT_EQ(first.payslips, again.payslips);
    EXPECT_EQ(first.totals, again.totals);
  }
}

TEST(ComputeRun, INC15_ConservesInRandomCompanies) {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    for (const int month : {3, 5, 12}) {
      const RunInput input = RandomCompany(seed).MakeInput(Month(2017, month));
      EXPECT_THAT(
          FindConservationFaults(ComputeRun(input), input.charges, input.corrections, input.policy),
          IsEmpty())
          << "seed " << seed << " month " << month;
    }
  }
}

}  // namespace
}  // namespace cuijiao::payroll
