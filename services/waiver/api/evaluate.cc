#include <optional>
#include <string>

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/waiver/api/assessment.h"
#include "services/waiver/api/waiver_life.h"
#include "services/waiver/api/waiver_messages.h"
#include "services/waiver/api/waiver_methods.h"
#include "services/waiver/store/household_store.h"
#include "services/waiver/store/manager_month_store.h"

namespace cuijiao::waiver {
namespace {

// Whose month counts for WVR-3; empty for nobody's.
std::string ManagerOf(const CallContext& call, const v1::EvaluateWaiverRequest& request) {
  if (!request.manager_id().empty()) return request.manager_id();
  return call.identity.acting_roles().Contains(Role::kManager) ? call.identity.acting_staff_id()
                                                               : std::string();
}

absl::StatusOr<SettlementQuote> QuoteFor(WaiverContext& context, const CallContext& call,
                                         const v1::EvaluateWaiverRequest& request) {
  const v1::WaiverProposal& proposal = request.proposal();
  const OutgoingCall outgoing = OutgoingCall::For(call);
  if (request.cash_fen() == 0) {
    return context.ledger.QuoteMonths(outgoing, proposal.unit_id(), Fen(proposal.waiver_fen()),
                                      proposal.months_to_cover());
  }
  if (proposal.months_to_cover() != 0) {
    return InvalidFields({{"cash_fen", "give the months or the cash, not both"}});
  }
  return context.ledger.QuoteCash(outgoing, proposal.unit_id(), Fen(proposal.waiver_fen()),
                                  Fen(request.cash_fen()));
}

}  // namespace

absl::StatusOr<v1::WaiverEvaluation> EvaluateWaiver(WaiverContext& context, const CallContext& call,
                                                    const v1::EvaluateWaiverRequest& request) {
  CUIJIAO_RETURN_IF_ERROR(ExpireOverdue(context, call.time));
  CUIJIAO_ASSIGN_OR_RETURN(const PolicyInForce policy,
                           PolicyOn(context.policy, call.time.business_date));
  if (!request.manager_id().empty()) {
    CUIJIAO_RETURN_IF_ERROR(
        context.ledger.CheckStaff(OutgoingCall::For(call), request.manager_id()));
  }
  CUIJIAO_ASSIGN_OR_RETURN(const SettlementQuote quote, QuoteFor(context, call, request));
  const std::string manager_id = ManagerOf(call, request);
  return context.database.Read(
      "waiver.evaluate",
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::WaiverEvaluation> {
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<std::string> other,
                                 HouseholdStore(transaction).FindHolder(quote.household));
        SignerMonth month;
        if (!manager_id.empty()) {
          CUIJIAO_ASSIGN_OR_RETURN(
              const ManagerMonthSums sums,
              ManagerMonthStore(transaction).Load(manager_id, Month(call.time.business_date)));
          month.signed_fen = sums.signed_fen;
        }
        return Assess(Fen(request.proposal().waiver_fen()), quote, other, month, policy).evaluation;
      },
      {.deadline = call.deadline, .confirm_commit = nullptr});
}

absl::StatusOr<v1::WaiverEvaluation> SimulateWaiver(WaiverContext& context, const CallContext& call,
                                                    const v1::SimulateWaiverRequest& request) {
  if (request.arrears_left_fen() > request.arrears_fen()) {
    return InvalidFields({{"arrears_left_fen", "more than arrears_fen"}});
  }
  CUIJIAO_ASSIGN_OR_RETURN(const PolicyInForce policy,
                           PolicyOn(context.policy, call.time.business_date));
  const Fen arrears(request.arrears_fen());
  const Fen arrears_left(request.arrears_left_fen());
  const Fen prepay(request.prepay_fen());
  const Fen waiver(request.waiver_fen());
  const SettlementQuote made_up{.arrears = arrears,
                                .arrears_charges = Fen(0),
                                .prepay = prepay,
                                .cash = arrears - arrears_left + prepay - waiver,
                                .arrears_left = arrears_left,
                                .months_covered = request.prepaid_months(),
                                .community_id = "",
                                .project_id = "",
                                .household = {},
                                .owner_staff_ids = {}};
  const std::optional<std::string> other =
      request.other_waiver_in_plan_year() ? std::optional<std::string>("") : std::nullopt;
  return Assess(waiver, made_up, other, {Fen(request.manager_signed_this_month_fen())}, policy)
      .evaluation;
}

}  // namespace cuijiao::waiver
