#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/db/database_error.h"
#include "common/requests/answer_once.h"
#include "common/rpc/cut_to_page.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/waiver/api/refusals.h"
#include "services/waiver/api/waiver_life.h"
#include "services/waiver/api/waiver_messages.h"
#include "services/waiver/api/waiver_methods.h"
#include "services/waiver/domain/decide_violation.h"
#include "services/waiver/store/violation_store.h"
#include "services/waiver/store/waiver_store.h"

namespace cuijiao::waiver {
namespace {

ViolationKind KindOf(v1::Violation::Kind kind) {
  switch (kind) {
    case v1::Violation::KIND_STACKED:
      return ViolationKind::kStacked;
    case v1::Violation::KIND_BEYOND_AUTHORITY:
      return ViolationKind::kBeyondAuthority;
    case v1::Violation::KIND_SPLIT:
      return ViolationKind::kSplit;
    default:
      return ViolationKind::kUnauthorisedPromise;
  }
}

// A promise names who, where and how much; for a waiver the records say it, and no request carries
// a fact that a service owns.
absl::Status CheckShape(const v1::ReportViolationRequest& request) {
  const bool promise = request.kind() == v1::Violation::KIND_UNAUTHORISED_PROMISE;
  std::vector<FieldViolation> wrong;
  const auto expect = [&wrong](const char* field, bool is_set, bool wanted) {
    if (is_set == wanted) return;
    wrong.push_back({field, wanted ? "required for this kind" : "not taken for this kind"});
  };
  expect("waiver_id", !request.waiver_id().empty(), !promise);
  expect("promised_by", !request.promised_by().empty(), promise);
  expect("unit_id", !request.unit_id().empty(), promise);
  expect("loss_fen", request.loss_fen() > 0, promise);
  return wrong.empty() ? absl::OkStatus() : InvalidFields(wrong);
}

Violation ViolationOf(WaiverContext& context, const CallContext& call,
                      const v1::ReportViolationRequest& request) {
  return {.id = context.ids.NewId(),
          .kind = KindOf(request.kind()),
          .bearer_id = "",
          .loss = Fen(0),
          .charge_month = Month(call.time.business_date),
          .waiver_id = request.waiver_id(),
          .unit_id = request.unit_id(),
          .evidence = request.evidence(),
          .reported_by = call.identity.acting_staff_id(),
          .recorded_time = call.time.recorded_time};
}

absl::Status Insert(WaiverContext& context, db::Transaction& transaction,
                    const Violation& violation) {
  const absl::Status inserted = ViolationStore(transaction, context.cipher).Insert(violation);
  if (db::ViolatedKey(inserted) != "violation_waiver") return inserted;
  return Refusal(absl::StatusCode::kFailedPrecondition, kViolationChargedAlready,
                 "the loss of this waiver is charged already",
                 {{"waiver_id", violation.waiver_id}});
}

// 乱承诺: who promised bears the loss.
absl::StatusOr<v1::Violation> ReportPromise(WaiverContext& context, const CallContext& call,
                                            const v1::ReportViolationRequest& request) {
  const OutgoingCall outgoing = OutgoingCall::For(call);
  CUIJIAO_RETURN_IF_ERROR(
      context.ledger.QuoteMonths(outgoing, request.unit_id(), Fen(0), 0).status());
  CUIJIAO_RETURN_IF_ERROR(context.ledger.CheckStaff(outgoing, request.promised_by()));
  return AnswerOnce<v1::Violation>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::Violation> {
        Violation violation = ViolationOf(context, call, request);
        violation.bearer_id = request.promised_by();
        violation.loss = Fen(request.loss_fen());
        CUIJIAO_RETURN_IF_ERROR(Insert(context, transaction, violation));
        return ViolationMessage(violation);
      },
      &context.cipher);
}

SignedWaiver SignedOf(const Waiver& waiver) {
  return {waiver.id, waiver.state, waiver.signature ? waiver.signature->signed_by : "",
          waiver.signature ? waiver.signature->signed_time : absl::InfinitePast(), waiver.amount};
}

// The household's other signed waivers of the plan year, as its units are known today: a breach is
// often found because the owners' records were put right.
absl::StatusOr<std::vector<SignedWaiver>> LoadOthers(WaiverContext& context,
                                                     db::Transaction& transaction,
                                                     const Waiver& waiver,
                                                     const SettlementQuote& quote) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Waiver> waivers,
                           WaiverStore(transaction, context.cipher)
                               .LoadSignedOfUnits(waiver.plan_year, quote.household.unit_ids));
  std::vector<SignedWaiver> others;
  for (const Waiver& other : waivers) {
    if (other.id != waiver.id) others.push_back(SignedOf(other));
  }
  return others;
}

absl::StatusOr<v1::Violation> ReportForWaiver(WaiverContext& context, const CallContext& call,
                                              const v1::ReportViolationRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<Waiver> named,
      context.database.Read("waiver.load", [&](db::Transaction& transaction) {
        return WaiverStore(transaction, context.cipher).Load(request.waiver_id());
      }));
  if (!named) return RefuseUnknownWaiver(request.waiver_id());
  CUIJIAO_ASSIGN_OR_RETURN(
      const SettlementQuote quote,
      context.ledger.QuoteMonths(OutgoingCall::For(call), named->unit_id, Fen(0), 0));
  return AnswerOnce<v1::Violation>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::Violation> {
        CUIJIAO_ASSIGN_OR_RETURN(const Waiver waiver,
                                 LockWaiver(context, transaction, request.waiver_id()));
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<SignedWaiver> others,
                                 LoadOthers(context, transaction, waiver, quote));
        Violation violation = ViolationOf(context, call, request);
        const auto decided = DecideViolation(violation.kind, SignedOf(waiver), others);
        if (const auto* refusal = std::get_if<ViolationRefusal>(&decided)) {
          return RefuseViolation(*refusal);
        }
        const auto& charge = std::get<ViolationCharge>(decided);
        violation.bearer_id = charge.bearer_id;
        violation.loss = charge.loss;
        violation.unit_id = waiver.unit_id;
        CUIJIAO_RETURN_IF_ERROR(Insert(context, transaction, violation));
        return ViolationMessage(violation);
      },
      &context.cipher);
}

}  // namespace

absl::StatusOr<v1::Violation> ReportViolation(WaiverContext& context, const CallContext& call,
                                              const v1::ReportViolationRequest& request) {
  CUIJIAO_RETURN_IF_ERROR(CheckShape(request));
  CUIJIAO_ASSIGN_OR_RETURN(
      std::optional<v1::Violation> answered,
      FindAnswer<v1::Violation>(context.database, call, request.request_id(), &context.cipher));
  if (answered) return *std::move(answered);
  return request.kind() == v1::Violation::KIND_UNAUTHORISED_PROMISE
             ? ReportPromise(context, call, request)
             : ReportForWaiver(context, call, request);
}

absl::StatusOr<v1::ListViolationsResponse> ListViolations(
    WaiverContext& context, const CallContext& call, const v1::ListViolationsRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string after_id, context.page_tokens.PositionOf(request));
  CUIJIAO_ASSIGN_OR_RETURN(const Month month, ParseMonth(request.charge_month()));
  const int page_size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<Violation> violations,
      context.database.Read("waiver.list_violations",
                            [&](db::Transaction& transaction) {
                              return ViolationStore(transaction, context.cipher)
                                  .List(month, request.with_earlier_months(), after_id,
                                        page_size + 1);
                            },
                            {.deadline = call.deadline, .confirm_commit = nullptr}));
  const bool more = CutToPage(violations, page_size);
  v1::ListViolationsResponse response;
  // Payroll charges the loss; what is known of people is for who found the breach.
  const bool sees_evidence = call.identity.acting_roles().Contains(Role::kFinance);
  for (const Violation& violation : violations) {
    v1::Violation& message = *response.add_violations();
    message = ViolationMessage(violation);
    if (!sees_evidence) message.clear_evidence();
  }
  if (more) response.set_next_page_token(context.page_tokens.Make(request, violations.back().id));
  return response;
}

}  // namespace cuijiao::waiver
