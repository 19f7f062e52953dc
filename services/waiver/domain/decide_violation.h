// Who bears the loss of a breach, and how much (WVR-6). Pure.
#ifndef CUIJIAO_SERVICES_WAIVER_DOMAIN_DECIDE_VIOLATION_H_
#define CUIJIAO_SERVICES_WAIVER_DOMAIN_DECIDE_VIOLATION_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "absl/time/time.h"
#include "common/money/fen.h"
#include "services/waiver/domain/waiver_state.h"

namespace cuijiao::waiver {

enum class ViolationKind : std::uint8_t {
  kStacked,              // a second waiver on one household in a plan year
  kBeyondAuthority,      // signed beyond authority
  kSplit,                // one waiver split into parts
  kUnauthorisedPromise,  // 乱承诺: a promise to an owner that nobody was asked about
};

// "STACKED": as the database and the API write it.
std::string_view ViolationKindName(ViolationKind kind);
std::optional<ViolationKind> ParseViolationKind(std::string_view name);

// A waiver with its signature.
struct SignedWaiver {
  std::string id;
  WaiverState state = WaiverState::kApproved;
  std::string signed_by;
  absl::Time signed_time;
  Fen amount;
};

struct ViolationCharge {
  std::string bearer_id;
  Fen loss;
};

struct ViolationRefusal {
  enum class Why : std::uint8_t {
    kNotUsed,        // not settled, or its payment was reversed: nothing was lost
    kNotStacked,     // the household has no other waiver
    kEarlierWaiver,  // the other one was signed later: its signer bears its amount
  };
  Why why;
  std::string other_waiver_id;  // for kEarlierWaiver
};

// The charge for `waiver`, which is found to break a rule; not for promises. `others` are the
// household's other signed waivers of the plan year, in any order, for kStacked alone. Of two
// signed at the same moment the one with the greater id is the later.
std::variant<ViolationCharge, ViolationRefusal> DecideViolation(
    ViolationKind kind, const SignedWaiver& waiver, std::span<const SignedWaiver> others);

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_DOMAIN_DECIDE_VIOLATION_H_
