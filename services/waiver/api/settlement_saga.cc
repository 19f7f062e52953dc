#include "services/waiver/api/settlement_saga.h"

#include <string>
#include <vector>

#include "common/fault/failpoint.h"
#include "common/requests/answer_once.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/telemetry/logging.h"
#include "cuijiao/ledger/v1/settlement.pb.h"
#include "services/waiver/api/refusals.h"
#include "services/waiver/api/waiver_life.h"
#include "services/waiver/api/waiver_messages.h"
#include "services/waiver/store/waiver_store.h"

namespace cuijiao::waiver {
namespace {

constexpr int kIntentsAtOnce = 100;
// Reason of the ledger's ABORTED: the debt is not the one that was quoted.
constexpr std::string_view kDebtChanged = "DEBT_CHANGED";

// True where the ledger has looked at the request and said no, so that sending it again would
// change nothing. All else may have been posted or may yet be.
bool IsRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return true;
    default:
      return ReasonOf(status) == kDebtChanged;
  }
}

absl::Status Pending(const SettlementIntent& intent, const absl::Status& why) {
  return Refusal(absl::StatusCode::kUnavailable, kSettlementPending,
                 "the ledger has not answered yet; the settlement goes on by itself, and the same"
                 " request_id asks how it ended: " +
                     std::string(why.message()),
                 {{"waiver_id", intent.waiver_id}});
}

// The posting stands: the waiver becomes SETTLED, unless somebody else has seen to it.
absl::StatusOr<v1::Waiver> EndPosted(WaiverContext& context, const SettlementIntent& intent,
                                     const ledger::v1::PostedSettlement& posted,
                                     const CompanyTime& now) {
  CUIJIAO_RETURN_IF_ERROR(fault::Point("waiver.settle.before_done"));
  const std::string payment_id = posted.payment().id();
  absl::StatusOr<std::string> answer = RunOnce(
      context.database, "waiver.settle.end", intent.request, now.recorded_time,
      absl::InfiniteFuture(), [&](db::Transaction& transaction) -> absl::StatusOr<std::string> {
        CUIJIAO_ASSIGN_OR_RETURN(const Waiver waiver,
                                 LockWaiver(context, transaction, intent.waiver_id));
        if (!StateAfter(waiver.state, WaiverStep::kSettle)) {
          return RefuseForState(waiver, "settled");
        }
        WaiverStore store(transaction, context.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(
            const bool settled,
            store.UpdateSettled(waiver.id, payment_id, Fen(posted.payment().amount_fen())));
        CUIJIAO_ASSIGN_OR_RETURN(
            const bool closed,
            SettlementIntentStore(transaction).Close(intent.id, IntentOutcome::kPosted));
        if (!settled || !closed) return absl::AbortedError("the settlement changed meanwhile");
        CUIJIAO_RETURN_IF_ERROR(NoteChange(context, transaction, waiver.id, waiver.state,
                                           WaiverState::kSettled,
                                           {.changed_by = intent.actor_staff_id,
                                            .recorded_time = now.recorded_time,
                                            .reason = "payment " + payment_id,
                                            .policy_version = intent.policy_version,
                                            .evaluation = intent.evaluation}));
        CUIJIAO_ASSIGN_OR_RETURN(const v1::Waiver message,
                                 LoadWaiverMessage(transaction, context.cipher, waiver.id));
        return WriteAnswer(message, &context.cipher);
      });
  CUIJIAO_RETURN_IF_ERROR(answer.status());
  CUIJIAO_RETURN_IF_ERROR(fault::Point("waiver.settle.after_done"));
  return ReadAnswer<v1::Waiver>(*answer, &context.cipher);
}

// Nothing was posted: the waiver stays APPROVED.
absl::Status EndRefused(WaiverContext& context, const SettlementIntent& intent,
                        const absl::Status& refusal) {
  return context.database.Transact(
      "waiver.settle.refused", [&](db::Transaction& transaction) -> absl::Status {
        CUIJIAO_RETURN_IF_ERROR(LockWaiver(context, transaction, intent.waiver_id).status());
        CUIJIAO_ASSIGN_OR_RETURN(const bool closed, SettlementIntentStore(transaction)
                                                        .Close(intent.id, IntentOutcome::kRefused,
                                                               std::string(refusal.message())));
        if (!closed) return absl::OkStatus();
        return WaiverStore(transaction, context.cipher)
            .UpdateSettlingRefused(intent.waiver_id)
            .status();
      });
}

std::optional<Actor> ActorOf(const SettlementIntent& intent) {
  if (intent.actor_staff_id.empty()) return std::nullopt;
  Actor actor{intent.actor_staff_id, {}};
  std::string_view names = intent.actor_roles;
  while (!names.empty()) {
    const std::size_t comma = names.find(',');
    if (const std::optional<Role> role = ParseRole(names.substr(0, comma))) {
      actor.roles = actor.roles | *role;
    }
    names = comma == std::string_view::npos ? std::string_view() : names.substr(comma + 1);
  }
  return actor;
}

}  // namespace

absl::StatusOr<bool> OpenIntent(WaiverContext& context, const SettlementIntent& intent,
                                const CompanyTime& now) {
  CUIJIAO_RETURN_IF_ERROR(fault::Point("waiver.settle.before_intent"));
  CUIJIAO_ASSIGN_OR_RETURN(
      const bool opened,
      context.database.Transact(
          "waiver.settle.intent",
          [&](db::Transaction& transaction) -> absl::StatusOr<bool> {
            CUIJIAO_ASSIGN_OR_RETURN(const Waiver waiver,
                                     LockWaiver(context, transaction, intent.waiver_id));
            if (waiver.settling) {
              // Its own, when a commit without answer is tried again: then it is open already.
              CUIJIAO_ASSIGN_OR_RETURN(const std::optional<SettlementIntent> open,
                                       SettlementIntentStore(transaction).LoadOpenOf(waiver.id));
              return open && open->id == intent.id;
            }
            if (!StateAfter(waiver.state, WaiverStep::kSettle)) {
              return RefuseForState(waiver, "settled");
            }
            CUIJIAO_ASSIGN_OR_RETURN(const bool begun,
                                     WaiverStore(transaction, context.cipher)
                                         .UpdateSettlingBegun(waiver.id, now.business_date));
            if (!begun) return absl::AbortedError("the waiver changed meanwhile");
            CUIJIAO_RETURN_IF_ERROR(SettlementIntentStore(transaction).Insert(intent));
            return true;
          },
          // Looked up by running again: the body knows its own intent.
          {.confirm_commit = [](db::Transaction&) -> absl::StatusOr<bool> { return false; }}));
  CUIJIAO_RETURN_IF_ERROR(fault::Point("waiver.settle.after_intent"));
  return opened;
}

absl::StatusOr<std::optional<SettlementIntent>> FindOpenIntent(WaiverContext& context,
                                                               std::string_view waiver_id) {
  return context.database.Read("waiver.settle.find", [&](db::Transaction& transaction) {
    return SettlementIntentStore(transaction).LoadOpenOf(waiver_id);
  });
}

absl::StatusOr<v1::Waiver> CarryOut(WaiverContext& context, const OutgoingCall& call,
                                    const SettlementIntent& intent, const CompanyTime& now) {
  ledger::v1::PostSettlementRequest request;
  if (!request.ParseFromString(intent.ledger_request)) {
    return absl::DataLossError("the ledger request of intent " + intent.id + " cannot be read");
  }
  CUIJIAO_RETURN_IF_ERROR(fault::Point("waiver.settle.before_post"));
  const absl::StatusOr<ledger::v1::PostedSettlement> posted = context.ledger.Post(call, request);
  if (posted.ok()) {
    CUIJIAO_RETURN_IF_ERROR(fault::Point("waiver.settle.after_post"));
    return EndPosted(context, intent, *posted, now);
  }
  if (!IsRefusal(posted.status())) return Pending(intent, posted.status());
  // A refusal says nothing about an earlier sending of the same intent.
  const absl::StatusOr<std::optional<ledger::v1::PostedSettlement>> before =
      context.ledger.FindPosted(call, intent.waiver_id);
  if (!before.ok()) return Pending(intent, before.status());
  if (*before) return EndPosted(context, intent, **before, now);
  CUIJIAO_RETURN_IF_ERROR(EndRefused(context, intent, posted.status()));
  return posted.status();
}

absl::Status CarryOutOpenIntents(WaiverContext& context, const CompanyTime& now) {
  std::string after_id;
  while (true) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::vector<SettlementIntent> intents,
        context.database.Read("waiver.settle.open", [&](db::Transaction& transaction) {
          return SettlementIntentStore(transaction).LoadOpen(after_id, kIntentsAtOnce);
        }));
    for (const SettlementIntent& intent : intents) {
      after_id = intent.id;
      const absl::Status ended =
          CarryOut(context,
                   {.actor = ActorOf(intent), .deadline = absl::InfiniteFuture(), .call_id = ""},
                   intent, now)
              .status();
      LogEvent(spdlog::level::info, "settlement carried on",
               {{"waiver_id", intent.waiver_id},
                {"code", absl::StatusCodeToString(ended.code())},
                {"message", std::string_view(ended.message().data(), ended.message().size())}});
    }
    if (intents.size() < static_cast<std::size_t>(kIntentsAtOnce)) return absl::OkStatus();
  }
}

}  // namespace cuijiao::waiver
