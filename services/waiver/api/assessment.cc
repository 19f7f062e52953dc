#include "services/waiver/api/assessment.h"

#include <vector>

#include "services/waiver/api/waiver_messages.h"

namespace cuijiao::waiver {
namespace {

WaiverProposal ProposalOf(Fen waiver, const SettlementQuote& quote) {
  return {.waiver = waiver,
          .cash = quote.cash,
          .prepay = quote.prepay,
          .months_covered = quote.months_covered,
          .arrears_left = quote.arrears_left};
}

}  // namespace

Assessment Assess(Fen waiver, const SettlementQuote& quote,
                  const std::optional<std::string>& other_waiver_id, const SignerMonth& month,
                  const PolicyInForce& policy) {
  const WaiverProposal proposal = ProposalOf(waiver, quote);
  const Household household{quote.arrears, quote.arrears_charges, other_waiver_id};
  Assessment assessment;
  assessment.decision = DecideWaiver(proposal, household, month, policy.rules);
  assessment.evaluation =
      EvaluationMessage(assessment.decision, proposal, household, month, policy.version);
  return assessment;
}

Assessment AssessSettling(Fen waiver, const SettlementQuote& quote, const PolicyInForce& policy) {
  const WaiverProposal proposal = ProposalOf(waiver, quote);
  const Household household{quote.arrears, quote.arrears_charges, std::nullopt};
  const SignerMonth untested;
  Assessment assessment;
  assessment.decision = DecideWaiver(proposal, household, untested, policy.rules);
  std::erase_if(assessment.decision.findings,
                [](const Finding& finding) { return !IsTestedAtSettlement(finding.rule); });
  assessment.evaluation =
      EvaluationMessage(assessment.decision, proposal, household, untested, policy.version);
  return assessment;
}

}  // namespace cuijiao::waiver
