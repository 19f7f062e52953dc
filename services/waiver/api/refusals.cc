#include "services/waiver/api/refusals.h"

#include <algorithm>
#include <map>
#include <string>

#include "common/calendar/date.h"
#include "common/status/reason.h"

namespace cuijiao::waiver {

absl::Status RefuseForRules(std::span<const Rule> rules, const WaiverDecision& decision) {
  std::map<std::string, std::string> values;
  std::string failed;
  std::string message;
  for (const Finding& finding : decision.findings) {
    if (std::ranges::find(rules, finding.rule) == rules.end()) continue;
    const std::string id(RuleId(finding.rule));
    values[id] = finding.text.en;
    failed += (failed.empty() ? "" : ",") + id;
    message += (message.empty() ? "" : "; ") + id + ": " + finding.text.en;
  }
  values["failed"] = failed;
  values["may_sign"] = AuthorityName(decision.authority);
  if (decision.authority == Authority::kGeneralManager) {
    message += "; the branch general manager may sign it (可由分公司总经理签字)";
  }
  return Refusal(absl::StatusCode::kFailedPrecondition, RuleId(rules.front()), message, values);
}

absl::Status RefuseUnknownWaiver(std::string_view waiver_id) {
  return Refusal(absl::StatusCode::kNotFound, kUnknownWaiver, "there is no such waiver",
                 {{"waiver_id", std::string(waiver_id)}});
}

absl::Status RefuseUnknownStaff(std::string_view staff_id) {
  return Refusal(absl::StatusCode::kNotFound, kUnknownStaff, "there is no such staff member",
                 {{"staff_id", std::string(staff_id)}});
}

absl::Status RefuseForState(const Waiver& waiver, std::string_view wish) {
  const std::string state(WaiverStateName(waiver.state));
  std::map<std::string, std::string> values = {{"waiver_id", waiver.id}, {"state", state}};
  if (waiver.state == WaiverState::kExpired && waiver.signature) {
    const std::string last_day = FormatDate(waiver.signature->valid_through);
    values["valid_through_date"] = last_day;
    return Refusal(absl::StatusCode::kFailedPrecondition, kApprovalExpired,
                   "the waiver was valid through " + last_day, values);
  }
  return Refusal(absl::StatusCode::kFailedPrecondition, kWrongState,
                 "a waiver that is " + state + " cannot be " + std::string(wish), values);
}

absl::Status RefuseSignature(SignatureObstacle obstacle) {
  switch (obstacle) {
    case SignatureObstacle::kOwnRequest:
      return Refusal(absl::StatusCode::kFailedPrecondition, kOwnRequest,
                     "a signer may not sign their own request");
    case SignatureObstacle::kOwnHousehold:
      return Refusal(absl::StatusCode::kFailedPrecondition, kOwnHousehold,
                     "a signer may not sign for a household they are an owner of");
  }
  return absl::InternalError("an obstacle that is not listed");
}

absl::Status RefuseSettlementInProgress(std::string_view waiver_id) {
  return Refusal(absl::StatusCode::kFailedPrecondition, kSettlementInProgress,
                 "a settlement of the waiver is on its way to the ledger",
                 {{"waiver_id", std::string(waiver_id)}});
}

absl::Status RefuseViolation(const ViolationRefusal& refusal) {
  switch (refusal.why) {
    case ViolationRefusal::Why::kNotUsed:
      return Refusal(absl::StatusCode::kFailedPrecondition, kViolationNotUsed,
                     "the waiver is not settled: nothing was lost by it");
    case ViolationRefusal::Why::kNotStacked:
      return Refusal(absl::StatusCode::kFailedPrecondition, kViolationNotStacked,
                     "the household has no other signed waiver in the plan year");
    case ViolationRefusal::Why::kEarlierWaiver:
      return Refusal(absl::StatusCode::kFailedPrecondition, kViolationEarlierWaiver,
                     "the later of stacked waivers is charged, and this is the first",
                     {{"later_waiver_id", refusal.other_waiver_id}});
  }
  return absl::InternalError("a refusal that is not listed");
}

}  // namespace cuijiao::waiver
