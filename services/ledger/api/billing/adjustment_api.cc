#include "services/ledger/api/billing/adjustment_api.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/requests/answer_once.h"
#include "common/rpc/cut_to_page.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/store/billing/adjustment_store.h"
#include "services/ledger/store/journal/posting_messages.h"
#include "services/ledger/store/journal/posting_store.h"

namespace cuijiao::ledger {
namespace {

// A bill with its community's journal locked.
struct LockedBill {
  JournalStore journal;
  Bill bill;
};

absl::StatusOr<LockedBill> LockBill(const LedgerContext& context, const CallContext& call,
                                    db::Transaction& transaction, const std::string& bill_id) {
  // A bill stays in its community, so that it can be looked up before the lock.
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<Bill> bill, LoadBill(transaction, bill_id));
  if (!bill) {
    return Refusal(absl::StatusCode::kNotFound, kUnknownBill,
                   absl::StrCat("there is no bill_id ", bill_id), {{"bill_id", bill_id}});
  }
  CUIJIAO_ASSIGN_OR_RETURN(JournalStore journal, JournalStore::Lock(transaction, context.ids,
                                                                    call.time, bill->community_id));
  return LockedBill{std::move(journal), *std::move(bill)};
}

// What was decided about one part of one bill, before it has an amount.
Adjustment NewAdjustment(const CallContext& call, LockedBill& locked, AdjustmentKind kind) {
  Adjustment adjustment;
  adjustment.id = locked.journal.NewId();
  adjustment.kind = kind;
  adjustment.bill_id = locked.bill.id;
  adjustment.unit_id = locked.bill.unit_id;
  adjustment.posting_date = locked.journal.days().Today();
  adjustment.recorded_time = locked.journal.recorded_time();
  adjustment.recorded_by = RecordedBy(call);
  return adjustment;
}

// Stores the posting with the adjustment and its event, last of all.
absl::StatusOr<v1::Adjustment> Finish(JournalStore& journal, PostingStore& store,
                                      UnitPosting& posting, const Adjustment& adjustment,
                                      const Credit& credit, const PersonalCipher& cipher) {
  CUIJIAO_RETURN_IF_ERROR(store.Keep(posting));
  CUIJIAO_RETURN_IF_ERROR(UpdateAllocations(journal.transaction(), credit.changed));
  CUIJIAO_RETURN_IF_ERROR(AdjustmentStore(journal.transaction(), cipher).Insert({&adjustment, 1}));
  v1::Adjustment message =
      ToMessage(adjustment, ledger::ToMessage(posting.FindBill(adjustment.bill_id)->AsItStands()));
  v1::Event event;
  event.set_posting_date(FormatDate(adjustment.posting_date));
  event.set_unit_id(adjustment.unit_id);
  event.set_debt_version(PostingStore::NextVersion(posting));
  *event.mutable_bill_adjusted() = message;
  journal.Tell(std::move(event));
  CUIJIAO_RETURN_IF_ERROR(journal.Flush());
  return message;
}

std::string PositionOf(const Adjustment& adjustment) {
  return absl::StrCat(absl::ToUnixMicros(adjustment.recorded_time), "/", adjustment.id);
}

AdjustmentPosition AdjustmentPositionFrom(const std::string& text) {
  AdjustmentPosition position;
  const std::size_t slash = text.find('/');
  std::int64_t micros = 0;
  if (slash == std::string::npos || !absl::SimpleAtoi(text.substr(0, slash), &micros)) {
    return position;
  }
  return {absl::FromUnixMicros(micros), text.substr(slash + 1)};
}

}  // namespace

absl::StatusOr<v1::Adjustment> AdjustmentApi::Credit(
    const CallContext& call, const v1::CreateCreditNoteRequest& request) const {
  return AnswerOnce<v1::Adjustment>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::Adjustment> {
        CUIJIAO_ASSIGN_OR_RETURN(LockedBill locked,
                                 LockBill(context_, call, transaction, request.bill_id()));
        Adjustment note = NewAdjustment(call, locked, AdjustmentKind::kCreditNote);
        note.component = static_cast<BillComponent>(request.component());
        note.amount = Fen(request.amount_fen());
        note.reason = static_cast<CreditReason>(request.reason());
        note.note = request.note();
        CUIJIAO_ASSIGN_OR_RETURN(
            std::vector<StandingAllocation> standing,
            LoadStandingAllocations(transaction, note.bill_id, note.component));
        std::vector<std::string> payment_ids;
        for (const StandingAllocation& place : standing) {
          payment_ids.push_back(place.allocation.payment_id);
        }
        PostingStore store(locked.journal);
        CUIJIAO_ASSIGN_OR_RETURN(
            UnitPosting posting,
            store.OpenUnit(note.unit_id, store.days().Today(), {&note.bill_id, 1}, payment_ids));
        CUIJIAO_ASSIGN_OR_RETURN(const ledger::Credit credit,
                                 DecideCredit(posting, note.id, note.bill_id, note.component,
                                              note.amount, std::move(standing)));
        note.freed = credit.freed;
        return Finish(locked.journal, store, posting, note, credit, context_.cipher);
      });
}

absl::StatusOr<v1::Adjustment> AdjustmentApi::Charge(const CallContext& call,
                                                     const v1::ChargeCostRequest& request) const {
  return AnswerOnce<v1::Adjustment>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::Adjustment> {
        CUIJIAO_ASSIGN_OR_RETURN(LockedBill locked,
                                 LockBill(context_, call, transaction, request.bill_id()));
        Adjustment cost = NewAdjustment(call, locked, AdjustmentKind::kCost);
        cost.component = BillComponent::kCost;
        cost.amount = Fen(request.amount_fen());
        cost.note = request.note();
        PostingStore store(locked.journal);
        CUIJIAO_ASSIGN_OR_RETURN(
            UnitPosting posting,
            store.OpenUnit(cost.unit_id, store.days().Today(), {&cost.bill_id, 1}));
        CUIJIAO_RETURN_IF_ERROR(
            DecideCharge(posting, cost.id, cost.bill_id, cost.component, cost.amount));
        return Finish(locked.journal, store, posting, cost, {}, context_.cipher);
      });
}

absl::StatusOr<v1::ListAdjustmentsResponse> AdjustmentApi::ShowAdjustments(
    const v1::ListAdjustmentsRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context_.page_tokens.PositionOf(request));
  const int page_size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<Adjustment> found,
      context_.database.Read(
          "ListAdjustments",
          [&](db::Transaction& transaction) -> absl::StatusOr<std::vector<Adjustment>> {
            CUIJIAO_RETURN_IF_ERROR(LoadKnownUnit(transaction, request.unit_id()).status());
            return AdjustmentStore(transaction, context_.cipher)
                .List(request.unit_id(), AdjustmentPositionFrom(position), page_size + 1);
          }));
  const bool more = CutToPage(found, page_size);
  v1::ListAdjustmentsResponse response;
  for (const Adjustment& adjustment : found) {
    v1::Bill bill;
    bill.set_id(adjustment.bill_id);
    v1::Adjustment& added = *response.add_adjustments();
    added = ToMessage(adjustment, std::move(bill));
    added.set_note(adjustment.note);
  }
  if (more) {
    response.set_next_page_token(context_.page_tokens.Make(request, PositionOf(found.back())));
  }
  return response;
}

grpc::ServerUnaryReactor* AdjustmentApi::CreateCreditNote(
    grpc::CallbackServerContext* context, const v1::CreateCreditNoteRequest* request,
    v1::Adjustment* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.AdjustmentService/CreateCreditNote", context, request, response,
      [this](const CallContext& call, const auto& message) { return Credit(call, message); });
}

grpc::ServerUnaryReactor* AdjustmentApi::ChargeCost(grpc::CallbackServerContext* context,
                                                    const v1::ChargeCostRequest* request,
                                                    v1::Adjustment* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.AdjustmentService/ChargeCost", context, request, response,
      [this](const CallContext& call, const auto& message) { return Charge(call, message); });
}

grpc::ServerUnaryReactor* AdjustmentApi::ListAdjustments(grpc::CallbackServerContext* context,
                                                         const v1::ListAdjustmentsRequest* request,
                                                         v1::ListAdjustmentsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.AdjustmentService/ListAdjustments", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowAdjustments(message); });
}

}  // namespace cuijiao::ledger
