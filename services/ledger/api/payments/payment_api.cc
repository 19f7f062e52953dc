#include "services/ledger/api/payments/payment_api.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/requests/answer_once.h"
#include "common/requests/request_dates.h"
#include "common/rpc/cut_to_page.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/api/payments/payment_undo.h"
#include "services/ledger/store/journal/note_rows.h"
#include "services/ledger/store/journal/posting_messages.h"
#include "services/ledger/store/payments/due_prepayments.h"
#include "services/ledger/store/payments/payment_store.h"

namespace cuijiao::ledger {
namespace {

std::string PositionOf(const Payment& payment) {
  return absl::StrCat(absl::ToUnixMicros(payment.recorded_time), "/", payment.id);
}

PaymentPosition PaymentPositionFrom(const std::string& text) {
  PaymentPosition position;
  const std::size_t slash = text.find('/');
  std::int64_t micros = 0;
  if (slash == std::string::npos || !absl::SimpleAtoi(text.substr(0, slash), &micros)) {
    return position;
  }
  position.recorded_time = absl::FromUnixMicros(micros);
  position.payment_id = text.substr(slash + 1);
  return position;
}

}  // namespace

absl::StatusOr<v1::Payment> PaymentApi::Reverse(const CallContext& call,
                                                const v1::ReversePaymentRequest& request) const {
  return AnswerOnce<v1::Payment>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::Payment> {
        CUIJIAO_ASSIGN_OR_RETURN(
            const Payment payment,
            ReverseWithin(transaction, context_, call, request.payment_id(),
                          static_cast<ReversalReason>(request.reason()), request.note()));
        return ToMessage(payment);
      });
}

absl::StatusOr<v1::Payment> PaymentApi::Refund(const CallContext& call,
                                               const v1::RefundPaymentRequest& request) const {
  return AnswerOnce<v1::Payment>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::Payment> {
        CUIJIAO_ASSIGN_OR_RETURN(const Payment payment,
                                 RefundWithin(transaction, context_, call, request.payment_id(),
                                              Fen(request.amount_fen()), request.note()));
        return ToMessage(payment);
      });
}

absl::StatusOr<v1::Payment> PaymentApi::Show(const CallContext& call,
                                             const v1::GetPaymentRequest& request) const {
  const auto load = [&] {
    return context_.database.Read("GetPayment", [&](db::Transaction& transaction) {
      return PaymentStore(transaction).Load(request.payment_id());
    });
  };
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<Payment> payment, load());
  // Money that is used up stays as it is.
  if (payment && payment->prepayment > Fen(0)) {
    CUIJIAO_RETURN_IF_ERROR(
        BringUnitUpToDate(context_.database, context_.ids, payment->unit_id, call.time));
    CUIJIAO_ASSIGN_OR_RETURN(payment, load());
  }
  if (!payment) return UnknownPayment(request.payment_id());
  v1::Payment message = ToMessage(*payment);
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<std::string> notes,
      context_.database.Read("GetPaymentNotes", [&](db::Transaction& transaction) {
        return LoadNotes(transaction, kPaymentNotes, payment->id, context_.cipher);
      }));
  for (const std::string& note : notes) message.add_notes(note);
  return message;
}

absl::StatusOr<v1::ListPaymentsResponse> PaymentApi::ShowList(
    const CallContext& call, const v1::ListPaymentsRequest& request) const {
  if (request.unit_id().empty() == request.community_id().empty()) {
    return InvalidFields({{"unit_id", "exactly one of unit_id and community_id must be set"}});
  }
  const PaymentFilter filter = {request.unit_id(), request.community_id(),
                                OptionalDateOf(request.from_date()),
                                OptionalDateOf(request.to_date())};
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context_.page_tokens.PositionOf(request));
  const int page_size = EffectivePageSize(request.page_size());
  CUIJIAO_RETURN_IF_ERROR(
      request.unit_id().empty()
          ? SweepDuePrepayments(context_.database, context_.ids,
                                {.community_id = request.community_id()}, call.time)
                .status()
          : BringUnitUpToDate(context_.database, context_.ids, request.unit_id(), call.time));
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<Payment> payments,
      context_.database.Read("ListPayments", [&](db::Transaction& transaction) {
        return PaymentStore(transaction).List(filter, PaymentPositionFrom(position), page_size + 1);
      }));
  const bool more = CutToPage(payments, page_size);
  v1::ListPaymentsResponse response;
  for (const Payment& payment : payments) *response.add_payments() = ToMessage(payment);
  if (more) {
    response.set_next_page_token(context_.page_tokens.Make(request, PositionOf(payments.back())));
  }
  return response;
}

grpc::ServerUnaryReactor* PaymentApi::RecordPayment(grpc::CallbackServerContext* context,
                                                    const v1::RecordPaymentRequest* request,
                                                    v1::Payment* response) {
  return context_.runner.UnaryDeferred(
      "cuijiao.ledger.v1.PaymentService/RecordPayment", context, request, response,
      [this](const CallContext& call, const auto& message, auto answer) {
        groups_.Record(call, message, std::move(answer));
      });
}

grpc::ServerUnaryReactor* PaymentApi::BatchRecordPayments(
    grpc::CallbackServerContext* context, const v1::BatchRecordPaymentsRequest* request,
    v1::BatchRecordPaymentsResponse* response) {
  return context_.runner.UnaryDeferred(
      "cuijiao.ledger.v1.PaymentService/BatchRecordPayments", context, request, response,
      [this](const CallContext& call, const auto& message, auto answer) {
        groups_.RecordBatch(call, message, std::move(answer));
      });
}

grpc::ServerUnaryReactor* PaymentApi::GetPayment(grpc::CallbackServerContext* context,
                                                 const v1::GetPaymentRequest* request,
                                                 v1::Payment* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.PaymentService/GetPayment", context, request, response,
      [this](const CallContext& call, const auto& message) { return Show(call, message); });
}

grpc::ServerUnaryReactor* PaymentApi::ListPayments(grpc::CallbackServerContext* context,
                                                   const v1::ListPaymentsRequest* request,
                                                   v1::ListPaymentsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.PaymentService/ListPayments", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowList(call, message); });
}

grpc::ServerUnaryReactor* PaymentApi::ReversePayment(grpc::CallbackServerContext* context,
                                                     const v1::ReversePaymentRequest* request,
                                                     v1::Payment* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.PaymentService/ReversePayment", context, request, response,
      [this](const CallContext& call, const auto& message) { return Reverse(call, message); });
}

grpc::ServerUnaryReactor* PaymentApi::RefundPayment(grpc::CallbackServerContext* context,
                                                    const v1::RefundPaymentRequest* request,
                                                    v1::Payment* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.PaymentService/RefundPayment", context, request, response,
      [this](const CallContext& call, const auto& message) { return Refund(call, message); });
}

}  // namespace cuijiao::ledger
