#include "services/waiver/domain/decide_waiver.h"

#include <algorithm>

#include "common/money/rational.h"
#include "services/waiver/domain/waiver_texts.h"

namespace cuijiao::waiver {
namespace {

// Everything that one decision looks at.
struct Facts {
  const WaiverProposal& proposal;
  const Household& household;
  const SignerMonth& month;
  const WaiverPolicy& policy;
};

bool IsWithinShareOfCash(const Facts& facts) {
  return Rational(facts.proposal.waiver) <=
         Rational(facts.proposal.cash) * Rational::BasisPoints(facts.policy.manager_share_bp);
}

bool DoesHold(Rule rule, const Facts& facts) {
  const auto& [proposal, household, month, policy] = facts;
  switch (rule) {
    case Rule::kBelowManagersAmount:  // WVR-1a
      return proposal.waiver < policy.manager_below;
    case Rule::kWithinShareOfCash:  // WVR-1b
      return IsWithinShareOfCash(facts);
    case Rule::kManagersPrepayment:  // WVR-1c
      return proposal.months_covered >= policy.manager_min_prepaid_months;
    case Rule::kGeneralManagersPower:  // WVR-2
      return (policy.gm_max_amount == Fen(0) || proposal.waiver <= policy.gm_max_amount) &&
             (policy.gm_may_exceed_manager_conditions ||
              (DoesHold(Rule::kWithinShareOfCash, facts) &&
               DoesHold(Rule::kManagersPrepayment, facts)));
    case Rule::kManagersMonth:  // WVR-3
      return month.signed_fen + proposal.waiver <= policy.manager_month_limit;
    case Rule::kPaysAllArrears:  // WVR-4a
      return proposal.arrears_left == Fen(0);
    case Rule::kPrepays:  // WVR-4b
      return proposal.months_covered >= policy.gm_min_prepaid_months;
    case Rule::kReducesArrearsAlone:  // WVR-4c
      return proposal.waiver <= household.arrears;
    case Rule::kNoOtherWaiver:  // WVR-5
      return !household.other_waiver_id.has_value();
  }
  return false;
}

Fen LargestByShare(const Facts& facts) {
  const Rational share = Rational::BasisPoints(facts.policy.manager_share_bp);
  const Rational total(facts.proposal.cash + facts.proposal.waiver);
  return std::max(Fen(0), (total * share / (Rational(1) + share)).RoundDown());
}

// Definition 15, where the rules that do not look at the amount hold.
Fen LargestForManager(const Facts& facts, Fen largest_by_share) {
  Fen largest = std::min({largest_by_share, facts.policy.manager_below - Fen(1),
                          facts.policy.manager_month_limit - facts.month.signed_fen,
                          facts.household.arrears});
  if (facts.policy.gm_max_amount > Fen(0)) largest = std::min(largest, facts.policy.gm_max_amount);
  return std::max(Fen(0), largest);
}

class RemedyList {
 public:
  void Add(Remedy::Kind kind, Fen amount = Fen(0), int months = 0) {
    remedies_.push_back({kind, amount, months, DescribeRemedy(kind, amount, months)});
  }
  std::vector<Remedy> Take() { return std::move(remedies_); }

 private:
  std::vector<Remedy> remedies_;
};

// What mends the ground, for whoever signs.
void AddGroundRemedies(const WaiverDecision& decision, const Facts& facts, RemedyList& remedies) {
  const auto& [proposal, household, month, policy] = facts;
  if (!decision.Holds(Rule::kNoOtherWaiver)) remedies.Add(Remedy::Kind::kWaitForNextYear);
  if (household.arrears == Fen(0)) {
    remedies.Add(Remedy::Kind::kNoWaiverPossible);
  } else if (!decision.Holds(Rule::kReducesArrearsAlone)) {
    remedies.Add(Remedy::Kind::kReduceToArrears, household.arrears);
  }
  if (!decision.Holds(Rule::kPaysAllArrears)) {
    remedies.Add(Remedy::Kind::kPayArrears, proposal.arrears_left);
  }
  if (!decision.Holds(Rule::kPrepays)) {
    remedies.Add(Remedy::Kind::kPrepayForAnybody, Fen(0),
                 policy.gm_min_prepaid_months - proposal.months_covered);
  }
  if (policy.gm_max_amount > Fen(0) && proposal.waiver > policy.gm_max_amount) {
    remedies.Add(Remedy::Kind::kReduceToGmMax, policy.gm_max_amount);
  }
}

std::vector<Remedy> FindRemedies(const WaiverDecision& decision, const Facts& facts,
                                 Fen largest_once_prepaid) {
  RemedyList remedies;
  AddGroundRemedies(decision, facts, remedies);
  const bool can_ever_pass =
      decision.Holds(Rule::kNoOtherWaiver) && facts.household.arrears > Fen(0);
  if (!can_ever_pass) return remedies.Take();

  const bool amount_is_too_large = !decision.Holds(Rule::kBelowManagersAmount) ||
                                   !decision.Holds(Rule::kWithinShareOfCash) ||
                                   !decision.Holds(Rule::kManagersMonth);
  // With the manager's month used up no amount helps, and neither does prepaying.
  const bool manager_has_room = largest_once_prepaid > Fen(0);
  if (manager_has_room && !decision.Holds(Rule::kManagersPrepayment)) {
    remedies.Add(Remedy::Kind::kPrepayForManager, Fen(0),
                 facts.policy.manager_min_prepaid_months - facts.proposal.months_covered);
  }
  if (manager_has_room && amount_is_too_large) {
    remedies.Add(Remedy::Kind::kReduceForManager, largest_once_prepaid);
  }
  if (decision.authority == Authority::kGeneralManager) {
    remedies.Add(Remedy::Kind::kAskGeneralManager);
  }
  return remedies.Take();
}

Authority DecideAuthority(const WaiverDecision& decision) {
  if (decision.Failed().empty()) return Authority::kManager;
  return RulesAgainst(decision, Authority::kGeneralManager).empty() ? Authority::kGeneralManager
                                                                    : Authority::kNobody;
}

}  // namespace

std::string_view RuleId(Rule rule) {
  switch (rule) {
    case Rule::kBelowManagersAmount:
      return "WVR-1a";
    case Rule::kWithinShareOfCash:
      return "WVR-1b";
    case Rule::kManagersPrepayment:
      return "WVR-1c";
    case Rule::kGeneralManagersPower:
      return "WVR-2";
    case Rule::kManagersMonth:
      return "WVR-3";
    case Rule::kPaysAllArrears:
      return "WVR-4a";
    case Rule::kPrepays:
      return "WVR-4b";
    case Rule::kReducesArrearsAlone:
      return "WVR-4c";
    case Rule::kNoOtherWaiver:
      return "WVR-5";
  }
  return "";
}

bool BindsEverybody(Rule rule) {
  switch (rule) {
    case Rule::kBelowManagersAmount:
    case Rule::kWithinShareOfCash:
    case Rule::kManagersPrepayment:
    case Rule::kManagersMonth:
      return false;
    case Rule::kGeneralManagersPower:
    case Rule::kPaysAllArrears:
    case Rule::kPrepays:
    case Rule::kReducesArrearsAlone:
    case Rule::kNoOtherWaiver:
      return true;
  }
  return true;
}

bool WaiverDecision::Holds(Rule rule) const {
  return std::ranges::any_of(
      findings, [rule](const Finding& finding) { return finding.rule == rule && finding.holds; });
}

std::vector<Rule> WaiverDecision::Failed() const {
  std::vector<Rule> failed;
  for (const Finding& finding : findings) {
    if (!finding.holds) failed.push_back(finding.rule);
  }
  return failed;
}

WaiverDecision DecideWaiver(const WaiverProposal& proposal, const Household& household,
                            const SignerMonth& month, const WaiverPolicy& policy) {
  const Facts facts{proposal, household, month, policy};
  WaiverDecision decision;
  for (const Rule rule : kAllRules) {
    decision.findings.push_back(
        {rule, DoesHold(rule, facts), DescribeFinding(rule, proposal, household, month, policy)});
  }
  decision.authority = DecideAuthority(decision);
  decision.largest_by_share = LargestByShare(facts);

  const Fen largest_once_prepaid = LargestForManager(facts, decision.largest_by_share);
  const bool only_the_amount_stands_in_the_way =
      decision.Holds(Rule::kManagersPrepayment) && decision.Holds(Rule::kPaysAllArrears) &&
      decision.Holds(Rule::kPrepays) && decision.Holds(Rule::kNoOtherWaiver);
  if (only_the_amount_stands_in_the_way) decision.largest_for_manager = largest_once_prepaid;
  if (decision.authority != Authority::kManager) {
    decision.remedies = FindRemedies(decision, facts, largest_once_prepaid);
  }
  return decision;
}

std::vector<Rule> RulesAgainst(const WaiverDecision& decision, Authority authority) {
  std::vector<Rule> against = decision.Failed();
  if (authority == Authority::kGeneralManager) {
    std::erase_if(against, [](Rule rule) { return !BindsEverybody(rule); });
  }
  return against;
}

bool IsTestedAtSettlement(Rule rule) {
  return rule != Rule::kManagersMonth && rule != Rule::kNoOtherWaiver;
}

std::vector<Rule> RulesAgainstSettling(const WaiverDecision& decision, Authority signed_as) {
  std::vector<Rule> against = RulesAgainst(decision, signed_as);
  std::erase_if(against, [](Rule rule) { return !IsTestedAtSettlement(rule); });
  return against;
}

std::string_view AuthorityName(Authority authority) {
  switch (authority) {
    case Authority::kNobody:
      return "NOBODY";
    case Authority::kManager:
      return "MANAGER";
    case Authority::kGeneralManager:
      return "GENERAL_MANAGER";
  }
  return "";
}

std::optional<Authority> ParseAuthority(std::string_view name) {
  for (const Authority authority :
       {Authority::kNobody, Authority::kManager, Authority::kGeneralManager}) {
    if (AuthorityName(authority) == name) return authority;
  }
  return std::nullopt;
}

}  // namespace cuijiao::waiver
