#include "services/payroll/domain/payout_state.h"

#include <gtest/gtest.h>

#include <map>
#include <utility>

namespace cuijiao::payroll {
namespace {

// The whole product of states and steps: what is not listed here is refused.
TEST(PayoutStateAfter, INC12_AllowsTheListedStepsAlone) {
  using enum PayoutState;
  using enum PayoutStep;
  const std::map<std::pair<PayoutState, PayoutStep>, PayoutState> allowed = {
      {{kReleased, kAcknowledge}, kAcknowledged},
      {{kReleased, kReject}, kRejected},
      {{kRejected, kSendAgain}, kReleased},
      {{kRejected, kSettle}, kResolved},
  };
  for (const PayoutState from : kPayoutStates) {
    for (const PayoutStep step : kPayoutSteps) {
      const auto listed = allowed.find({from, step});
      const std::optional<PayoutState> expected =
          listed == allowed.end() ? std::nullopt : std::optional(listed->second);
      EXPECT_EQ(StateAfter(from, step), expected)
          << PayoutStateName(from) << " " << static_cast<int>(step);
    }
  }
}

}  // namespace
}  // namespace cuijiao::payroll
