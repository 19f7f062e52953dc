#include "services/waiver/api/waiver_messages.h"

#include <optional>
#include <string>
#include <vector>

#include "common/calendar/date.h"
#include "common/rpc/message_times.h"
#include "common/status/macros.h"
#include "services/waiver/api/refusals.h"
#include "services/waiver/store/waiver_store.h"

namespace cuijiao::waiver {
namespace {

v1::Violation::Kind KindMessage(ViolationKind kind) {
  switch (kind) {
    case ViolationKind::kStacked:
      return v1::Violation::KIND_STACKED;
    case ViolationKind::kBeyondAuthority:
      return v1::Violation::KIND_BEYOND_AUTHORITY;
    case ViolationKind::kSplit:
      return v1::Violation::KIND_SPLIT;
    case ViolationKind::kUnauthorisedPromise:
      return v1::Violation::KIND_UNAUTHORISED_PROMISE;
  }
  return v1::Violation::KIND_UNSPECIFIED;
}

void AddChange(const WaiverChange& change, v1::Waiver& message) {
  v1::Waiver::Change& added = *message.add_changes();
  if (change.from) added.set_from_state(StateMessage(*change.from));
  added.set_to_state(StateMessage(change.to));
  added.set_changed_by(change.changed_by);
  *added.mutable_record_time() = TimestampOf(change.recorded_time);
  added.set_reason(change.reason);
  added.set_policy_version(change.policy_version);
}

}  // namespace

v1::Waiver::State StateMessage(WaiverState state) {
  switch (state) {
    case WaiverState::kSubmitted:
      return v1::Waiver::STATE_SUBMITTED;
    case WaiverState::kApproved:
      return v1::Waiver::STATE_APPROVED;
    case WaiverState::kRejected:
      return v1::Waiver::STATE_REJECTED;
    case WaiverState::kSettled:
      return v1::Waiver::STATE_SETTLED;
    case WaiverState::kExpired:
      return v1::Waiver::STATE_EXPIRED;
    case WaiverState::kCancelled:
      return v1::Waiver::STATE_CANCELLED;
    case WaiverState::kReversed:
      return v1::Waiver::STATE_REVERSED;
  }
  return v1::Waiver::STATE_UNSPECIFIED;
}

std::optional<WaiverState> StateOf(v1::Waiver::State state) {
  for (const WaiverState candidate : kAllWaiverStates) {
    if (StateMessage(candidate) == state) return candidate;
  }
  return std::nullopt;
}

v1::Authority AuthorityMessage(Authority authority) {
  switch (authority) {
    case Authority::kNobody:
      return v1::AUTHORITY_NOBODY;
    case Authority::kManager:
      return v1::AUTHORITY_MANAGER;
    case Authority::kGeneralManager:
      return v1::AUTHORITY_GENERAL_MANAGER;
  }
  return v1::AUTHORITY_UNSPECIFIED;
}

v1::WaiverEvaluation EvaluationMessage(const WaiverDecision& decision,
                                       const WaiverProposal& proposal, const Household& household,
                                       const SignerMonth& month, std::string_view policy_version) {
  v1::WaiverEvaluation message;
  message.set_authority(AuthorityMessage(decision.authority));
  for (const Finding& finding : decision.findings) {
    v1::WaiverEvaluation::Finding& added = *message.add_findings();
    added.set_rule(std::string(RuleId(finding.rule)));
    added.set_holds(finding.holds);
    added.set_text_zh(finding.text.zh);
    added.set_text_en(finding.text.en);
  }
  message.set_cash_fen(proposal.cash.value());
  message.set_largest_by_share_fen(decision.largest_by_share.value());
  message.set_largest_for_manager_fen(decision.largest_for_manager.value());
  for (const Remedy& remedy : decision.remedies) {
    v1::WaiverEvaluation::Remedy& added = *message.add_remedies();
    added.set_text_zh(remedy.text.zh);
    added.set_text_en(remedy.text.en);
  }
  message.set_policy_version(std::string(policy_version));
  v1::WaiverEvaluation::Facts& facts = *message.mutable_facts();
  facts.set_arrears_fen(household.arrears.value());
  facts.set_arrears_charges_fen(household.arrears_charges.value());
  facts.set_arrears_left_fen(proposal.arrears_left.value());
  facts.set_prepay_fen(proposal.prepay.value());
  facts.set_months_covered(proposal.months_covered);
  facts.set_manager_signed_this_month_fen(month.signed_fen.value());
  facts.set_other_waiver_id(household.other_waiver_id.value_or(""));
  return message;
}

v1::Waiver WaiverMessage(const Waiver& waiver) {
  v1::Waiver message;
  message.set_id(waiver.id);
  message.set_unit_id(waiver.unit_id);
  message.set_community_id(waiver.community_id);
  message.set_project_id(waiver.project_id);
  message.set_waiver_fen(waiver.amount.value());
  message.set_months_to_cover(waiver.months_to_cover);
  message.set_state(StateMessage(waiver.state));
  message.set_submitted_by(waiver.submitted_by);
  message.set_submit_date(FormatDate(waiver.submit_date));
  message.set_note(waiver.note);
  if (waiver.signature) {
    message.set_signed_by(waiver.signature->signed_by);
    message.set_signed_as(AuthorityMessage(waiver.signature->signed_as));
    message.set_sign_date(FormatDate(waiver.signature->sign_date));
    message.set_valid_through_date(FormatDate(waiver.signature->valid_through));
  }
  message.set_cash_fen(waiver.cash.value());
  message.set_payment_id(waiver.payment_id);
  return message;
}

absl::StatusOr<v1::Waiver> LoadWaiverMessage(db::Transaction& transaction,
                                             const PersonalCipher& cipher,
                                             std::string_view waiver_id) {
  WaiverStore store(transaction, cipher);
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Waiver> waiver, store.Load(waiver_id));
  if (!waiver) return RefuseUnknownWaiver(waiver_id);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<WaiverChange> changes, store.LoadChanges(waiver_id));
  v1::Waiver message = WaiverMessage(*waiver);
  for (const WaiverChange& change : changes) {
    AddChange(change, message);
    if (change.evaluation.empty()) continue;
    if (!message.mutable_evaluation()->ParseFromString(change.evaluation)) {
      return absl::DataLossError("the evaluation of change " + change.id + " cannot be read");
    }
  }
  return message;
}

v1::Violation ViolationMessage(const Violation& violation) {
  v1::Violation message;
  message.set_id(violation.id);
  message.set_kind(KindMessage(violation.kind));
  message.set_bearer_id(violation.bearer_id);
  message.set_loss_fen(violation.loss.value());
  message.set_charge_month(FormatMonth(violation.charge_month));
  message.set_waiver_id(violation.waiver_id);
  message.set_unit_id(violation.unit_id);
  message.set_evidence(violation.evidence);
  message.set_reported_by(violation.reported_by);
  *message.mutable_record_time() = TimestampOf(violation.recorded_time);
  return message;
}

}  // namespace cuijiao::waiver
