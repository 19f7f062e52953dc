// The life of a payout (INC-12).
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_PAYOUT_STATE_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_PAYOUT_STATE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cuijiao::payroll {

// A rejected payout is a task for the payroll officer.
enum class PayoutState : std::uint8_t { kReleased, kAcknowledged, kRejected, kResolved };
enum class PayoutStep : std::uint8_t { kAcknowledge, kReject, kSendAgain, kSettle };

inline constexpr std::array kPayoutStates = {PayoutState::kReleased, PayoutState::kAcknowledged,
                                             PayoutState::kRejected, PayoutState::kResolved};
inline constexpr std::array kPayoutSteps = {PayoutStep::kAcknowledge, PayoutStep::kReject,
                                            PayoutStep::kSendAgain, PayoutStep::kSettle};

struct PayoutTransition {
  PayoutState from;
  PayoutStep step;
  PayoutState to;
};

// A payout begins RELEASED, with its run. What is not listed is refused: what was taken stays
// taken, so that nothing is paid twice.
inline constexpr std::array kPayoutTransitions = {
    PayoutTransition{PayoutState::kReleased, PayoutStep::kAcknowledge, PayoutState::kAcknowledged},
    PayoutTransition{PayoutState::kReleased, PayoutStep::kReject, PayoutState::kRejected},
    PayoutTransition{PayoutState::kRejected, PayoutStep::kSendAgain, PayoutState::kReleased},
    PayoutTransition{PayoutState::kRejected, PayoutStep::kSettle, PayoutState::kResolved},
};

// Where `step` leads from `from`; none when it is refused.
constexpr std::optional<PayoutState> StateAfter(PayoutState from, PayoutStep step) {
  for (const PayoutTransition& transition : kPayoutTransitions) {
    if (transition.from == from && transition.step == step) return transition.to;
  }
  return std::nullopt;
}

// "RELEASED".
constexpr std::string_view PayoutStateName(PayoutState state) {
  switch (state) {
    case PayoutState::kReleased:
      return "RELEASED";
    case PayoutState::kAcknowledged:
      return "ACKNOWLEDGED";
    case PayoutState::kRejected:
      return "REJECTED";
    case PayoutState::kResolved:
      return "RESOLVED";
  }
  return "";
}

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_PAYOUT_STATE_H_
