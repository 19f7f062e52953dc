// The plan of escalation as data (ESC-2): tracks, steps, guards, tiers, reasons, templates.
#ifndef CUIJIAO_SERVICES_ESCALATION_DOMAIN_PLAN_H_
#define CUIJIAO_SERVICES_ESCALATION_DOMAIN_PLAN_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/string_view.h"

namespace cuijiao::escalation {

// How an owner is spoken to in a task. kByTier stands in a step that leaves it to the tier.
enum class TaskChannel : std::uint8_t { kByTier, kPhone, kVisit };

// The closed list of facts that a guard may ask for.
enum class Fact : std::uint8_t {
  kPromiseBroken,
  kNoPromiseGiven,
  kRefused,
  kNextMeasureTold,
  kVisitsDone,
  kBadFaith,
  kOverdue18Months,
};

// Chinese name of a fact, for "why at this step".
absl::string_view FactText(Fact fact);

// A way from one step into another, open when every fact holds.
struct Edge {
  std::string from_step;
  std::vector<Fact> facts;
};

struct Step {
  std::string id;
  std::string name;
  std::vector<Edge> entries;
  std::string task;
  int promise_max_days = 0;  // 0: no promise is taken here
  int task_days = 0;
  TaskChannel channel = TaskChannel::kByTier;
  int min_visits = 0;
  std::string message_template;  // empty: sends nothing
};

struct Track {
  std::string id;
  std::string name;
  std::string first_case_step;
  std::vector<Step> steps;
};

// Months overdue from `from_months` up to the next tier's (ESC-4).
struct Tier {
  std::string name;
  int from_months = 1;
  TaskChannel channel = TaskChannel::kPhone;
};

struct MessageTemplate {
  std::string name;
  std::string language;
  std::string text;
};

struct Reason {
  std::string code;
  std::string name;
  bool easy = false;
  bool in_our_duty = false;
};

struct Plan {
  std::vector<Tier> tiers;
  std::vector<Track> tracks;
  std::vector<MessageTemplate> templates;
  std::vector<Reason> reasons;
  int notify_days_before_due = 0;
  int promise_min_days = 1;

  // Null when there is none of that id.
  [[nodiscard]] const Track* FindTrack(std::string_view id) const;
  [[nodiscard]] const Step* FindStep(std::string_view track, std::string_view step) const;
  [[nodiscard]] const Reason* FindReason(std::string_view code) const;
  // The template in `language`, else the one in "zh-CN"; null when neither exists.
  [[nodiscard]] const MessageTemplate* FindTemplate(std::string_view name,
                                                    std::string_view language) const;
  // The tier of an age of at least one month.
  [[nodiscard]] const Tier& TierOf(int months_overdue) const;
  // The step of a bill before there is a case, which sends its reminder (N1); null without one.
  [[nodiscard]] const Step* ReminderStep() const;
  // The track whose cases a newly overdue unit gets: the first.
  [[nodiscard]] const Track& OpeningTrack() const { return tracks.front(); }
};

// Everything that makes the plan unworkable, each fault naming its step, tier or template: a step
// that nothing reaches, an edge from nowhere, a missing template, a template of a step that sends
// nothing, tiers that leave an age out, a promise limit below the smallest promise, an id twice.
// Empty when it works.
std::vector<std::string> FindPlanFaults(const Plan& plan);

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_DOMAIN_PLAN_H_
