#include "common/rpc/request_id.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message.h>

#include "common/crypto/digest.h"
#include "common/rpc/canonical_bytes.h"
#include "common/status/reason.h"

namespace cuijiao {

std::string CanonicalBytes(const google::protobuf::Message& message) {
  std::string bytes = message.GetDescriptor()->full_name();
  bytes.push_back('\0');
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializePartialToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

absl::Status RefuseReusedRequestId(std::string_view request_id) {
  return Refusal(absl::StatusCode::kAlreadyExists, kRequestIdReused,
                 "the request_id was used before with other content",
                 {{"request_id", std::string(request_id)}});
}

std::string RequestHash(const google::protobuf::Message& request) {
  return HexEncode(Sha256(CanonicalBytes(request)));
}

}  // namespace cuijiao
