#include "services/payroll/domain/run_state.h"

#include <gtest/gtest.h>

#include <set>
#include <utility>
#include <vector>

namespace cuijiao::payroll {
namespace {

// The whole product of states and steps: what is not listed here is refused.
TEST(StateAfter, INC11_AllowsTheListedStepsAlone) {
  using enum RunState;
  using enum RunStep;
  const std::set<std::pair<int, RunStep>> allowed = {
      {-1, kCalculate},
      {static_cast<int>(kCalculated), kCalculate},
      {static_cast<int>(kCalculated), kApprove},
      {static_cast<int>(kApproved), kRelease},
      {static_cast<int>(kReleased), kAcknowledgeAll},
  };
  std::vector<std::optional<RunState>> states = {std::nullopt};
  states.insert(states.end(), kRunStates.begin(), kRunStates.end());
  for (const std::optional<RunState>& state : states) {
    for (const RunStep step : kRunSteps) {
      const int from = state ? static_cast<int>(*state) : -1;
      EXPECT_EQ(StateAfter(state, step).has_value(), allowed.contains({from, step}))
          << from << " " << static_cast<int>(step);
    }
  }
}

TEST(StateAfter, INC11_LeadsForward) {
  EXPECT_EQ(StateAfter(RunState::kCalculated, RunStep::kApprove), RunState::kApproved);
  EXPECT_EQ(StateAfter(RunState::kApproved, RunStep::kRelease), RunState::kReleased);
  EXPECT_EQ(StateAfter(RunState::kReleased, RunStep::kAcknowledgeAll), RunState::kAcknowledged);
}

}  // namespace
}  // namespace cuijiao::payroll
