#include "services/payroll/api/payouts.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/requests/answer_once.h"
#include "common/rpc/paging.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/payroll/api/payroll_messages.h"
#include "services/payroll/domain/reasons.h"
#include "services/payroll/store/payout_store.h"
#include "services/payroll/store/run_store.h"

namespace cuijiao::payroll {
namespace {

constexpr std::int64_t kStreamPage = 200;

absl::Status UnknownPayout(const std::string& payout_id) {
  return Refusal(absl::StatusCode::kNotFound, kUnknownPayout, "there is no payout " + payout_id,
                 {{"payout_id", payout_id}});
}

// Why a payout in its state takes no step of the payroll system's.
std::string_view ReasonAgainst(PayoutState state) {
  switch (state) {
    case PayoutState::kAcknowledged:
      return kPayoutAcknowledged;
    case PayoutState::kRejected:
      return kPayoutRejected;
    case PayoutState::kResolved:
      return kPayoutResolved;
    case PayoutState::kReleased:
      break;
  }
  return kPayoutNotRejected;
}

absl::Status WrongState(const PayoutRecord& payout, PayoutStep step) {
  const bool is_officers = step == PayoutStep::kSendAgain || step == PayoutStep::kSettle;
  return Refusal(absl::StatusCode::kFailedPrecondition,
                 is_officers ? kPayoutNotRejected : ReasonAgainst(payout.state),
                 "payout " + payout.id + " is " + std::string(PayoutStateName(payout.state)),
                 {{"payout_id", payout.id}, {"state", std::string(PayoutStateName(payout.state))}});
}

// A change of payouts inside its transaction. Every change of a released run's payouts writes the
// run's row first, so that the one which takes the last payout sees that it is the last.
class PayoutChanges {
 public:
  PayoutChanges(PayrollContext& context, const CallContext& call, db::Transaction& transaction)
      : context_(context), call_(call), runs_(transaction), payouts_(transaction, context.cipher) {}

  // Locks the payout's run and reads the payout as it is then.
  absl::StatusOr<PayoutRecord> Lock(const std::string& payout_id);
  absl::Status LockRun(Month month) {
    return runs_.TouchReleased(month, context_.ids.NewId()).status();
  }
  // Moves `payout`, as it was read, by `step` and stores it with what the step changed of it.
  // Errors: the reason of the state in which the step is refused.
  absl::Status Take(PayoutStep step, PayoutRecord& payout, const std::string& note);
  // Ends the run whose last payout was taken or resolved.
  absl::Status AcknowledgeRunIfDone(Month month);

  [[nodiscard]] PayoutStore& payouts() { return payouts_; }

 private:
  // Whoever calls: the payroll system's staff id, or the officer's.
  [[nodiscard]] std::string By() const {
    const std::string person = call_.identity.acting_staff_id();
    return person.empty() ? call_.identity.caller() : person;
  }

  PayrollContext& context_;
  const CallContext& call_;
  RunStore runs_;
  PayoutStore payouts_;
};

absl::StatusOr<PayoutRecord> PayoutChanges::Lock(const std::string& payout_id) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<PayoutRecord> found, payouts_.LoadPayout(payout_id));
  if (!found) return UnknownPayout(payout_id);
  CUIJIAO_RETURN_IF_ERROR(LockRun(found->month));
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<PayoutRecord> locked, payouts_.LoadPayout(payout_id));
  return *std::move(locked);
}

absl::Status PayoutChanges::Take(PayoutStep step, PayoutRecord& payout, const std::string& note) {
  const PayoutState from = payout.state;
  const std::optional<PayoutState> to = StateAfter(from, step);
  if (!to) return WrongState(payout, step);
  payout.state = *to;
  CUIJIAO_ASSIGN_OR_RETURN(const bool moved, payouts_.Move(payout, from));
  if (!moved) return absl::AbortedError("the payout moved on meanwhile");
  const PayoutChange change = {context_.ids.NewId(),     payout.id, payout.state, By(),
                               call_.time.recorded_time, note};
  return payouts_.InsertChanges(std::span(&change, 1));
}

absl::Status PayoutChanges::AcknowledgeRunIfDone(Month month) {
  CUIJIAO_ASSIGN_OR_RETURN(const bool open, payouts_.HasOpen(month));
  if (open) return absl::OkStatus();
  return runs_.AcknowledgeAll(month, context_.ids.NewId()).status();
}

// The payouts of `ids`, by id; UNKNOWN_PAYOUT for the first that does not exist.
absl::StatusOr<std::map<std::string, PayoutRecord>> LoadAll(PayoutStore& payouts,
                                                            const std::vector<std::string>& ids) {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<PayoutRecord> found, payouts.LoadPayouts(ids));
  std::map<std::string, PayoutRecord> by_id;
  for (PayoutRecord& payout : found) by_id.emplace(payout.id, std::move(payout));
  for (const std::string& id : ids) {
    if (!by_id.contains(id)) return UnknownPayout(id);
  }
  return by_id;
}

absl::StatusOr<v1::AcknowledgePayoutsResponse> Acknowledge(PayoutChanges& changes,
                                                           const std::vector<std::string>& ids) {
  CUIJIAO_ASSIGN_OR_RETURN(const auto before, LoadAll(changes.payouts(), ids));
  std::set<Month> months;
  for (const auto& [id, payout] : before) months.insert(payout.month);
  for (const Month month : months) CUIJIAO_RETURN_IF_ERROR(changes.LockRun(month));

  CUIJIAO_ASSIGN_OR_RETURN(auto payouts, LoadAll(changes.payouts(), ids));
  v1::AcknowledgePayoutsResponse response;
  for (auto& [id, payout] : payouts) {
    if (payout.state == PayoutState::kAcknowledged) {
      response.set_already_count(response.already_count() + 1);
      continue;
    }
    CUIJIAO_RETURN_IF_ERROR(changes.Take(PayoutStep::kAcknowledge, payout, ""));
    response.set_acknowledged_count(response.acknowledged_count() + 1);
  }
  for (const Month month : months) CUIJIAO_RETURN_IF_ERROR(changes.AcknowledgeRunIfDone(month));
  return response;
}

absl::StatusOr<v1::Payout> Reject(PayoutChanges& changes, const v1::RejectPayoutRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(PayoutRecord payout, changes.Lock(request.payout_id()));
  payout.reject_reason = request.reason();
  CUIJIAO_RETURN_IF_ERROR(changes.Take(PayoutStep::kReject, payout, request.reason()));
  return ToMessage(payout);
}

// What is sent again moves to the end of the order, where a payroll system that goes on after the
// last position meets it. `employee_no` is the one of now, where there is one.
absl::StatusOr<v1::Payout> Resolve(PayoutChanges& changes, const v1::ResolvePayoutRequest& request,
                                   const std::string& employee_no) {
  CUIJIAO_ASSIGN_OR_RETURN(PayoutRecord payout, changes.Lock(request.payout_id()));
  const bool is_sent_again =
      request.resolution() == v1::ResolvePayoutRequest::RESOLUTION_SEND_AGAIN;
  if (is_sent_again) {
    payout.employee_no = employee_no;
    CUIJIAO_ASSIGN_OR_RETURN(payout.position, changes.payouts().TakePositions(1));
  }
  CUIJIAO_RETURN_IF_ERROR(changes.Take(is_sent_again ? PayoutStep::kSendAgain : PayoutStep::kSettle,
                                       payout, request.note()));
  CUIJIAO_RETURN_IF_ERROR(changes.AcknowledgeRunIfDone(payout.month));
  return ToMessage(payout);
}

std::optional<PayoutState> StateAskedFor(const v1::ListPayoutsRequest& request) {
  if (request.open_only()) return PayoutState::kReleased;
  if (request.rejected_only()) return PayoutState::kRejected;
  return std::nullopt;
}

}  // namespace

absl::StatusOr<v1::ListPayoutsResponse> ListPayouts(PayrollContext& context,
                                                    const v1::ListPayoutsRequest& request) {
  if (request.open_only() && request.rejected_only()) {
    return InvalidFields({{"rejected_only", "true: excludes open_only"}});
  }
  const std::int32_t page_size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<PayoutRecord> payouts,
                           context.database.Read("ListPayouts", [&](db::Transaction& transaction) {
                             return PayoutStore(transaction, context.cipher)
                                 .Load({.after_position = request.after_position(),
                                        .month = std::nullopt,
                                        .state = StateAskedFor(request)},
                                       page_size + 1);
                           }));
  v1::ListPayoutsResponse response;
  for (const PayoutRecord& payout : payouts) {
    if (response.payouts_size() == page_size) {
      response.set_more(true);
      break;
    }
    *response.add_payouts() = ToMessage(payout);
  }
  return response;
}

absl::Status StreamPayouts(PayrollContext& context, const CallContext& call,
                           const v1::StreamPayoutsRequest& request,
                           StreamWriter<v1::Payout>& writer) {
  std::int64_t position = request.after_position();
  for (;;) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::vector<PayoutRecord> payouts,
        context.database.Read("StreamPayouts", [&](db::Transaction& transaction) {
          return PayoutStore(transaction, context.cipher)
              .Load({.after_position = position, .month = std::nullopt, .state = std::nullopt},
                    kStreamPage);
        }));
    if (payouts.empty()) return absl::OkStatus();
    for (const PayoutRecord& payout : payouts) {
      if (call.is_cancelled() || !writer.Write(ToMessage(payout))) return absl::OkStatus();
    }
    position = payouts.back().position;
  }
}

absl::StatusOr<v1::AcknowledgePayoutsResponse> AcknowledgePayouts(
    PayrollContext& context, const CallContext& call,
    const v1::AcknowledgePayoutsRequest& request) {
  std::set<std::string> once(request.payout_ids().begin(), request.payout_ids().end());
  const std::vector<std::string> ids(once.begin(), once.end());
  return context.database.Transact("AcknowledgePayouts",
                                   [&](db::Transaction& transaction) {
                                     PayoutChanges changes(context, call, transaction);
                                     return Acknowledge(changes, ids);
                                   },
                                   {.deadline = call.deadline, .confirm_commit = {}});
}

absl::StatusOr<v1::Payout> RejectPayout(PayrollContext& context, const CallContext& call,
                                        const v1::RejectPayoutRequest& request) {
  return AnswerOnce<v1::Payout>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) {
        PayoutChanges changes(context, call, transaction);
        return Reject(changes, request);
      },
      &context.cipher);
}

absl::StatusOr<v1::Payout> ResolvePayout(PayrollContext& context, const CallContext& call,
                                         const v1::ResolvePayoutRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<v1::Payout> answered,
      FindAnswer<v1::Payout>(context.database, call, request.request_id(), &context.cipher));
  if (answered) return *answered;
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<PayoutRecord> payout,
      context.database.Read("FindPayout", [&](db::Transaction& transaction) {
        return PayoutStore(transaction, context.cipher).LoadPayout(request.payout_id());
      }));
  if (!payout) return UnknownPayout(request.payout_id());
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<ledger::v1::Staff> staff,
      context.peers.FindStaff(OutgoingCall::For(call), {payout->staff_id}, {}));
  const std::string employee_no = staff.empty() ? payout->employee_no : staff.front().employee_no();
  return AnswerOnce<v1::Payout>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) {
        PayoutChanges changes(context, call, transaction);
        return Resolve(changes, request, employee_no);
      },
      &context.cipher);
}

}  // namespace cuijiao::payroll
