// Substantive work on a unit and who may vouch for it (实质性催缴, INC-5). Payroll judges what it
// is worth; here it is recorded, accepted and approved.
#ifndef CUIJIAO_SERVICES_ESCALATION_DOMAIN_WORK_H_
#define CUIJIAO_SERVICES_ESCALATION_DOMAIN_WORK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/calendar/date.h"
#include "services/escalation/domain/case_step.h"

namespace cuijiao::escalation {

enum class WorkKind : std::uint8_t { kVisit, kCall, kProblemHandled, kOther };

// The work that a contact is; nothing for a call that reached nobody, a message, or a visit to the
// office by the owner. A visit is work also when nobody was at home.
std::optional<WorkKind> WorkOfContact(const Contact& contact);

enum class WorkRefusal : std::uint8_t {
  kNone,
  kHappenedInFuture,
  kKindRecordedAsContact,
  kPromisedDateMissing,
  kHandledLate,
};

// Whether work of `kind` may be recorded by hand: an owner's problem handled by the date that the
// owner was promised, or another form. Visits and calls come in as contacts.
WorkRefusal CheckWork(WorkKind kind, Date happened, const std::optional<Date>& promised,
                      Date today);

enum class ConsentRefusal : std::uint8_t { kNone, kOwnWork, kWrongKind };

// A collaborator accepts a call; nobody accepts their own.
ConsentRefusal CheckAcceptance(WorkKind kind, std::string_view author, std::string_view staff_id);
// A team leader approves another form; nobody approves their own.
ConsentRefusal CheckApproval(WorkKind kind, std::string_view author, std::string_view staff_id);

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_DOMAIN_WORK_H_
