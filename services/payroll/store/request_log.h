// Every change that a caller names by a request_id happens once, however often it is asked for.
#ifndef CUIJIAO_SERVICES_PAYROLL_STORE_REQUEST_LOG_H_
#define CUIJIAO_SERVICES_PAYROLL_STORE_REQUEST_LOG_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/db/database.h"

namespace cuijiao::payroll {

// Reason of ABORTED: another transaction answered the same request while this one ran. Run again,
// the transaction finds that answer (RunOnce does so itself).
inline constexpr std::string_view kRequestRaced = "REQUEST_RACED";

// Names a request for ever.
struct RequestKey {
  std::string method;  // "cuijiao.payroll.v1.PayrollService/ImportWages"
  std::string caller;  // Identity::caller()
  std::string request_id;
  std::string content_hash;  // CallContext::request_hash
};

// The answer that was given to the request, if one was. ALREADY_EXISTS / REQUEST_ID_REUSED when the
// id was used with other content.
absl::StatusOr<std::optional<std::string>> Replay(db::Transaction& transaction,
                                                  const RequestKey& key);

// Keeps the serialized answer in the transaction that made its effect. ABORTED / REQUEST_RACED when
// the request was answered meanwhile: the transaction must then be rolled back and run again.
absl::Status Remember(db::Transaction& transaction, const RequestKey& key,
                      std::string_view response, absl::Time recorded_time);

// Runs `body` once for the request and gives its answer, or the answer given before: replay, body
// and remembering in one transaction named `name`, run again when it loses a race. A commit without
// answer is looked up. Errors: the body's, REQUEST_ID_REUSED, the database's.
absl::StatusOr<std::string> RunOnce(
    db::Database& database, std::string_view name, const RequestKey& key, absl::Time recorded_time,
    absl::Time deadline, absl::FunctionRef<absl::StatusOr<std::string>(db::Transaction&)> body);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_STORE_REQUEST_LOG_H_
