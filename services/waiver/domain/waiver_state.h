// The life of a waiver (WVR-7) as one table.
#ifndef CUIJIAO_SERVICES_WAIVER_DOMAIN_WAIVER_STATE_H_
#define CUIJIAO_SERVICES_WAIVER_DOMAIN_WAIVER_STATE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cuijiao::waiver {

enum class WaiverState : std::uint8_t {
  kSubmitted,
  kApproved,
  kRejected,
  kSettled,
  kExpired,
  kCancelled,
  kReversed,
};

inline constexpr std::array kAllWaiverStates = {
    WaiverState::kSubmitted, WaiverState::kApproved,  WaiverState::kRejected, WaiverState::kSettled,
    WaiverState::kExpired,   WaiverState::kCancelled, WaiverState::kReversed,
};

// What happens to a waiver.
enum class WaiverStep : std::uint8_t { kApprove, kReject, kSettle, kExpire, kCancel, kReverse };

inline constexpr std::array kAllWaiverSteps = {
    WaiverStep::kApprove, WaiverStep::kReject, WaiverStep::kSettle,
    WaiverStep::kExpire,  WaiverStep::kCancel, WaiverStep::kReverse,
};

// Where `step` leads from `state`; nothing where it is refused.
std::optional<WaiverState> StateAfter(WaiverState state, WaiverStep step);

// True where the waiver holds its household for the plan year (WVR-5; section 6, definition 13).
bool BlocksHousehold(WaiverState state);

// True where the amount counts against the signer's month (WVR-3).
bool CountsInSignersMonth(WaiverState state);

// "SUBMITTED": as the database and the API write it.
std::string_view WaiverStateName(WaiverState state);
std::optional<WaiverState> ParseWaiverState(std::string_view name);

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_DOMAIN_WAIVER_STATE_H_
