// The content of a request, for request_id: the same id with other content is refused.
#ifndef CUIJIAO_COMMON_RPC_REQUEST_ID_H_
#define CUIJIAO_COMMON_RPC_REQUEST_ID_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace cuijiao {

// Reason of ALREADY_EXISTS: the request_id was used by this caller, for this method, with other
// content.
inline constexpr std::string_view kRequestIdReused = "REQUEST_ID_REUSED";

// ALREADY_EXISTS / REQUEST_ID_REUSED, with the value request_id.
absl::Status RefuseReusedRequestId(std::string_view request_id);

// SHA-256 of the type's name and the deterministic serialization of `request`, 64 hexadecimal
// digits. Equal for equal requests, whatever order the client sent the fields in.
std::string RequestHash(const google::protobuf::Message& request);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_REQUEST_ID_H_
