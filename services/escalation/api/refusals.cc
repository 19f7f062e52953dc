#include "services/escalation/api/refusals.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"

namespace cuijiao::escalation {
namespace {

struct RefusalText {
  absl::StatusCode code;
  std::string_view reason;
  std::string_view message;
};

RefusalText TextOf(ContactRefusal refusal) {
  using enum absl::StatusCode;
  switch (refusal) {
    case ContactRefusal::kHappenedInFuture:
      return {kInvalidArgument, kHappenedInFuture, "happened_date is after the business date"};
    case ContactRefusal::kUnknownReason:
      return {kInvalidArgument, kUnknownReason, "reason_code is not in the policy's catalogue"};
    case ContactRefusal::kChannelNotAllowed:
      return {kFailedPrecondition, kChannelNotAllowed,
              "an owner is visited at work only after a visit at home failed and with the"
              " leader's approval (家访未果并经组长批准后方可到单位)"};
    case ContactRefusal::kPromiseMissing:
      return {kInvalidArgument, kPromiseMissing,
              "PROMISED comes with promised_date and promised_fen, every other outcome without"};
    case ContactRefusal::kPromiseNotTakenHere:
      return {kFailedPrecondition, kPromiseNotTakenHere, "the case's step takes no promises"};
    case ContactRefusal::kPromiseTooSoon:
      return {kInvalidArgument, kPromiseTooSoon, "promised_date is too near to the contact"};
    case ContactRefusal::kPromiseTooLate:
      return {kInvalidArgument, kPromiseTooLate, "promised_date is past the step's limit"};
    case ContactRefusal::kPromiseAboveDebt:
      return {kFailedPrecondition, kPromiseAboveDebt, "promised_fen is more than is overdue"};
  }
  return {kInternal, "", "a refusal that is not listed"};
}

absl::Status RefuseCase(std::string_view reason, std::string_view message,
                        std::string_view case_id) {
  return Refusal(absl::StatusCode::kFailedPrecondition, reason, std::string(message),
                 {{"case_id", std::string(case_id)}});
}

}  // namespace

absl::Status RefuseUnknown(std::string_view reason, std::string_view what, std::string_view id) {
  return Refusal(absl::StatusCode::kNotFound, reason,
                 absl::StrCat("there is no ", std::string(what), " ", std::string(id)),
                 {{"id", std::string(id)}});
}

absl::Status RefuseNoOpenCase(std::string_view unit_id) {
  return Refusal(absl::StatusCode::kFailedPrecondition, kNoOpenCase,
                 "the unit has no open case (该户没有在催案件)",
                 {{"unit_id", std::string(unit_id)}});
}

absl::Status RefuseClosedCase(std::string_view case_id) {
  return RefuseCase(kCaseClosed, "the case is closed", case_id);
}

absl::Status RefuseWithoutFailedHomeVisit(std::string_view case_id) {
  return RefuseCase(kNoFailedHomeVisit,
                    "a visit at work needs a visit at home that met nobody before it", case_id);
}

absl::Status CheckAtMostOneSet(std::span<const NamedField> fields) {
  std::string names;
  std::size_t set = 0;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string_view between = i == 0 ? "" : i + 1 == fields.size() ? " and " : ", ";
    names += std::string(between) + std::string(fields[i].name);
    set += fields[i].text.empty() ? 0 : 1;
  }
  if (set <= 1) return absl::OkStatus();
  return InvalidFields({{std::string(fields.front().name), "set one of " + names}});
}

absl::Status RefuseContact(std::span<const ContactRefusal> refusals,
                           std::map<std::string, std::string> values) {
  std::string failed;
  std::string message;
  for (const ContactRefusal refusal : refusals) {
    const RefusalText text = TextOf(refusal);
    failed += (failed.empty() ? "" : ",") + std::string(text.reason);
    message += (message.empty() ? "" : "; ") + std::string(text.message);
  }
  const RefusalText first = TextOf(refusals.front());
  values["failed"] = failed;
  return Refusal(first.code, first.reason, message, std::move(values));
}

absl::Status RefuseWork(WorkRefusal refusal, std::map<std::string, std::string> values) {
  const auto invalid = [&](std::string_view reason, std::string message) {
    return Refusal(absl::StatusCode::kInvalidArgument, reason, std::move(message),
                   std::move(values));
  };
  switch (refusal) {
    case WorkRefusal::kHappenedInFuture:
      return invalid(kHappenedInFuture, "happened_date is after the business date");
    case WorkRefusal::kKindRecordedAsContact:
      return invalid(kKindRecordedAsContact, "kind: visits and calls are recorded as contacts");
    case WorkRefusal::kPromisedDateMissing:
      return invalid(
          kPromisedDateMissing,
          "promised_date is missing: a problem handled comes with what the owner was promised");
    case WorkRefusal::kHandledLate:
      return invalid(kHandledLate,
                     "happened_date is after promised_date: the problem was handled late");
    case WorkRefusal::kNone:
      break;
  }
  return absl::InternalError("a refusal that is not listed");
}

absl::Status RefuseConsent(ConsentRefusal refusal, std::string_view wrong_kind_reason) {
  if (refusal == ConsentRefusal::kOwnWork) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kOwnWork,
                   "nobody vouches for their own work");
  }
  return Refusal(absl::StatusCode::kFailedPrecondition, wrong_kind_reason,
                 wrong_kind_reason == kNotACall ? "only a phone call is accepted by collaborators"
                                                : "only another form of work is approved");
}

}  // namespace cuijiao::escalation
