#include "services/escalation/domain/case_step.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace cuijiao::escalation {
namespace {

constexpr std::string_view kBadFaith = "BAD_FAITH";
constexpr int kEighteenMonths = 18;

bool IsVisit(const Contact& contact) {
  return contact.channel == ContactChannel::kVisitHome ||
         contact.channel == ContactChannel::kVisitWorkplace;
}

// Facts that speak against the owner.
void AddFactsOfConduct(const CaseAtStep& at_step, std::set<Fact>& facts) {
  if (HasPromiseIn(at_step.promises, PromiseState::kBroken)) facts.insert(Fact::kPromiseBroken);
  if (at_step.contacts.empty() || HasPromiseIn(at_step.promises, PromiseState::kOpen)) return;
  const ContactOutcome last = at_step.contacts.back().outcome;
  if (last == ContactOutcome::kNoPromise || last == ContactOutcome::kRefused) {
    facts.insert(Fact::kNoPromiseGiven);
  }
  if (last == ContactOutcome::kRefused) facts.insert(Fact::kRefused);
}

}  // namespace

std::set<Fact> FactsOf(const Plan& plan, const CaseAtStep& at_step) {
  std::set<Fact> facts;
  AddFactsOfConduct(at_step, facts);
  if (std::ranges::any_of(at_step.contacts, &Contact::told_next_measure)) {
    facts.insert(Fact::kNextMeasureTold);
  }
  const Step* step = plan.FindStep(at_step.track, at_step.step);
  const auto visits = std::ranges::count_if(at_step.contacts, IsVisit);
  if (step != nullptr && visits >= step->min_visits) facts.insert(Fact::kVisitsDone);
  if (at_step.reason_code == kBadFaith) facts.insert(Fact::kBadFaith);
  if (at_step.months_overdue >= kEighteenMonths) facts.insert(Fact::kOverdue18Months);
  return facts;
}

std::optional<Move> DecideMove(const Plan& plan, const CaseAtStep& at_step) {
  const Track* track = plan.FindTrack(at_step.track);
  if (track == nullptr) return std::nullopt;
  const std::set<Fact> facts = FactsOf(plan, at_step);
  for (const Step& step : track->steps) {
    for (const Edge& edge : step.entries) {
      const bool open =
          edge.from_step == at_step.step &&
          std::ranges::all_of(edge.facts, [&](Fact fact) { return facts.contains(fact); });
      if (open) return Move{step.id, edge.facts};
    }
  }
  return std::nullopt;
}

CaseAtStep AfterMove(CaseAtStep at_step, const Move& move, Date today) {
  at_step.step = move.to_step;
  at_step.contacts.clear();
  std::erase_if(at_step.promises,
                [&](const Promise& promise) { return !ComesAlong(promise, today); });
  return at_step;
}

std::string ExplainMove(const Plan& plan, const std::string& track, const std::string& from_step,
                        const Move& move) {
  const Step* step = plan.FindStep(track, move.to_step);
  return absl::StrCat(
      "由", from_step, "进入", move.to_step, "（", step == nullptr ? "" : step->name, "）：",
      absl::StrJoin(move.facts, "、",
                    [](std::string* out, Fact fact) { absl::StrAppend(out, FactText(fact)); }));
}

std::string ExplainOpening(const Plan& plan, Fen overdue, int months_overdue) {
  const Track& track = plan.OpeningTrack();
  const Step* step = plan.FindStep(track.id, track.first_case_step);
  return absl::StrCat("进入", track.first_case_step, "（", step == nullptr ? "" : step->name,
                      "）：欠费", FormatYuan(overdue), "元，逾期", months_overdue,
                      "个月 (overdue)");
}

std::string ExplainTakingOver(const Plan& plan, const std::string& track, const std::string& step,
                              Date since) {
  const Step* found = plan.FindStep(track, step);
  return absl::StrCat("上线时接管：", FormatDate(since), "起处于 ", step, "（",
                      found == nullptr ? "" : found->name, "） (taken over at go-live: at ", step,
                      " since ", FormatDate(since), ")");
}

bool IsCaseStep(const Plan& plan, std::string_view track, std::string_view step) {
  const Track* found = plan.FindTrack(track);
  if (found == nullptr) return false;
  const auto first = std::ranges::find(found->steps, found->first_case_step, &Step::id);
  return std::find_if(first, found->steps.end(),
                      [step](const Step& other) { return other.id == step; }) != found->steps.end();
}

TaskChannel ChannelOfTask(const Plan& plan, const Step& step, int months_overdue) {
  return step.channel == TaskChannel::kByTier ? plan.TierOf(months_overdue).channel : step.channel;
}

bool HasFailedHomeVisit(const std::vector<Contact>& contacts) {
  return std::ranges::any_of(contacts, [](const Contact& contact) {
    return contact.channel == ContactChannel::kVisitHome &&
           contact.outcome == ContactOutcome::kNotReached;
  });
}

bool MayVisitWorkplace(const std::vector<Contact>& contacts, bool leader_approved) {
  return leader_approved && HasFailedHomeVisit(contacts);
}

}  // namespace cuijiao::escalation
