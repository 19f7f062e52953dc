// The part of PaymentService about money of unknown origin (LED-4).
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/requests/answer_once.h"
#include "common/requests/request_dates.h"
#include "common/rpc/cut_to_page.h"
#include "common/status/macros.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/api/payments/payment_api.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/api/payments/suspense_assignment.h"
#include "services/ledger/store/journal/posting_messages.h"
#include "services/ledger/store/payments/suspense_store.h"

namespace cuijiao::ledger {

absl::StatusOr<v1::Suspense> PaymentApi::Hold(const CallContext& call,
                                              const v1::RecordSuspenseRequest& request) const {
  Suspense suspense;
  suspense.project_id = request.project_id();
  suspense.amount = Fen(request.amount_fen());
  suspense.method = ToMethod(request.method());
  suspense.received_date = DateOf(request.received_date());
  suspense.recorded_time = call.time.recorded_time;
  suspense.recorded_by = RecordedBy(call);
  suspense.remark = request.remark();
  CUIJIAO_RETURN_IF_ERROR(CheckAmount(suspense.amount));
  CUIJIAO_RETURN_IF_ERROR(CheckMethod(suspense.method));
  return AnswerOnce<v1::Suspense>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::Suspense> {
        CUIJIAO_RETURN_IF_ERROR(CheckReceivedDate(context_, call, suspense.received_date));
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Project> project,
                                 OrganisationStore(transaction).LoadProject(suspense.project_id));
        if (!project) return UnknownThing(kUnknownProject, "project", suspense.project_id);
        CUIJIAO_ASSIGN_OR_RETURN(JournalStore journal,
                                 JournalStore::Lock(transaction, context_.ids, call.time,
                                                    SuspensePartition(suspense.project_id)));
        Suspense held = suspense;
        held.id = journal.NewId();
        held.posting_date = journal.days().ForReceipt(held.received_date);
        CUIJIAO_RETURN_IF_ERROR(SuspenseStore(transaction, context_.cipher).Hold(journal, held));
        CUIJIAO_RETURN_IF_ERROR(journal.Flush());
        held.remark.clear();  // answers are remembered, and personal data stays in its column
        return ToMessage(held);
      });
}

absl::StatusOr<v1::Payment> PaymentApi::Assign(const CallContext& call,
                                               const v1::AssignSuspenseRequest& request) const {
  Receipt receipt;
  receipt.unit_id = request.unit_id();
  receipt.collector_id = request.collector_id();
  receipt.collaborator_ids = {request.collaborator_ids().begin(), request.collaborator_ids().end()};
  CUIJIAO_RETURN_IF_ERROR(TakeDesignations(request, receipt));
  return AnswerOnce<v1::Payment>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::Payment> {
        CUIJIAO_ASSIGN_OR_RETURN(
            const Payment payment,
            AssignWithin(transaction, context_, call, request.suspense_id(), receipt));
        return ToMessage(payment);
      });
}

absl::StatusOr<v1::ListSuspenseResponse> PaymentApi::ShowSuspense(
    const v1::ListSuspenseRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context_.page_tokens.PositionOf(request));
  const int page_size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<Suspense> found,
      context_.database.Read("ListSuspense", [&](db::Transaction& transaction) {
        return SuspenseStore(transaction, context_.cipher)
            .List(request.project_id(), request.include_assigned(), position, page_size + 1);
      }));
  const bool more = CutToPage(found, page_size);
  v1::ListSuspenseResponse response;
  for (const Suspense& suspense : found) *response.add_suspense() = ToMessage(suspense);
  if (more) {
    response.set_next_page_token(context_.page_tokens.Make(request, found.back().id));
  }
  return response;
}

grpc::ServerUnaryReactor* PaymentApi::RecordSuspense(grpc::CallbackServerContext* context,
                                                     const v1::RecordSuspenseRequest* request,
                                                     v1::Suspense* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.PaymentService/RecordSuspense", context, request, response,
      [this](const CallContext& call, const auto& message) { return Hold(call, message); });
}

grpc::ServerUnaryReactor* PaymentApi::AssignSuspense(grpc::CallbackServerContext* context,
                                                     const v1::AssignSuspenseRequest* request,
                                                     v1::Payment* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.PaymentService/AssignSuspense", context, request, response,
      [this](const CallContext& call, const auto& message) { return Assign(call, message); });
}

grpc::ServerUnaryReactor* PaymentApi::ListSuspense(grpc::CallbackServerContext* context,
                                                   const v1::ListSuspenseRequest* request,
                                                   v1::ListSuspenseResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.PaymentService/ListSuspense", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowSuspense(message); });
}

}  // namespace cuijiao::ledger
