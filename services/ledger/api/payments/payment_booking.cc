#include "services/ledger/api/payments/payment_booking.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "common/fault/failpoint.h"
#include "common/requests/answer_once.h"
#include "common/requests/request_dates.h"
#include "common/rpc/audit_store.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/store/journal/posting_messages.h"
#include "services/ledger/store/payments/payment_store.h"

namespace cuijiao::ledger {
namespace {

// What the request says of the receipt; the collector is decided on.
absl::StatusOr<Receipt> ReceiptOf(const CallContext& call,
                                  const v1::RecordPaymentRequest& request) {
  Receipt receipt;
  receipt.unit_id = request.unit_id();
  receipt.amount = Fen(request.amount_fen());
  receipt.method = ToMethod(request.method());
  receipt.received_date = DateOf(request.received_date());
  receipt.collaborator_ids = {request.collaborator_ids().begin(), request.collaborator_ids().end()};
  CUIJIAO_RETURN_IF_ERROR(TakeDesignations(request, receipt));
  receipt.external_reference = request.external_reference();
  receipt.recorded_by = RecordedBy(call);
  return receipt;
}

absl::Status DeadlinePassed() {
  return Refusal(absl::StatusCode::kDeadlineExceeded, kDeadlinePassed,
                 "The deadline passed before the payment could be booked.");
}

// A member that no check has refused yet.
struct Candidate {
  std::size_t index;  // among the members
  UnitPlace unit;
  Receipt receipt;
};

// The members that wait for an answer and may still have one, with what RecordPayment checks before
// it locks anything, in its order: deadline, method, received date, unit, collector. The others are
// refused in `answers`.
absl::StatusOr<std::vector<Candidate>> CheckMembers(LedgerContext& context,
                                                    db::Transaction& transaction,
                                                    std::span<const GroupedPayment> members,
                                                    RequestAnswers& answers) {
  std::vector<Candidate> dated;
  std::vector<std::string> unit_ids;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (!answers[i].ok() || answers[i]->has_value()) continue;
    const CallContext& call = *members[i].call;
    absl::StatusOr<Receipt> receipt = ReceiptOf(call, *members[i].request);
    if (absl::Now() >= call.deadline) {
      answers[i] = DeadlinePassed();
    } else if (!receipt.ok()) {
      answers[i] = receipt.status();
    } else if (const absl::Status method = CheckMethod(receipt->method); !method.ok()) {
      answers[i] = method;
    } else if (const absl::Status date = CheckReceivedDate(context, call, receipt->received_date);
               !date.ok()) {
      answers[i] = date;
    } else {
      unit_ids.push_back(receipt->unit_id);
      dated.push_back({i, {}, *std::move(receipt)});
    }
  }
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitPlace> places,
                           OrganisationStore(transaction).LoadUnits(unit_ids));
  std::vector<Candidate> placed;
  std::vector<CollectorQuestion> questions;
  for (Candidate& candidate : dated) {
    const auto place =
        std::ranges::lower_bound(places, candidate.receipt.unit_id, {}, &UnitPlace::unit_id);
    if (place == places.end() || place->unit_id != candidate.receipt.unit_id) {
      answers[candidate.index] = UnknownUnit(candidate.receipt.unit_id);
      continue;
    }
    candidate.unit = *place;
    questions.push_back({place->community_id, candidate.receipt.received_date,
                         members[candidate.index].request->collector_id(),
                         candidate.receipt.collaborator_ids});
    placed.push_back(std::move(candidate));
  }
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<absl::StatusOr<std::string>> collectors,
                           DecideCollectors(transaction, questions));
  std::vector<Candidate> checked;
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (!collectors[i].ok()) {
      answers[placed[i].index] = collectors[i].status();
      continue;
    }
    placed[i].receipt.collector_id = *std::move(collectors[i]);
    checked.push_back(std::move(placed[i]));
  }
  return checked;
}

// Keeps, with the payments, the audit record of each member that is answered with one.
absl::Status KeepAudit(LedgerContext& context, db::Transaction& transaction,
                       std::span<const GroupedPayment> members, const RequestAnswers& answers) {
  std::vector<AuditRecord> records;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (answers[i].ok()) records.push_back(members[i].success_record);
  }
  return InsertAuditRecords(transaction, context.ids, records);
}

// The body of the group's transaction.
//
// Why READ COMMITTED and these locks are enough. What a payment is decided on lies behind one row,
// its community's partition: every posting of the community, the close of a month and every group
// lock it first, and write it. LockAll takes the rows of all communities of the group in the order
// of their ids, as everybody does, so that groups, settlements, billing and closes wait for each
// other in one direction alone. Each statement after that sees what was committed before it began,
// and so everything that those before us in the partitions did; accounts, bills, prepayment and
// journal lines of the group's units cannot change until we commit. Accounts are locked too, by id;
// nobody else can hold one of them. On a cluster, whose nodes do not see each other's locks, two
// groups of one community both write its partition's row, and the second to commit is run again.
//
// What is read before the locks does not depend on them: a unit stays in its community, the
// business date is the call's, and who is responsible for a community on a date is a fact of the
// organisation that one payment alone reads before its lock as well. Whether a request was answered
// is read before, and found out again where it matters: an answer given meanwhile makes Remember's
// insert, or the look at refused ones, run the group again.
//
// A refused member has written nothing: every check and decision comes before the first row.
absl::Status Book(LedgerContext& context, db::Transaction& transaction, const CompanyTime& now,
                  std::span<const GroupedPayment> members, RequestAnswers& answers) {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<Candidate> candidates,
                           CheckMembers(context, transaction, members, answers));
  std::vector<std::string> community_ids;
  std::vector<PlacedReceipt> receipts;
  for (Candidate& candidate : candidates) {
    community_ids.push_back(candidate.unit.community_id);
    receipts.push_back({candidate.unit.community_id, std::move(candidate.receipt)});
  }
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<JournalStore> journals,
                           JournalStore::LockAll(transaction, context.ids, now, community_ids));
  CUIJIAO_ASSIGN_OR_RETURN(const auto outcomes, RecordReceipts(journals, receipts));
  bool any_recorded = false;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (outcomes[i].ok()) {
      answers[candidates[i].index] = WriteAnswer(ToMessage(*outcomes[i]));
      any_recorded = true;
    } else {
      answers[candidates[i].index] = outcomes[i].status();
    }
  }
  if (any_recorded) CUIJIAO_RETURN_IF_ERROR(JournalStore::FlushAll(journals));
  CUIJIAO_RETURN_IF_ERROR(KeepAudit(context, transaction, members, answers));
  return fault::Point("ledger.record_payment.before_commit");
}

// Whether one of the group may be to blame. Where the database is away or too busy, they all fail
// alike, and trying each would only make it worse.
bool MayBeOneMembersFault(const absl::Status& status) {
  if (ReasonOf(status) == kRequestRaced) return true;
  return !absl::IsUnavailable(status) && !absl::IsAborted(status) &&
         !absl::IsResourceExhausted(status) && !absl::IsDeadlineExceeded(status);
}

absl::StatusOr<v1::Payment> PaymentOf(const absl::StatusOr<std::optional<std::string>>& answer) {
  CUIJIAO_RETURN_IF_ERROR(answer.status());
  return ReadAnswer<v1::Payment>(**answer);
}

}  // namespace

std::vector<absl::StatusOr<v1::Payment>> BookPayments(LedgerContext& context,
                                                      std::span<const GroupedPayment> members) {
  std::vector<RequestKey> keys;
  CompanyTime now = members.front().call->time;
  absl::Time deadline = absl::InfinitePast();
  for (const GroupedPayment& member : members) {
    keys.push_back(member.key);
    now.recorded_time = std::max(now.recorded_time, member.call->time.recorded_time);
    deadline = std::max(deadline, member.call->deadline);
  }
  const absl::StatusOr<RequestAnswers> answers =
      RunGroupOnce(context.database, "RecordPayment", keys, now.recorded_time, deadline,
                   [&](db::Transaction& transaction, RequestAnswers& open) {
                     return Book(context, transaction, now, members, open);
                   });
  std::vector<absl::StatusOr<v1::Payment>> payments;
  if (answers.ok()) {
    for (const auto& answer : *answers) payments.push_back(PaymentOf(answer));
  } else if (members.size() > 1 && MayBeOneMembersFault(answers.status())) {
    for (std::size_t i = 0; i < members.size(); ++i) {
      payments.push_back(std::move(BookPayments(context, members.subspan(i, 1)).front()));
    }
  } else {
    payments.assign(members.size(), answers.status());
  }
  return payments;
}

}  // namespace cuijiao::ledger
