// Where a case goes next (ESC-1, ESC-2, ESC-16): pure functions over what happened at its step.
#ifndef CUIJIAO_SERVICES_ESCALATION_DOMAIN_CASE_STEP_H_
#define CUIJIAO_SERVICES_ESCALATION_DOMAIN_CASE_STEP_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/date.h"
#include "services/escalation/domain/plan.h"
#include "services/escalation/domain/promise.h"

namespace cuijiao::escalation {

enum class ContactChannel : std::uint8_t { kPhone, kVisitHome, kVisitWorkplace, kMessage, kOffice };
enum class ContactOutcome : std::uint8_t { kPromised, kNoPromise, kRefused, kNotReached };

struct Contact {
  ContactChannel channel = ContactChannel::kPhone;
  ContactOutcome outcome = ContactOutcome::kNotReached;
  Date happened_date;
  bool told_next_measure = false;
};

// What is known of a case at its step.
struct CaseAtStep {
  std::string track;
  std::string step;
  int months_overdue = 0;
  std::string reason_code;        // empty: not learned
  std::vector<Contact> contacts;  // made at this step, oldest first
  // As judged today, oldest first: those given at this step and those that came along to it.
  std::vector<Promise> promises;
};

// The facts that hold of the case now. A promise that broke counts whatever was promised or kept
// besides it (ESC-5). While a promise is open, a contact without one is not held against the owner.
std::set<Fact> FactsOf(const Plan& plan, const CaseAtStep& at_step);

// A move to `to_step` and the guard that opened.
struct Move {
  std::string to_step;
  std::vector<Fact> facts;
};

// The first step of the track, in its order, that an edge from the case's step opens. A case moves
// by one declared edge at a time and so never jumps over a step.
std::optional<Move> DecideMove(const Plan& plan, const CaseAtStep& at_step);

// The case as it stands right after `move` on `today`: without contacts, and with the promises that
// come along.
CaseAtStep AfterMove(CaseAtStep at_step, const Move& move, Date today);

// "为何处于 N3：…": the move in words, Chinese and English.
std::string ExplainMove(const Plan& plan, const std::string& track, const std::string& from_step,
                        const Move& move);

// "欠费…，逾期…，进入 N2…": why a case is at the step where it was opened, Chinese and English.
std::string ExplainOpening(const Plan& plan, Fen overdue, int months_overdue);

// "上线时接管…": why a case of a system before is at the step that it was at there (LED-19),
// Chinese and English.
std::string ExplainTakingOver(const Plan& plan, const std::string& track, const std::string& step,
                              Date since);

// Whether a case may be at that step of the track: it is the track's first of a case or comes after
// it (reminders belong to bills).
bool IsCaseStep(const Plan& plan, std::string_view track, std::string_view step);

// How the next task of the case speaks to the owner (ESC-4): the step's channel, else the tier's.
TaskChannel ChannelOfTask(const Plan& plan, const Step& step, int months_overdue);

// Whether a visit at the owner's home met nobody.
bool HasFailedHomeVisit(const std::vector<Contact>& contacts);

// Whether a visit at the owner's work may be recorded now: after a visit at home failed, and
// with the leader's approval (N4).
bool MayVisitWorkplace(const std::vector<Contact>& contacts, bool leader_approved);

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_DOMAIN_CASE_STEP_H_
