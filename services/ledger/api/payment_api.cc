#include "services/ledger/api/payment_api.h"

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
#include "services/ledger/api/payment_checks.h"
#include "services/ledger/domain/refund.h"
#include "services/ledger/store/due_prepayments.h"
#include "services/ledger/store/note_rows.h"
#include "services/ledger/store/payment_store.h"
#include "services/ledger/store/posting_messages.h"
#include "services/ledger/store/posting_store.h"

namespace cuijiao::ledger {
namespace {

absl::Status UnknownPayment(const std::string& payment_id) {
  return Refusal(absl::StatusCode::kNotFound, kUnknownPayment,
                 absl::StrCat("there is no payment_id ", payment_id), {{"payment_id", payment_id}});
}

// What reversal and refund have in common: `decide` (absl::StatusOr<Payment>(UnitPosting&,
// Payment, parts)) decides on the payment with its partition locked, `tell` puts what it became
// into the event.
template <typename Decide, typename Tell>
absl::StatusOr<v1::Payment> Undo(db::Transaction& transaction, IdSource& ids,
                                 const PersonalCipher& cipher, const CallContext& call,
                                 const std::string& payment_id, const std::string& note,
                                 Decide decide, Tell tell) {
  PaymentStore payments(transaction);
  // A payment stays in its community, so that it can be looked up before the lock.
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Payment> found, payments.Load(payment_id));
  if (!found) return UnknownPayment(payment_id);
  CUIJIAO_ASSIGN_OR_RETURN(JournalStore journal,
                           JournalStore::Lock(transaction, ids, call.time, found->community_id));
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Payment> payment, payments.Load(payment_id));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<WaivedPart> parts,
                           payments.LoadWaivedParts(payment->waiver_id));
  PostingStore store(journal);
  CUIJIAO_ASSIGN_OR_RETURN(UnitPosting posting, OpenUnitOf(store, *payment, parts));

  CUIJIAO_ASSIGN_OR_RETURN(const Payment after, decide(posting, *payment, parts));

  CUIJIAO_RETURN_IF_ERROR(store.Keep(posting, payment_id));
  CUIJIAO_RETURN_IF_ERROR(payments.Update(after, payment->held));
  if (!note.empty()) {
    CUIJIAO_RETURN_IF_ERROR(InsertNote(transaction, kPaymentNotes, payment_id,
                                       {note, RecordedBy(call), journal.recorded_time()}, cipher));
  }
  v1::Event event;
  event.set_posting_date(FormatDate(journal.days().Today()));
  event.set_unit_id(after.unit_id);
  event.set_debt_version(PostingStore::NextVersion(posting));
  tell(event, ToMessage(after));
  journal.Tell(std::move(event));
  CUIJIAO_RETURN_IF_ERROR(journal.Flush());
  return ToMessage(after);
}

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
      context_.database, call, request.request_id(), [&](db::Transaction& transaction) {
        return Undo(
            transaction, context_.ids, context_.cipher, call, request.payment_id(), request.note(),
            [&](UnitPosting& posting, const Payment& payment,
                const std::vector<WaivedPart>& parts) -> absl::StatusOr<Payment> {
              CUIJIAO_ASSIGN_OR_RETURN(Payment after, DecideReversal(posting, payment, parts));
              after.reversal_reason = static_cast<ReversalReason>(request.reason());
              return after;
            },
            [](v1::Event& event, v1::Payment payment) {
              *event.mutable_payment_reversed() = std::move(payment);
            });
      });
}

absl::StatusOr<v1::Payment> PaymentApi::Refund(const CallContext& call,
                                               const v1::RefundPaymentRequest& request) const {
  return AnswerOnce<v1::Payment>(
      context_.database, call, request.request_id(), [&](db::Transaction& transaction) {
        return Undo(
            transaction, context_.ids, context_.cipher, call, request.payment_id(), request.note(),
            [&](UnitPosting& posting, const Payment& payment, const std::vector<WaivedPart>&) {
              return DecideRefund(posting, payment, Fen(request.amount_fen()));
            },
            [](v1::Event& event, v1::Payment payment) {
              *event.mutable_payment_refunded() = std::move(payment);
            });
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
