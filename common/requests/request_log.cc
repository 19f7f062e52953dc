#include "common/requests/request_log.h"

#include <algorithm>
#include <array>
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

// So many keys a statement, filled up with the last one, so that few statements are prepared.
constexpr std::array<std::size_t, 4> kKeysAtOnce = {1, 10, 100, 500};

constexpr std::string_view kSelectAnswers =
    "SELECT method, caller, request_id, content_hash, response FROM request_log"
    " WHERE (method, caller, request_id) IN ";

using KeyParts = std::tuple<std::string, std::string, std::string>;

KeyParts PartsOf(const RequestKey& key) { return {key.method, key.caller, key.request_id}; }

absl::StatusOr<std::optional<std::string>> AnswerFor(const RequestKey& key, const db::Row& row) {
  if (row.String("content_hash") == key.content_hash) {
    return std::optional<std::string>(row.String("response"));
  }
  return RefuseReusedRequestId(key.request_id);
}

// `lock` is appended.
absl::StatusOr<RequestAnswers> LoadAnswers(db::Transaction& transaction,
                                           std::span<const RequestKey> keys,
                                           std::string_view lock = {}) {
  std::map<KeyParts, db::Row> answered;
  for (std::span<const RequestKey> rest = keys; !rest.empty();) {
    const auto shape = std::ranges::find_if(
        kKeysAtOnce, [&](std::size_t places) { return rest.size() <= places; });
    const std::size_t places = shape == kKeysAtOnce.end() ? kKeysAtOnce.back() : *shape;
    const std::span<const RequestKey> part = rest.first(std::min(places, rest.size()));
    std::string sql(kSelectAnswers);
    db::Values values;
    values.reserve(3 * places);
    for (std::size_t i = 0; i < places; ++i) {
      sql += i == 0 ? "((?,?,?)" : ",(?,?,?)";
      const RequestKey& key = part[std::min(i, part.size() - 1)];
      values.insert(values.end(), {key.method, key.caller, key.request_id});
    }
    sql += ")";
    sql += lock;
    CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(sql, values, [&](const db::Row& row) {
      answered.emplace(
          KeyParts{row.String("method"), row.String("caller"), row.String("request_id")}, row);
      return absl::OkStatus();
    }));
    rest = rest.subspan(part.size());
  }
  RequestAnswers answers;
  for (const RequestKey& key : keys) {
    const auto row = answered.find(PartsOf(key));
    if (row == answered.end()) {
      answers.emplace_back(std::optional<std::string>());
    } else {
      answers.push_back(AnswerFor(key, row->second));
    }
  }
  return answers;
}

bool IsOpen(const absl::StatusOr<std::optional<std::string>>& answer) {
  return answer.ok() && !answer->has_value();
}

absl::Status RequestRaced() {
  return Refusal(absl::StatusCode::kAborted, kRequestRaced,
                 "the same request was answered meanwhile");
}

}  // namespace

absl::StatusOr<std::optional<std::string>> Replay(db::Transaction& transaction,
                                                  const RequestKey& key) {
  return std::move(ReplayMany(transaction, {&key, 1}).front());
}

RequestAnswers ReplayMany(db::Transaction& transaction, std::span<const RequestKey> keys) {
  absl::StatusOr<RequestAnswers> answers = LoadAnswers(transaction, keys);
  if (answers.ok()) return *std::move(answers);
  return RequestAnswers(keys.size(), answers.status());
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

absl::StatusOr<RequestAnswers> RunGroupOnce(
    db::Database& database, std::string_view name, std::span<const RequestKey> keys,
    absl::Time recorded_time, absl::Time deadline,
    absl::FunctionRef<absl::Status(db::Transaction&, RequestAnswers&)> body) {
  const auto attempt = [&](db::Transaction& transaction) -> absl::StatusOr<RequestAnswers> {
    CUIJIAO_ASSIGN_OR_RETURN(RequestAnswers answers, LoadAnswers(transaction, keys));
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (IsOpen(answers[i])) open.push_back(i);
    }
    const absl::Status done = body(transaction, answers);
    std::vector<RequestKey> refused;
    std::vector<AnsweredRequest> to_remember;
    for (const std::size_t i : open) {
      if (!done.ok() || !answers[i].ok()) {
        refused.push_back(keys[i]);
      } else if (IsOpen(answers[i])) {
        return absl::InternalError("a request was left without an answer");
      } else {
        to_remember.push_back({keys[i], **answers[i]});
      }
    }
    // What they met may be their own effect, made by another sending of them while this one waited.
    for (const auto& meanwhile : ReplayMany(transaction, refused)) {
      if (meanwhile.ok() && meanwhile->has_value()) return RequestRaced();
    }
    CUIJIAO_RETURN_IF_ERROR(done);
    // In the order of their keys: two groups that share two of them wait for each other in one
    // direction alone.
    std::ranges::sort(to_remember, {},
                      [](const AnsweredRequest& answer) { return PartsOf(answer.key); });
    CUIJIAO_RETURN_IF_ERROR(Remember(transaction, to_remember, recorded_time));
    return answers;
  };
  // A commit without answer is not taken for done: the attempt runs again, and the answer that
  // stands, from whichever commit, is replayed. The lock waits for a commit still under way.
  const auto wait_and_repeat = [&](db::Transaction& transaction) -> absl::StatusOr<bool> {
    CUIJIAO_RETURN_IF_ERROR(LoadAnswers(transaction, keys, " LOCK IN SHARE MODE").status());
    return false;
  };
  const db::TransactOptions options = {.deadline = deadline, .confirm_commit = wait_and_repeat};
  absl::StatusOr<RequestAnswers> answers = database.Transact(name, attempt, options);
  for (int race = 1; race < kMaxRaces && ReasonOf(answers.status()) == kRequestRaced; ++race) {
    answers = database.Transact(name, attempt, options);
  }
  return answers;
}

absl::StatusOr<std::string> RunOnce(
    db::Database& database, std::string_view name, const RequestKey& key, absl::Time recorded_time,
    absl::Time deadline, absl::FunctionRef<absl::StatusOr<std::string>(db::Transaction&)> body) {
  const auto answer_open = [&](db::Transaction& transaction,
                               RequestAnswers& answers) -> absl::Status {
    if (!IsOpen(answers.front())) return absl::OkStatus();
    CUIJIAO_ASSIGN_OR_RETURN(answers.front(), body(transaction));
    return absl::OkStatus();
  };
  CUIJIAO_ASSIGN_OR_RETURN(
      RequestAnswers answered,
      RunGroupOnce(database, name, {&key, 1}, recorded_time, deadline, answer_open));
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<std::string> answer, std::move(answered.front()));
  return *std::move(answer);
}

}  // namespace cuijiao
