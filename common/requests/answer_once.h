// A method with a request_id: the same request is answered once and for ever alike.
#ifndef CUIJIAO_COMMON_REQUESTS_ANSWER_ONCE_H_
#define CUIJIAO_COMMON_REQUESTS_ANSWER_ONCE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/db/database.h"
#include "common/requests/request_log.h"
#include "common/rpc/call_context.h"
#include "common/status/macros.h"

namespace cuijiao {

// The key of a call's request.
inline RequestKey KeyOf(const CallContext& call, std::string_view request_id) {
  return {std::string(call.method), call.identity.caller(), std::string(request_id),
          call.request_hash};
}

// Runs `body` (absl::StatusOr<Response>(db::Transaction&)) in a transaction and remembers its
// answer there, or gives the answer of before. See RunOnce for the errors.
template <typename Response, typename Body>
absl::StatusOr<Response> AnswerOnce(db::Database& database, const CallContext& call,
                                    std::string_view request_id, Body body) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::string bytes,
      RunOnce(database, KeyOf(call, request_id), call.time.recorded_time, call.deadline,
              [&](db::Transaction& transaction) -> absl::StatusOr<std::string> {
                CUIJIAO_ASSIGN_OR_RETURN(const Response response, body(transaction));
                return response.SerializeAsString();
              }));
  Response response;
  if (!response.ParseFromString(bytes)) {
    return absl::DataLossError("a remembered answer cannot be read");
  }
  return response;
}

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_REQUESTS_ANSWER_ONCE_H_
