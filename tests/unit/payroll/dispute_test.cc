#include "services/payroll/domain/dispute.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/payroll/domain/reasons.h"

namespace cuijiao::payroll {
namespace {

// The whole product of states and steps: what is not listed here is refused.
TEST(DisputeStateAfter, INC11_AllowsTheListedStepsAlone) {
  using enum DisputeState;
  using enum DisputeStep;
  const std::map<std::pair<std::optional<DisputeState>, DisputeStep>, DisputeState> allowed = {
      {{std::nullopt, kRaise}, kOpen},
      {{kOpen, kLetStand}, kStands},
      {{kOpen, kCorrect}, kCorrected},
  };
  std::vector<std::optional<DisputeState>> states = {std::nullopt};
  states.insert(states.end(), kDisputeStates.begin(), kDisputeStates.end());
  for (const std::optional<DisputeState> from : states) {
    for (const DisputeStep step : kDisputeSteps) {
      const auto listed = allowed.find({from, step});
      const std::optional<DisputeState> expected =
          listed == allowed.end() ? std::nullopt : std::optional(listed->second);
      EXPECT_EQ(StateAfter(from, step), expected)
          << (from ? DisputeStateName(*from) : "none") << " " << static_cast<int>(step);
    }
  }
}

struct DisputeCase {
  const char* name;
  RunState run;
  std::optional<LineKind> line;
  std::optional<DisputeState> earlier;
  std::string_view reason;
};

class Disputing : public testing::TestWithParam<DisputeCase> {};

TEST_P(Disputing, INC11_IsForLinesOfACalculatedRunAndOnce) {
  const DisputeCase& row = GetParam();
  EXPECT_EQ(FindReasonAgainstDispute(row.run, row.line, row.earlier), row.reason);
}

INSTANTIATE_TEST_SUITE_P(
    INC11, Disputing,
    testing::Values(
        DisputeCase{"ALine", RunState::kCalculated, LineKind::kDeduction, std::nullopt, ""},
        DisputeCase{"ALineOfZero", RunState::kCalculated, LineKind::kHistoricalBonus, std::nullopt,
                    ""},
        DisputeCase{"ACharge", RunState::kCalculated, LineKind::kCompensation, std::nullopt, ""},
        DisputeCase{"NoSuchLine", RunState::kCalculated, std::nullopt, std::nullopt, kUnknownLine},
        DisputeCase{"ACorrection", RunState::kCalculated, LineKind::kCorrection, std::nullopt,
                    kLineDisputed},
        DisputeCase{"ACorrectionOfACharge", RunState::kCalculated, LineKind::kChargeCorrection,
                    std::nullopt, kLineDisputed},
        DisputeCase{"OpenAlready", RunState::kCalculated, LineKind::kDeduction, DisputeState::kOpen,
                    kLineDisputed},
        DisputeCase{"AnsweredToStand", RunState::kCalculated, LineKind::kDeduction,
                    DisputeState::kStands, kLineDisputed},
        DisputeCase{"AnsweredToCorrect", RunState::kCalculated, LineKind::kDeduction,
                    DisputeState::kCorrected, kLineDisputed},
        DisputeCase{"Approved", RunState::kApproved, LineKind::kDeduction, std::nullopt, kRunState},
        DisputeCase{"Released", RunState::kReleased, std::nullopt, DisputeState::kOpen, kRunState},
        DisputeCase{"Acknowledged", RunState::kAcknowledged, LineKind::kDeduction, std::nullopt,
                    kRunState}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(FindReasonAgainstAnswer, INC11_AnotherPersonAnswersOnce) {
  using enum DisputeState;
  for (const DisputeStep answer : {DisputeStep::kLetStand, DisputeStep::kCorrect}) {
    EXPECT_EQ(FindReasonAgainstAnswer(kOpen, answer, "S1", "F1"), "");
    EXPECT_EQ(FindReasonAgainstAnswer(kOpen, answer, "S1", "S1"), kSamePerson);
    EXPECT_EQ(FindReasonAgainstAnswer(kStands, answer, "S1", "F1"), kDisputeAnswered);
    EXPECT_EQ(FindReasonAgainstAnswer(kCorrected, answer, "S1", "S1"), kDisputeAnswered);
  }
}

}  // namespace
}  // namespace cuijiao::payroll
