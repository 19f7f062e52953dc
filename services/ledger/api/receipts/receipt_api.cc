#include "services/ledger/api/receipts/receipt_api.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/crypto/personal_text.h"
#include "common/requests/answer_once.h"
#include "common/requests/request_dates.h"
#include "common/rpc/cut_to_page.h"
#include "common/rpc/message_times.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/api/organisation/personal_view.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/api/payments/payment_undo.h"
#include "services/ledger/domain/receipts/capital_amount.h"
#include "services/ledger/store/journal/posting_messages.h"
#include "services/ledger/store/organisation/organisation_people.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/payments/due_prepayments.h"
#include "services/ledger/store/payments/payment_store.h"
#include "services/ledger/store/receipts/payment_follower.h"
#include "services/ledger/store/receipts/receipt_store.h"

namespace cuijiao::ledger {
namespace {

v1::TaxInvoice ToMessage(const TaxInvoice& invoice) {
  v1::TaxInvoice message;
  message.set_payment_id(invoice.payment_id);
  message.set_invoice_number(invoice.invoice_number);
  message.set_issue_date(FormatDate(invoice.issue_date));
  message.set_reason(invoice.reason);
  message.set_recorded_by(invoice.recorded_by);
  *message.mutable_record_time() = TimestampOf(invoice.recorded_time);
  return message;
}

v1::Receipt ToMessage(const IssuedReceipt& receipt, const Payment& payment) {
  const v1::Payment paid = ToMessage(payment);
  v1::Receipt message;
  message.set_number(FormatReceiptNumber(receipt.number));
  message.set_project_id(receipt.number.project_id);
  message.set_year(receipt.number.year);
  message.set_sequence(receipt.number.sequence);
  message.set_payment_id(paid.id());
  message.set_unit_id(paid.unit_id());
  message.set_amount_fen(paid.amount_fen());
  message.set_amount_in_words(CapitalAmount(payment.amount));
  message.set_method(paid.method());
  message.set_received_date(paid.received_date());
  message.set_posting_date(paid.posting_date());
  *message.mutable_allocations() = paid.allocations();
  message.set_prepayment_fen(paid.prepayment_fen());
  message.set_refunded_fen(paid.refunded_fen());
  message.set_state(payment.state == PaymentState::kReversed ? v1::Receipt::STATE_VOID
                                                             : v1::Receipt::STATE_ISSUED);
  *message.mutable_issue_time() = TimestampOf(receipt.issued_time);
  return message;
}

// What the system before received has that system's receipt (LED-19).
absl::Status CheckHasReceipt(const Payment& payment) {
  if (payment.method != PaymentMethod::kOpening) return absl::OkStatus();
  return Refusal(absl::StatusCode::kFailedPrecondition, kReceivedBefore,
                 absl::StrCat("payment ", payment.id,
                              " was received by the system before: its receipt is that system's"),
                 {{"payment_id", payment.id}});
}

// What of a receipt lies elsewhere: the door's number and the owners of the received date.
absl::Status AddPeople(db::Transaction& transaction, const LedgerContext& context,
                       const Payment& payment, bool masked, v1::Receipt& message) {
  OrganisationPeople people(transaction, context.cipher);
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Unit> unit, people.LoadUnit(payment.unit_id));
  if (unit) message.set_unit_no(masked ? MaskAddress(unit->unit_no) : unit->unit_no);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitOwner> owners,
                           people.LoadOwners({&payment.unit_id, 1}, payment.received_date));
  for (const UnitOwner& found : owners) {
    message.add_payers(masked ? MaskName(found.owner.name) : found.owner.name);
  }
  return absl::OkStatus();
}

// What people wrote may name people.
void HideReasons(v1::Receipt& message) {
  if (message.has_tax_invoice()) message.mutable_tax_invoice()->clear_reason();
  for (v1::TaxInvoice& former : *message.mutable_former_tax_invoices()) former.clear_reason();
}

}  // namespace

absl::StatusOr<v1::Receipt> ReceiptApi::Show(const CallContext& call,
                                             const v1::GetReceiptRequest& request) const {
  struct Found {
    std::optional<UnitPlace> unit;
    std::optional<Payment> payment;
    std::optional<IssuedReceipt> receipt;
  };
  const auto load = [&] {
    return context_.database.Read(
        "FindReceipt", [&](db::Transaction& transaction) -> absl::StatusOr<Found> {
          Found found;
          CUIJIAO_ASSIGN_OR_RETURN(found.payment,
                                   PaymentStore(transaction).Load(request.payment_id()));
          if (!found.payment) return found;
          CUIJIAO_ASSIGN_OR_RETURN(found.unit,
                                   OrganisationStore(transaction).LoadUnit(found.payment->unit_id));
          CUIJIAO_ASSIGN_OR_RETURN(
              found.receipt, ReceiptStore(transaction, context_.cipher).Load(request.payment_id()));
          return found;
        });
  };
  CUIJIAO_ASSIGN_OR_RETURN(Found found, load());
  if (!found.payment) return UnknownPayment(request.payment_id());
  CUIJIAO_RETURN_IF_ERROR(CheckHasReceipt(*found.payment));
  const bool numbered = found.receipt.has_value();
  if (!numbered) {
    CUIJIAO_RETURN_IF_ERROR(FollowPayments(context_.database, found.unit.value().project_id,
                                           call.time.recorded_time, call.deadline)
                                .status());
  }
  const bool holds = found.payment->prepayment > Fen(0);
  if (holds) {
    CUIJIAO_RETURN_IF_ERROR(
        BringUnitUpToDate(context_.database, context_.ids, found.payment->unit_id, call.time));
  }
  if (!numbered || holds) {
    CUIJIAO_ASSIGN_OR_RETURN(found, load());
  }
  if (!found.receipt) {
    return absl::InternalError(absl::StrCat("payment ", request.payment_id(), " got no number"));
  }
  v1::Receipt message = ToMessage(*found.receipt, *found.payment);
  CUIJIAO_RETURN_IF_ERROR(
      context_.database.Read("GetReceipt", [&](db::Transaction& transaction) -> absl::Status {
        CUIJIAO_ASSIGN_OR_RETURN(
            std::vector<TaxInvoice> invoices,
            ReceiptStore(transaction, context_.cipher).LoadTaxInvoices(request.payment_id()));
        if (!invoices.empty()) {
          *message.mutable_tax_invoice() = ToMessage(invoices.back());
          invoices.pop_back();
        }
        for (const TaxInvoice& former : invoices) {
          *message.add_former_tax_invoices() = ToMessage(former);
        }
        const bool masked = !SeesPersonalData(call.identity);
        if (masked) HideReasons(message);
        return AddPeople(transaction, context_, *found.payment, masked, message);
      }));
  return message;
}

absl::StatusOr<v1::ListReceiptsResponse> ReceiptApi::ShowList(
    const CallContext& call, const v1::ListReceiptsRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context_.page_tokens.PositionOf(request));
  std::int64_t after = 0;
  if (!position.empty() && !absl::SimpleAtoi(position, &after)) after = 0;
  CUIJIAO_RETURN_IF_ERROR(FollowPayments(context_.database, request.project_id(),
                                         call.time.recorded_time, call.deadline)
                              .status());
  CUIJIAO_RETURN_IF_ERROR(SweepDuePrepayments(context_.database, context_.ids,
                                              {.project_id = request.project_id()}, call.time)
                              .status());
  const int page_size = EffectivePageSize(request.page_size());
  const ReceiptSeries series = {request.project_id(), request.year()};
  std::optional<PaymentState> state;
  if (request.state() == v1::Receipt::STATE_ISSUED) state = PaymentState::kRecorded;
  if (request.state() == v1::Receipt::STATE_VOID) state = PaymentState::kReversed;
  v1::ListReceiptsResponse response;
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<ListedReceipt> found,
      context_.database.Read(
          "ListReceipts",
          [&](db::Transaction& transaction) -> absl::StatusOr<std::vector<ListedReceipt>> {
            CUIJIAO_ASSIGN_OR_RETURN(
                const auto project,
                OrganisationStore(transaction).LoadProject(request.project_id()));
            if (!project) return UnknownThing(kUnknownProject, "project", request.project_id());
            ReceiptStore store(transaction, context_.cipher);
            CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t last, store.LastSequence(series));
            response.set_last_sequence(last);
            return store.List(series, state, after, page_size + 1);
          }));
  const bool more = CutToPage(found, page_size);
  for (const ListedReceipt& listed : found) {
    v1::Receipt& message = *response.add_receipts();
    message = ToMessage(listed.receipt, listed.payment);
    if (listed.tax_invoice) *message.mutable_tax_invoice() = ToMessage(*listed.tax_invoice);
  }
  if (more) {
    response.set_next_page_token(
        context_.page_tokens.Make(request, absl::StrCat(found.back().receipt.number.sequence)));
  }
  return response;
}

absl::StatusOr<v1::TaxInvoice> ReceiptApi::KeepTaxInvoice(
    const CallContext& call, const v1::RecordTaxInvoiceRequest& request) const {
  return AnswerOnce<v1::TaxInvoice>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::TaxInvoice> {
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Payment> payment,
                                 PaymentStore(transaction).Load(request.payment_id()));
        if (!payment) return UnknownPayment(request.payment_id());
        CUIJIAO_RETURN_IF_ERROR(CheckHasReceipt(*payment));
        ReceiptStore store(transaction, context_.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<TaxInvoice> kept,
                                 store.LoadTaxInvoices(payment->id, /*lock=*/true));
        const auto in_force = kept.empty() ? std::nullopt : std::optional(kept.back());
        const TaxInvoice wanted = {.payment_id = payment->id,
                                   .version = in_force ? in_force->version + 1 : 1,
                                   .invoice_number = request.invoice_number(),
                                   .issue_date = DateOf(request.issue_date()),
                                   .reason = request.reason(),
                                   .recorded_by = RecordedBy(call),
                                   .recorded_time = call.time.recorded_time};
        CUIJIAO_ASSIGN_OR_RETURN(const TaxInvoiceDecision decision,
                                 DecideTaxInvoice(in_force, wanted, call.time.business_date));
        if (decision == TaxInvoiceDecision::kKeptAlready) return ToMessage(*in_force);
        CUIJIAO_RETURN_IF_ERROR(store.KeepTaxInvoice(wanted));
        return ToMessage(wanted);
      },
      &context_.cipher);
}

grpc::ServerUnaryReactor* ReceiptApi::GetReceipt(grpc::CallbackServerContext* context,
                                                 const v1::GetReceiptRequest* request,
                                                 v1::Receipt* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.ReceiptService/GetReceipt", context, request, response,
      [this](const CallContext& call, const auto& message) { return Show(call, message); });
}

grpc::ServerUnaryReactor* ReceiptApi::ListReceipts(grpc::CallbackServerContext* context,
                                                   const v1::ListReceiptsRequest* request,
                                                   v1::ListReceiptsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.ReceiptService/ListReceipts", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowList(call, message); });
}

grpc::ServerUnaryReactor* ReceiptApi::RecordTaxInvoice(grpc::CallbackServerContext* context,
                                                       const v1::RecordTaxInvoiceRequest* request,
                                                       v1::TaxInvoice* response) {
  return context_.runner.Unary("cuijiao.ledger.v1.ReceiptService/RecordTaxInvoice", context,
                               request, response,
                               [this](const CallContext& call, const auto& message) {
                                 return KeepTaxInvoice(call, message);
                               });
}

}  // namespace cuijiao::ledger
