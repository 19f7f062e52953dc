#include "services/escalation/api/escalation_messages.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>

#include "common/requests/request_dates.h"
#include "common/rpc/message_times.h"
#include "common/status/macros.h"
#include "services/escalation/api/refusals.h"

namespace cuijiao::escalation {
namespace {

template <typename Message, typename Value>
struct Pair {
  Message message;
  Value value;
};

constexpr std::array kChannels = {
    Pair{v1::CONTACT_CHANNEL_PHONE, ContactChannel::kPhone},
    Pair{v1::CONTACT_CHANNEL_VISIT_HOME, ContactChannel::kVisitHome},
    Pair{v1::CONTACT_CHANNEL_VISIT_WORKPLACE, ContactChannel::kVisitWorkplace},
    Pair{v1::CONTACT_CHANNEL_MESSAGE, ContactChannel::kMessage},
    Pair{v1::CONTACT_CHANNEL_OFFICE, ContactChannel::kOffice},
};
constexpr std::array kOutcomes = {
    Pair{v1::CONTACT_OUTCOME_PROMISED, ContactOutcome::kPromised},
    Pair{v1::CONTACT_OUTCOME_NO_PROMISE, ContactOutcome::kNoPromise},
    Pair{v1::CONTACT_OUTCOME_REFUSED, ContactOutcome::kRefused},
    Pair{v1::CONTACT_OUTCOME_NOT_REACHED, ContactOutcome::kNotReached},
};
constexpr std::array kWorkKinds = {
    Pair{v1::WorkRecord::KIND_VISIT, WorkKind::kVisit},
    Pair{v1::WorkRecord::KIND_CALL, WorkKind::kCall},
    Pair{v1::WorkRecord::KIND_PROBLEM_HANDLED, WorkKind::kProblemHandled},
    Pair{v1::WorkRecord::KIND_OTHER, WorkKind::kOther},
};
constexpr std::array kPromiseStates = {
    Pair{v1::Promise::STATE_OPEN, PromiseState::kOpen},
    Pair{v1::Promise::STATE_KEPT, PromiseState::kKept},
    Pair{v1::Promise::STATE_BROKEN, PromiseState::kBroken},
};
constexpr std::array kMessageStates = {
    Pair{v1::Message::STATE_PENDING, MessageState::kPending},
    Pair{v1::Message::STATE_SENT, MessageState::kSent},
    Pair{v1::Message::STATE_CANCELLED, MessageState::kCancelled},
    Pair{v1::Message::STATE_FAILED, MessageState::kFailed},
};

template <typename Pairs, typename Value>
auto MessageFor(const Pairs& pairs, Value value) {
  for (const auto& pair : pairs) {
    if (pair.value == value) return pair.message;
  }
  std::abort();
}

template <typename Pairs, typename Message>
auto ValueFor(const Pairs& pairs, Message message) {
  for (const auto& pair : pairs) {
    if (pair.message == message) return pair.value;
  }
  std::abort();
}

v1::HistoryEntry HistoryMessage(const HistoryRow& row) {
  v1::HistoryEntry entry;
  entry.set_kind(row.kind);
  entry.set_actor_id(row.actor_id);
  entry.set_happened_date(FormatDate(row.happened_date));
  *entry.mutable_record_time() = TimestampOf(row.recorded_time);
  entry.set_text(row.text);
  entry.set_from_step(row.from_step);
  entry.set_to_step(row.to_step);
  return entry;
}

void SetConsent(const WorkConsent& consent, v1::WorkRecord::Consent& message) {
  message.set_staff_id(consent.staff_id);
  *message.mutable_record_time() = TimestampOf(consent.recorded_time);
}

}  // namespace

ContactChannel ChannelOf(v1::ContactChannel channel) { return ValueFor(kChannels, channel); }
ContactOutcome OutcomeOf(v1::ContactOutcome outcome) { return ValueFor(kOutcomes, outcome); }
WorkKind WorkKindOf(v1::WorkRecord::Kind kind) { return ValueFor(kWorkKinds, kind); }
v1::ContactChannel ChannelMessage(ContactChannel channel) { return MessageFor(kChannels, channel); }
v1::ContactOutcome OutcomeMessage(ContactOutcome outcome) { return MessageFor(kOutcomes, outcome); }

v1::Promise PromiseMessage(const Promise& promise, const std::vector<UnitPayment>& payments,
                           Date today) {
  v1::Promise message;
  message.set_id(promise.id);
  message.set_promised_date(FormatDate(promise.promised_date));
  message.set_amount_fen(promise.amount.value());
  message.set_method(promise.method);
  message.set_state(MessageFor(kPromiseStates, JudgePromise(promise, payments, today)));
  message.set_given_date(FormatDate(promise.given_date));
  message.set_received_fen(ReceivedTowards(promise, payments).value());
  return message;
}

v1::Case CaseMessage(const PlanInForce& plan, const CaseRow& row) {
  v1::Case message;
  message.set_id(row.case_id);
  message.set_unit_id(row.unit_id);
  message.set_community_id(row.community_id);
  message.set_area_id(row.area_id);
  message.set_collector_id(row.collector_id);
  message.set_track(row.track);
  message.set_step(row.step);
  message.set_step_date(FormatDate(row.step_date));
  message.set_state(row.close_date ? v1::Case::STATE_CLOSED : v1::Case::STATE_OPEN);
  message.set_overdue_fen(row.overdue.value());
  message.set_months_overdue(row.months_overdue);
  if (row.months_overdue > 0) message.set_tier(plan.plan.TierOf(row.months_overdue).name);
  message.set_reason_code(row.reason_code);
  message.set_open_date(FormatDate(row.open_date));
  message.set_close_date(FormatOptionalDate(row.close_date));
  message.set_why(row.why);
  message.set_workplace_visit_approved(row.workplace_visit_approved);
  return message;
}

absl::StatusOr<v1::Case> LoadCaseMessage(EscalationContext& context, db::Transaction& transaction,
                                         const PlanInForce& plan, std::string_view case_id,
                                         Date today) {
  CaseStore cases(transaction, context.cipher);
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<CaseRow> row, cases.Load(case_id));
  if (!row) return RefuseUnknown(kUnknownCase, "case", case_id);
  v1::Case message = CaseMessage(plan, *row);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<HistoryRow> history, cases.LoadHistory(case_id));
  for (const HistoryRow& entry : history) *message.add_history() = HistoryMessage(entry);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Promise> promises, cases.LoadPromises(case_id));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitPayment> payments,
                           cases.LoadPayments(row->unit_id));
  for (const Promise& promise : promises) {
    *message.add_promises() = PromiseMessage(promise, payments, today);
  }
  return message;
}

v1::WorkRecord WorkMessage(const WorkRow& work) {
  v1::WorkRecord message;
  message.set_id(work.work_id);
  message.set_unit_id(work.unit_id);
  message.set_community_id(work.community_id);
  message.set_staff_id(work.staff_id);
  message.set_kind(MessageFor(kWorkKinds, work.kind));
  message.set_happened_date(FormatDate(work.happened_date));
  *message.mutable_record_time() = TimestampOf(work.recorded_time);
  for (const WorkConsent& consent : work.acceptances) {
    SetConsent(consent, *message.add_acceptances());
  }
  // The first approval is the one that counts.
  if (!work.approvals.empty()) SetConsent(work.approvals.front(), *message.mutable_approval());
  message.set_note(work.note);
  return message;
}

v1::Message MessageMessage(const MessageRow& row) {
  v1::Message message;
  message.set_id(row.message_id);
  message.set_unit_id(row.unit_id);
  message.set_bill_id(row.bill_id);
  message.set_owner_id(row.owner_id);
  message.set_template_(row.template_name);
  message.set_text(row.text);
  message.set_state(MessageFor(kMessageStates, row.state));
  message.set_plan_date(FormatDate(row.planned_date));
  return message;
}

}  // namespace cuijiao::escalation
