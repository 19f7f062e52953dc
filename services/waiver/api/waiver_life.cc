#include "services/waiver/api/waiver_life.h"

#include <optional>
#include <vector>

#include "common/status/macros.h"
#include "services/waiver/api/refusals.h"
#include "services/waiver/store/household_store.h"
#include "services/waiver/store/manager_month_store.h"
#include "services/waiver/store/waiver_store.h"

namespace cuijiao::waiver {
namespace {

constexpr int kExpireAtOnce = 100;

absl::Status ExpireOne(WaiverContext& context, std::string_view waiver_id, const CompanyTime& now) {
  return context.database.Transact("waiver.expire", [&](db::Transaction& transaction) {
    const absl::StatusOr<Waiver> waiver = LockWaiver(context, transaction, waiver_id);
    CUIJIAO_RETURN_IF_ERROR(waiver.status());
    // Used, taken back or on its way to the ledger meanwhile.
    if (!StateAfter(waiver->state, WaiverStep::kExpire) || waiver->settling) {
      return absl::OkStatus();
    }
    return EndUnused(context, transaction, *waiver, WaiverStep::kExpire,
                     {.changed_by = std::string(kServiceItself),
                      .recorded_time = now.recorded_time,
                      .reason = "not settled by " + FormatDate(waiver->signature->valid_through),
                      .policy_version = context.policy.version,
                      .evaluation = ""});
  });
}

}  // namespace

absl::StatusOr<Waiver> LockWaiver(WaiverContext& context, db::Transaction& transaction,
                                  std::string_view waiver_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<Waiver> waiver,
                           WaiverStore(transaction, context.cipher).Lock(waiver_id));
  if (!waiver) return RefuseUnknownWaiver(waiver_id);
  return *std::move(waiver);
}

absl::Status NoteChange(WaiverContext& context, db::Transaction& transaction,
                        std::string_view waiver_id, std::optional<WaiverState> from, WaiverState to,
                        const ChangeNote& note) {
  return WaiverStore(transaction, context.cipher)
      .InsertChange({.id = context.ids.NewId(),
                     .waiver_id = std::string(waiver_id),
                     .from = from,
                     .to = to,
                     .changed_by = note.changed_by,
                     .recorded_time = note.recorded_time,
                     .reason = note.reason,
                     .policy_version = note.policy_version,
                     .evaluation = note.evaluation});
}

absl::Status EndUnused(WaiverContext& context, db::Transaction& transaction, const Waiver& waiver,
                       WaiverStep step, const ChangeNote& note) {
  const std::optional<WaiverState> to = StateAfter(waiver.state, step);
  if (!to) return absl::InternalError("a step that the waiver's state does not allow");
  CUIJIAO_ASSIGN_OR_RETURN(
      const bool changed,
      WaiverStore(transaction, context.cipher).UpdateState(waiver.id, waiver.state, *to));
  if (!changed) return absl::AbortedError("the waiver changed meanwhile");
  if (!BlocksHousehold(*to)) {
    CUIJIAO_RETURN_IF_ERROR(HouseholdStore(transaction).Release(waiver.id));
  }
  const bool given_back = CountsInSignersMonth(waiver.state) && !CountsInSignersMonth(*to);
  if (given_back && waiver.signature->signed_as == Authority::kManager) {
    CUIJIAO_RETURN_IF_ERROR(ManagerMonthStore(transaction)
                                .GiveBack(waiver.signature->signed_by,
                                          Month(waiver.signature->sign_date), waiver.amount));
  }
  return NoteChange(context, transaction, waiver.id, waiver.state, *to, note);
}

absl::Status ExpireOverdue(WaiverContext& context, const CompanyTime& now) {
  while (true) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::vector<std::string> overdue,
        context.database.Read("waiver.overdue", [&](db::Transaction& transaction) {
          return WaiverStore(transaction, context.cipher)
              .LoadOverdue(now.business_date, kExpireAtOnce);
        }));
    for (const std::string& waiver_id : overdue) {
      CUIJIAO_RETURN_IF_ERROR(ExpireOne(context, waiver_id, now));
    }
    if (overdue.size() < static_cast<std::size_t>(kExpireAtOnce)) return absl::OkStatus();
  }
}

}  // namespace cuijiao::waiver
