// What a contact with an owner may claim, and where it leaves the case (ESC-3, N2 to N4).
#ifndef CUIJIAO_SERVICES_ESCALATION_DOMAIN_CONTACT_H_
#define CUIJIAO_SERVICES_ESCALATION_DOMAIN_CONTACT_H_

#include <optional>
#include <string>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/escalation/domain/case_day.h"

namespace cuijiao::escalation {

struct PromiseGiven {
  Date promised_date;
  Fen amount;
  std::string method;
};

struct NewContact {
  Contact contact;
  std::string reason_code;  // empty: not learned
  std::optional<PromiseGiven> promise;
};

// Why a contact is refused; in the order in which they are told.
enum class ContactRefusal : std::uint8_t {
  kHappenedInFuture,
  kUnknownReason,
  kChannelNotAllowed,
  kPromiseMissing,
  kPromiseNotTakenHere,
  kPromiseTooSoon,
  kPromiseTooLate,
  kPromiseAboveDebt,
};

struct ContactDecision {
  std::vector<ContactRefusal> refusals;
  // The move that was due before the contact and that the day's run has not made yet: the contact
  // and its promise belong to the step it leads to.
  std::optional<Move> due_move;
  // When nothing is refused: the move that the contact opens, at once.
  std::optional<Move> move;
  // The day of the next task; nothing while a promise is open, unless a move with the contact
  // brought the case to a step where nobody has spoken to the owner yet.
  std::optional<Date> next_task_date;
};

// Everything that is wrong with the contact, or what follows from it. A contact that brought no
// promise is followed by a task the day after, at whatever step the case then is.
ContactDecision DecideContact(const Plan& plan, const OpenCase& open_case, Fen overdue,
                              bool workplace_visit_approved, const NewContact& contact, Date today);

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_DOMAIN_CONTACT_H_
