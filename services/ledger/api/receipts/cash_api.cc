#include "services/ledger/api/receipts/cash_api.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/auth/authorize.h"
#include "common/fault/failpoint.h"
#include "common/requests/answer_once.h"
#include "common/requests/request_dates.h"
#include "common/rpc/cut_to_page.h"
#include "common/rpc/message_times.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/figures/statement_api_stamp.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/store/figures/figures_store.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/receipts/cash_store.h"
#include "services/ledger/store/receipts/payment_follower.h"

namespace cuijiao::ledger {
namespace {

static_assert(static_cast<int>(v1::CashHandover::STATE_STATED) ==
              static_cast<int>(HandoverState::kStated));
static_assert(static_cast<int>(v1::CashHandover::STATE_REJECTED) ==
              static_cast<int>(HandoverState::kRejected));

v1::CashHandover ToMessage(const CashHandover& handover) {
  v1::CashHandover message;
  message.set_id(handover.id);
  message.set_holder_staff_id(handover.holder_staff_id);
  message.set_handover_date(FormatDate(handover.handover_date));
  message.set_taken_fen(handover.taken.value());
  message.set_payment_count(handover.payment_count);
  message.set_stated_fen(handover.stated.value());
  message.set_counted_fen(handover.counted.value());
  message.set_difference_fen(handover.difference.value());
  message.set_state(static_cast<v1::CashHandover::State>(handover.state));
  message.set_stated_by(handover.stated_by);
  *message.mutable_state_time() = TimestampOf(handover.stated_time);
  message.set_decided_by(handover.decided_by);
  if (handover.decided_time) *message.mutable_decide_time() = TimestampOf(*handover.decided_time);
  message.set_note(handover.note);
  message.set_reason(handover.reason);
  message.set_returned_fen(handover.returned.value());
  return message;
}

v1::CashReturn ToMessage(const CashReturn& found) {
  v1::CashReturn message;
  message.set_payment_id(found.payment_id);
  message.set_unit_id(found.unit_id);
  message.set_amount_fen(found.amount.value());
  message.set_handover_id(found.handover_id);
  message.set_holder_staff_id(found.taken_by);
  message.set_reversed_by(found.reversed_by);
  message.set_reversal_date(FormatDate(found.reversal_date));
  if (found.recorded_time) *message.mutable_record_time() = TimestampOf(*found.recorded_time);
  message.set_reason(static_cast<v1::ReversePaymentRequest::Reason>(found.reason));
  return message;
}

absl::StatusOr<CashHandover> LoadKnownHandover(CashStore& store, const std::string& handover_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<CashHandover> handover, store.LoadHandover(handover_id));
  if (handover) return *std::move(handover);
  return Refusal(absl::StatusCode::kNotFound, kUnknownHandover,
                 absl::StrCat("there is no handover_id ", handover_id),
                 {{"handover_id", handover_id}});
}

}  // namespace

absl::StatusOr<v1::CashHandover> CashApi::State(const CallContext& call,
                                                const v1::StateHandoverRequest& request) const {
  // The table of access lets leaders and managers reach their people; what somebody hands in only
  // they themselves say, or finance.
  if (!call.identity.acting_roles().Contains(Role::kFinance) &&
      call.identity.acting_staff_id() != request.holder_staff_id()) {
    return RefuseOutOfScope();
  }
  absl::Time recorded_by = kEverRecorded;
  if (request.has_recorded_by_time()) {
    CUIJIAO_ASSIGN_OR_RETURN(recorded_by,
                             RecordedTimeOf("recorded_by_time", request.recorded_by_time()));
  }
  CUIJIAO_RETURN_IF_ERROR(
      FollowPayments(context_.database, {}, call.time.recorded_time, call.deadline).status());
  return AnswerOnce<v1::CashHandover>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::CashHandover> {
        CUIJIAO_ASSIGN_OR_RETURN(
            const bool known,
            OrganisationStore(transaction).StaffExists(request.holder_staff_id()));
        if (!known) return UnknownThing(kUnknownStaff, "staff", request.holder_staff_id());
        CashStore store(transaction, context_.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<CashPayment> payments,
                                 store.LoadInHand(request.holder_staff_id(), recorded_by));
        CashHandover handover;
        handover.id = context_.ids.NewId();
        handover.holder_staff_id = request.holder_staff_id();
        handover.handover_date = DateOf(request.handover_date());
        handover.stated = Fen(request.amount_fen());
        handover.stated_by = RecordedBy(call);
        handover.stated_time = call.time.recorded_time;
        handover.note = request.note();
        CUIJIAO_RETURN_IF_ERROR(DecideStatement(payments, call.time.business_date, handover));
        CUIJIAO_RETURN_IF_ERROR(store.InsertHandover(handover, payments));
        return ToMessage(handover);
      },
      &context_.cipher);
}

absl::StatusOr<v1::CashHandover> CashApi::Confirm(const CallContext& call,
                                                  const v1::ConfirmHandoverRequest& request) const {
  return AnswerOnce<v1::CashHandover>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::CashHandover> {
        CashStore store(transaction, context_.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(CashHandover stated,
                                 LoadKnownHandover(store, request.handover_id()));
        CUIJIAO_RETURN_IF_ERROR(store.LockPayments(stated.id));
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<CashPayment> reversed,
                                 store.LoadPayments(stated.id, /*reversed=*/true));
        CUIJIAO_ASSIGN_OR_RETURN(
            const CashHandover confirmed,
            DecideConfirmation(std::move(stated), reversed, Fen(request.counted_fen()),
                               {RecordedBy(call), call.time.recorded_time, request.reason()}));
        CUIJIAO_RETURN_IF_ERROR(fault::Point("ledger.confirm_handover.decided"));
        CUIJIAO_RETURN_IF_ERROR(store.KeepDecision(confirmed, reversed));
        return ToMessage(confirmed);
      },
      &context_.cipher);
}

absl::StatusOr<v1::CashHandover> CashApi::Reject(const CallContext& call,
                                                 const v1::RejectHandoverRequest& request) const {
  return AnswerOnce<v1::CashHandover>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::CashHandover> {
        CashStore store(transaction, context_.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(CashHandover stated,
                                 LoadKnownHandover(store, request.handover_id()));
        CUIJIAO_ASSIGN_OR_RETURN(
            const CashHandover rejected,
            DecideRejection(std::move(stated),
                            {RecordedBy(call), call.time.recorded_time, request.reason()}));
        CUIJIAO_RETURN_IF_ERROR(store.KeepDecision(rejected, {}));
        return ToMessage(rejected);
      },
      &context_.cipher);
}

absl::StatusOr<v1::CashHandover> CashApi::Show(const v1::GetHandoverRequest& request) const {
  return context_.database.Read(
      "GetHandover", [&](db::Transaction& transaction) -> absl::StatusOr<v1::CashHandover> {
        CashStore store(transaction, context_.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(const CashHandover handover,
                                 LoadKnownHandover(store, request.handover_id()));
        v1::CashHandover message = ToMessage(handover);
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<CashPayment> payments,
                                 store.LoadPayments(handover.id));
        for (const CashPayment& payment : payments) message.add_payment_ids(payment.payment_id);
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> taken_out,
                                 store.LoadTakenOut(handover.id));
        for (const std::string& id : taken_out) message.add_taken_out_payment_ids(id);
        return message;
      });
}

absl::StatusOr<v1::ListHandoversResponse> CashApi::ShowList(
    const v1::ListHandoversRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context_.page_tokens.PositionOf(request));
  const int page_size = EffectivePageSize(request.page_size());
  HandoverFilter filter{request.holder_staff_id(), {}, request.differences_only()};
  if (request.state() != v1::CashHandover::STATE_UNSPECIFIED) {
    filter.state = static_cast<HandoverState>(request.state());
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<CashHandover> found,
      context_.database.Read("ListHandovers", [&](db::Transaction& transaction) {
        return CashStore(transaction, context_.cipher)
            .ListHandovers(filter, position, page_size + 1);
      }));
  const bool more = CutToPage(found, page_size);
  v1::ListHandoversResponse response;
  for (const CashHandover& handover : found) *response.add_handovers() = ToMessage(handover);
  if (more) response.set_next_page_token(context_.page_tokens.Make(request, found.back().id));
  return response;
}

absl::StatusOr<v1::ListCashPositionsResponse> CashApi::ShowPositions(
    const CallContext& call, const v1::ListCashPositionsRequest& request) const {
  CUIJIAO_RETURN_IF_ERROR(
      FollowPayments(context_.database, {}, call.time.recorded_time, call.deadline).status());
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<CashPosition> positions,
      context_.database.Read("ListCashPositions", [&](db::Transaction& transaction) {
        return CashStore(transaction, context_.cipher)
            .LoadPositions(request.project_id(), request.holder_staff_id());
      }));
  v1::ListCashPositionsResponse response;
  for (const CashPosition& position : positions) {
    v1::CashPosition& message = *response.add_positions();
    message.set_holder_staff_id(position.holder_staff_id);
    message.set_in_hand_fen(position.in_hand.value());
    message.set_payment_count(position.payment_count);
    message.set_stated_fen(position.stated.value());
    message.set_oldest_received_date(FormatOptionalDate(position.oldest));
    message.set_difference_fen(position.difference.value());
  }
  return response;
}

absl::StatusOr<v1::ListCashReturnsResponse> CashApi::ShowReturns(
    const CallContext& call, const v1::ListCashReturnsRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context_.page_tokens.PositionOf(request));
  const int page_size = EffectivePageSize(request.page_size());
  CUIJIAO_RETURN_IF_ERROR(
      FollowPayments(context_.database, {}, call.time.recorded_time, call.deadline).status());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<CashReturn> found,
      context_.database.Read("ListCashReturns", [&](db::Transaction& transaction) {
        return CashStore(transaction, context_.cipher)
            .ListReturns({request.project_id(), request.holder_staff_id(), request.handover_id()},
                         position, page_size + 1);
      }));
  const bool more = CutToPage(found, page_size);
  v1::ListCashReturnsResponse response;
  for (const CashReturn& one : found) *response.add_returns() = ToMessage(one);
  if (more) {
    response.set_next_page_token(context_.page_tokens.Make(request, found.back().payment_id));
  }
  return response;
}

grpc::ServerUnaryReactor* CashApi::StateHandover(grpc::CallbackServerContext* context,
                                                 const v1::StateHandoverRequest* request,
                                                 v1::CashHandover* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CashService/StateHandover", context, request, response,
      [this](const CallContext& call, const auto& message) { return State(call, message); });
}

grpc::ServerUnaryReactor* CashApi::ConfirmHandover(grpc::CallbackServerContext* context,
                                                   const v1::ConfirmHandoverRequest* request,
                                                   v1::CashHandover* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CashService/ConfirmHandover", context, request, response,
      [this](const CallContext& call, const auto& message) { return Confirm(call, message); });
}

grpc::ServerUnaryReactor* CashApi::RejectHandover(grpc::CallbackServerContext* context,
                                                  const v1::RejectHandoverRequest* request,
                                                  v1::CashHandover* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CashService/RejectHandover", context, request, response,
      [this](const CallContext& call, const auto& message) { return Reject(call, message); });
}

grpc::ServerUnaryReactor* CashApi::GetHandover(grpc::CallbackServerContext* context,
                                               const v1::GetHandoverRequest* request,
                                               v1::CashHandover* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CashService/GetHandover", context, request, response,
      [this](const CallContext&, const auto& message) { return Show(message); });
}

grpc::ServerUnaryReactor* CashApi::ListHandovers(grpc::CallbackServerContext* context,
                                                 const v1::ListHandoversRequest* request,
                                                 v1::ListHandoversResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CashService/ListHandovers", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowList(message); });
}

grpc::ServerUnaryReactor* CashApi::ListCashPositions(grpc::CallbackServerContext* context,
                                                     const v1::ListCashPositionsRequest* request,
                                                     v1::ListCashPositionsResponse* response) {
  return context_.runner.Unary("cuijiao.ledger.v1.CashService/ListCashPositions", context, request,
                               response, [this](const CallContext& call, const auto& message) {
                                 return ShowPositions(call, message);
                               });
}

grpc::ServerUnaryReactor* CashApi::ListCashReturns(grpc::CallbackServerContext* context,
                                                   const v1::ListCashReturnsRequest* request,
                                                   v1::ListCashReturnsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CashService/ListCashReturns", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowReturns(call, message); });
}

}  // namespace cuijiao::ledger
