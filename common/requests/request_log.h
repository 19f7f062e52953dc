// Every change that a caller names by a request_id happens once, however often it is asked for.
#ifndef CUIJIAO_COMMON_REQUESTS_REQUEST_LOG_H_
#define CUIJIAO_COMMON_REQUESTS_REQUEST_LOG_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/db/database.h"

namespace cuijiao {

// Reason of ABORTED: another transaction answered the same request while this one ran. Run again,
// the transaction finds that answer (RunOnce does so itself).
inline constexpr std::string_view kRequestRaced = "REQUEST_RACED";

// Names a request for ever.
struct RequestKey {
  std::string method;  // "cuijiao.ledger.v1.PaymentService/RecordPayment"
  std::string caller;  // Identity::caller()
  std::string request_id;
  std::string content_hash;  // CallContext::request_hash
};

// An answer to remember.
struct AnsweredRequest {
  RequestKey key;
  std::string response;  // the serialized response message
};

// The answer that was given to the request, if one was. ALREADY_EXISTS / REQUEST_ID_REUSED when the
// id was used with other content.
absl::StatusOr<std::optional<std::string>> Replay(db::Transaction& transaction,
                                                  const RequestKey& key);

// The same for many requests with one statement: one result a key, in their order. An error of the
// database is the result of each.
std::vector<absl::StatusOr<std::optional<std::string>>> ReplayMany(
    db::Transaction& transaction, std::span<const RequestKey> keys);

// Keeps answers in the transaction that made their effect. ABORTED / REQUEST_RACED when one of the
// requests was answered meanwhile: the whole transaction must then be rolled back and run again.
absl::Status Remember(db::Transaction& transaction, std::span<const AnsweredRequest> answers,
                      absl::Time recorded_time);

// Looks, with a lock, whether the request was answered: for TransactOptions::confirm_commit.
db::ConfirmCommit WasAnswered(RequestKey key);

// Runs `body` once for the request and gives its answer, or the answer given before: replay, body
// and remembering in one transaction named `name`, run again when it loses a race. A commit
// without answer is looked up, and so is whether a body that fails met its own effect, made by
// another sending of the request. Errors: the body's, REQUEST_ID_REUSED, the database's.
absl::StatusOr<std::string> RunOnce(
    db::Database& database, std::string_view name, const RequestKey& key, absl::Time recorded_time,
    absl::Time deadline, absl::FunctionRef<absl::StatusOr<std::string>(db::Transaction&)> body);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_REQUESTS_REQUEST_LOG_H_
