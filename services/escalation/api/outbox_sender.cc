#include "services/escalation/api/outbox_sender.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "common/telemetry/logging.h"

namespace cuijiao::escalation {
namespace {

constexpr int kBatchSize = 200;
constexpr int kMaxAttempts = 5;
constexpr absl::Duration kLedgerTimeout = absl::Seconds(30);

// The batch's bills that still ask for money: those that were upcoming when it was planned and are
// so now.
absl::StatusOr<std::set<std::string>> UnpaidBills(EscalationContext& context,
                                                  const MessageBatch& batch) {
  CUIJIAO_ASSIGN_OR_RETURN(const PlanInForce* plan, context.plans.On(batch.planned_date));
  const DueDates due = {batch.planned_date, batch.planned_date + plan->plan.notify_days_before_due};
  OutgoingCall call;
  call.deadline = absl::Now() + kLedgerTimeout;
  std::set<std::string> unpaid;
  std::string page;
  do {
    CUIJIAO_ASSIGN_OR_RETURN(const Page<ledger::v1::Bill> bills,
                             context.ledger.UpcomingBills(call, batch.community_id, due, page));
    for (const ledger::v1::Bill& bill : bills.items) unpaid.insert(bill.id());
    page = bills.next;
  } while (!page.empty());
  return unpaid;
}

absl::Status HandOver(EscalationContext& context, const MessageBatch& batch,
                      const std::set<std::string>& unpaid) {
  return context.database.Transact(
      "escalation.hand_over", [&](db::Transaction& transaction) -> absl::Status {
        MessageStore store(transaction, context.cipher);
        // The lock keeps another replica from handing the same messages over meanwhile.
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<MessageRow> pending,
                                 store.LockPending(batch.message_ids));
        std::vector<MessageRow> wanted;
        std::vector<std::string> sent;
        std::vector<std::string> cancelled;
        for (const MessageRow& message : pending) {
          if (unpaid.contains(message.bill_id)) {
            sent.push_back(message.message_id);
            wanted.push_back(message);
          } else {
            cancelled.push_back(message.message_id);
          }
        }
        CUIJIAO_RETURN_IF_ERROR(store.EndPending(cancelled, MessageState::kCancelled));
        // From here on the messages are out, whether they are marked or not.
        CUIJIAO_RETURN_IF_ERROR(context.provider.HandOver(wanted));
        return store.EndPending(sent, MessageState::kSent);
      });
}

absl::Status NoteFailure(EscalationContext& context, const MessageBatch& batch) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t given_up,
      context.database.Transact("escalation.note_failure", [&](db::Transaction& transaction) {
        return MessageStore(transaction, context.cipher)
            .NoteFailure(batch.message_ids, kMaxAttempts);
      }));
  if (given_up > 0) {
    LogEvent(spdlog::level::err, "messages given up",
             {{"community_id", batch.community_id}, {"count", given_up}});
  }
  return absl::OkStatus();
}

absl::Status SendBatch(EscalationContext& context, const MessageBatch& batch) {
  // A ledger that is away is no failed attempt: nothing was tried.
  CUIJIAO_ASSIGN_OR_RETURN(const std::set<std::string> unpaid, UnpaidBills(context, batch));
  const absl::Status handed_over = HandOver(context, batch, unpaid);
  if (handed_over.ok()) return handed_over;
  const absl::Status noted = NoteFailure(context, batch);
  if (!noted.ok()) {
    LogEvent(spdlog::level::warn, "failed attempt not noted",
             {{"community_id", batch.community_id},
              {"code", absl::StatusCodeToString(noted.code())},
              {"message", std::string(noted.message())}});
  }
  return handed_over;
}

}  // namespace

absl::Status RunOutboxRound(EscalationContext& context) {
  absl::Status result;
  std::string after;
  while (true) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const MessageBatch batch,
        context.database.Read("escalation.load_pending", [&](db::Transaction& transaction) {
          return MessageStore(transaction, context.cipher).LoadPendingBatch(after, kBatchSize);
        }));
    if (batch.message_ids.empty()) return result;
    // A batch that failed waits for the next round; those behind it do not.
    after = batch.message_ids.back();
    result.Update(SendBatch(context, batch));
  }
}

}  // namespace cuijiao::escalation
