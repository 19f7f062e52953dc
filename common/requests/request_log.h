// Every change that a caller names by a request_id happens once, however often it is asked for.
#ifndef CUIJIAO_COMMON_REQUESTS_REQUEST_LOG_H_
#define CUIJIAO_COMMON_REQUESTS_REQUEST_LOG_H_

#include <functional>
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

// The answers to several requests, in their order: what a request was answered with, nothing while
// it is open, or why it is refused.
using RequestAnswers = std::vector<absl::StatusOr<std::optional<std::string>>>;

// The same for many requests with one statement: one result a key, in their order. An error of the
// database is the result of each.
RequestAnswers ReplayMany(db::Transaction& transaction, std::span<const RequestKey> keys);

// Keeps answers in the transaction that made their effect. ABORTED / REQUEST_RACED when one of the
// requests was answered meanwhile: the whole transaction must then be rolled back and run again.
absl::Status Remember(db::Transaction& transaction, std::span<const AnsweredRequest> answers,
                      absl::Time recorded_time);

// Runs `body` for requests that share one transaction named `name`, each of which happens once: the
// body gets the answers given before, and REQUEST_ID_REUSED, and answers those that are open, each
// with what is to be remembered or a refusal that left nothing behind. An error of the body rolls
// all back and is returned. The keys are distinct. Run again when a race is lost; a commit without
// answer is looked up, and so is whether a refusal met the request's own effect, made by another
// sending of it. Errors: the body's, the database's.
absl::StatusOr<RequestAnswers> RunGroupOnce(
    db::Database& database, std::string_view name, std::span<const RequestKey> keys,
    absl::Time recorded_time, absl::Time deadline,
    absl::FunctionRef<absl::Status(db::Transaction&, RequestAnswers&)> body);

// Runs `body` once for the request and gives its answer, or the answer given before: a group of
// one, whose refusal rolls back what the body did. Errors: the body's, REQUEST_ID_REUSED, the
// database's.
absl::StatusOr<std::string> RunOnce(
    db::Database& database, std::string_view name, const RequestKey& key, absl::Time recorded_time,
    absl::Time deadline, absl::FunctionRef<absl::StatusOr<std::string>(db::Transaction&)> body);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_REQUESTS_REQUEST_LOG_H_
