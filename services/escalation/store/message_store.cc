#include "services/escalation/store/message_store.h"

#include "common/db/sql_lists.h"
#include "common/status/macros.h"
#include "services/escalation/store/case_words.h"

namespace cuijiao::escalation {
namespace {

constexpr std::string_view kText = "message.text";
constexpr std::string_view kPhone = "message.phone";

db::Values IdsOf(std::span<const std::string> ids) { return {ids.begin(), ids.end()}; }

}  // namespace

absl::StatusOr<std::set<BillAndOwner>> MessageStore::LoadWritten(
    std::string_view template_name, std::span<const std::string> bill_ids) {
  std::set<BillAndOwner> written;
  if (bill_ids.empty()) return written;
  db::Values values = IdsOf(bill_ids);
  values.emplace_back(template_name);
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT bill_id, owner_id FROM message"
                         " WHERE bill_id IN " +
                             db::Placeholders(bill_ids.size()) + " AND template = ?",
                         values));
  for (const db::Row& row : rows) written.emplace(row.String("bill_id"), row.String("owner_id"));
  return written;
}

absl::Status MessageStore::InsertPending(std::span<const MessageRow> messages) {
  std::vector<db::Values> rows;
  rows.reserve(messages.size());
  for (const MessageRow& message : messages) {
    rows.push_back({message.message_id, message.community_id, message.unit_id, message.bill_id,
                    message.owner_id, message.template_name, cipher_.Encrypt(message.text, kText),
                    cipher_.Encrypt(message.phone, kPhone),
                    WordOf(kMessageStateWords, MessageState::kPending), message.planned_date});
  }
  return transaction_
      .InsertRows("message",
                  {"message_id", "community_id", "unit_id", "bill_id", "owner_id", "template",
                   "text_cipher", "phone_cipher", "state", "planned_date"},
                  rows)
      .status();
}

absl::StatusOr<std::vector<MessageRow>> MessageStore::List(std::string_view community_id,
                                                           std::string_view after, int limit) {
  return LoadMessages("community_id = ? AND message_id > ? ORDER BY message_id LIMIT ?",
                      {community_id, after, limit});
}

absl::StatusOr<MessageBatch> MessageStore::LoadPendingBatch(std::string_view after, int limit) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT message_id, community_id, planned_date FROM message"
                         " WHERE state = ? AND message_id > ? ORDER BY message_id LIMIT ?",
                         {WordOf(kMessageStateWords, MessageState::kPending), after, limit}));
  MessageBatch batch;
  for (const db::Row& row : rows) {
    if (batch.message_ids.empty()) {
      batch.community_id = row.String("community_id");
      batch.planned_date = row.Date("planned_date");
    }
    const bool together = row.String("community_id") == batch.community_id &&
                          row.Date("planned_date") == batch.planned_date;
    if (!together) break;
    batch.message_ids.push_back(row.String("message_id"));
  }
  return batch;
}

absl::StatusOr<std::vector<MessageRow>> MessageStore::LockPending(
    std::span<const std::string> message_ids) {
  if (message_ids.empty()) return std::vector<MessageRow>();
  db::Values values = IdsOf(message_ids);
  values.emplace_back(WordOf(kMessageStateWords, MessageState::kPending));
  return LoadMessages("message_id IN " + db::Placeholders(message_ids.size()) +
                          " AND state = ? ORDER BY message_id FOR UPDATE",
                      values);
}

absl::Status MessageStore::EndPending(std::span<const std::string> message_ids,
                                      MessageState state) {
  if (message_ids.empty()) return absl::OkStatus();
  db::Values values = {WordOf(kMessageStateWords, state),
                       WordOf(kMessageStateWords, MessageState::kPending)};
  for (const std::string& id : message_ids) values.emplace_back(id);
  return transaction_
      .Execute("UPDATE message SET state = ? WHERE state = ? AND message_id IN " +
                   db::Placeholders(message_ids.size()),
               values)
      .status();
}

absl::StatusOr<std::int64_t> MessageStore::NoteFailure(std::span<const std::string> message_ids,
                                                       int max_attempts) {
  if (message_ids.empty()) return 0;
  const std::string_view pending = WordOf(kMessageStateWords, MessageState::kPending);
  const std::string of_messages = db::Placeholders(message_ids.size());
  db::Values values = {pending};
  for (const std::string& id : message_ids) values.emplace_back(id);
  CUIJIAO_RETURN_IF_ERROR(transaction_
                              .Execute("UPDATE message SET attempts = attempts + 1 WHERE state = ?"
                                       " AND message_id IN " +
                                           of_messages,
                                       values)
                              .status());
  db::Values giving_up = {WordOf(kMessageStateWords, MessageState::kFailed), pending, max_attempts};
  for (const std::string& id : message_ids) giving_up.emplace_back(id);
  return transaction_.Execute(
      "UPDATE message SET state = ? WHERE state = ? AND attempts >= ?"
      " AND message_id IN " +
          of_messages,
      giving_up);
}

absl::StatusOr<std::vector<MessageRow>> MessageStore::LoadMessages(std::string_view condition,
                                                                   const db::Values& values) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT message_id, community_id, unit_id, bill_id, owner_id, template,"
                         " text_cipher, phone_cipher, state, attempts, planned_date FROM message"
                         " WHERE " +
                             std::string(condition),
                         values));
  std::vector<MessageRow> messages;
  messages.reserve(rows.size());
  for (const db::Row& row : rows) {
    CUIJIAO_ASSIGN_OR_RETURN(std::string text, cipher_.Decrypt(row.String("text_cipher"), kText));
    CUIJIAO_ASSIGN_OR_RETURN(std::string phone,
                             cipher_.Decrypt(row.String("phone_cipher"), kPhone));
    messages.push_back({.message_id = row.String("message_id"),
                        .community_id = row.String("community_id"),
                        .unit_id = row.String("unit_id"),
                        .bill_id = row.String("bill_id"),
                        .owner_id = row.String("owner_id"),
                        .template_name = row.String("template"),
                        .text = std::move(text),
                        .phone = std::move(phone),
                        .state = ValueOf(kMessageStateWords, row.String("state")),
                        .attempts = row.Int32("attempts"),
                        .planned_date = row.Date("planned_date")});
  }
  return messages;
}

}  // namespace cuijiao::escalation
