// Texts with {variables} (ESC-10).
#ifndef CUIJIAO_SERVICES_ESCALATION_DOMAIN_MESSAGE_TEXT_H_
#define CUIJIAO_SERVICES_ESCALATION_DOMAIN_MESSAGE_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"

namespace cuijiao::escalation {

// What a reminder of a bill speaks of (N1).
struct ReminderFacts {
  std::string owner_name;
  std::string community_name;
  std::string unit_no;
  Date period_start;
  Date period_end;
  Fen amount;
  Date due_date;
};

// Variables of `text` that no message knows; empty when all are known.
std::vector<std::string> UnknownVariables(std::string_view text);

// `text` with its variables put in. Every variable is known (FindPlanFaults).
std::string RenderReminder(std::string_view text, const ReminderFacts& facts);

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_DOMAIN_MESSAGE_TEXT_H_
