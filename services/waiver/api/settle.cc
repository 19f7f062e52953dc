#include <optional>
#include <string>
#include <vector>

#include "common/requests/answer_once.h"
#include "common/rpc/request_id.h"
#include "common/status/macros.h"
#include "cuijiao/ledger/v1/settlement.pb.h"
#include "services/waiver/api/assessment.h"
#include "services/waiver/api/refusals.h"
#include "services/waiver/api/settlement_saga.h"
#include "services/waiver/api/waiver_life.h"
#include "services/waiver/api/waiver_methods.h"
#include "services/waiver/store/waiver_store.h"

namespace cuijiao::waiver {
namespace {

// A debt that keeps changing under our hands ends the call.
constexpr int kMaxQuotes = 3;

ledger::v1::PostSettlementRequest LedgerRequest(const v1::SettleWaiverRequest& request,
                                                const Waiver& waiver,
                                                const SettlementQuote& quote) {
  ledger::v1::PostSettlementRequest message;
  message.set_request_id("settle-" + waiver.id);
  message.set_waiver_id(waiver.id);
  message.set_unit_id(waiver.unit_id);
  message.set_debt_version(quote.debt_version);
  message.set_waiver_fen(waiver.amount.value());
  message.set_cash_fen(request.cash_fen());
  // The two enums have the same values.
  message.set_method(static_cast<ledger::v1::PaymentMethod>(request.method()));
  message.set_received_date(request.received_date());
  message.set_collector_id(request.collector_id());
  *message.mutable_collaborator_ids() = request.collaborator_ids();
  return message;
}

absl::StatusOr<Waiver> LoadSettleable(WaiverContext& context, std::string_view waiver_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<Waiver> waiver,
                           context.database.Read("waiver.load", [&](db::Transaction& transaction) {
                             return WaiverStore(transaction, context.cipher).Load(waiver_id);
                           }));
  if (!waiver) return RefuseUnknownWaiver(waiver_id);
  if (!StateAfter(waiver->state, WaiverStep::kSettle)) return RefuseForState(*waiver, "settled");
  return *std::move(waiver);
}

// The intent to settle as the request says, where the rules hold with its own figures (section 6,
// definition 14), under the block of the policy that the waiver was signed under. Nothing where
// another settlement of the waiver has left these figures behind.
absl::StatusOr<std::optional<SettlementIntent>> DecideIntent(
    WaiverContext& context, const CallContext& call, const v1::SettleWaiverRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(const Waiver waiver, LoadSettleable(context, request.waiver_id()));
  CUIJIAO_ASSIGN_OR_RETURN(const PolicyInForce policy,
                           PolicyOn(context.policy, waiver.signature->sign_date));
  CUIJIAO_ASSIGN_OR_RETURN(const SettlementQuote quote,
                           context.ledger.QuoteCash(OutgoingCall::For(call), waiver.unit_id,
                                                    waiver.amount, Fen(request.cash_fen())));
  const Assessment assessment = AssessSettling(waiver.amount, quote, policy);
  const std::vector<Rule> against =
      RulesAgainstSettling(assessment.decision, waiver.signature->signed_as);
  if (!against.empty()) {
    CUIJIAO_ASSIGN_OR_RETURN(const Waiver since, LoadSettleable(context, request.waiver_id()));
    if (since.settling) return std::optional<SettlementIntent>();
    return RefuseForRules(against, assessment.decision);
  }
  return std::optional(
      SettlementIntent{.id = context.ids.NewId(),
                       .waiver_id = waiver.id,
                       .ledger_request = LedgerRequest(request, waiver, quote).SerializeAsString(),
                       .evaluation = assessment.evaluation.SerializeAsString(),
                       .policy_version = policy.version,
                       .request = KeyOf(call, request.request_id()),
                       .actor_staff_id = call.identity.acting_staff_id(),
                       .actor_roles = call.identity.acting_roles().ToString(),
                       .opened_time = call.time.recorded_time});
}

// An open intent may be carried on by the request that opened it, and by the sweep.
absl::Status CheckOwnIntent(const SettlementIntent& open, const RequestKey& key) {
  if (open.request.method != key.method || open.request.caller != key.caller ||
      open.request.request_id != key.request_id) {
    return RefuseSettlementInProgress(open.waiver_id);
  }
  if (open.request.content_hash == key.content_hash) return absl::OkStatus();
  return RefuseReusedRequestId(key.request_id);
}

// The intent that this call carries out: the open one of an earlier try, or a new one. Nothing
// where somebody else has opened one meanwhile.
absl::StatusOr<std::optional<SettlementIntent>> IntentFor(WaiverContext& context,
                                                          const CallContext& call,
                                                          const v1::SettleWaiverRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<SettlementIntent> open,
                           FindOpenIntent(context, request.waiver_id()));
  if (open) {
    CUIJIAO_RETURN_IF_ERROR(CheckOwnIntent(*open, KeyOf(call, request.request_id())));
    return open;
  }
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<SettlementIntent> intent,
                           DecideIntent(context, call, request));
  if (!intent) return intent;
  CUIJIAO_ASSIGN_OR_RETURN(const bool opened, OpenIntent(context, *intent, call.time));
  return opened ? std::move(intent) : std::nullopt;
}

}  // namespace

absl::StatusOr<v1::Waiver> SettleWaiver(WaiverContext& context, const CallContext& call,
                                        const v1::SettleWaiverRequest& request) {
  CUIJIAO_RETURN_IF_ERROR(ExpireOverdue(context, call.time));
  absl::Status last = RefuseSettlementInProgress(request.waiver_id());
  for (int i = 0; i < kMaxQuotes; ++i) {
    CUIJIAO_ASSIGN_OR_RETURN(
        std::optional<v1::Waiver> answered,
        FindAnswer<v1::Waiver>(context.database, call, request.request_id(), &context.cipher));
    if (answered) return *std::move(answered);
    absl::StatusOr<std::optional<SettlementIntent>> intent = IntentFor(context, call, request);
    if (!intent.ok()) {
      // Another sending of the same request may have settled the waiver while this one looked.
      CUIJIAO_ASSIGN_OR_RETURN(
          answered,
          FindAnswer<v1::Waiver>(context.database, call, request.request_id(), &context.cipher));
      return answered ? absl::StatusOr<v1::Waiver>(*std::move(answered)) : intent.status();
    }
    // Look again whose it is.
    if (!*intent) continue;
    absl::StatusOr<v1::Waiver> settled =
        CarryOut(context, OutgoingCall::For(call), **intent, call.time);
    // What was quoted is not what is owed any more: quote and decide again.
    if (settled.ok() || !absl::IsAborted(settled.status())) return settled;
    last = settled.status();
  }
  return last;
}

}  // namespace cuijiao::waiver
