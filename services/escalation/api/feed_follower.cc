#include "services/escalation/api/feed_follower.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/requests/request_dates.h"
#include "common/status/macros.h"
#include "services/escalation/api/case_writer.h"
#include "services/escalation/api/refusals.h"
#include "services/escalation/store/payment_mirror.h"
#include "services/escalation/store/progress_store.h"

namespace cuijiao::escalation {
namespace {

// The payment that an event tells the new state of; nothing for other events.
const ledger::v1::Payment* PaymentIn(const ledger::v1::Event& event) {
  switch (event.change_case()) {
    case ledger::v1::Event::kPaymentRecorded:
      return &event.payment_recorded();
    case ledger::v1::Event::kPaymentReversed:
      return &event.payment_reversed();
    case ledger::v1::Event::kPaymentRefunded:
      return &event.payment_refunded();
    case ledger::v1::Event::kWaiverPosted:
      return event.waiver_posted().has_payment() ? &event.waiver_posted().payment() : nullptr;
    default:
      return nullptr;
  }
}

std::vector<MirroredPayment> PaymentsOf(const std::vector<ledger::v1::Event>& events) {
  std::vector<MirroredPayment> payments;
  for (const ledger::v1::Event& event : events) {
    const ledger::v1::Payment* payment = PaymentIn(event);
    // A settlement that needed no money has a payment without id.
    if (payment == nullptr || payment->id().empty()) continue;
    const bool reversed = event.change_case() == ledger::v1::Event::kPaymentReversed ||
                          payment->state() == ledger::v1::Payment::STATE_REVERSED;
    payments.push_back({payment->unit_id(),
                        {.payment_id = payment->id(),
                         .received_date = DateOf(payment->received_date()),
                         .amount = Fen(payment->amount_fen()) - Fen(payment->refunded_fen()),
                         .reversed = reversed}});
  }
  return payments;
}

absl::Status JudgeAnew(EscalationContext& context, db::Transaction& transaction,
                       const CompanyTime& now, const std::vector<ClosedCasePromise>& promises) {
  if (promises.empty()) return absl::OkStatus();
  CUIJIAO_ASSIGN_OR_RETURN(const PlanInForce* plan, context.plans.On(now.business_date));
  CaseStore cases(transaction, context.cipher);
  CaseWriter writer(context, transaction, *plan, now, std::string(kServiceItself));
  std::map<std::string, std::vector<UnitPayment>> payments;
  for (const auto& [case_id, unit_id, promise] : promises) {
    if (!payments.contains(unit_id)) {
      CUIJIAO_ASSIGN_OR_RETURN(payments[unit_id], cases.LoadPayments(unit_id));
    }
    const PromiseState state = JudgePromise(promise, payments[unit_id], now.business_date);
    if (state == promise.state) continue;
    CaseRow row;
    row.case_id = case_id;
    CUIJIAO_RETURN_IF_ERROR(writer.JudgePromise(row, promise, state));
  }
  return writer.Flush();
}

// Takes one chunk in, unless another follower has been here since it was read.
absl::Status TakeIn(EscalationContext& context, const CompanyTime& now,
                    std::string_view community_id, std::int64_t after,
                    const std::vector<ledger::v1::Event>& events) {
  const std::vector<MirroredPayment> payments = PaymentsOf(events);
  std::set<std::string> units;
  for (const MirroredPayment& payment : payments) units.insert(payment.unit_id);
  const std::vector<std::string> unit_ids(units.begin(), units.end());
  return context.database.Transact(
      "escalation.feed", [&](db::Transaction& transaction) -> absl::Status {
        ProgressStore store(transaction);
        CUIJIAO_ASSIGN_OR_RETURN(Progress progress, store.Lock(community_id));
        if (progress.feed_sequence != after) return absl::OkStatus();
        CUIJIAO_RETURN_IF_ERROR(MirrorPayments(transaction, payments));
        CUIJIAO_ASSIGN_OR_RETURN(
            const std::vector<ClosedCasePromise> promises,
            CaseStore(transaction, context.cipher).LoadClosedCasePromises(unit_ids));
        CUIJIAO_RETURN_IF_ERROR(JudgeAnew(context, transaction, now, promises));
        progress.feed_sequence = events.back().sequence();
        return store.Update(community_id, progress);
      });
}

}  // namespace

absl::Status FollowFeed(EscalationContext& context, const OutgoingCall& call,
                        const CompanyTime& now, std::string_view community_id) {
  while (true) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const Progress progress,
        context.database.Read("escalation.load_progress", [&](db::Transaction& transaction) {
          return ProgressStore(transaction).Load(community_id);
        }));
    const absl::StatusOr<std::vector<ledger::v1::Event>> events =
        context.feed.EventsAfter(call, community_id, progress.feed_sequence);
    if (absl::IsNotFound(events.status())) {
      return RefuseUnknown(kUnknownCommunity, "community", community_id);
    }
    CUIJIAO_RETURN_IF_ERROR(events.status());
    if (events->empty()) return absl::OkStatus();
    CUIJIAO_RETURN_IF_ERROR(TakeIn(context, now, community_id, progress.feed_sequence, *events));
  }
}

absl::Status JudgeLapsedPromises(EscalationContext& context, const CompanyTime& now,
                                 std::string_view community_id) {
  return context.database.Transact(
      "escalation.lapsed_promises", [&](db::Transaction& transaction) -> absl::Status {
        // The lock keeps the feed from judging the same promises meanwhile.
        CUIJIAO_RETURN_IF_ERROR(ProgressStore(transaction).Lock(community_id).status());
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<ClosedCasePromise> promises,
                                 CaseStore(transaction, context.cipher)
                                     .LoadLapsedOpenPromises(community_id, now.business_date));
        return JudgeAnew(context, transaction, now, promises);
      });
}

}  // namespace cuijiao::escalation
