#include "services/payroll/domain/correction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "services/payroll/domain/conservation.h"
#include "services/payroll/domain/run.h"
#include "tests/unit/payroll/one_collector.h"
#include "tests/unit/payroll/random_company.h"
#include "tests/unit/payroll/scheme_2017.h"

namespace cuijiao::payroll {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// gross, deduction, minimum wage → the most that may be taken
struct TakeCase {
  Fen gross;
  Fen deduction;
  Fen minimum_wage;
  Fen most;
};

class PerformancePayBound : public testing::TestWithParam<TakeCase> {};

TEST_P(PerformancePayBound, IsPerformancePayAboveTheMinimumWage) {
  const TakeCase& row = GetParam();
  const AmountBounds bounds =
      BoundShortfall({row.gross, row.deduction, row.minimum_wage}, Scheme2017());
  EXPECT_EQ(bounds.lowest, -row.most);
  EXPECT_EQ(bounds.highest, Fen(0));
  EXPECT_EQ(bounds.Hold(-row.most), -row.most);
  EXPECT_EQ(bounds.Hold(-row.most - Fen(1)), -row.most);
  EXPECT_EQ(bounds.Hold(Fen(1)), Fen(0));
}

INSTANTIATE_TEST_SUITE_P(
    INC11, PerformancePayBound,
    testing::Values(TakeCase{Yuan("6000"), Fen(0), Yuan("2300"), Yuan("600")},
                    TakeCase{Yuan("6000"), Yuan("120"), Yuan("2300"), Yuan("480")},
                    TakeCase{Yuan("2400"), Fen(0), Yuan("2300"), Yuan("100")},
                    TakeCase{Yuan("2400"), Yuan("60"), Yuan("2300"), Yuan("40")},
                    TakeCase{Yuan("2300"), Fen(0), Yuan("2300"), Fen(0)},
                    TakeCase{Yuan("1000"), Fen(0), Yuan("2300"), Fen(0)},
                    // 10.009 is left: an amount taken under a limit is rounded down
                    TakeCase{Yuan("100.09"), Fen(0), Fen(0), Yuan("10.00")},
                    TakeCase{Yuan("100.09"), Yuan("10.01"), Fen(0), Fen(0)}));

TEST(AmountBounds, INC11_EachKindOfLineKeepsItsSignAndItsLimit) {
  const PayToTakeFrom pay = {Yuan("6000"), Fen(0), Yuan("2300")};
  EXPECT_EQ(BoundDeduction(pay, true, Scheme2017()).lowest, Yuan("-600"));
  EXPECT_EQ(BoundDeduction(pay, false, Scheme2017()).lowest, Fen(0));
  EXPECT_EQ(BoundDeduction({Yuan("100.09"), Fen(0), Fen(0)}, true, Scheme2017()).lowest,
            Yuan("-10.01"))
      << "what INC-1 itself comes to without receipts";
  EXPECT_EQ(BoundTaking(Yuan("800")).Hold(Yuan("-800.01")), Yuan("-800"));
  EXPECT_EQ(BoundTaking(Yuan("800")).Hold(Yuan("-799.99")), Yuan("-799.99"));
  EXPECT_EQ(BoundShare(Yuan("100"), Yuan("60")).Hold(Yuan("40.01")), Yuan("40"));
  EXPECT_EQ(BoundShare(Yuan("100"), Yuan("60")).Hold(Fen(-1)), Fen(0));
  EXPECT_EQ(BoundReturn(Yuan("220")).Hold(Yuan("220.01")), Yuan("220"));
  EXPECT_EQ(BoundReturn(Yuan("220")).Hold(Fen(-1)), Fen(0));
  EXPECT_EQ(BoundReward().Hold(Fen(-1)), Fen(0));
  EXPECT_EQ(BoundMissingLine().Hold(Fen(7)), Fen(0));
}

TEST(CorrectionLine, INC13_PutsTheNumbersIntoItsFormula) {
  const Correction correction = {
      "D1", "C1", {LineKind::kDeduction, SourceKind::kArea, {"A"}}, Yuan("-400")};
  const PayslipLine line =
      CorrectionLine(correction, Yuan("-600"), {Yuan("-600"), Fen(0), "绩效工资"});
  EXPECT_EQ(line.kind, LineKind::kCorrection);
  EXPECT_EQ(RuleOf(line.kind), "INC-11");
  EXPECT_EQ(line.amount, Yuan("200"));
  EXPECT_EQ(line.formula, "财务核定 -400.00 − 原算 (-600.00) = 200.00");
  EXPECT_EQ(line.source_kind, SourceKind::kDispute);
  EXPECT_THAT(line.source_ids, ElementsAre("D1"));
}

const PayslipLine& LineOf(const RunFigures& run, LineKind kind) {
  return *std::ranges::find(run.payslips[0].lines, kind, &PayslipLine::kind);
}

TEST(ComputeRun, INC11_ACorrectedDeductionStandsInForTheComputedOne) {
  RunInput input = OneCollector(Month(2017, 12));
  input.area_tasks["A"] = Rational(Yuan("240000"));  // met: the year's deductions return
  input.charges = {
      {"V1", "C1", ChargeKind::kCompensation, Month(2017, 12), Yuan("5000"), Yuan("5000")}};
  const LineOrigin deduction = {LineKind::kDeduction, SourceKind::kArea, {"A"}};
  input.corrections = {{"D1", "C1", deduction, Yuan("-20")}};
  const RunFigures run = ComputeRun(input);
  EXPECT_EQ(LineOf(run, LineKind::kDeduction).amount, Yuan("-120"));
  EXPECT_EQ(LineOf(run, LineKind::kCorrection).amount, Yuan("100"));
  EXPECT_EQ(run.deductions[0].taken, Yuan("20")) << "what INC-3 gives back";
  EXPECT_EQ(LineOf(run, LineKind::kReturned).amount, Yuan("20"));
  EXPECT_EQ(LineOf(run, LineKind::kCompensation).amount, Yuan("-1196")) << "20 % of 5,980.00";
  EXPECT_EQ(run.totals.deduction, Yuan("120"));
  EXPECT_EQ(run.totals.correction, Yuan("100"));
  EXPECT_EQ(run.payslips[0].Reward(), Yuan("0")) << "-120 + 100 + 20, compensation not counted";
  EXPECT_THAT(run.held, IsEmpty());
}

// December of OneCollector with its task met: 100.00 of November and 120.00 return.
RunInput DecemberWithReturns() {
  RunInput input = OneCollector(Month(2017, 12));
  input.area_tasks["A"] = Rational(Yuan("240000"));
  input.deductions_of_year = {{Month(2017, 11), "C1", Yuan("100"), {{"A", Rational(1)}}}};
  return input;
}

TEST(ComputeRun, INC2_NoCorrectionReturnsMoreThanWasTaken) {
  RunInput input = DecemberWithReturns();
  const LineOrigin returned = LineOf(ComputeRun(input), LineKind::kReturned).origin();
  input.corrections = {{"D1", "C1", returned, Yuan("220.01")}};
  const RunFigures run = ComputeRun(input);
  ASSERT_THAT(run.held, SizeIs(1));
  EXPECT_EQ(run.held[0].bounds.lowest, Fen(0));
  EXPECT_EQ(run.held[0].bounds.highest, Yuan("220"));
  EXPECT_EQ(LineOf(run, LineKind::kCorrection).amount, Fen(0));
  input.corrections[0].right = Yuan("219.99");
  EXPECT_EQ(LineOf(ComputeRun(input), LineKind::kCorrection).amount, Fen(-1));
}

TEST(ComputeRun, INC11_AReturnKeepsItsNameWhenADeductionIsCorrectedToNothing) {
  RunInput input = DecemberWithReturns();
  const LineOrigin returned = LineOf(ComputeRun(input), LineKind::kReturned).origin();
  input.corrections = {{"D1", "C1", {LineKind::kDeduction, SourceKind::kArea, {"A"}}, Fen(0)},
                       {"D2", "C1", returned, Yuan("60")}};
  const RunFigures run = ComputeRun(input);
  EXPECT_EQ(LineOf(run, LineKind::kReturned).amount, Yuan("100"));
  EXPECT_EQ(LineOf(run, LineKind::kReturned).origin(), returned);
  EXPECT_THAT(run.held, IsEmpty());
  EXPECT_EQ(run.payslips[0].net, Yuan("6060"));
}

// A payment whose pool of 370.37 pays 222.22 in four parts, of which the last three go to the
// first.
TEST(ComputeRun, INC11_WhatIsLoweredOfAPoolMakesRoomForWhatIsRaised) {
  RunInput input = OneCollector(Month(2017, 5));
  input.payments = {{.payment_id = "P1",
                     .credit = {.unit_id = "U1",
                                .credited_id = "C1",
                                .collaborator_ids = {"C2", "C3", "C4"},
                                .team_member_ids = {"C1", "C2", "C3", "C4"},
                                .recorded_date = Date(2017, 5, 10),
                                .recorded_time = absl::FromUnixSeconds(2)},
                     .received_date = Date(2017, 5, 10),
                     .historical = Yuan("12345.67")}};
  const LineOrigin share = {LineKind::kHistoricalBonus, SourceKind::kPayment, {"P1"}};
  for (const std::string staff_id : {"C1", "C2", "C3", "C4"}) {
    input.work.push_back({.id = "W-" + staff_id,
                          .unit_id = "U1",
                          .staff_id = staff_id,
                          .happened_date = Date(2017, 5, 9),
                          .recorded_time = absl::FromUnixSeconds(1)});
    input.corrections.push_back(
        {"D-" + staff_id, staff_id, share, staff_id == "C1" ? Yuan("222.22") : Fen(0)});
  }
  const RunFigures run = ComputeRun(input);
  EXPECT_THAT(run.held, IsEmpty());
  EXPECT_EQ(run.bonuses[0].paid, Yuan("222.22"));
  EXPECT_EQ(run.bonuses[0].shares[0].amount, Yuan("222.22"));
  EXPECT_EQ(run.totals.company_share, Yuan("148.15"));
  EXPECT_THAT(FindConservationFaults(run, input.charges, input.corrections, input.policy),
              IsEmpty());
}

TEST(ComputeRun, INC11_NoCorrectionPushesPayBelowTheMinimumWage) {
  RunInput input = OneCollector(Month(2017, 5));
  input.wages[0].gross = Yuan("2310");
  input.corrections = {
      {"D1", "C1", {LineKind::kDeduction, SourceKind::kArea, {"A"}}, Yuan("-46.20")}};
  const RunFigures run = ComputeRun(input);
  EXPECT_EQ(run.payslips[0].net, Yuan("2300"));
  ASSERT_THAT(run.held, SizeIs(1));
  EXPECT_EQ(run.held[0].bounds.lowest, Yuan("-10"));
  EXPECT_THAT(LineOf(run, LineKind::kCorrection).formula, HasSubstr("最低工资"));
  EXPECT_THAT(run.notices, ElementsAre(HasSubstr("D1")));
}

TEST(ComputeRun, INC11_WhatIsGivenBackOfACompensationStaysOpen) {
  RunInput input = OneCollector(Month(2017, 5));
  input.charges = {
      {"V1", "C1", ChargeKind::kCompensation, Month(2017, 5), Yuan("2000"), Yuan("2000")}};
  input.corrections = {
      {"D1", "C1", {LineKind::kCompensation, SourceKind::kViolation, {"V1"}}, Yuan("-176")}};
  const RunFigures run = ComputeRun(input);
  EXPECT_EQ(LineOf(run, LineKind::kCompensation).amount, Yuan("-1176"));
  EXPECT_EQ(LineOf(run, LineKind::kChargeCorrection).amount, Yuan("1000"));
  ASSERT_THAT(run.takings, SizeIs(1));
  EXPECT_EQ(run.takings[0].taken, Yuan("176"));
  EXPECT_EQ(run.payslips[0].carried, Yuan("1824"));
  EXPECT_EQ(run.payslips[0].Reward(), Yuan("-120"));
  EXPECT_EQ(run.payslips[0].lines.back().kind, LineKind::kChargeCorrection);
}

TEST(ComputeRun, INC11_ALineThatIsGoneHasNothingToCorrect) {
  RunInput input = OneCollector(Month(2017, 5));
  input.corrections = {
      {"D1", "C1", {LineKind::kHistoricalBonus, SourceKind::kPayment, {"P1"}}, Yuan("9")}};
  const RunFigures run = ComputeRun(input);
  EXPECT_EQ(LineOf(run, LineKind::kCorrection).amount, Fen(0));
  ASSERT_THAT(run.held, SizeIs(1));
  EXPECT_EQ(run.held[0].bounds, BoundMissingLine());
}

// Every third line of random companies is corrected to a random amount, however absurd.
TEST(ComputeRun, INC11_INC15_ConservesWithCorrectionsInRandomCompanies) {
  std::mt19937_64 random(11);
  int corrected = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    for (const int month : {3, 12}) {
      RunInput input = RandomCompany(seed).MakeInput(Month(2017, month));
      for (const Payslip& payslip : ComputeRun(input).payslips) {
        for (const PayslipLine& line : payslip.lines) {
          if (random() % 3 != 0) continue;
          const Fen right(static_cast<std::int64_t>(random() % 400'000) - 200'000);
          const std::string id = "D" + std::to_string(100'000 + ++corrected);
          input.corrections.push_back({id, payslip.staff_id, line.origin(), right});
        }
      }
      const RunFigures run = ComputeRun(input);
      EXPECT_THAT(FindConservationFaults(run, input.charges, input.corrections, input.policy),
                  IsEmpty())
          << "seed " << seed << " month " << month;
      for (const Payslip& payslip : run.payslips) {
        EXPECT_GE(payslip.net, std::min(payslip.gross, Yuan("2300"))) << payslip.staff_id;
      }
      for (const Correction& correction : input.corrections) {
        const bool is_held = std::ranges::find(run.held, correction.dispute_id,
                                               &HeldCorrection::dispute_id) != run.held.end();
        const Payslip& payslip =
            *std::ranges::find(run.payslips, correction.staff_id, &Payslip::staff_id);
        Fen comes_to;
        for (const PayslipLine& line : payslip.lines) {
          const bool is_its_correction =
              IsCorrection(line.kind) && line.source_ids[0] == correction.dispute_id;
          if (line.origin() == correction.line || is_its_correction) comes_to += line.amount;
        }
        EXPECT_TRUE(is_held || comes_to == correction.right) << correction.dispute_id;
      }
    }
  }
  EXPECT_GT(corrected, 1000);
}

}  // namespace
}  // namespace cuijiao::payroll
