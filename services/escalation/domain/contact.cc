#include "services/escalation/domain/contact.h"

#include <utility>

namespace cuijiao::escalation {
namespace {

void CheckPromiseGiven(const Plan& plan, const CaseAtStep& at_step, Fen overdue,
                       const NewContact& contact, std::vector<ContactRefusal>& refusals) {
  const bool promised = contact.contact.outcome == ContactOutcome::kPromised;
  if (promised != contact.promise.has_value()) {
    refusals.push_back(ContactRefusal::kPromiseMissing);
    return;
  }
  if (!promised) return;
  const Step* step = plan.FindStep(at_step.track, at_step.step);
  if (step == nullptr) {
    refusals.push_back(ContactRefusal::kPromiseNotTakenHere);
    return;
  }
  switch (CheckPromise(plan, *step, contact.contact.happened_date, contact.promise->promised_date,
                       contact.promise->amount, overdue)) {
    case PromiseRefusal::kNone:
      break;
    case PromiseRefusal::kNotTakenHere:
      refusals.push_back(ContactRefusal::kPromiseNotTakenHere);
      break;
    case PromiseRefusal::kTooSoon:
      refusals.push_back(ContactRefusal::kPromiseTooSoon);
      break;
    case PromiseRefusal::kTooLate:
      refusals.push_back(ContactRefusal::kPromiseTooLate);
      break;
    case PromiseRefusal::kAboveDebt:
      refusals.push_back(ContactRefusal::kPromiseAboveDebt);
      break;
  }
}

}  // namespace

ContactDecision DecideContact(const Plan& plan, const OpenCase& open_case, Fen overdue,
                              bool workplace_visit_approved, const NewContact& contact,
                              Date today) {
  ContactDecision decision;
  CaseAtStep at_step = AsJudged(open_case, today);
  decision.due_move = DecideMove(plan, at_step);
  if (decision.due_move) at_step = AfterMove(std::move(at_step), *decision.due_move, today);
  if (contact.contact.happened_date > today) {
    decision.refusals.push_back(ContactRefusal::kHappenedInFuture);
  }
  if (!contact.reason_code.empty() && plan.FindReason(contact.reason_code) == nullptr) {
    decision.refusals.push_back(ContactRefusal::kUnknownReason);
  }
  if (contact.contact.channel == ContactChannel::kVisitWorkplace &&
      !MayVisitWorkplace(at_step.contacts, workplace_visit_approved)) {
    decision.refusals.push_back(ContactRefusal::kChannelNotAllowed);
  }
  CheckPromiseGiven(plan, at_step, overdue, contact, decision.refusals);
  if (!decision.refusals.empty()) return decision;

  at_step.contacts.push_back(contact.contact);
  if (!contact.reason_code.empty()) at_step.reason_code = contact.reason_code;
  if (contact.promise.has_value()) {
    Promise promise;
    promise.given_date = contact.contact.happened_date;
    promise.promised_date = contact.promise->promised_date;
    promise.amount = contact.promise->amount;
    // Entered late, it may have been kept or broken already.
    promise.state = JudgePromise(promise, open_case.payments, today);
    at_step.promises.push_back(promise);
  }
  decision.move = DecideMove(plan, at_step);
  const bool waiting = HasPromiseIn(at_step.promises, PromiseState::kOpen);
  if (decision.move || !waiting) decision.next_task_date = today + 1;
  return decision;
}

}  // namespace cuijiao::escalation
