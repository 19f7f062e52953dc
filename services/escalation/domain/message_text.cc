#include "services/escalation/domain/message_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"

namespace cuijiao::escalation {
namespace {

constexpr std::array<std::string_view, 6> kVariables = {"owner",    "unit",   "amount",
                                                        "due_date", "period", "community"};

// Calls `on_text` for what stands between variables and `on_variable` for each {name}.
template <typename OnText, typename OnVariable>
void Scan(std::string_view text, OnText on_text, OnVariable on_variable) {
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = text.find('}', open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    on_text(text.substr(0, open));
    on_variable(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
  on_text(text);
}

std::string ValueOf(std::string_view variable, const ReminderFacts& facts) {
  if (variable == "owner") return facts.owner_name;
  if (variable == "unit") return facts.unit_no;
  if (variable == "amount") return FormatYuan(facts.amount);
  if (variable == "due_date") return FormatDate(facts.due_date);
  if (variable == "community") return facts.community_name;
  return absl::StrCat(FormatDate(facts.period_start), "—", FormatDate(facts.period_end));
}

}  // namespace

std::vector<std::string> UnknownVariables(std::string_view text) {
  std::vector<std::string> unknown;
  Scan(
      text, [](std::string_view) {},
      [&](std::string_view variable) {
        if (std::ranges::find(kVariables, variable) == kVariables.end()) {
          unknown.emplace_back(variable);
        }
      });
  return unknown;
}

std::string RenderReminder(std::string_view text, const ReminderFacts& facts) {
  std::string rendered;
  Scan(
      text, [&](std::string_view plain) { rendered += plain; },
      [&](std::string_view variable) { rendered += ValueOf(variable, facts); });
  return rendered;
}

}  // namespace cuijiao::escalation
