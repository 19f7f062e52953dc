#include "services/escalation/api/plan_of_policy.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"

namespace cuijiao::escalation {
namespace {

namespace pv1 = policy::v1;

TaskChannel ChannelOf(pv1::Tier::Channel channel) {
  switch (channel) {
    case pv1::Tier::CHANNEL_PHONE:
      return TaskChannel::kPhone;
    case pv1::Tier::CHANNEL_VISIT:
      return TaskChannel::kVisit;
    default:
      return TaskChannel::kByTier;
  }
}

// LoadPolicy has refused FACT_UNSPECIFIED and what is not in the list.
Fact FactOf(pv1::Edge::Fact fact) {
  switch (fact) {
    case pv1::Edge::FACT_NO_PROMISE_GIVEN:
      return Fact::kNoPromiseGiven;
    case pv1::Edge::FACT_REFUSED:
      return Fact::kRefused;
    case pv1::Edge::FACT_NEXT_MEASURE_TOLD:
      return Fact::kNextMeasureTold;
    case pv1::Edge::FACT_VISITS_DONE:
      return Fact::kVisitsDone;
    case pv1::Edge::FACT_BAD_FAITH:
      return Fact::kBadFaith;
    case pv1::Edge::FACT_OVERDUE_18_MONTHS:
      return Fact::kOverdue18Months;
    default:
      return Fact::kPromiseBroken;
  }
}

Step StepOf(const pv1::Step& message) {
  Step step{.id = message.id(),
            .name = message.name(),
            .entries = {},
            .task = message.task(),
            .promise_max_days = message.promise_max_days(),
            .task_days = message.task_days(),
            .channel = ChannelOf(message.channel()),
            .min_visits = message.min_visits(),
            .message_template = message.template_()};
  for (const pv1::Edge& entry : message.entries()) {
    Edge edge{entry.from_step(), {}};
    for (const int fact : entry.facts()) {
      edge.facts.push_back(FactOf(static_cast<pv1::Edge::Fact>(fact)));
    }
    step.entries.push_back(std::move(edge));
  }
  return step;
}

Plan PlanOf(const pv1::EscalationPolicy& block) {
  Plan plan;
  plan.notify_days_before_due = block.notify_days_before_due();
  plan.promise_min_days = block.promise_min_days();
  for (const pv1::Tier& tier : block.tiers()) {
    plan.tiers.push_back({tier.name(), tier.from_months(), ChannelOf(tier.channel())});
  }
  for (const pv1::Track& message : block.tracks()) {
    Track track{message.id(), message.name(), message.first_case_step(), {}};
    for (const pv1::Step& step : message.steps()) track.steps.push_back(StepOf(step));
    plan.tracks.push_back(std::move(track));
  }
  for (const pv1::MessageTemplate& text : block.templates()) {
    plan.templates.push_back({text.name(), text.language(), text.text()});
  }
  for (const pv1::ReasonEntry& reason : block.reasons()) {
    plan.reasons.push_back({reason.code(), reason.name(), reason.easy(), reason.in_our_duty()});
  }
  return plan;
}

}  // namespace

absl::StatusOr<Plans> Plans::Create(const LoadedPolicy& policy) {
  std::vector<PlanInForce> plans;
  std::vector<std::string> faults;
  for (const pv1::EscalationPolicy& block : policy.policy.escalation()) {
    CUIJIAO_ASSIGN_OR_RETURN(const Date effective_from, ParseDate(block.effective_from()));
    PlanInForce plan{PlanOf(block), {effective_from, VersionOf(block)}, policy.version};
    for (const std::string& fault : FindPlanFaults(plan.plan)) {
      faults.push_back(absl::StrCat("escalation plan of ", block.effective_from(), ": ", fault));
    }
    plans.push_back(std::move(plan));
  }
  if (!faults.empty()) return absl::FailedPreconditionError(absl::StrJoin(faults, "; "));
  return Plans(std::move(plans));
}

absl::StatusOr<const PlanInForce*> Plans::On(Date date) const {
  const PlanInForce* found = nullptr;
  for (const PlanInForce& plan : plans_) {
    if (plan.block.effective_from <= date) found = &plan;
  }
  if (found != nullptr) return found;
  return absl::FailedPreconditionError("no escalation plan is in force on " + FormatDate(date));
}

}  // namespace cuijiao::escalation
