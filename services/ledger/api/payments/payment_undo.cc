#include "services/ledger/api/payments/payment_undo.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/fault/failpoint.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/domain/payments/refund.h"
#include "services/ledger/store/journal/note_rows.h"
#include "services/ledger/store/journal/posting_messages.h"
#include "services/ledger/store/journal/posting_store.h"
#include "services/ledger/store/payments/payment_store.h"
#include "services/ledger/store/receipts/cash_store.h"

namespace cuijiao::ledger {
namespace {

// What reversal and refund have in common: `decide` (absl::StatusOr<Payment>(UnitPosting&,
// Payment, parts)) decides on the payment with its partition locked, `tell` puts what it became
// into the event.
template <typename Decide, typename Tell>
absl::StatusOr<Payment> Undo(db::Transaction& transaction, const LedgerContext& context,
                             const CallContext& call, const std::string& payment_id,
                             const std::string& note, Decide decide, Tell tell) {
  PaymentStore payments(transaction);
  // A payment stays in its community, so that it can be looked up before the lock.
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Payment> found, payments.Load(payment_id));
  if (!found) return UnknownPayment(payment_id);
  CUIJIAO_ASSIGN_OR_RETURN(
      JournalStore journal,
      JournalStore::Lock(transaction, context.ids, call.time, found->community_id));
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
                                       {note, RecordedBy(call), journal.recorded_time()},
                                       context.cipher));
  }
  v1::Event event;
  event.set_posting_date(FormatDate(journal.days().Today()));
  event.set_unit_id(after.unit_id);
  event.set_debt_version(PostingStore::NextVersion(posting));
  tell(event, ToMessage(after));
  journal.Tell(std::move(event));
  CUIJIAO_RETURN_IF_ERROR(journal.Flush());
  return after;
}

}  // namespace

absl::Status UnknownPayment(const std::string& payment_id) {
  return Refusal(absl::StatusCode::kNotFound, kUnknownPayment,
                 absl::StrCat("there is no payment_id ", payment_id), {{"payment_id", payment_id}});
}

absl::StatusOr<Payment> ReverseWithin(db::Transaction& transaction, const LedgerContext& context,
                                      const CallContext& call, const std::string& payment_id,
                                      ReversalReason reason, const std::string& note) {
  Fen paid_back;
  CUIJIAO_ASSIGN_OR_RETURN(
      Payment reversed, Undo(
                            transaction, context, call, payment_id, note,
                            [&](UnitPosting& posting, const Payment& payment,
                                const std::vector<WaivedPart>& parts) -> absl::StatusOr<Payment> {
                              CUIJIAO_ASSIGN_OR_RETURN(Payment after,
                                                       DecideReversal(posting, payment, parts));
                              after.reversal_reason = reason;
                              paid_back = payment.held;
                              return after;
                            },
                            [](v1::Event& event, v1::Payment payment) {
                              *event.mutable_payment_reversed() = std::move(payment);
                            }));
  if (reversed.method == PaymentMethod::kCash) {
    CUIJIAO_RETURN_IF_ERROR(
        CashStore(transaction, context.cipher)
            .KeepReversal(payment_id, paid_back, RecordedBy(call), call.time.recorded_time));
    CUIJIAO_RETURN_IF_ERROR(fault::Point("ledger.reverse_payment.cash_kept"));
  }
  return reversed;
}

absl::StatusOr<Payment> RefundWithin(db::Transaction& transaction, const LedgerContext& context,
                                     const CallContext& call, const std::string& payment_id,
                                     Fen amount, const std::string& note) {
  return Undo(
      transaction, context, call, payment_id, note,
      [&](UnitPosting& posting, const Payment& payment, const std::vector<WaivedPart>&) {
        return DecideRefund(posting, payment, amount);
      },
      [](v1::Event& event, v1::Payment payment) {
        *event.mutable_payment_refunded() = std::move(payment);
      });
}

}  // namespace cuijiao::ledger
