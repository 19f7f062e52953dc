#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/requests/answer_once.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/waiver/api/assessment.h"
#include "services/waiver/api/refusals.h"
#include "services/waiver/api/waiver_life.h"
#include "services/waiver/api/waiver_messages.h"
#include "services/waiver/api/waiver_methods.h"
#include "services/waiver/domain/decide_signature.h"
#include "services/waiver/store/household_store.h"
#include "services/waiver/store/manager_month_store.h"
#include "services/waiver/store/waiver_store.h"

namespace cuijiao::waiver {
namespace {

// Who signs, in which role: what the credential says, never the request.
struct Signer {
  std::string id;
  Authority as = Authority::kNobody;
};

absl::StatusOr<Signer> SignerOf(const CallContext& call) {
  const RoleSet roles = call.identity.acting_roles();
  const Signer signer{
      call.identity.acting_staff_id(),
      SigningAs(roles.Contains(Role::kManager), roles.Contains(Role::kGeneralManager))};
  if (!signer.id.empty() && signer.as != Authority::kNobody) return signer;
  return Refusal(absl::StatusCode::kPermissionDenied, kNoSigner,
                 "a waiver is signed by a person who is manager or general manager");
}

// Who has both roles signs in the one whose post the waiver lies under: the general manager of one
// branch is a manager, and no more, in the project of another (WVR-1 to WVR-3).
absl::StatusOr<Authority> SigningRole(WaiverContext& context, const CallContext& call,
                                      const Signer& signer, std::string_view waiver_id) {
  const RoleSet roles = call.identity.acting_roles();
  if (!roles.Contains(Role::kManager) || signer.as != Authority::kGeneralManager) return signer.as;
  const Date today = call.time.business_date;
  CUIJIAO_ASSIGN_OR_RETURN(const StaffScope scope, context.scopes.ScopeOf(signer.id, today));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Place> places,
                           context.scopes.PlacesOf(ResourceKind::kWaiver, waiver_id, today));
  const bool within_branch = std::ranges::any_of(places, [&](const Place& place) {
    return std::ranges::find(scope.branches, place.branch_id) != scope.branches.end();
  });
  return SigningAs(/*is_manager=*/true, within_branch);
}

// The quote of the settlement that is signed. Its owners who are staff are completed by those of
// the household's other units: a household is an owner's units taken together (WVR-5, WVR-7).
absl::StatusOr<SettlementQuote> QuoteHousehold(WaiverContext& context, const CallContext& call,
                                               const Waiver& waiver) {
  const OutgoingCall outgoing = OutgoingCall::For(call);
  CUIJIAO_ASSIGN_OR_RETURN(
      SettlementQuote quote,
      context.ledger.QuoteMonths(outgoing, waiver.unit_id, waiver.amount, waiver.months_to_cover));
  for (const std::string& unit_id : quote.household.unit_ids) {
    if (unit_id == waiver.unit_id) continue;
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> staff_ids,
                             context.ledger.StaffOwners(outgoing, unit_id));
    quote.owner_staff_ids.insert(quote.owner_staff_ids.end(), staff_ids.begin(), staff_ids.end());
  }
  return quote;
}

// The signature, with everything that was known ahead of the transaction.
class Signing {
 public:
  Signing(WaiverContext& context, const CallContext& call, const Signer& signer,
          const SettlementQuote& quote, const PolicyInForce& policy)
      : context_(context), call_(call), signer_(signer), quote_(quote), policy_(policy) {}

  absl::StatusOr<v1::Waiver> Run(db::Transaction& transaction, std::string_view waiver_id) const {
    CUIJIAO_ASSIGN_OR_RETURN(const Waiver waiver, LockWaiver(context_, transaction, waiver_id));
    CUIJIAO_RETURN_IF_ERROR(CheckSignable(waiver));

    // The signature date decides the household and the plan year (section 6, definition 13): what
    // the request took is given up and taken anew.
    HouseholdStore households(transaction);
    CUIJIAO_RETURN_IF_ERROR(households.Release(waiver.id));
    CUIJIAO_ASSIGN_OR_RETURN(const std::optional<std::string> other,
                             households.Take(quote_.household, waiver.id));
    CUIJIAO_ASSIGN_OR_RETURN(const SignerMonth month, LockMonth(transaction));
    const Assessment assessment = Assess(waiver.amount, quote_, other, month, policy_);
    const std::vector<Rule> against = RulesAgainst(assessment.decision, signer_.as);
    if (!against.empty()) return RefuseForRules(against, assessment.decision);
    CUIJIAO_RETURN_IF_ERROR(CountInMonth(transaction, waiver));
    CUIJIAO_RETURN_IF_ERROR(Store(transaction, waiver, assessment));
    return LoadWaiverMessage(transaction, context_.cipher, waiver.id);
  }

 private:
  absl::Status CheckSignable(const Waiver& waiver) const {
    if (!StateAfter(waiver.state, WaiverStep::kApprove)) return RefuseForState(waiver, "approved");
    const std::optional<SignatureObstacle> obstacle =
        FindSignatureObstacle(signer_.id, waiver.submitted_by, quote_.owner_staff_ids);
    return obstacle ? RefuseSignature(*obstacle) : absl::OkStatus();
  }

  [[nodiscard]] Month SignMonth() const { return Month(call_.time.business_date); }

  // A GM's signature counts in no manager's month.
  absl::StatusOr<SignerMonth> LockMonth(db::Transaction& transaction) const {
    if (signer_.as != Authority::kManager) return SignerMonth{};
    CUIJIAO_ASSIGN_OR_RETURN(const ManagerMonthSums sums,
                             ManagerMonthStore(transaction).Lock(signer_.id, SignMonth()));
    return SignerMonth{sums.signed_fen};
  }

  // WVR-3 holds under any concurrency by this guarded update; the decision before it only tells
  // the numbers.
  absl::Status CountInMonth(db::Transaction& transaction, const Waiver& waiver) const {
    if (signer_.as != Authority::kManager) return absl::OkStatus();
    CUIJIAO_ASSIGN_OR_RETURN(
        const bool within,
        ManagerMonthStore(transaction)
            .AddWithin(signer_.id, SignMonth(), waiver.amount, policy_.rules.manager_month_limit));
    return within ? absl::OkStatus() : absl::AbortedError("the manager's month changed meanwhile");
  }

  absl::Status Store(db::Transaction& transaction, const Waiver& waiver,
                     const Assessment& assessment) const {
    const Date today = call_.time.business_date;
    const Signature signature{.signed_by = signer_.id,
                              .signed_as = signer_.as,
                              .sign_date = today,
                              .signed_time = call_.time.recorded_time,
                              .valid_through = today + policy_.rules.approval_valid_days};
    CUIJIAO_ASSIGN_OR_RETURN(
        const bool changed,
        WaiverStore(transaction, context_.cipher)
            .UpdateSigned(waiver.id, signature, quote_.household.plan_year, quote_.cash));
    if (!changed) return absl::AbortedError("the waiver changed meanwhile");
    CUIJIAO_RETURN_IF_ERROR(NoteUse(transaction, policy_.block, call_.time.recorded_time));
    return NoteChange(context_, transaction, waiver.id, waiver.state, WaiverState::kApproved,
                      {.changed_by = signer_.id,
                       .recorded_time = call_.time.recorded_time,
                       .reason = "",
                       .policy_version = policy_.version,
                       .evaluation = assessment.evaluation.SerializeAsString()});
  }

  WaiverContext& context_;
  const CallContext& call_;
  const Signer& signer_;
  const SettlementQuote& quote_;
  const PolicyInForce& policy_;
};

}  // namespace

absl::StatusOr<v1::Waiver> ApproveWaiver(WaiverContext& context, const CallContext& call,
                                         const v1::ApproveWaiverRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(Signer signer, SignerOf(call));
  CUIJIAO_ASSIGN_OR_RETURN(
      std::optional<v1::Waiver> answered,
      FindAnswer<v1::Waiver>(context.database, call, request.request_id(), &context.cipher));
  if (answered) return *std::move(answered);
  CUIJIAO_ASSIGN_OR_RETURN(signer.as, SigningRole(context, call, signer, request.waiver_id()));
  CUIJIAO_RETURN_IF_ERROR(ExpireOverdue(context, call.time));
  CUIJIAO_ASSIGN_OR_RETURN(const PolicyInForce policy,
                           PolicyOn(context.policy, call.time.business_date));
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<Waiver> waiver,
      context.database.Read("waiver.load", [&](db::Transaction& transaction) {
        return WaiverStore(transaction, context.cipher).Load(request.waiver_id());
      }));
  if (!waiver) return RefuseUnknownWaiver(request.waiver_id());
  CUIJIAO_ASSIGN_OR_RETURN(const SettlementQuote quote, QuoteHousehold(context, call, *waiver));
  const Signing signing(context, call, signer, quote, policy);
  return AnswerOnce<v1::Waiver>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) { return signing.Run(transaction, request.waiver_id()); },
      &context.cipher);
}

}  // namespace cuijiao::waiver
