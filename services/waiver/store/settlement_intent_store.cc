#include "services/waiver/store/settlement_intent_store.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "common/status/cut_text.h"
#include "common/status/macros.h"

namespace cuijiao::waiver {
namespace {

constexpr std::size_t kRefusalLength = 500;

constexpr char kSelectOpen[] =
    "SELECT intent_id, waiver_id, ledger_request, evaluation, policy_version, method, caller,"
    " request_id, content_hash, actor_staff_id, actor_roles, opened_time FROM settlement_intent"
    " WHERE state = 'OPEN'";

SettlementIntent IntentOf(const db::Row& row) {
  return {.id = row.String("intent_id"),
          .waiver_id = row.String("waiver_id"),
          .ledger_request = row.String("ledger_request"),
          .evaluation = row.String("evaluation"),
          .policy_version = row.String("policy_version"),
          .request = {row.String("method"), row.String("caller"), row.String("request_id"),
                      row.String("content_hash")},
          .actor_staff_id = row.String("actor_staff_id"),
          .actor_roles = row.String("actor_roles"),
          .opened_time = row.Time("opened_time")};
}

}  // namespace

absl::Status SettlementIntentStore::Insert(const SettlementIntent& intent) {
  return transaction_
      .Execute(
          "INSERT INTO settlement_intent (intent_id, waiver_id, state, ledger_request,"
          " evaluation, policy_version, method, caller, request_id, content_hash,"
          " actor_staff_id, actor_roles, opened_time)"
          " VALUES (?, ?, 'OPEN', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          {intent.id, intent.waiver_id, intent.ledger_request, intent.evaluation,
           intent.policy_version, intent.request.method, intent.request.caller,
           intent.request.request_id, intent.request.content_hash, intent.actor_staff_id,
           intent.actor_roles, intent.opened_time})
      .status();
}

absl::StatusOr<std::optional<SettlementIntent>> SettlementIntentStore::LoadOpenOf(
    std::string_view waiver_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne(absl::StrCat(kSelectOpen, " AND waiver_id = ?"), {waiver_id}));
  if (!row) return std::optional<SettlementIntent>();
  return std::optional(IntentOf(*row));
}

absl::StatusOr<std::vector<SettlementIntent>> SettlementIntentStore::LoadOpen(
    std::string_view after_id, int limit) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(absl::StrCat(kSelectOpen, " AND intent_id > ? ORDER BY intent_id LIMIT ?"),
                         {after_id, limit}));
  std::vector<SettlementIntent> intents;
  for (const db::Row& row : rows) intents.push_back(IntentOf(row));
  return intents;
}

absl::StatusOr<bool> SettlementIntentStore::Close(std::string_view intent_id, IntentOutcome outcome,
                                                  std::string_view refusal) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t changed,
      transaction_.Execute("UPDATE settlement_intent SET state = ?, refusal = ?"
                           " WHERE intent_id = ? AND state = 'OPEN'",
                           {outcome == IntentOutcome::kPosted ? "POSTED" : "REFUSED",
                            CutText(refusal, kRefusalLength), intent_id}));
  return changed == 1;
}

}  // namespace cuijiao::waiver
