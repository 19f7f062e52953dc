#include "services/ledger/api/receipts/wallet_api.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/requests/answer_once.h"
#include "common/requests/request_dates.h"
#include "common/rpc/cut_to_page.h"
#include "common/rpc/message_times.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/api/payments/payment_undo.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/payments/payment_store.h"
#include "services/ledger/store/receipts/payment_follower.h"
#include "services/ledger/store/receipts/wallet_store.h"

namespace cuijiao::ledger {
namespace {

static_assert(static_cast<int>(v1::WalletPayout::STATE_RECORDED) ==
              static_cast<int>(PayoutState::kRecorded));
static_assert(static_cast<int>(v1::WalletPayout::STATE_CANCELLED) ==
              static_cast<int>(PayoutState::kCancelled));

v1::SettledPayment ToMessage(const WalletPayment& payment) {
  v1::SettledPayment message;
  message.set_payment_id(payment.payment_id);
  message.set_unit_id(payment.unit_id);
  message.set_method(static_cast<v1::PaymentMethod>(payment.method));
  message.set_amount_fen(payment.amount.value());
  message.set_received_date(FormatDate(payment.received_date));
  message.set_external_reference(payment.external_reference);
  return message;
}

v1::WalletPayout ToMessage(const WalletPayout& payout,
                           const std::vector<WalletPayment>& payments = {}) {
  v1::WalletPayout message;
  message.set_id(payout.id);
  message.set_provider(static_cast<v1::PaymentMethod>(payout.provider));
  message.set_project_id(payout.project_id);
  message.set_payout_date(FormatDate(payout.payout_date));
  message.set_gross_fen(payout.gross.value());
  message.set_fee_fen(payout.fee.value());
  message.set_net_fen(payout.net().value());
  message.set_reference(payout.reference);
  message.set_payment_count(payout.payment_count);
  message.set_matched_fen(payout.matched.value());
  message.set_difference_fen(payout.difference().value());
  message.set_state(static_cast<v1::WalletPayout::State>(payout.state));
  message.set_recorded_by(payout.recorded_by);
  *message.mutable_record_time() = TimestampOf(payout.recorded_time);
  message.set_reason(payout.reason);
  for (const WalletPayment& payment : payments) *message.add_payments() = ToMessage(payment);
  return message;
}

absl::StatusOr<WalletPayout> LoadKnownPayout(WalletStore& store, const std::string& payout_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<WalletPayout> payout, store.LoadPayout(payout_id));
  if (payout) return *std::move(payout);
  return Refusal(absl::StatusCode::kNotFound, kUnknownPayout,
                 absl::StrCat("there is no payout_id ", payout_id), {{"payout_id", payout_id}});
}

// Payments by id or transaction id, or of a range of dates; not both, and the range whole.
absl::Status CheckWhichPayments(const v1::RecordWalletPayoutRequest& request) {
  const bool named = request.payment_ids_size() > 0 || request.transaction_ids_size() > 0;
  const bool from = !request.from_date().empty();
  const bool to = !request.to_date().empty();
  if (named && (from || to)) {
    return InvalidFields(
        {{"from_date", "payments are named by id; a range of dates goes without"}});
  }
  if (!named && (!from || !to)) {
    return InvalidFields({{"from_date", "from_date and to_date must be set, or payments named"}});
  }
  if (!named && request.to_date() < request.from_date()) {
    return InvalidFields({{"to_date", absl::StrCat(request.to_date(), " is before from_date ",
                                                   request.from_date())}});
  }
  return absl::OkStatus();
}

// A payment that is named and came through no wallet: unknown, or of another method.
absl::Status RefuseNamed(db::Transaction& transaction, const std::string& payment_id) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Payment> payment,
                           PaymentStore(transaction).Load(payment_id));
  if (!payment) return UnknownPayment(payment_id);
  return Refusal(absl::StatusCode::kFailedPrecondition, kMethodDiffers,
                 absl::StrCat("payment ", payment_id, " came in by another method"),
                 {{"payment_id", payment_id}});
}

// The payments that the request names, each once, by id.
absl::StatusOr<std::vector<WalletPayment>> LoadNamed(db::Transaction& transaction,
                                                     WalletStore& store,
                                                     const v1::RecordWalletPayoutRequest& request,
                                                     PaymentMethod provider) {
  const std::vector<std::string> ids(request.payment_ids().begin(), request.payment_ids().end());
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<WalletPayment> payments, store.LoadPayments(ids));
  std::set<std::string> known;
  for (const WalletPayment& payment : payments) known.insert(payment.payment_id);
  for (const std::string& id : ids) {
    if (!known.contains(id)) return RefuseNamed(transaction, id);
  }
  const std::vector<std::string> transactions(request.transaction_ids().begin(),
                                              request.transaction_ids().end());
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<WalletPayment> found,
                           store.LoadByTransactions(provider, transactions));
  std::set<std::string> found_references;
  for (const WalletPayment& payment : found) {
    found_references.insert(payment.external_reference);
    if (known.insert(payment.payment_id).second) payments.push_back(payment);
  }
  for (const std::string& id : transactions) {
    if (found_references.contains(id)) continue;
    return Refusal(absl::StatusCode::kNotFound, kUnknownTransaction,
                   absl::StrCat("transaction_ids: no payment of the wallet has ", id),
                   {{"transaction_id", id}});
  }
  std::ranges::sort(payments, {}, &WalletPayment::payment_id);
  return payments;
}

}  // namespace

absl::StatusOr<v1::WalletPayout> WalletApi::RecordPayout(
    const CallContext& call, const v1::RecordWalletPayoutRequest& request) const {
  CUIJIAO_RETURN_IF_ERROR(CheckWhichPayments(request));
  CUIJIAO_RETURN_IF_ERROR(
      FollowPayments(context_.database, {}, call.time.recorded_time, call.deadline).status());
  return AnswerOnce<v1::WalletPayout>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::WalletPayout> {
        WalletPayout payout = {.id = context_.ids.NewId(),
                               .provider = static_cast<PaymentMethod>(request.provider()),
                               .project_id = request.project_id(),
                               .payout_date = DateOf(request.payout_date()),
                               .gross = Fen(request.gross_fen()),
                               .fee = Fen(request.fee_fen()),
                               .reference = request.reference(),
                               .payment_count = 0,
                               .matched = {},
                               .state = PayoutState::kRecorded,
                               .recorded_by = RecordedBy(call),
                               .recorded_time = call.time.recorded_time,
                               .reason = {}};
        CUIJIAO_RETURN_IF_ERROR(
            CheckPayout(payout, Fen(request.net_fen()), call.time.business_date));
        if (!payout.project_id.empty()) {
          CUIJIAO_ASSIGN_OR_RETURN(const auto project,
                                   OrganisationStore(transaction).LoadProject(payout.project_id));
          if (!project) return UnknownThing(kUnknownProject, "project", payout.project_id);
        }
        WalletStore store(transaction, context_.cipher);
        const bool by_date = !request.from_date().empty();
        CUIJIAO_ASSIGN_OR_RETURN(
            const std::vector<WalletPayment> payments,
            by_date ? store.LoadUnsettled({payout.provider, payout.project_id,
                                           DateOf(request.from_date()), DateOf(request.to_date())})
                    : LoadNamed(transaction, store, request, payout.provider));
        CUIJIAO_RETURN_IF_ERROR(DecidePayout(payments, payout));
        CUIJIAO_RETURN_IF_ERROR(store.InsertPayout(payout, payments));
        return ToMessage(payout, payments);
      });
}

absl::StatusOr<v1::WalletPayout> WalletApi::Cancel(
    const CallContext& call, const v1::CancelWalletPayoutRequest& request) const {
  return AnswerOnce<v1::WalletPayout>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::WalletPayout> {
        WalletStore store(transaction, context_.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(WalletPayout payout, LoadKnownPayout(store, request.payout_id()));
        if (payout.state == PayoutState::kCancelled) {
          return Refusal(absl::StatusCode::kFailedPrecondition, kPayoutCancelled,
                         absl::StrCat("payout_id ", payout.id, " was cancelled already"),
                         {{"payout_id", payout.id}});
        }
        payout.state = PayoutState::kCancelled;
        payout.reason = request.reason();
        CUIJIAO_RETURN_IF_ERROR(store.CancelPayout(payout, RecordedBy(call)));
        return ToMessage(payout);
      },
      &context_.cipher);
}

absl::StatusOr<v1::WalletPayout> WalletApi::Show(const v1::GetWalletPayoutRequest& request) const {
  return context_.database.Read(
      "GetWalletPayout", [&](db::Transaction& transaction) -> absl::StatusOr<v1::WalletPayout> {
        WalletStore store(transaction, context_.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(const WalletPayout payout,
                                 LoadKnownPayout(store, request.payout_id()));
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<WalletPayment> payments,
                                 store.LoadParts(payout.id));
        return ToMessage(payout, payments);
      });
}

absl::StatusOr<v1::ListWalletPayoutsResponse> WalletApi::ShowList(
    const v1::ListWalletPayoutsRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context_.page_tokens.PositionOf(request));
  const int page_size = EffectivePageSize(request.page_size());
  PayoutFilter filter{{}, request.differences_only()};
  if (request.provider() != v1::PAYMENT_METHOD_UNSPECIFIED) {
    filter.provider = static_cast<PaymentMethod>(request.provider());
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<WalletPayout> found,
      context_.database.Read("ListWalletPayouts", [&](db::Transaction& transaction) {
        return WalletStore(transaction, context_.cipher)
            .ListPayouts(filter, position, page_size + 1);
      }));
  const bool more = CutToPage(found, page_size);
  v1::ListWalletPayoutsResponse response;
  for (const WalletPayout& payout : found) *response.add_payouts() = ToMessage(payout);
  if (more) response.set_next_page_token(context_.page_tokens.Make(request, found.back().id));
  return response;
}

absl::StatusOr<v1::ListUnsettledPaymentsResponse> WalletApi::ShowUnsettled(
    const CallContext& call, const v1::ListUnsettledPaymentsRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context_.page_tokens.PositionOf(request));
  UnsettledPosition after{Date(1900, 1, 1), ""};
  if (const std::size_t slash = position.find('/'); slash != std::string::npos) {
    after = {DateOf(position.substr(0, slash)), position.substr(slash + 1)};
  }
  CUIJIAO_RETURN_IF_ERROR(FollowPayments(context_.database, request.project_id(),
                                         call.time.recorded_time, call.deadline)
                              .status());
  const int page_size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<WalletPayment> found,
      context_.database.Read("ListUnsettledPayments", [&](db::Transaction& transaction) {
        return WalletStore(transaction, context_.cipher)
            .ListUnsettled(request.project_id(),
                           call.time.business_date - request.older_than_days(), after,
                           page_size + 1);
      }));
  const bool more = CutToPage(found, page_size);
  v1::ListUnsettledPaymentsResponse response;
  for (const WalletPayment& payment : found) *response.add_payments() = ToMessage(payment);
  if (more) {
    response.set_next_page_token(context_.page_tokens.Make(
        request,
        absl::StrCat(FormatDate(found.back().received_date), "/", found.back().payment_id)));
  }
  return response;
}

grpc::ServerUnaryReactor* WalletApi::RecordWalletPayout(
    grpc::CallbackServerContext* context, const v1::RecordWalletPayoutRequest* request,
    v1::WalletPayout* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.WalletService/RecordWalletPayout", context, request, response,
      [this](const CallContext& call, const auto& message) { return RecordPayout(call, message); });
}

grpc::ServerUnaryReactor* WalletApi::CancelWalletPayout(
    grpc::CallbackServerContext* context, const v1::CancelWalletPayoutRequest* request,
    v1::WalletPayout* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.WalletService/CancelWalletPayout", context, request, response,
      [this](const CallContext& call, const auto& message) { return Cancel(call, message); });
}

grpc::ServerUnaryReactor* WalletApi::GetWalletPayout(grpc::CallbackServerContext* context,
                                                     const v1::GetWalletPayoutRequest* request,
                                                     v1::WalletPayout* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.WalletService/GetWalletPayout", context, request, response,
      [this](const CallContext&, const auto& message) { return Show(message); });
}

grpc::ServerUnaryReactor* WalletApi::ListWalletPayouts(grpc::CallbackServerContext* context,
                                                       const v1::ListWalletPayoutsRequest* request,
                                                       v1::ListWalletPayoutsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.WalletService/ListWalletPayouts", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowList(message); });
}

grpc::ServerUnaryReactor* WalletApi::ListUnsettledPayments(
    grpc::CallbackServerContext* context, const v1::ListUnsettledPaymentsRequest* request,
    v1::ListUnsettledPaymentsResponse* response) {
  return context_.runner.Unary("cuijiao.ledger.v1.WalletService/ListUnsettledPayments", context,
                               request, response,
                               [this](const CallContext& call, const auto& message) {
                                 return ShowUnsettled(call, message);
                               });
}

}  // namespace cuijiao::ledger
