#include "services/escalation/domain/work.h"

namespace cuijiao::escalation {
namespace {

ConsentRefusal CheckConsent(bool right_kind, std::string_view author, std::string_view staff_id) {
  if (!right_kind) return ConsentRefusal::kWrongKind;
  return author == staff_id ? ConsentRefusal::kOwnWork : ConsentRefusal::kNone;
}

}  // namespace

std::optional<WorkKind> WorkOfContact(const Contact& contact) {
  switch (contact.channel) {
    case ContactChannel::kPhone:
      if (contact.outcome == ContactOutcome::kNotReached) return std::nullopt;
      return WorkKind::kCall;
    case ContactChannel::kVisitHome:
    case ContactChannel::kVisitWorkplace:
      return WorkKind::kVisit;
    case ContactChannel::kMessage:
    case ContactChannel::kOffice:
      return std::nullopt;
  }
  return std::nullopt;
}

WorkRefusal CheckWork(WorkKind kind, Date happened, const std::optional<Date>& promised,
                      Date today) {
  if (kind == WorkKind::kVisit || kind == WorkKind::kCall) {
    return WorkRefusal::kKindRecordedAsContact;
  }
  if (happened > today) return WorkRefusal::kHappenedInFuture;
  if (kind == WorkKind::kOther) return WorkRefusal::kNone;
  if (!promised.has_value()) return WorkRefusal::kPromisedDateMissing;
  return happened > *promised ? WorkRefusal::kHandledLate : WorkRefusal::kNone;
}

ConsentRefusal CheckAcceptance(WorkKind kind, std::string_view author, std::string_view staff_id) {
  return CheckConsent(kind == WorkKind::kCall, author, staff_id);
}

ConsentRefusal CheckApproval(WorkKind kind, std::string_view author, std::string_view staff_id) {
  return CheckConsent(kind == WorkKind::kOther, author, staff_id);
}

}  // namespace cuijiao::escalation
