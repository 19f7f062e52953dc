// What the waiver service refuses, with the reasons that clients read.
#ifndef CUIJIAO_SERVICES_WAIVER_API_REFUSALS_H_
#define CUIJIAO_SERVICES_WAIVER_API_REFUSALS_H_

#include <span>
#include <string_view>

#include "absl/status/status.h"
#include "services/waiver/domain/decide_signature.h"
#include "services/waiver/domain/decide_violation.h"
#include "services/waiver/domain/decide_waiver.h"
#include "services/waiver/domain/waiver.h"

namespace cuijiao::waiver {

inline constexpr std::string_view kUnknownWaiver = "UNKNOWN_WAIVER";  // NOT_FOUND
inline constexpr std::string_view kClaimContradicted = "CLAIM_CONTRADICTED";
inline constexpr std::string_view kUnknownStaff = "UNKNOWN_STAFF";  // NOT_FOUND
inline constexpr std::string_view kWrongState = "WVR-7-STATE";
inline constexpr std::string_view kApprovalExpired = "WVR-7-EXPIRED";
inline constexpr std::string_view kOwnRequest = "WVR-7-OWN-REQUEST";
inline constexpr std::string_view kOwnHousehold = "WVR-7-OWN-HOUSEHOLD";
inline constexpr std::string_view kNoSigner = "NO_SIGNER";  // PERMISSION_DENIED
inline constexpr std::string_view kSettlementInProgress = "SETTLEMENT_IN_PROGRESS";
inline constexpr std::string_view kSettlementPending = "SETTLEMENT_PENDING";  // UNAVAILABLE
inline constexpr std::string_view kViolationNotUsed = "WVR-6-NOT-USED";
inline constexpr std::string_view kViolationNotStacked = "WVR-6-NOT-STACKED";
inline constexpr std::string_view kViolationEarlierWaiver = "WVR-6-EARLIER-WAIVER";
inline constexpr std::string_view kViolationChargedAlready = "WVR-6-CHARGED-ALREADY";

// FAILED_PRECONDITION for rules that stand in the way, in the order of their ids. The reason is
// the first one's id; the values are "failed" (all ids), each id with what was compared, and
// "may_sign" (who may). Where the GM may sign, the message says so. `rules` is not empty.
absl::Status RefuseForRules(std::span<const Rule> rules, const WaiverDecision& decision);

absl::Status RefuseUnknownWaiver(std::string_view waiver_id);
absl::Status RefuseUnknownStaff(std::string_view staff_id);
// WVR-7-EXPIRED for an expired waiver, else WVR-7-STATE; `wish` is "approved", "settled" …
absl::Status RefuseForState(const Waiver& waiver, std::string_view wish);
absl::Status RefuseSignature(SignatureObstacle obstacle);
absl::Status RefuseSettlementInProgress(std::string_view waiver_id);
absl::Status RefuseViolation(const ViolationRefusal& refusal);

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_API_REFUSALS_H_
