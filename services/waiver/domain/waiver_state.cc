#include "services/waiver/domain/waiver_state.h"

namespace cuijiao::waiver {
namespace {

struct Transition {
  WaiverState from;
  WaiverStep step;
  WaiverState to;
};

// WVR-7. What is not listed is refused.
constexpr std::array kTransitions = {
    Transition{WaiverState::kSubmitted, WaiverStep::kApprove, WaiverState::kApproved},
    Transition{WaiverState::kSubmitted, WaiverStep::kReject, WaiverState::kRejected},
    Transition{WaiverState::kApproved, WaiverStep::kSettle, WaiverState::kSettled},
    Transition{WaiverState::kApproved, WaiverStep::kExpire, WaiverState::kExpired},
    Transition{WaiverState::kApproved, WaiverStep::kCancel, WaiverState::kCancelled},
    Transition{WaiverState::kSettled, WaiverStep::kReverse, WaiverState::kReversed},
};

}  // namespace

std::optional<WaiverState> StateAfter(WaiverState state, WaiverStep step) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == state && transition.step == step) return transition.to;
  }
  return std::nullopt;
}

bool BlocksHousehold(WaiverState state) {
  return state == WaiverState::kSubmitted || state == WaiverState::kApproved ||
         state == WaiverState::kSettled || state == WaiverState::kReversed;
}

bool CountsInSignersMonth(WaiverState state) {
  return state == WaiverState::kApproved || state == WaiverState::kSettled ||
         state == WaiverState::kReversed;
}

std::string_view WaiverStateName(WaiverState state) {
  switch (state) {
    case WaiverState::kSubmitted:
      return "SUBMITTED";
    case WaiverState::kApproved:
      return "APPROVED";
    case WaiverState::kRejected:
      return "REJECTED";
    case WaiverState::kSettled:
      return "SETTLED";
    case WaiverState::kExpired:
      return "EXPIRED";
    case WaiverState::kCancelled:
      return "CANCELLED";
    case WaiverState::kReversed:
      return "REVERSED";
  }
  return "";
}

std::optional<WaiverState> ParseWaiverState(std::string_view name) {
  for (const WaiverState state : kAllWaiverStates) {
    if (WaiverStateName(state) == name) return state;
  }
  return std::nullopt;
}

}  // namespace cuijiao::waiver
