#include "services/ledger/api/payments/payment_groups.h"

#include <atomic>
#include <cstddef>
#include <exception>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/fault/failpoint.h"
#include "common/requests/answer_once.h"
#include "common/rpc/method_runner.h"
#include "common/rpc/request_id.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"

namespace cuijiao::ledger {
namespace {

// The one name of a payment's request, whichever method it comes by.
constexpr std::string_view kRecordPayment = "cuijiao.ledger.v1.PaymentService/RecordPayment";

absl::Status Overloaded() {
  return Refusal(absl::StatusCode::kResourceExhausted, kOverloaded,
                 "Too many payments wait; repeat after a pause.");
}

GroupedPayment MemberOf(const CallContext& call, const v1::RecordPaymentRequest& request,
                        std::string content_hash, AuditRecord success_record) {
  GroupedPayment member;
  member.call = &call;
  member.request = &request;
  member.key = {std::string(kRecordPayment), call.identity.caller(), request.request_id(),
                std::move(content_hash)};
  member.id = absl::StrCat(member.key.caller, "/", member.key.request_id);
  member.lane = request.unit_id();
  member.success_record = std::move(success_record);
  return member;
}

// Members of one business date share a transaction: at midnight there are two.
std::map<Date, std::vector<GroupedPayment>> ByBusinessDate(std::vector<GroupedPayment> members) {
  std::map<Date, std::vector<GroupedPayment>> by_date;
  for (GroupedPayment& member : members) {
    std::vector<GroupedPayment>& of_date = by_date[member.call->time.business_date];
    of_date.push_back(std::move(member));
  }
  return by_date;
}

// A bug in a handler ends the calls of its group, not the process, and leaves none without answer.
std::vector<absl::StatusOr<v1::Payment>> BookOrFail(LedgerContext& context,
                                                    std::span<const GroupedPayment> members) {
  try {
    return BookPayments(context, members);
  } catch (const std::exception& error) {
    return std::vector<absl::StatusOr<v1::Payment>>(
        members.size(),
        absl::InternalError(absl::StrCat("exception in a group of payments: ", error.what())));
  }
}

void AnswerGroup(LedgerContext& context, std::vector<GroupedPayment> members) {
  for (const auto& [date, of_date] : ByBusinessDate(std::move(members))) {
    std::vector<absl::StatusOr<v1::Payment>> payments = BookOrFail(context, of_date);
    for (std::size_t i = 0; i < of_date.size(); ++i) {
      if (payments[i].ok()) {
        if (absl::Status cut = fault::Point("ledger.record_payment.before_answer"); !cut.ok()) {
          payments[i] = std::move(cut);
        }
      }
      of_date[i].answer(std::move(payments[i]));
    }
  }
}

// A batch under way: its outcomes come from several groups.
struct Batch {
  Batch(const CallContext& of_call, PaymentGroups::BatchAnswer to_call, int payments)
      : call(of_call), answer(std::move(to_call)), open(payments) {
    for (int i = 0; i < payments; ++i) response.add_outcomes();
  }

  const CallContext& call;
  const PaymentGroups::BatchAnswer answer;
  v1::BatchRecordPaymentsResponse response;
  std::atomic<int> open;  // payments without outcome
};

}  // namespace

PaymentGroups::PaymentGroups(LedgerContext& context)
    : context_(context), queue_(GroupLimits(), [this](std::vector<GroupedPayment> members) {
        AnswerGroup(context_, std::move(members));
      }) {}

void PaymentGroups::Record(const CallContext& call, const v1::RecordPaymentRequest& request,
                           PaymentAnswer answer) {
  std::vector<GroupedPayment> members;
  members.push_back(MemberOf(call, request, call.request_hash, call.success_record()));
  members.back().answer = [&call, answer](absl::StatusOr<v1::Payment> payment) {
    if (payment.ok()) call.audit_kept();
    answer(std::move(payment));
  };
  if (!queue_.Run(std::move(members))) answer(Overloaded());
}

void PaymentGroups::RecordBatch(const CallContext& call,
                                const v1::BatchRecordPaymentsRequest& request, BatchAnswer answer) {
  const auto batch = std::make_shared<Batch>(call, answer, request.payments_size());
  const AuditRecord of_call = call.success_record();
  std::vector<GroupedPayment> members;
  for (int i = 0; i < request.payments_size(); ++i) {
    const v1::RecordPaymentRequest& payment = request.payments(i);
    GroupedPayment member = MemberOf(call, payment, RequestHash(payment), of_call);
    member.success_record.target_id = payment.unit_id();
    member.success_record.request_hash = member.key.content_hash;
    member.answer = [this, batch, i,
                     record = member.success_record](absl::StatusOr<v1::Payment> outcome) mutable {
      v1::BatchRecordPaymentsResponse::Outcome& told = *batch->response.mutable_outcomes(i);
      if (outcome.ok()) {
        *told.mutable_payment() = *std::move(outcome);
      } else {
        *told.mutable_error() = ToStatusMessage(outcome.status());
        record.outcome = outcome.status().code();
        record.reason = ReasonOf(outcome.status());
        context_.audit.Record(std::move(record));
      }
      if (batch->open.fetch_sub(1) > 1) return;
      // Every payment has its own record: together they are the call's.
      batch->call.audit_kept();
      batch->answer(std::move(batch->response));
    };
    members.push_back(std::move(member));
  }
  if (!queue_.Run(std::move(members))) answer(Overloaded());
}

}  // namespace cuijiao::ledger
