#include "services/waiver/store/request_log.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/request_id.h"
#include "common/status/macros.h"
#include "common/status/reason.h"

namespace cuijiao::waiver {
namespace {

// A racing duplicate is met at most once: the answer it lost to is committed when it runs again.
constexpr int kMaxRaces = 3;

constexpr char kSelectAnswer[] =
    "SELECT content_hash, response FROM request_log"
    " WHERE method = ? AND caller = ? AND request_id = ?";

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
  if (row->String("content_hash") == key.content_hash) {
    return std::optional<std::string>(row->String("response"));
  }
  return Refusal(absl::StatusCode::kAlreadyExists, kRequestIdReused,
                 "the request_id was used before with other content",
                 {{"request_id", key.request_id}});
}

absl::Status Remember(db::Transaction& transaction, const RequestKey& key,
                      std::string_view response, absl::Time recorded_time) {
  const absl::Status inserted =
      transaction
          .Execute(
              "INSERT INTO request_log (method, caller, request_id, content_hash, response,"
              " recorded_time) VALUES (?, ?, ?, ?, ?, ?)",
              {key.method, key.caller, key.request_id, key.content_hash, response, recorded_time})
          .status();
  return db::ViolatedKey(inserted).empty() ? inserted : RequestRaced();
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
    CUIJIAO_RETURN_IF_ERROR(Remember(transaction, key, *response, recorded_time));
    return response;
  };
  // A commit without answer is not taken for done: the attempt runs again and replays the answer
  // that stands. The lock waits for a commit that is still under way.
  const auto wait_and_repeat = [&](db::Transaction& transaction) -> absl::StatusOr<bool> {
    CUIJIAO_RETURN_IF_ERROR(transaction
                                .QueryOne(absl::StrCat(kSelectAnswer, " LOCK IN SHARE MODE"),
                                          {key.method, key.caller, key.request_id})
                                .status());
    return false;
  };
  const db::TransactOptions options = {.deadline = deadline, .confirm_commit = wait_and_repeat};
  absl::StatusOr<std::string> response = database.Transact(name, attempt, options);
  for (int race = 1; race < kMaxRaces && ReasonOf(response.status()) == kRequestRaced; ++race) {
    response = database.Transact(name, attempt, options);
  }
  return response;
}

}  // namespace cuijiao::waiver
