// Each test breaks one thing in a run that conserves, and the check must name it.
#include "services/payroll/domain/conservation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "tests/unit/payroll/random_company.h"

namespace cuijiao::payroll {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

// A company whose December has a bonus with shares, a deduction, a return and a charge taken; one
// share is corrected by 0.01.
RunInput FullDecember() {
  for (std::uint64_t seed = 1;; ++seed) {
    RunInput input = RandomCompany(seed).MakeInput(Month(2017, 12));
    const RunFigures run = ComputeRun(input);
    const bool has_shares = std::ranges::any_of(
        run.bonuses, [](const BonusDecision& bonus) { return bonus.paid > Fen(1); });
    if (has_shares && !run.takings.empty() && run.totals.deduction > Fen(0) &&
        run.totals.returned > Fen(0)) {
      const BonusDecision& bonus = *std::ranges::find_if(
          run.bonuses, [](const BonusDecision& paid) { return paid.paid > Fen(1); });
      input.corrections = {{"D1",
                            bonus.shares[0].staff_id,
                            {LineKind::kHistoricalBonus, SourceKind::kPayment, {bonus.payment_id}},
                            bonus.shares[0].amount + Fen(1)}};
      return input;
    }
  }
}

PayslipLine& LineToSpoil(RunFigures& run, LineKind kind) {
  for (Payslip& payslip : run.payslips) {
    for (PayslipLine& line : payslip.lines) {
      if (line.kind == kind && line.amount != Fen(0)) return line;
    }
  }
  std::abort();
}

BonusDecision& PaidBonus(RunFigures& run) {
  return *std::ranges::find_if(run.bonuses,
                               [](const BonusDecision& bonus) { return bonus.paid > Fen(1); });
}

struct Break {
  const char* name;
  std::function<void(RunFigures&)> apply;
  const char* found;
};

class Broken : public testing::TestWithParam<Break> {};

TEST_P(Broken, INC15_IsFound) {
  const RunInput input = FullDecember();
  RunFigures run = ComputeRun(input);
  ASSERT_THAT(FindConservationFaults(run, input.charges, input.corrections, input.policy),
              IsEmpty());
  GetParam().apply(run);
  EXPECT_THAT(FindConservationFaults(run, input.charges, input.corrections, input.policy),
              Contains(HasSubstr(GetParam().found)));
}

INSTANTIATE_TEST_SUITE_P(
    INC15, Broken,
    testing::Values(
        Break{"Share", [](RunFigures& run) { PaidBonus(run).shares[0].amount += Fen(1); },
              "shares of"},
        Break{"Pool", [](RunFigures& run) { PaidBonus(run).pool += Fen(1); }, "pool of"},
        Break{"Receipt", [](RunFigures& run) { PaidBonus(run).historical += Fen(100); }, "pool of"},
        Break{"Twice", [](RunFigures& run) { run.bonuses.push_back(PaidBonus(run)); },
              "stands twice"},
        Break{
            "BonusLine",
            [](RunFigures& run) { LineToSpoil(run, LineKind::kHistoricalBonus).amount += Fen(1); },
            "bonus of"},
        Break{"ReturnLine",
              [](RunFigures& run) { LineToSpoil(run, LineKind::kReturned).amount += Fen(1); },
              "net of"},
        Break{"DeductionLine",
              [](RunFigures& run) { LineToSpoil(run, LineKind::kDeduction).amount -= Fen(1); },
              "deduction of"},
        Break{"DeductionRecord", [](RunFigures& run) { run.deductions.clear(); },
              "deduction without a record"},
        Break{"AreaShares",
              [](RunFigures& run) {
                std::ranges::find_if(run.deductions, [](const TakenDeduction& taken) {
                  return taken.taken > Fen(0);
                })->shares.clear();
              },
              "add up to"},
        Break{"CorrectionLine",
              [](RunFigures& run) { LineToSpoil(run, LineKind::kCorrection).amount += Fen(1); },
              "bonus of"},
        Break{
            "CorrectionOfNobody",
            [](RunFigures& run) { LineToSpoil(run, LineKind::kCorrection).source_ids = {"D404"}; },
            "that is none of its own"},
        Break{"CorrectionMissing",
              [](RunFigures& run) {
                for (Payslip& payslip : run.payslips) {
                  std::erase_if(payslip.lines, [](const PayslipLine& line) {
                    return line.kind == LineKind::kCorrection;
                  });
                }
              },
              "has no line"},
        Break{"TotalCorrection", [](RunFigures& run) { run.totals.correction += Fen(1); },
              "total of corrections"},
        Break{"Net", [](RunFigures& run) { run.payslips[0].net += Fen(1); }, "net of"},
        Break{"TotalNet", [](RunFigures& run) { run.totals.net += Fen(1); }, "total of net"},
        Break{"TotalPool", [](RunFigures& run) { run.totals.pool += Fen(1); },
              "total of the pools"},
        Break{"CompanyShare", [](RunFigures& run) { run.totals.company_share -= Fen(1); },
              "company's share"},
        Break{"Taking", [](RunFigures& run) { run.takings[0].taken += Fen(1); }, "compensation of"},
        Break{"TakingTooMuch", [](RunFigures& run) { run.takings[0].taken += Yuan("10000"); },
              "more than was open"},
        Break{"Carried", [](RunFigures& run) { run.payslips[0].carried += Fen(1); },
              "balance carried"},
        Break{"PayslipTwice", [](RunFigures& run) { run.payslips.push_back(run.payslips[0]); },
              "stands twice"}),
    [](const testing::TestParamInfo<Break>& broken) { return broken.param.name; });

}  // namespace
}  // namespace cuijiao::payroll
