// A method with a request_id: the same request is answered once and for ever alike.
#ifndef CUIJIAO_COMMON_REQUESTS_ANSWER_ONCE_H_
#define CUIJIAO_COMMON_REQUESTS_ANSWER_ONCE_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "common/crypto/personal_cipher.h"
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

// "ApproveWaiver" of "cuijiao.waiver.v1.WaiverService/ApproveWaiver".
inline std::string_view MethodNameOf(const CallContext& call) {
  const std::string_view method = call.method;
  return method.substr(method.rfind('/') + 1);
}

// An answer as it is remembered: encrypted where a cipher is given, which methods do whose answers
// hold personal data. A method's answers are written and read with one of the two for ever.
template <typename Response>
std::string WriteAnswer(const Response& response, const PersonalCipher* cipher = nullptr) {
  const std::string bytes = response.SerializeAsString();
  return cipher == nullptr ? bytes : cipher->Encrypt(bytes, "request_log.response");
}

template <typename Response>
absl::StatusOr<Response> ReadAnswer(const std::string& bytes,
                                    const PersonalCipher* cipher = nullptr) {
  absl::StatusOr<std::string> plain = bytes;
  if (cipher != nullptr) plain = cipher->Decrypt(bytes, "request_log.response");
  CUIJIAO_RETURN_IF_ERROR(plain.status());
  Response response;
  if (!response.ParseFromString(*plain)) {
    return absl::DataLossError("a remembered answer cannot be read");
  }
  return response;
}

// The answer that the request got before, if it did: asked for ahead of the facts, so that a
// repeated request is answered even when another service is away or the facts have changed.
template <typename Response>
absl::StatusOr<std::optional<Response>> FindAnswer(db::Database& database, const CallContext& call,
                                                   std::string_view request_id,
                                                   const PersonalCipher* cipher = nullptr) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                           database.Read("find_answer",
                                         [&](db::Transaction& transaction) {
                                           return Replay(transaction, KeyOf(call, request_id));
                                         },
                                         {.deadline = call.deadline, .confirm_commit = nullptr}));
  if (!bytes) return std::optional<Response>();
  CUIJIAO_ASSIGN_OR_RETURN(Response response, ReadAnswer<Response>(*bytes, cipher));
  return std::optional<Response>(std::move(response));
}

// Runs `body` (absl::StatusOr<Response>(db::Transaction&)) in a transaction named by the method and
// remembers its answer there, or gives the answer of before. See RunOnce for the errors.
template <typename Response, typename Body>
absl::StatusOr<Response> AnswerOnce(db::Database& database, const CallContext& call,
                                    std::string_view request_id, Body body,
                                    const PersonalCipher* cipher = nullptr) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::string bytes,
      RunOnce(database, MethodNameOf(call), KeyOf(call, request_id), call.time.recorded_time,
              call.deadline, [&](db::Transaction& transaction) -> absl::StatusOr<std::string> {
                CUIJIAO_ASSIGN_OR_RETURN(const Response response, body(transaction));
                return WriteAnswer(response, cipher);
              }));
  return ReadAnswer<Response>(bytes, cipher);
}

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_REQUESTS_ANSWER_ONCE_H_
