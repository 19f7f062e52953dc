#include "services/escalation/domain/work.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/requests/answer_once.h"
#include "common/requests/request_dates.h"
#include "common/rpc/cut_to_page.h"
#include "common/status/macros.h"
#include "services/escalation/api/escalation_messages.h"
#include "services/escalation/api/escalation_methods.h"
#include "services/escalation/api/refusals.h"
#include "services/escalation/store/work_store.h"

namespace cuijiao::escalation {
namespace {

// Work ids are of one length, so that the unit's id, which is not, can stand after it.
std::string PositionAfter(const WorkRow& work) { return work.work_id + work.unit_id; }

WorkPosition WorkPositionFrom(const std::string& text) {
  const std::size_t id = std::min(text.size(), kIdLength);
  return {text.substr(id), text.substr(0, id)};
}

// `request` is an AcceptWorkRequest or an ApproveWorkRequest.
template <typename Request>
absl::StatusOr<v1::WorkRecord> Consent(EscalationContext& context, const CallContext& call,
                                       const Request& request, ConsentKind kind) {
  const bool accepts = kind == ConsentKind::kAcceptance;
  const std::string& work_id = request.work_id();
  return AnswerOnce<v1::WorkRecord>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::WorkRecord> {
        WorkStore store(transaction, context.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<WorkRow> work, store.Load(work_id));
        if (!work) return RefuseUnknown(kUnknownWork, "work record", work_id);
        const std::string staff_id = call.identity.acting_staff_id();
        const ConsentRefusal refusal = accepts
                                           ? CheckAcceptance(work->kind, work->staff_id, staff_id)
                                           : CheckApproval(work->kind, work->staff_id, staff_id);
        if (refusal != ConsentRefusal::kNone) {
          return RefuseConsent(refusal, accepts ? kNotACall : kNotAnotherForm);
        }
        CUIJIAO_RETURN_IF_ERROR(
            store.InsertConsent(work_id, kind, {staff_id, call.time.recorded_time}));
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<WorkRow> now, store.Load(work_id));
        return WorkMessage(*now);
      },
      &context.cipher);
}

}  // namespace

absl::StatusOr<v1::WorkRecord> RecordWork(EscalationContext& context, const CallContext& call,
                                          const v1::RecordWorkRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(
      std::optional<v1::WorkRecord> answered,
      FindAnswer<v1::WorkRecord>(context.database, call, request.request_id(), &context.cipher));
  if (answered) return *std::move(answered);
  WorkRow work;
  work.kind = WorkKindOf(request.kind());
  work.happened_date = DateOf(request.happened_date());
  work.promised_date = OptionalDateOf(request.promised_date());
  const WorkRefusal refusal =
      CheckWork(work.kind, work.happened_date, work.promised_date, call.time.business_date);
  if (refusal != WorkRefusal::kNone) {
    return RefuseWork(refusal, {{"kind", v1::WorkRecord::Kind_Name(request.kind())},
                                {"happened_date", request.happened_date()},
                                {"promised_date", request.promised_date()},
                                {"business_date", FormatDate(call.time.business_date)}});
  }
  CUIJIAO_ASSIGN_OR_RETURN(const UnitDebt debt,
                           context.ledger.DebtOf(OutgoingCall::For(call), request.unit_id()));
  work.unit_id = debt.unit_id;
  work.community_id = debt.community_id;
  work.staff_id = call.identity.acting_staff_id();
  work.recorded_time = call.time.recorded_time;
  work.note = request.note();
  return AnswerOnce<v1::WorkRecord>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::WorkRecord> {
        work.work_id = context.ids.NewId();
        CUIJIAO_RETURN_IF_ERROR(WorkStore(transaction, context.cipher).Insert(work));
        return WorkMessage(work);
      },
      &context.cipher);
}

absl::StatusOr<v1::WorkRecord> AcceptWork(EscalationContext& context, const CallContext& call,
                                          const v1::AcceptWorkRequest& request) {
  return Consent(context, call, request, ConsentKind::kAcceptance);
}

absl::StatusOr<v1::WorkRecord> ApproveWork(EscalationContext& context, const CallContext& call,
                                           const v1::ApproveWorkRequest& request) {
  return Consent(context, call, request, ConsentKind::kApproval);
}

absl::StatusOr<v1::ListWorkResponse> ListWork(EscalationContext& context,
                                              const CallContext& /*call*/,
                                              const v1::ListWorkRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context.page_tokens.PositionOf(request));
  const std::vector<std::string> unit_ids(request.unit_ids().begin(), request.unit_ids().end());
  const int page_size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<WorkRow> works,
      context.database.Read("escalation.list_work", [&](db::Transaction& transaction) {
        return WorkStore(transaction, context.cipher)
            .List(unit_ids, WorkPositionFrom(position), page_size + 1);
      }));
  const bool more = CutToPage(works, page_size);
  v1::ListWorkResponse response;
  for (const WorkRow& work : works) *response.add_work_records() = WorkMessage(work);
  if (more) {
    response.set_next_page_token(context.page_tokens.Make(request, PositionAfter(works.back())));
  }
  return response;
}

}  // namespace cuijiao::escalation
