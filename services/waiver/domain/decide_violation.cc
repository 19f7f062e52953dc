#include "services/waiver/domain/decide_violation.h"

#include <tuple>

namespace cuijiao::waiver {
namespace {

constexpr std::array kAllKinds = {ViolationKind::kStacked, ViolationKind::kBeyondAuthority,
                                  ViolationKind::kSplit, ViolationKind::kUnauthorisedPromise};

bool IsLater(const SignedWaiver& a, const SignedWaiver& b) {
  return std::tie(a.signed_time, a.id) > std::tie(b.signed_time, b.id);
}

}  // namespace

std::string_view ViolationKindName(ViolationKind kind) {
  switch (kind) {
    case ViolationKind::kStacked:
      return "STACKED";
    case ViolationKind::kBeyondAuthority:
      return "BEYOND_AUTHORITY";
    case ViolationKind::kSplit:
      return "SPLIT";
    case ViolationKind::kUnauthorisedPromise:
      return "UNAUTHORISED_PROMISE";
  }
  return "";
}

std::optional<ViolationKind> ParseViolationKind(std::string_view name) {
  for (const ViolationKind kind : kAllKinds) {
    if (ViolationKindName(kind) == name) return kind;
  }
  return std::nullopt;
}

std::variant<ViolationCharge, ViolationRefusal> DecideViolation(
    ViolationKind kind, const SignedWaiver& waiver, std::span<const SignedWaiver> others) {
  if (waiver.state != WaiverState::kSettled) {
    return ViolationRefusal{ViolationRefusal::Why::kNotUsed, ""};
  }
  if (kind == ViolationKind::kStacked) {
    // WVR-6: the later signer bears the later waiver, so the first one of a household is no loss.
    if (others.empty()) return ViolationRefusal{ViolationRefusal::Why::kNotStacked, ""};
    const SignedWaiver* later = nullptr;
    for (const SignedWaiver& other : others) {
      if (IsLater(waiver, other)) return ViolationCharge{waiver.signed_by, waiver.amount};
      if (later == nullptr || IsLater(*later, other)) later = &other;
    }
    return ViolationRefusal{ViolationRefusal::Why::kEarlierWaiver, later->id};
  }
  return ViolationCharge{waiver.signed_by, waiver.amount};
}

}  // namespace cuijiao::waiver
