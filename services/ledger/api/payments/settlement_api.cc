#include "services/ledger/api/payments/settlement_api.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/fault/failpoint.h"
#include "common/requests/answer_once.h"
#include "common/requests/request_dates.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/domain/payments/settlement.h"
#include "services/ledger/store/billing/bill_schedule_store.h"
#include "services/ledger/store/billing/unscheduled_units.h"
#include "services/ledger/store/journal/posting_messages.h"
#include "services/ledger/store/journal/posting_store.h"
#include "services/ledger/store/payments/due_prepayments.h"
#include "services/ledger/store/payments/settlement_store.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kUnknownWaiver = "UNKNOWN_WAIVER";
constexpr std::string_view kCashInNoHand = "CASH_IN_NO_HAND";

// Cash is in the hand of the person behind the call until they hand it over (LED-20); a service
// that acts for itself has no hands.
absl::Status CheckHasTaker(const CallContext& call, PaymentMethod method) {
  if (method != PaymentMethod::kCash || !call.identity.acting_staff_id().empty()) {
    return absl::OkStatus();
  }
  return Refusal(absl::StatusCode::kFailedPrecondition, kCashInNoHand,
                 absl::StrCat("method CASH: ", call.identity.caller(),
                              " acts for nobody, and cash is handed over by whoever took it"),
                 {{"caller", call.identity.caller()}});
}

v1::PostedSettlement ToMessage(const Settlement& settlement) {
  v1::PostedSettlement message;
  message.set_waiver_id(settlement.payment.waiver_id);
  *message.mutable_payment() = ToMessage(settlement.payment);
  for (const WaivedPart& part : settlement.waived_parts) {
    v1::PostedSettlement::WaivedPart& added = *message.add_waived_parts();
    added.set_bill_id(part.bill_id);
    added.set_amount_fen(part.amount.value());
  }
  message.set_claim_fen(settlement.payment.claim.value());
  return message;
}

void AddFigures(const SettlementQuote& quote, v1::SettlementQuote& message) {
  message.set_arrears_fen(quote.arrears.value());
  message.set_arrears_charges_fen(quote.arrears_charges.value());
  message.set_current_due_fen(quote.current_due.value());
  message.set_prepay_fen(quote.prepay.value());
  message.set_cash_fen(quote.cash.value());
  message.set_arrears_left_fen(quote.arrears_left.value());
  message.set_months_covered(quote.months_covered);
  message.set_claim_fen(quote.claim.value());
  message.set_plan_year(quote.plan_year);
}

// Where the unit lies and whose it is on the business date (WVR-5, WVR-7).
absl::Status AddPlaceAndOwners(db::Transaction& transaction, const UnitPlace& unit,
                               Date business_date, v1::SettlementQuote& message) {
  message.set_unit_id(unit.unit_id);
  message.set_community_id(unit.community_id);
  message.set_project_id(unit.project_id);
  message.set_branch_id(unit.branch_id);
  OrganisationStore organisation(transaction);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<OwnerLink> owners,
                           organisation.OwnersOf(unit.unit_id, business_date));
  for (const OwnerLink& owner : owners) {
    message.add_owner_ids(owner.owner_id);
    if (!owner.staff_id.empty()) message.add_owner_staff_ids(owner.staff_id);
  }
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> household,
                           organisation.HouseholdUnits(unit.unit_id, business_date));
  for (const std::string& unit_id : household) message.add_household_unit_ids(unit_id);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::SettlementQuote> SettlementApi::Quote(
    const CallContext& call, const v1::QuoteSettlementRequest& request) const {
  if (request.months_to_cover() > 0 && request.cash_fen() > 0) {
    return InvalidFields({{"cash_fen", absl::StrCat(request.cash_fen(),
                                                    " is given together with months_to_cover")}});
  }
  CUIJIAO_ASSIGN_OR_RETURN(const UnitPlace unit,
                           context_.database.Ask("FindUnit", [&](db::Transaction& transaction) {
                             return LoadKnownUnit(transaction, request.unit_id());
                           }));
  // The quote is of a debt that no prepayment has yet to be used for, and its version is final.
  CUIJIAO_RETURN_IF_ERROR(
      BringUnitUpToDate(context_.database, context_.ids, unit.unit_id, call.time));
  return context_.database.Transact(
      "QuoteSettlement", [&](db::Transaction& transaction) -> absl::StatusOr<v1::SettlementQuote> {
        CUIJIAO_ASSIGN_OR_RETURN(
            JournalStore journal,
            JournalStore::Lock(transaction, context_.ids, call.time, unit.community_id));
        PostingStore store(journal);
        // The plan year is the posting day's: after the close of a day that has not ended, the
        // next day's.
        const Date today = journal.days().Today();
        const int year = journal.days().PlanYearOf(today);
        CUIJIAO_RETURN_IF_ERROR(EnsureScheduledYear(journal, year));
        CUIJIAO_RETURN_IF_ERROR(ScheduleWaitingOf(journal, {&unit.unit_id, 1}));
        CUIJIAO_ASSIGN_OR_RETURN(const UnitPosting posting, store.OpenUnit(unit.unit_id, today));
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<PlannedBill> scheduled,
                                 LoadScheduledFees(transaction, unit.unit_id, year));

        v1::SettlementQuote message;
        AddFigures(ComputeSettlementQuote(posting, scheduled,
                                          {Fen(request.waiver_fen()), request.months_to_cover(),
                                           Fen(request.cash_fen())}),
                   message);
        message.set_debt_version(posting.account().debt_version);
        CUIJIAO_RETURN_IF_ERROR(
            AddPlaceAndOwners(transaction, unit, call.time.business_date, message));
        return message;
      });
}

absl::StatusOr<v1::PostedSettlement> SettlementApi::Post(
    const CallContext& call, const v1::PostSettlementRequest& request) const {
  SettlementOrder order;
  order.waiver_id = request.waiver_id();
  order.waiver = Fen(request.waiver_fen());
  order.debt_version = request.debt_version();
  Receipt& receipt = order.receipt;
  receipt.unit_id = request.unit_id();
  receipt.amount = Fen(request.cash_fen());
  receipt.method = ToMethod(request.method());
  CUIJIAO_RETURN_IF_ERROR(CheckMethod(receipt.method));
  CUIJIAO_RETURN_IF_ERROR(CheckHasTaker(call, receipt.method));
  receipt.received_date = DateOf(request.received_date());
  receipt.collaborator_ids = {request.collaborator_ids().begin(), request.collaborator_ids().end()};
  receipt.recorded_by = RecordedBy(call);
  absl::StatusOr<v1::PostedSettlement> answer = AnswerOnce<v1::PostedSettlement>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::PostedSettlement> {
        CUIJIAO_ASSIGN_OR_RETURN(
            JournalStore journal,
            OpenJournalFor(context_, call, transaction, request.collector_id(), receipt));
        CUIJIAO_ASSIGN_OR_RETURN(const Settlement settlement, RecordSettlement(journal, order));
        CUIJIAO_RETURN_IF_ERROR(journal.Flush());
        CUIJIAO_RETURN_IF_ERROR(fault::Point("ledger.post_settlement.before_commit"));
        return ToMessage(settlement);
      });
  if (answer.ok()) {
    CUIJIAO_RETURN_IF_ERROR(fault::Point("ledger.post_settlement.before_answer"));
  }
  return answer;
}

absl::StatusOr<v1::PostedSettlement> SettlementApi::Show(
    const CallContext& call, const v1::GetSettlementRequest& request) const {
  const auto load = [&] {
    return context_.database.Read("GetSettlement", [&](db::Transaction& transaction) {
      return LoadSettlement(transaction, request.waiver_id());
    });
  };
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<Settlement> settlement, load());
  if (settlement && settlement->payment.prepayment > Fen(0)) {
    CUIJIAO_RETURN_IF_ERROR(
        BringUnitUpToDate(context_.database, context_.ids, settlement->payment.unit_id, call.time));
    CUIJIAO_ASSIGN_OR_RETURN(settlement, load());
  }
  if (settlement) return ToMessage(*settlement);
  return Refusal(absl::StatusCode::kNotFound, kUnknownWaiver,
                 absl::StrCat("no settlement of waiver_id ", request.waiver_id(), " was posted"),
                 {{"waiver_id", request.waiver_id()}});
}

grpc::ServerUnaryReactor* SettlementApi::QuoteSettlement(grpc::CallbackServerContext* context,
                                                         const v1::QuoteSettlementRequest* request,
                                                         v1::SettlementQuote* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.SettlementService/QuoteSettlement", context, request, response,
      [this](const CallContext& call, const auto& message) { return Quote(call, message); });
}

grpc::ServerUnaryReactor* SettlementApi::PostSettlement(grpc::CallbackServerContext* context,
                                                        const v1::PostSettlementRequest* request,
                                                        v1::PostedSettlement* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.SettlementService/PostSettlement", context, request, response,
      [this](const CallContext& call, const auto& message) { return Post(call, message); });
}

grpc::ServerUnaryReactor* SettlementApi::GetSettlement(grpc::CallbackServerContext* context,
                                                       const v1::GetSettlementRequest* request,
                                                       v1::PostedSettlement* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.SettlementService/GetSettlement", context, request, response,
      [this](const CallContext& call, const auto& message) { return Show(call, message); });
}

}  // namespace cuijiao::ledger
