#include "common/requests/request_log.h"

#include <map>
#include <tuple>
#include <utility>

#include "common/rpc/request_id.h"
#include "common/status/macros.h"
#include "common/status/reason.h"

namespace cuijiao {
namespace {

// A racing duplicate is met at most once: the answer it lost to is committed when it runs again.
constexpr int kMaxRaces = 3;

constexpr std::string_view kSelectAnswer =
    "SELECT content_hash, response FROM request_log"
    " WHERE method = ? AND caller = ? AND request_id = ?";

absl::StatusOr<std::optional<std::string>> AnswerFor(const RequestKey& key, const db::Row& row) {
  if (row.String("content_hash") == key.content_hash) {
    return std::optional<std::string>(row.String("response"));
  }
  return RefuseReusedRequestId(key.request_id);
}

absl::Status RequestRaced() {
  return Refusal(absl::StatusCode::kAborted, kRequestRaced,
                 "the same request was answered meanwhile");
}

}  // namespace

absl::StatusOr<std::optional<std::string>> Replay(db::Transaction& transaction,
                                                  const RequestKey& key) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction.QueryOne(kSelectAnswer, {key.method, key.caller, key.request_id}));
  if (!row) return std::optional<std::string>();
  return AnswerFor(key, *row);
}

std::vector<absl::StatusOr<std::optional<std::string>>> ReplayMany(
    db::Transaction& transaction, std::span<const RequestKey> keys) {
  std::vector<absl::StatusOr<std::optional<std::string>>> results(keys.size(),
                                                                  std::optional<std::string>());
  if (keys.empty()) return results;
  std::string sql =
      "SELECT method, caller, request_id, content_hash, response FROM request_log"
      " WHERE (method, caller, request_id) IN (";
  db::Values values;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    sql += i == 0 ? "(?,?,?)" : ",(?,?,?)";
    values.insert(values.end(), {keys[i].method, keys[i].caller, keys[i].request_id});
  }
  sql += ")";
  const absl::StatusOr<db::Rows> rows = transaction.Query(sql, values);
  std::map<std::tuple<std::string, std::string, std::string>, const db::Row*> answered;
  if (rows.ok()) {
    for (const db::Row& row : *rows) {
      answered[{row.String("method"), row.String("caller"), row.String("request_id")}] = &row;
    }
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!rows.ok()) {
      results[i] = rows.status();
      continue;
    }
    const auto row = answered.find({keys[i].method, keys[i].caller, keys[i].request_id});
    if (row != answered.end()) results[i] = AnswerFor(keys[i], *row->second);
  }
  return results;
}

absl::Status Remember(db::Transaction& transaction, std::span<const AnsweredRequest> answers,
                      absl::Time recorded_time) {
  std::vector<db::Values> rows;
  rows.reserve(answers.size());
  for (const AnsweredRequest& answer : answers) {
    rows.push_back({answer.key.method, answer.key.caller, answer.key.request_id,
                    answer.key.content_hash, answer.response, recorded_time});
  }
  const absl::Status inserted =
      transaction
          .InsertRows(
              "request_log",
              {"method", "caller", "request_id", "content_hash", "response", "recorded_time"}, rows)
          .status();
  if (!db::ViolatedKey(inserted).empty()) {
    return RequestRaced();
  }
  return inserted;
}

db::ConfirmCommit WasAnswered(RequestKey key) {
  return [key = std::move(key)](db::Transaction& transaction) -> absl::StatusOr<bool> {
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::optional<db::Row> row,
        transaction.QueryOne(std::string(kSelectAnswer) + " LOCK IN SHARE MODE",
                             {key.method, key.caller, key.request_id}));
    return row.has_value();
  };
}

absl::StatusOr<std::string> RunOnce(
    db::Database& database, std::string_view name, const RequestKey& key, absl::Time recorded_time,
    absl::Time deadline, absl::FunctionRef<absl::StatusOr<std::string>(db::Transaction&)> body) {
  const auto attempt = [&](db::Transaction& transaction) -> absl::StatusOr<std::string> {
    CUIJIAO_ASSIGN_OR_RETURN(std::optional<std::string> answered, Replay(transaction, key));
    if (answered) return *std::move(answered);
    absl::StatusOr<std::string> response = body(transaction);
    if (!response.ok()) {
      // What it met may be its own effect, made by another sending of it while this one waited.
      const absl::StatusOr<std::optional<std::string>> meanwhile = Replay(transaction, key);
      return meanwhile.ok() && *meanwhile ? RequestRaced() : response.status();
    }
    CUIJIAO_RETURN_IF_ERROR(Remember(transaction, {{{key, *response}}}, recorded_time));
    return response;
  };
  // A commit without answer is not taken for done: the attempt runs again, and the answer that
  // stands, from whichever commit, is replayed. The lock waits for a commit still under way.
  const auto wait_and_repeat = [&](db::Transaction& transaction) -> absl::StatusOr<bool> {
    CUIJIAO_RETURN_IF_ERROR(WasAnswered(key)(transaction).status());
    return false;
  };
  const db::TransactOptions options = {.deadline = deadline, .confirm_commit = wait_and_repeat};
  absl::StatusOr<std::string> response = database.Transact(name, attempt, options);
  for (int race = 1; race < kMaxRaces && ReasonOf(response.status()) == kRequestRaced; ++race) {
    response = database.Transact(name, attempt, options);
  }
  return response;
}

}  // namespace cuijiao
