#include "services/escalation/domain/plan.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/escalation/domain/message_text.h"

namespace cuijiao::escalation {
namespace {

constexpr std::string_view kDefaultLanguage = "zh-CN";

template <typename Items, typename Id>
auto* FindById(Items& items, std::string_view id, Id id_of) {
  const auto found = std::ranges::find(items, id, id_of);
  return found == items.end() ? nullptr : &*found;
}

template <typename Items, typename Id>
void FindDoubles(const Items& items, absl::string_view what, Id id_of,
                 std::vector<std::string>& faults) {
  std::set<std::string> seen;
  for (const auto& item : items) {
    const std::string id = std::invoke(id_of, item);
    if (!seen.insert(id).second) faults.push_back(absl::StrCat(what, " '", id, "' stands twice"));
  }
}

void FindTierFaults(const Plan& plan, std::vector<std::string>& faults) {
  if (plan.tiers.empty() || plan.tiers.front().from_months != 1) {
    faults.emplace_back("the first tier must begin at month 1, so that no age is without a tier");
  }
  for (std::size_t i = 1; i < plan.tiers.size(); ++i) {
    if (plan.tiers[i].from_months <= plan.tiers[i - 1].from_months) {
      faults.push_back(
          absl::StrCat("tier '", plan.tiers[i].name, "' does not begin after the tier before it"));
    }
  }
  for (const Tier& tier : plan.tiers) {
    if (tier.channel == TaskChannel::kByTier) {
      faults.push_back(absl::StrCat("tier '", tier.name, "' names no channel"));
    }
  }
}

// A step with a template and no way in sends its message before there is a case (N1).
bool IsBeforeCases(const Step& step) {
  return step.entries.empty() && !step.message_template.empty();
}

// Steps that a case can come to, by edges from the track's first step on.
std::set<std::string> ReachableSteps(const Track& track) {
  std::set<std::string> reached = {track.first_case_step};
  for (bool grown = true; grown;) {
    grown = false;
    for (const Step& step : track.steps) {
      const bool open = std::ranges::any_of(
          step.entries, [&](const Edge& edge) { return reached.contains(edge.from_step); });
      if (open && reached.insert(step.id).second) grown = true;
    }
  }
  return reached;
}

void FindStepFaults(const Plan& plan, const Track& track, const Step& step,
                    const std::set<std::string>& reached, std::vector<std::string>& faults) {
  const std::string name = absl::StrCat("step '", step.id, "'");
  const bool opens_cases = step.id == track.first_case_step;
  const bool before_cases = IsBeforeCases(step) && !opens_cases;
  if (!before_cases && !reached.contains(step.id)) {
    faults.push_back(absl::StrCat(name, " cannot be reached from '", track.first_case_step, "'"));
  }
  if (!before_cases && !step.message_template.empty()) {
    faults.push_back(absl::StrCat(name, " has the template '", step.message_template,
                                  "', but only a step before cases sends messages"));
  }
  for (const Edge& edge : step.entries) {
    if (FindById(track.steps, edge.from_step, &Step::id) == nullptr) {
      faults.push_back(absl::StrCat(name, " is entered from '", edge.from_step,
                                    "', which is no step of track '", track.id, "'"));
    }
    if (edge.facts.empty()) {
      faults.push_back(
          absl::StrCat(name, " is entered from '", edge.from_step, "' without a guard"));
    }
  }
  if (step.promise_max_days != 0 && step.promise_max_days < plan.promise_min_days) {
    faults.push_back(absl::StrCat(name, " allows promises of ", step.promise_max_days,
                                  " days, below the smallest of ", plan.promise_min_days));
  }
  if (!step.message_template.empty() &&
      plan.FindTemplate(step.message_template, kDefaultLanguage) == nullptr) {
    faults.push_back(
        absl::StrCat(name, " sends template '", step.message_template, "', which is missing"));
  }
}

void FindTrackFaults(const Plan& plan, const Track& track, std::vector<std::string>& faults) {
  FindDoubles(track.steps, "step", &Step::id, faults);
  if (FindById(track.steps, track.first_case_step, &Step::id) == nullptr) {
    faults.push_back(absl::StrCat("track '", track.id, "' opens cases at '", track.first_case_step,
                                  "', which is none of its steps"));
    return;
  }
  const std::set<std::string> reached = ReachableSteps(track);
  for (const Step& step : track.steps) FindStepFaults(plan, track, step, reached, faults);
}

}  // namespace

absl::string_view FactText(Fact fact) {
  switch (fact) {
    case Fact::kPromiseBroken:
      return "承诺未兑现 (promise broken)";
    case Fact::kNoPromiseGiven:
      return "未作承诺 (no promise given)";
    case Fact::kRefused:
      return "拒绝缴费 (refused)";
    case Fact::kNextMeasureTold:
      return "已告知下一步措施 (next measure told)";
    case Fact::kVisitsDone:
      return "已达上门次数 (visits done)";
    case Fact::kBadFaith:
      return "恶意拖欠 (bad faith)";
    case Fact::kOverdue18Months:
      return "欠费满十八个月 (18 months overdue)";
  }
  return "";
}

const Track* Plan::FindTrack(std::string_view id) const { return FindById(tracks, id, &Track::id); }

const Step* Plan::FindStep(std::string_view track, std::string_view step) const {
  const Track* found = FindTrack(track);
  return found == nullptr ? nullptr : FindById(found->steps, step, &Step::id);
}

const Reason* Plan::FindReason(std::string_view code) const {
  return FindById(reasons, code, &Reason::code);
}

const MessageTemplate* Plan::FindTemplate(std::string_view name, std::string_view language) const {
  for (const std::string_view wanted : {language, kDefaultLanguage}) {
    for (const MessageTemplate& candidate : templates) {
      if (candidate.name == name && candidate.language == wanted) return &candidate;
    }
  }
  return nullptr;
}

const Step* Plan::ReminderStep() const {
  const Track& track = OpeningTrack();
  const auto found = std::ranges::find_if(track.steps, [&](const Step& step) {
    return IsBeforeCases(step) && step.id != track.first_case_step;
  });
  return found == track.steps.end() ? nullptr : &*found;
}

const Tier& Plan::TierOf(int months_overdue) const {
  const Tier* found = &tiers.front();
  for (const Tier& tier : tiers) {
    if (tier.from_months <= months_overdue) found = &tier;
  }
  return *found;
}

std::vector<std::string> FindPlanFaults(const Plan& plan) {
  std::vector<std::string> faults;
  FindTierFaults(plan, faults);
  if (plan.tracks.empty()) faults.emplace_back("there is no track");
  FindDoubles(plan.tracks, "track", &Track::id, faults);
  FindDoubles(plan.reasons, "reason", &Reason::code, faults);
  for (const MessageTemplate& text : plan.templates) {
    for (const std::string& variable : UnknownVariables(text.text)) {
      faults.push_back(absl::StrCat("template '", text.name, "' (", text.language,
                                    ") has the unknown variable {", variable, "}"));
    }
  }
  for (const Track& track : plan.tracks) FindTrackFaults(plan, track, faults);
  return faults;
}

}  // namespace cuijiao::escalation
