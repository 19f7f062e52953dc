// Late fee: quoted for a day, and charged (LED-15).
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/config/policy_file.h"
#include "common/requests/answer_once.h"
#include "common/requests/request_dates.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/billing/adjustment_api.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/api/project_terms.h"
#include "services/ledger/domain/billing/late_fee.h"
#include "services/ledger/store/billing/adjustment_store.h"
#include "services/ledger/store/billing/late_fee_store.h"
#include "services/ledger/store/journal/posting_messages.h"
#include "services/ledger/store/journal/posting_store.h"
#include "services/ledger/store/payments/due_prepayments.h"

namespace cuijiao::ledger {
namespace {

std::vector<LateFeeTerms> TermsOf(const policy::v1::Policy& policy, const std::string& project_id) {
  std::vector<LateFeeTerms> all;
  for (const auto* terms : TermsOfProject(policy.ledger().late_fee(), project_id)) {
    all.push_back({DateOf(terms->effective_from()), terms->daily_rate_e6(), terms->grace_days(),
                   terms->cap_bp()});
  }
  return all;
}

v1::LateFee ToMessage(const LateFee& fee) {
  v1::LateFee message;
  message.set_bill_id(fee.bill_id);
  for (const LateFeeSpan& span : fee.spans) {
    v1::LateFee::Span& added = *message.add_spans();
    added.set_from_date(FormatDate(span.from));
    added.set_to_date(FormatDate(span.to));
    added.set_principal_fen(span.principal.value());
    added.set_daily_rate_e6(span.daily_rate_e6);
  }
  message.set_accrued_fen(fee.accrued.value());
  message.set_cap_fen(fee.cap ? fee.cap->value() : -1);
  message.set_charged_before_fen(fee.charged_before.value());
  message.set_charge_fen(fee.charge.value());
  return message;
}

// A request for late fee, quoted or charged.
struct LateFeeOrder {
  std::string unit_id;
  Date through;
  std::vector<std::string> bill_ids;
  absl::TimeZone zone;
};

template <typename Request>
absl::StatusOr<LateFeeOrder> OrderOf(const CallContext& call, const Request& request) {
  LateFeeOrder order = {request.unit_id(),
                        DateOr(request.through_date(), call.time.business_date),
                        {request.bill_ids().begin(), request.bill_ids().end()},
                        call.time.zone};
  if (order.through > call.time.business_date) {
    return Refusal(
        absl::StatusCode::kFailedPrecondition, kThroughDateInFuture,
        absl::StrCat("through_date ", FormatDate(order.through), " is after the business date ",
                     FormatDate(call.time.business_date)),
        {{"through_date", FormatDate(order.through)},
         {"business_date", FormatDate(call.time.business_date)}});
  }
  return order;
}

// Those on which anything has come up, by due date and id.
absl::StatusOr<std::vector<LateFee>> ComputeLateFees(const policy::v1::Policy& policy,
                                                     db::Transaction& transaction,
                                                     const LateFeeOrder& order,
                                                     const UnitPlace& unit) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<std::string> unknown,
                           FindUnknownBill(transaction, order.unit_id, order.bill_ids));
  if (unknown) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kUnknownBill,
                   absl::StrCat("bill_ids: ", *unknown, " is no bill of unit_id ", order.unit_id),
                   {{"bill_id", *unknown}});
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<LateFeeBasis> bases,
      LoadLateFeeBases(transaction, order.unit_id, order.bill_ids, order.through, order.zone));
  const std::vector<LateFeeTerms> terms = TermsOf(policy, unit.project_id);
  std::vector<LateFee> fees;
  for (const LateFeeBasis& basis : bases) {
    LateFee fee = ComputeLateFee(basis, terms, order.through);
    if (fee.accrued > Fen(0) || fee.charged_before > Fen(0)) fees.push_back(std::move(fee));
  }
  return fees;
}

v1::LateFees ToMessage(const LateFeeOrder& order, const std::vector<LateFee>& fees) {
  v1::LateFees message;
  message.set_unit_id(order.unit_id);
  message.set_through_date(FormatDate(order.through));
  Fen sum;
  for (const LateFee& fee : fees) {
    *message.add_late_fees() = ToMessage(fee);
    sum += fee.charge;
  }
  message.set_charge_fen(sum.value());
  return message;
}

// Books one bill's late fee in `posting`.
absl::StatusOr<Adjustment> ChargeOne(const CallContext& call, const LateFee& fee, Date through,
                                     JournalStore& journal, UnitPosting& posting) {
  Adjustment adjustment;
  adjustment.id = journal.NewId();
  adjustment.kind = AdjustmentKind::kLateFee;
  adjustment.bill_id = fee.bill_id;
  adjustment.unit_id = posting.account().unit_id;
  adjustment.component = BillComponent::kLateFee;
  adjustment.amount = fee.charge;
  adjustment.through_date = through;
  adjustment.posting_date = journal.days().Today();
  adjustment.recorded_time = journal.recorded_time();
  adjustment.recorded_by = RecordedBy(call);
  CUIJIAO_RETURN_IF_ERROR(DecideCharge(posting, adjustment.id, adjustment.bill_id,
                                       adjustment.component, adjustment.amount));
  return adjustment;
}

}  // namespace

absl::StatusOr<v1::LateFees> AdjustmentApi::Quote(const CallContext& call,
                                                  const v1::QuoteLateFeesRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const LateFeeOrder order, OrderOf(call, request));
  CUIJIAO_RETURN_IF_ERROR(
      BringUnitUpToDate(context_.database, context_.ids, order.unit_id, call.time));
  return context_.database.Read(
      "QuoteLateFees", [&](db::Transaction& transaction) -> absl::StatusOr<v1::LateFees> {
        CUIJIAO_ASSIGN_OR_RETURN(const UnitPlace unit, LoadKnownUnit(transaction, order.unit_id));
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<LateFee> fees,
                                 ComputeLateFees(context_.policy, transaction, order, unit));
        return ToMessage(order, fees);
      });
}

absl::StatusOr<v1::LateFees> AdjustmentApi::ChargeFees(
    const CallContext& call, const v1::ChargeLateFeesRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const LateFeeOrder order, OrderOf(call, request));
  CUIJIAO_RETURN_IF_ERROR(
      BringUnitUpToDate(context_.database, context_.ids, order.unit_id, call.time));
  return AnswerOnce<v1::LateFees>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::LateFees> {
        CUIJIAO_ASSIGN_OR_RETURN(const UnitPlace unit, LoadKnownUnit(transaction, order.unit_id));
        CUIJIAO_ASSIGN_OR_RETURN(
            JournalStore journal,
            JournalStore::Lock(transaction, context_.ids, call.time, unit.community_id));
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<LateFee> fees,
                                 ComputeLateFees(context_.policy, transaction, order, unit));
        std::vector<std::string> bill_ids;
        for (const LateFee& fee : fees) bill_ids.push_back(fee.bill_id);
        PostingStore store(journal);
        CUIJIAO_ASSIGN_OR_RETURN(UnitPosting posting,
                                 store.OpenUnit(order.unit_id, store.days().Today(), bill_ids));
        std::vector<Adjustment> charged;
        for (const LateFee& fee : fees) {
          if (fee.charge == Fen(0)) continue;
          CUIJIAO_ASSIGN_OR_RETURN(Adjustment adjustment,
                                   ChargeOne(call, fee, order.through, journal, posting));
          adjustment.policy_version = VersionOf(context_.policy);
          charged.push_back(std::move(adjustment));
        }
        CUIJIAO_RETURN_IF_ERROR(store.Keep(posting));
        CUIJIAO_RETURN_IF_ERROR(AdjustmentStore(transaction, context_.cipher).Insert(charged));
        for (const Adjustment& adjustment : charged) {
          v1::Event event;
          event.set_posting_date(FormatDate(adjustment.posting_date));
          event.set_unit_id(adjustment.unit_id);
          event.set_debt_version(PostingStore::NextVersion(posting));
          *event.mutable_bill_adjusted() = ledger::ToMessage(
              adjustment, ledger::ToMessage(posting.FindBill(adjustment.bill_id)->AsItStands()));
          journal.Tell(std::move(event));
        }
        CUIJIAO_RETURN_IF_ERROR(journal.Flush());
        return ToMessage(order, fees);
      });
}

grpc::ServerUnaryReactor* AdjustmentApi::QuoteLateFees(grpc::CallbackServerContext* context,
                                                       const v1::QuoteLateFeesRequest* request,
                                                       v1::LateFees* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.AdjustmentService/QuoteLateFees", context, request, response,
      [this](const CallContext& call, const auto& message) { return Quote(call, message); });
}

grpc::ServerUnaryReactor* AdjustmentApi::ChargeLateFees(grpc::CallbackServerContext* context,
                                                        const v1::ChargeLateFeesRequest* request,
                                                        v1::LateFees* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.AdjustmentService/ChargeLateFees", context, request, response,
      [this](const CallContext& call, const auto& message) { return ChargeFees(call, message); });
}

}  // namespace cuijiao::ledger
