#include "services/waiver/domain/waiver_state.h"

#include <gtest/gtest.h>

#include <map>
#include <utility>

namespace cuijiao::waiver {
namespace {

using enum WaiverState;

TEST(StateAfter, WVR7_AllowsTheListedStepsAndRefusesTheRestOfTheProduct) {
  const std::map<std::pair<WaiverState, WaiverStep>, WaiverState> allowed = {
      {{kSubmitted, WaiverStep::kApprove}, kApproved},
      {{kSubmitted, WaiverStep::kReject}, kRejected},
      {{kApproved, WaiverStep::kSettle}, kSettled},
      {{kApproved, WaiverStep::kExpire}, kExpired},
      {{kApproved, WaiverStep::kCancel}, kCancelled},
      {{kSettled, WaiverStep::kReverse}, kReversed},
  };
  for (const WaiverState state : kAllWaiverStates) {
    for (const WaiverStep step : kAllWaiverSteps) {
      const auto listed = allowed.find({state, step});
      const auto expected =
          listed == allowed.end() ? std::nullopt : std::optional<WaiverState>(listed->second);
      EXPECT_EQ(StateAfter(state, step), expected)
          << WaiverStateName(state) << " step " << static_cast<int>(step);
    }
  }
}

TEST(BlocksHousehold, Definition13_OpenUsedAndReversedWaiversBlock) {
  const std::map<WaiverState, bool> blocks = {
      {kSubmitted, true}, {kApproved, true},   {kRejected, false}, {kSettled, true},
      {kExpired, false},  {kCancelled, false}, {kReversed, true},
  };
  for (const WaiverState state : kAllWaiverStates) {
    EXPECT_EQ(BlocksHousehold(state), blocks.at(state)) << WaiverStateName(state);
  }
}

TEST(CountsInSignersMonth, WVR3_SignedAmountsCountUnlessGivenBack) {
  const std::map<WaiverState, bool> counts = {
      {kSubmitted, false}, {kApproved, true},   {kRejected, false}, {kSettled, true},
      {kExpired, false},   {kCancelled, false}, {kReversed, true},
  };
  for (const WaiverState state : kAllWaiverStates) {
    EXPECT_EQ(CountsInSignersMonth(state), counts.at(state)) << WaiverStateName(state);
  }
}

TEST(WaiverStateName, IsReadBack) {
  for (const WaiverState state : kAllWaiverStates) {
    EXPECT_EQ(ParseWaiverState(WaiverStateName(state)), state);
  }
  EXPECT_EQ(ParseWaiverState("approved"), std::nullopt);
  EXPECT_EQ(ParseWaiverState(""), std::nullopt);
}

}  // namespace
}  // namespace cuijiao::waiver
