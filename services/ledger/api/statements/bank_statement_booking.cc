#include "services/ledger/api/statements/bank_statement_booking.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/status/cut_text.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/api/payments/payment_undo.h"
#include "services/ledger/api/statements/bank_statement_messages.h"
#include "services/ledger/domain/journal/journal.h"
#include "services/ledger/store/journal/journal_store.h"
#include "services/ledger/store/payments/payment_store.h"
#include "services/ledger/store/payments/suspense_store.h"

namespace cuijiao::ledger {
namespace {

// Lines whose facts are looked up together.
constexpr std::size_t kLinesAtATime = 200;
constexpr std::size_t kMaxSuspenseRemarkBytes = 300;

}  // namespace

absl::StatusOr<Payment> UndoBy(db::Transaction& transaction, const LedgerContext& context,
                               const CallContext& call, const StatementLine& line,
                               const std::string& payment_id, const UndoDecision& decision) {
  if (decision.action == UndoDecision::Action::kReverse) {
    return ReverseWithin(transaction, context, call, payment_id, decision.reversal,
                         line.external_reference);
  }
  return RefundWithin(transaction, context, call, payment_id, line.amount, line.external_reference);
}

absl::StatusOr<Payment> RecordLine(db::Transaction& transaction, const LedgerContext& context,
                                   const CallContext& call, const BankLine& line,
                                   const std::string& unit_id, const std::string& collector_id) {
  Receipt receipt;
  receipt.unit_id = unit_id;
  receipt.amount = line.said.amount;
  receipt.method = line.method;
  receipt.received_date = line.said.date;
  receipt.external_reference = line.said.external_reference;
  receipt.recorded_by = RecordedBy(call);
  // One journal a receipt: the next one of the same unit must find what this one posted.
  CUIJIAO_ASSIGN_OR_RETURN(JournalStore journal,
                           OpenJournalFor(context, call, transaction, collector_id, receipt));
  CUIJIAO_ASSIGN_OR_RETURN(Payment payment, RecordReceipt(journal, receipt));
  CUIJIAO_RETURN_IF_ERROR(journal.Flush());
  return payment;
}

BankStatementBooking::BankStatementBooking(db::Transaction& transaction,
                                           const LedgerContext& context, const CallContext& call,
                                           BankStatement& statement, PaymentMethod method,
                                           const std::vector<CommunityPlace>& communities)
    : transaction_(transaction),
      context_(context),
      call_(call),
      statement_(statement),
      method_(method),
      weights_(WeightsOf(context.policy.ledger().statement_match())),
      store_(transaction, context.cipher),
      facts_(transaction, context.cipher, statement.project_id, communities,
             call.time.business_date) {}

BankLine BankStatementBooking::NewLine(const StatementLine& said) const {
  BankLine line;
  line.id = context_.ids.NewId();
  line.statement_id = statement_.id;
  line.project_id = statement_.project_id;
  line.said = said;
  line.method = method_;
  line.reason = said.why;
  if (said.pending) {
    line.state = BankLineState::kPending;
    line.reason = kStillProcessing;
  } else if (said.kind == StatementLineKind::kOther) {
    line.state = BankLineState::kOutside;
  }
  return line;
}

// Wallets list the latest first: a refund may stand before its receipt.
absl::Status BankStatementBooking::BookAll(const std::vector<StatementLine>& said) {
  std::vector<BankLine> receipts;
  std::vector<BankLine> others;
  for (const StatementLine& line : said) {
    CUIJIAO_RETURN_IF_ERROR(store_.Supersede(line.completes));
    (line.kind == StatementLineKind::kReceipt ? receipts : others).push_back(NewLine(line));
  }
  for (std::span<BankLine> rest = receipts; !rest.empty();) {
    const std::span<BankLine> part = rest.first(std::min(kLinesAtATime, rest.size()));
    CUIJIAO_RETURN_IF_ERROR(BookReceipts(part));
    rest = rest.subspan(part.size());
  }
  std::stable_sort(others.begin(), others.end(),
                   [](const BankLine& a, const BankLine& b) { return a.said.date < b.said.date; });
  for (BankLine& line : others) {
    if (line.state == BankLineState::kOpen) CUIJIAO_RETURN_IF_ERROR(BookUndo(line));
  }
  return Store(others);
}

absl::Status BankStatementBooking::BookReceipts(std::span<BankLine> receipts) {
  if (call_.is_cancelled()) return absl::CancelledError("the client has gone");
  std::vector<const StatementLine*> said;
  for (const BankLine& line : receipts) said.push_back(&line.said);
  CUIJIAO_RETURN_IF_ERROR(facts_.Learn(said));
  for (BankLine& line : receipts) {
    const bool for_the_machine = line.state == BankLineState::kOpen && line.reason.empty();
    if (for_the_machine) CUIJIAO_RETURN_IF_ERROR(BookReceipt(line));
  }
  return Store(receipts);
}

absl::Status BankStatementBooking::BookReceipt(BankLine& line) {
  const std::vector<UnitEvidence> evidence = facts_.EvidenceFor(line.said);
  MatchDecision decision = DecideMatch(line.said.amount, evidence, weights_);
  line.candidates = std::move(decision.candidates);
  std::vector<std::string> unit_ids;
  for (const MatchCandidate& candidate : line.candidates) unit_ids.push_back(candidate.unit_id);
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<std::string> recorded,
                           store_.FindRecorded(line.said, method_, unit_ids, payment_ids_));
  if (recorded) {
    line.state = BankLineState::kBooked;
    line.reason = kAlreadyRecorded;
    line.payment_id = *recorded;
  } else if (decision.certain) {
    const std::string& unit_id = line.candidates.front().unit_id;
    CUIJIAO_ASSIGN_OR_RETURN(const Payment payment, RecordLine(transaction_, context_, call_, line,
                                                               unit_id, /*collector_id=*/""));
    line.state = BankLineState::kBooked;
    line.payment_id = payment.id;
    CUIJIAO_RETURN_IF_ERROR(facts_.Refresh(unit_id));
  } else {
    CUIJIAO_RETURN_IF_ERROR(Hold(line));
  }
  if (!line.payment_id.empty()) payment_ids_.push_back(line.payment_id);
  return absl::OkStatus();
}

absl::Status BankStatementBooking::Hold(BankLine& line) {
  CUIJIAO_ASSIGN_OR_RETURN(JournalStore journal,
                           JournalStore::Lock(transaction_, context_.ids, call_.time,
                                              SuspensePartition(statement_.project_id)));
  Suspense suspense;
  suspense.id = journal.NewId();
  suspense.project_id = statement_.project_id;
  suspense.amount = line.said.amount;
  suspense.method = method_;
  suspense.received_date = line.said.date;
  suspense.posting_date = journal.days().ForReceipt(line.said.date);
  suspense.recorded_time = call_.time.recorded_time;
  suspense.recorded_by = RecordedBy(call_);
  const std::string remark = line.said.payer + " " + line.said.order_text + " " + line.said.remark;
  suspense.remark = CutText(remark, kMaxSuspenseRemarkBytes);
  CUIJIAO_RETURN_IF_ERROR(SuspenseStore(transaction_, context_.cipher).Hold(journal, suspense));
  CUIJIAO_RETURN_IF_ERROR(journal.Flush());
  line.state = BankLineState::kHeld;
  line.reason = kUnsure;
  line.suspense_id = suspense.id;
  return absl::OkStatus();
}

absl::Status BankStatementBooking::BookUndo(BankLine& line) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<BankLine> order,
                           store_.LoadReceiptOf(line.said.order));
  std::optional<Payment> payment;
  if (order && !order->payment_id.empty()) {
    CUIJIAO_ASSIGN_OR_RETURN(payment, PaymentStore(transaction_).Load(order->payment_id));
  }
  const UndoDecision decision =
      DecideUndoOfOrder(line.said, order ? &*order : nullptr, payment ? &*payment : nullptr);
  line.reason = decision.why;
  if (payment) line.payment_id = payment->id;
  if (decision.action == UndoDecision::Action::kLeaveOpen) return absl::OkStatus();
  const absl::StatusOr<Payment> undone =
      UndoBy(transaction_, context_, call_, line.said, payment->id, decision);
  if (undone.ok()) {
    line.state = BankLineState::kBooked;
  } else if (absl::IsFailedPrecondition(undone.status()) && !ReasonOf(undone.status()).empty()) {
    // A rule says no: a person decides what the money that went back was.
    line.reason = ReasonOf(undone.status());
  } else {
    return undone.status();
  }
  return absl::OkStatus();
}

absl::Status BankStatementBooking::Store(std::span<const BankLine> lines) {
  for (const BankLine& line : lines) statement_.sums.Add(line);
  return store_.InsertLines(lines);
}

}  // namespace cuijiao::ledger
