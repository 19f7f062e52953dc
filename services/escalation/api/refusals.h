// What the escalation service refuses, with the reasons that clients read. The README lists them.
#ifndef CUIJIAO_SERVICES_ESCALATION_API_REFUSALS_H_
#define CUIJIAO_SERVICES_ESCALATION_API_REFUSALS_H_

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "services/escalation/domain/contact.h"
#include "services/escalation/domain/work.h"

namespace cuijiao::escalation {

// NOT_FOUND, for those who may know that a thing does not exist.
inline constexpr std::string_view kUnknownUnit = "UNKNOWN_UNIT";
inline constexpr std::string_view kUnknownCase = "UNKNOWN_CASE";
inline constexpr std::string_view kUnknownWork = "UNKNOWN_WORK";
inline constexpr std::string_view kUnknownCommunity = "UNKNOWN_COMMUNITY";

// FAILED_PRECONDITION: the case does not allow it now.
inline constexpr std::string_view kNoOpenCase = "NO_OPEN_CASE";
inline constexpr std::string_view kCaseClosed = "CASE_CLOSED";
inline constexpr std::string_view kNoFailedHomeVisit = "NO_FAILED_HOME_VISIT";
inline constexpr std::string_view kChannelNotAllowed = "CHANNEL_NOT_ALLOWED";
inline constexpr std::string_view kPromiseNotTakenHere = "PROMISE_NOT_TAKEN_HERE";
inline constexpr std::string_view kPromiseAboveDebt = "PROMISE_ABOVE_DEBT";
inline constexpr std::string_view kNotACall = "NOT_A_CALL";
inline constexpr std::string_view kNotAnotherForm = "NOT_ANOTHER_FORM";
inline constexpr std::string_view kOwnWork = "OWN_WORK";

// INVALID_ARGUMENT: it could be right on no day.
inline constexpr std::string_view kHappenedInFuture = "HAPPENED_IN_FUTURE";
inline constexpr std::string_view kUnknownReason = "UNKNOWN_REASON";
inline constexpr std::string_view kPromiseMissing = "PROMISE_MISSING";
inline constexpr std::string_view kPromiseTooSoon = "PROMISE_TOO_SOON";
inline constexpr std::string_view kPromiseTooLate = "PROMISE_TOO_LATE";
inline constexpr std::string_view kKindRecordedAsContact = "KIND_RECORDED_AS_CONTACT";
inline constexpr std::string_view kPromisedDateMissing = "PROMISED_DATE_MISSING";
inline constexpr std::string_view kHandledLate = "HANDLED_LATE";

// ABORTED: the business date moved on while the run was under way; run again.
inline constexpr std::string_view kDayMovedOn = "DAY_MOVED_ON";

// A field of the request by its name.
struct NamedField {
  std::string_view name;
  const std::string& text;
};

// INVALID_ARGUMENT naming the first of these fields when more than one of them is set.
absl::Status CheckAtMostOneSet(std::span<const NamedField> fields);

// NOT_FOUND with `reason`: "there is no <what> <id>".
absl::Status RefuseUnknown(std::string_view reason, std::string_view what, std::string_view id);

absl::Status RefuseNoOpenCase(std::string_view unit_id);
absl::Status RefuseClosedCase(std::string_view case_id);
absl::Status RefuseWithoutFailedHomeVisit(std::string_view case_id);

// All refusals of one contact at once: reason and code are the first one's, the value "failed"
// lists all reasons, and the message says each. `refusals` is not empty; `values` are what the
// request said and what it was tested with.
absl::Status RefuseContact(std::span<const ContactRefusal> refusals,
                           std::map<std::string, std::string> values);

// Of a refusal that is not kNone; `values` as above.
absl::Status RefuseWork(WorkRefusal refusal, std::map<std::string, std::string> values);
// `wrong_kind_reason` names what the record is not: kNotACall or kNotAnotherForm.
absl::Status RefuseConsent(ConsentRefusal refusal, std::string_view wrong_kind_reason);

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_API_REFUSALS_H_
