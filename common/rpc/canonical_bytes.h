// One form of bytes for equal messages.
#ifndef CUIJIAO_COMMON_RPC_CANONICAL_BYTES_H_
#define CUIJIAO_COMMON_RPC_CANONICAL_BYTES_H_

#include <string>

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace cuijiao {

// The type's name, a zero byte, and the serialization with fields and map keys in order.
std::string CanonicalBytes(const google::protobuf::Message& message);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_CANONICAL_BYTES_H_
