#include "services/ledger/store/payments/settlement_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/store/journal/posting_messages.h"

namespace cuijiao::ledger {
namespace {

absl::Status CheckVersion(const UnitPosting& posting, const SettlementOrder& order) {
  const std::int64_t version = posting.account().debt_version;
  if (version == order.debt_version) return absl::OkStatus();
  return Refusal(absl::StatusCode::kAborted, kDebtChanged,
                 absl::StrCat("debt_version ", order.debt_version, " of unit ",
                              order.receipt.unit_id, " is ", version, " now"),
                 {{"unit_id", order.receipt.unit_id},
                  {"debt_version", absl::StrCat(order.debt_version)},
                  {"current_debt_version", absl::StrCat(version)}});
}

}  // namespace

absl::StatusOr<Settlement> RecordSettlement(JournalStore& journal, const SettlementOrder& order) {
  PostingStore store(journal);
  PaymentStore payments(journal.transaction());
  const Receipt& receipt = order.receipt;
  CUIJIAO_ASSIGN_OR_RETURN(
      UnitPosting posting,
      store.OpenUnit(receipt.unit_id, journal.days().ForReceipt(receipt.received_date)));
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Payment> posted,
                           payments.LoadByWaiver(order.waiver_id));
  if (posted) {
    return Refusal(
        absl::StatusCode::kAlreadyExists, kWaiverPosted,
        absl::StrCat("waiver_id ", order.waiver_id, " was posted with payment ", posted->id),
        {{"waiver_id", order.waiver_id}, {"payment_id", posted->id}});
  }
  CUIJIAO_RETURN_IF_ERROR(CheckVersion(posting, order));

  Payment payment = NewPayment(journal, receipt);
  payment.waiver_id = order.waiver_id;
  payment.waiver = order.waiver;
  CUIJIAO_ASSIGN_OR_RETURN(const CampaignWindows campaigns,
                           payments.LoadCampaigns({&payment.community_id, 1}, receipt.received_date,
                                                  receipt.received_date));
  payment.in_campaign = campaigns.Contain(payment.community_id, receipt.received_date);
  CUIJIAO_ASSIGN_OR_RETURN(Settlement settlement, DecideSettlement(posting, std::move(payment)));

  CUIJIAO_RETURN_IF_ERROR(store.Keep(posting, settlement.payment.id));
  CUIJIAO_RETURN_IF_ERROR(payments.Insert(settlement.payment));
  CUIJIAO_RETURN_IF_ERROR(payments.InsertWaivedParts(order.waiver_id, settlement.waived_parts));

  v1::Event event;
  event.set_posting_date(FormatDate(settlement.payment.posting_date));
  event.set_unit_id(receipt.unit_id);
  event.set_debt_version(PostingStore::NextVersion(posting));
  v1::WaiverPosted& waiver = *event.mutable_waiver_posted();
  waiver.set_waiver_id(order.waiver_id);
  waiver.set_waived_fen(order.waiver.value());
  *waiver.mutable_payment() = ToMessage(settlement.payment);
  journal.Tell(std::move(event));
  return settlement;
}

absl::StatusOr<std::optional<Settlement>> LoadSettlement(db::Transaction& transaction,
                                                         std::string_view waiver_id) {
  PaymentStore payments(transaction);
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<Payment> payment, payments.LoadByWaiver(waiver_id));
  if (!payment) return std::optional<Settlement>();
  Settlement settlement;
  settlement.payment = *std::move(payment);
  CUIJIAO_ASSIGN_OR_RETURN(settlement.waived_parts, payments.LoadWaivedParts(waiver_id));
  return std::optional(std::move(settlement));
}

}  // namespace cuijiao::ledger
