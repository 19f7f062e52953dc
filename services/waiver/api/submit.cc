#include <map>
#include <optional>
#include <string>

#include "common/requests/answer_once.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/waiver/api/assessment.h"
#include "services/waiver/api/refusals.h"
#include "services/waiver/api/waiver_life.h"
#include "services/waiver/api/waiver_messages.h"
#include "services/waiver/api/waiver_methods.h"
#include "services/waiver/store/household_store.h"
#include "services/waiver/store/waiver_store.h"

namespace cuijiao::waiver {
namespace {

// Facts have one owner: what the requester believes must be what the ledger says.
absl::Status CheckClaims(const v1::SubmitWaiverRequest& request, const SettlementQuote& quote) {
  std::map<std::string, std::string> values;
  if (request.has_claimed_arrears_fen() && Fen(request.claimed_arrears_fen()) != quote.arrears) {
    values["claimed_arrears_fen"] = std::to_string(request.claimed_arrears_fen());
    values["arrears_fen"] = std::to_string(quote.arrears.value());
  }
  if (request.has_claimed_months_covered() &&
      request.claimed_months_covered() != quote.months_covered) {
    values["claimed_months_covered"] = std::to_string(request.claimed_months_covered());
    values["months_covered"] = std::to_string(quote.months_covered);
  }
  if (values.empty()) return absl::OkStatus();
  return Refusal(absl::StatusCode::kFailedPrecondition, kClaimContradicted,
                 "what the request claims is not what the ledger says", values);
}

Waiver WaiverOf(const CallContext& call, const v1::SubmitWaiverRequest& request,
                const SettlementQuote& quote, std::string id) {
  return {.id = std::move(id),
          .unit_id = request.proposal().unit_id(),
          .community_id = quote.community_id,
          .project_id = quote.project_id,
          .amount = Fen(request.proposal().waiver_fen()),
          .months_to_cover = request.proposal().months_to_cover(),
          .state = WaiverState::kSubmitted,
          .settling = false,
          .submitted_by = call.identity.acting_staff_id(),
          .submit_date = call.time.business_date,
          .note = request.note(),
          .plan_year = quote.household.plan_year,
          .cash = quote.cash,
          .signature = std::nullopt,
          .payment_id = ""};
}

}  // namespace

absl::StatusOr<v1::Waiver> SubmitWaiver(WaiverContext& context, const CallContext& call,
                                        const v1::SubmitWaiverRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(
      std::optional<v1::Waiver> answered,
      FindAnswer<v1::Waiver>(context.database, call, request.request_id(), &context.cipher));
  if (answered) return *std::move(answered);
  CUIJIAO_RETURN_IF_ERROR(ExpireOverdue(context, call.time));
  CUIJIAO_ASSIGN_OR_RETURN(const PolicyInForce policy,
                           PolicyOn(context.policy, call.time.business_date));
  const v1::WaiverProposal& proposal = request.proposal();
  CUIJIAO_ASSIGN_OR_RETURN(
      const SettlementQuote quote,
      context.ledger.QuoteMonths(OutgoingCall::For(call), proposal.unit_id(),
                                 Fen(proposal.waiver_fen()), proposal.months_to_cover()));
  CUIJIAO_RETURN_IF_ERROR(CheckClaims(request, quote));

  return AnswerOnce<v1::Waiver>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::Waiver> {
        const Waiver waiver = WaiverOf(call, request, quote, context.ids.NewId());
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<std::string> other,
                                 HouseholdStore(transaction).Take(quote.household, waiver.id));
        // Who will sign is not known yet: WVR-3 is decided with the signature.
        const Assessment assessment = Assess(waiver.amount, quote, other, SignerMonth{}, policy);
        if (assessment.decision.authority == Authority::kNobody) {
          return RefuseForRules(RulesAgainst(assessment.decision, Authority::kGeneralManager),
                                assessment.decision);
        }
        CUIJIAO_RETURN_IF_ERROR(WaiverStore(transaction, context.cipher).Insert(waiver));
        CUIJIAO_RETURN_IF_ERROR(
            NoteChange(context, transaction, waiver.id, std::nullopt, WaiverState::kSubmitted,
                       {.changed_by = waiver.submitted_by,
                        .recorded_time = call.time.recorded_time,
                        .reason = waiver.note,
                        .policy_version = policy.version,
                        .evaluation = assessment.evaluation.SerializeAsString()}));
        CUIJIAO_RETURN_IF_ERROR(NoteUse(transaction, policy.block, call.time.recorded_time));
        return LoadWaiverMessage(transaction, context.cipher, waiver.id);
      },
      &context.cipher);
}

}  // namespace cuijiao::waiver
