// The part of PaymentService about money of unknown origin (LED-4).
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/requests/answer_once.h"
#include "common/requests/request_dates.h"
#include "common/rpc/cut_to_page.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/organisation_api.h"
#include "services/ledger/api/payment_api.h"
#include "services/ledger/api/payment_checks.h"
#include "services/ledger/domain/posting_payment.h"
#include "services/ledger/store/payment_store.h"
#include "services/ledger/store/posting_messages.h"
#include "services/ledger/store/suspense_store.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kUnknownSuspense = "UNKNOWN_SUSPENSE";
constexpr std::string_view kOtherProject = "OTHER_PROJECT";

absl::StatusOr<Suspense> LoadKnownSuspense(SuspenseStore& store, const std::string& id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<Suspense> suspense, store.Load(id));
  if (suspense) return *std::move(suspense);
  return Refusal(absl::StatusCode::kNotFound, kUnknownSuspense,
                 absl::StrCat("there is no suspense_id ", id), {{"suspense_id", id}});
}

// The journals of the project's suspense and of the unit's community, locked in the order of
// their ids.
absl::StatusOr<std::array<JournalStore, 2>> LockBoth(db::Transaction& transaction, IdSource& ids,
                                                     const CompanyTime& now,
                                                     const std::string& suspense_partition,
                                                     const std::string& community_id) {
  const bool suspense_first = suspense_partition < community_id;
  CUIJIAO_ASSIGN_OR_RETURN(JournalStore first,
                           JournalStore::Lock(transaction, ids, now,
                                              suspense_first ? suspense_partition : community_id));
  CUIJIAO_ASSIGN_OR_RETURN(JournalStore second,
                           JournalStore::Lock(transaction, ids, now,
                                              suspense_first ? community_id : suspense_partition));
  if (!suspense_first) std::swap(first, second);
  return std::array<JournalStore, 2>{std::move(first), std::move(second)};
}

}  // namespace

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
  return AnswerOnce<v1::Payment>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::Payment> {
        SuspenseStore store(transaction, context_.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(const Suspense suspense,
                                 LoadKnownSuspense(store, request.suspense_id()));
        CUIJIAO_ASSIGN_OR_RETURN(const UnitPlace unit,
                                 LoadKnownUnit(transaction, request.unit_id()));
        if (unit.project_id != suspense.project_id) {
          return Refusal(absl::StatusCode::kFailedPrecondition, kOtherProject,
                         absl::StrCat("unit_id ", unit.unit_id, " is not of project ",
                                      suspense.project_id, ", which holds the money"),
                         {{"unit_id", unit.unit_id}, {"project_id", suspense.project_id}});
        }
        Receipt receipt;
        receipt.unit_id = unit.unit_id;
        receipt.amount = suspense.amount;
        receipt.method = suspense.method;
        receipt.received_date = suspense.received_date;
        receipt.recorded_by = RecordedBy(call);
        CUIJIAO_ASSIGN_OR_RETURN(
            receipt.collector_id,
            DecideCollector(transaction, unit, receipt.received_date, request.collector_id(), {}));
        CUIJIAO_ASSIGN_OR_RETURN(
            auto journals, LockBoth(transaction, context_.ids, call.time,
                                    SuspensePartition(suspense.project_id), unit.community_id));
        CUIJIAO_ASSIGN_OR_RETURN(const Payment payment, RecordReceipt(journals[1], receipt));
        CUIJIAO_RETURN_IF_ERROR(
            store.Release(journals[0], suspense, payment.id, payment.posting_date));
        CUIJIAO_RETURN_IF_ERROR(journals[0].Flush());
        CUIJIAO_RETURN_IF_ERROR(journals[1].Flush());
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
