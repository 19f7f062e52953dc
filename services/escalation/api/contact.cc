#include "services/escalation/domain/contact.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/requests/answer_once.h"
#include "common/requests/request_dates.h"
#include "common/rpc/message_times.h"
#include "common/status/macros.h"
#include "services/escalation/api/case_writer.h"
#include "services/escalation/api/escalation_messages.h"
#include "services/escalation/api/escalation_methods.h"
#include "services/escalation/api/feed_follower.h"
#include "services/escalation/api/refusals.h"
#include "services/escalation/store/work_store.h"

namespace cuijiao::escalation {
namespace {

// What the request says of a promise. With PROMISED only a whole one counts; with any other
// outcome whatever is said of one is one too many.
std::optional<PromiseGiven> PromiseIn(const v1::RecordContactRequest& request) {
  const bool has_date = !request.promised_date().empty();
  const bool has_amount = request.promised_fen() > 0;
  const bool promised = request.outcome() == v1::CONTACT_OUTCOME_PROMISED;
  const bool whole = has_date && has_amount;
  const bool any = has_date || has_amount || !request.promised_method().empty();
  if (promised ? !whole : !any) return std::nullopt;
  return PromiseGiven{has_date ? DateOf(request.promised_date()) : Date(),
                      Fen(request.promised_fen()), request.promised_method()};
}

NewContact ContactIn(const v1::RecordContactRequest& request) {
  return {.contact = {.channel = ChannelOf(request.channel()),
                      .outcome = OutcomeOf(request.outcome()),
                      .happened_date = DateOf(request.happened_date()),
                      .told_next_measure = request.told_next_measure()},
          .reason_code = request.reason_code(),
          .promise = PromiseIn(request)};
}

std::string_view ChannelText(ContactChannel channel) {
  switch (channel) {
    case ContactChannel::kPhone:
      return "电话 (phone)";
    case ContactChannel::kVisitHome:
      return "家访 (visit at home)";
    case ContactChannel::kVisitWorkplace:
      return "单位走访 (visit at work)";
    case ContactChannel::kMessage:
      return "信息 (message)";
    case ContactChannel::kOffice:
      return "业主来访 (at the office)";
  }
  return "";
}

std::string_view OutcomeText(ContactOutcome outcome) {
  switch (outcome) {
    case ContactOutcome::kPromised:
      return "承诺缴费 (promised)";
    case ContactOutcome::kNoPromise:
      return "未作承诺 (no promise)";
    case ContactOutcome::kRefused:
      return "拒绝缴费 (refused)";
    case ContactOutcome::kNotReached:
      return "未联系上 (not reached)";
  }
  return "";
}

// "电话…：未作承诺…；对象：业主本人；原因：忘记缴费；…": the contact in words (ESC-3).
std::string Describe(const Plan& plan, const v1::RecordContactRequest& request,
                     const NewContact& contact) {
  std::string text = absl::StrCat(std::string(ChannelText(contact.contact.channel)), "：",
                                  std::string(OutcomeText(contact.contact.outcome)));
  if (!request.spoken_with().empty()) {
    absl::StrAppend(&text, "；对象：", request.spoken_with());
  }
  if (const Reason* reason = plan.FindReason(contact.reason_code); reason != nullptr) {
    absl::StrAppend(&text, "；原因：", reason->name);
  }
  if (contact.contact.told_next_measure) {
    absl::StrAppend(&text, "；已告知下一步措施 (next measure told)");
  }
  if (!request.note().empty()) absl::StrAppend(&text, "；", request.note());
  return text;
}

// One contact, with everything that was known ahead of the transaction.
class ContactRecording {
 public:
  ContactRecording(EscalationContext& context, const CallContext& call,
                   const v1::RecordContactRequest& request, const PlanInForce& plan,
                   const UnitDebt& debt)
      : context_(context),
        call_(call),
        request_(request),
        plan_(plan),
        debt_(debt),
        contact_(ContactIn(request)) {}

  absl::StatusOr<v1::Contact> Run(db::Transaction& transaction) const {
    CaseStore cases(transaction, context_.cipher);
    CUIJIAO_ASSIGN_OR_RETURN(std::optional<CaseRow> row, cases.LockOpenCase(debt_.unit_id));
    if (!row) return RefuseNoOpenCase(debt_.unit_id);
    const std::vector<CaseRow> rows = {*row};
    CUIJIAO_ASSIGN_OR_RETURN(auto loaded, cases.LoadForDecision(rows));
    OpenCase& open_case = loaded.at(row->case_id);
    open_case.at_step.months_overdue = debt_.months_overdue;
    const ContactDecision decision =
        DecideContact(plan_.plan, open_case, debt_.overdue, row->workplace_visit_approved, contact_,
                      call_.time.business_date);
    if (!decision.refusals.empty())
      return RefuseContact(decision.refusals, ValuesTested(*row, decision));
    return Store(transaction, *std::move(row), open_case, decision);
  }

 private:
  // What a refusal is told with.
  [[nodiscard]] std::map<std::string, std::string> ValuesTested(
      const CaseRow& row, const ContactDecision& decision) const {
    std::map<std::string, std::string> values = {
        {"step", decision.due_move ? decision.due_move->to_step : row.step},
        {"business_date", FormatDate(call_.time.business_date)},
        {"happened_date", request_.happened_date()},
        {"overdue_fen", absl::StrCat(debt_.overdue.value())}};
    if (!request_.reason_code().empty()) values["reason_code"] = request_.reason_code();
    if (!request_.promised_date().empty()) values["promised_date"] = request_.promised_date();
    if (request_.promised_fen() != 0) {
      values["promised_fen"] = absl::StrCat(request_.promised_fen());
    }
    return values;
  }

  absl::StatusOr<v1::Contact> Store(db::Transaction& transaction, CaseRow row,
                                    const OpenCase& open_case,
                                    const ContactDecision& decision) const {
    CaseStore cases(transaction, context_.cipher);
    CaseWriter writer(context_, transaction, plan_, call_.time, call_.identity.acting_staff_id());
    if (decision.due_move) writer.MoveCase(row, *decision.due_move);
    const ContactRow contact{.contact_id = context_.ids.NewId(),
                             .case_id = row.case_id,
                             .unit_id = row.unit_id,
                             .step_number = row.step_number,
                             .staff_id = call_.identity.acting_staff_id(),
                             .contact = contact_.contact,
                             .recorded_time = call_.time.recorded_time,
                             .spoken_with = request_.spoken_with(),
                             .note = request_.note()};
    CUIJIAO_RETURN_IF_ERROR(cases.InsertContact(contact));
    writer.Note(row, kHistoryContact, contact_.contact.happened_date,
                Describe(plan_.plan, request_, contact_));
    row.collector_id = debt_.collector_id;
    if (!contact_.reason_code.empty()) row.reason_code = contact_.reason_code;
    const std::optional<Promise> promise = PromiseFor(row, open_case);
    if (promise) {
      CUIJIAO_RETURN_IF_ERROR(
          cases.InsertPromise(row, contact.contact_id, *promise, call_.time.business_date));
      writer.Note(row, kHistoryPromised, promise->given_date,
                  absl::StrCat("承诺", FormatDate(promise->promised_date), "前缴",
                               FormatYuan(promise->amount), "元 ", promise->method));
    }
    CUIJIAO_RETURN_IF_ERROR(RecordAsWork(transaction, row, contact));
    CUIJIAO_RETURN_IF_ERROR(TaskStore(transaction).Close(row.case_id));
    row.overdue = debt_.overdue;
    row.months_overdue = debt_.months_overdue;
    row.debt_version = debt_.debt_version;
    if (decision.move) writer.MoveCase(row, *decision.move);
    if (decision.next_task_date) writer.PlanTask(row, *decision.next_task_date);
    CUIJIAO_RETURN_IF_ERROR(cases.Update(row));
    CUIJIAO_RETURN_IF_ERROR(writer.Flush());
    return Answer(row, contact, promise, open_case.payments);
  }

  [[nodiscard]] std::optional<Promise> PromiseFor(const CaseRow& row,
                                                  const OpenCase& open_case) const {
    if (!contact_.promise) return std::nullopt;
    Promise promise{.id = context_.ids.NewId(),
                    .step = row.step,
                    .given_date = contact_.contact.happened_date,
                    .promised_date = contact_.promise->promised_date,
                    .amount = contact_.promise->amount,
                    .method = contact_.promise->method};
    promise.state = JudgePromise(promise, open_case.payments, call_.time.business_date);
    return promise;
  }

  // Visits, and calls that reached somebody, are substantive work too, under the same id (INC-5).
  absl::Status RecordAsWork(db::Transaction& transaction, const CaseRow& row,
                            const ContactRow& contact) const {
    const std::optional<WorkKind> kind = WorkOfContact(contact.contact);
    if (!kind) return absl::OkStatus();
    WorkRow work;
    work.work_id = contact.contact_id;
    work.unit_id = row.unit_id;
    work.community_id = row.community_id;
    work.staff_id = contact.staff_id;
    work.kind = *kind;
    work.happened_date = contact.contact.happened_date;
    work.recorded_time = contact.recorded_time;
    return WorkStore(transaction, context_.cipher).Insert(work);
  }

  [[nodiscard]] v1::Contact Answer(const CaseRow& row, const ContactRow& contact,
                                   const std::optional<Promise>& promise,
                                   const std::vector<UnitPayment>& payments) const {
    v1::Contact message;
    message.set_id(contact.contact_id);
    message.set_case_id(row.case_id);
    message.set_unit_id(row.unit_id);
    message.set_staff_id(contact.staff_id);
    message.set_channel(ChannelMessage(contact.contact.channel));
    message.set_outcome(OutcomeMessage(contact.contact.outcome));
    message.set_happened_date(FormatDate(contact.contact.happened_date));
    *message.mutable_record_time() = TimestampOf(contact.recorded_time);
    message.set_step(row.step);
    if (promise) {
      *message.mutable_promise() = PromiseMessage(*promise, payments, call_.time.business_date);
    }
    return message;
  }

  EscalationContext& context_;
  const CallContext& call_;
  const v1::RecordContactRequest& request_;
  const PlanInForce& plan_;
  const UnitDebt& debt_;
  const NewContact contact_;
};

}  // namespace

absl::StatusOr<v1::Contact> RecordContact(EscalationContext& context, const CallContext& call,
                                          const v1::RecordContactRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<v1::Contact> answered,
                           FindAnswer<v1::Contact>(context.database, call, request.request_id()));
  if (answered) return *std::move(answered);
  CUIJIAO_ASSIGN_OR_RETURN(const PlanInForce* plan, context.plans.On(call.time.business_date));
  const OutgoingCall outgoing = OutgoingCall::For(call);
  CUIJIAO_ASSIGN_OR_RETURN(const UnitDebt debt, context.ledger.DebtOf(outgoing, request.unit_id()));
  // Earlier promises are judged by what has been paid until now.
  CUIJIAO_RETURN_IF_ERROR(FollowFeed(context, outgoing, call.time, debt.community_id));
  const ContactRecording recording(context, call, request, *plan, debt);
  return AnswerOnce<v1::Contact>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) { return recording.Run(transaction); });
}

}  // namespace cuijiao::escalation
