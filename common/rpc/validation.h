// Checks requests against the constraints in their protos (cuijiao/type/v1/options.proto).
#ifndef CUIJIAO_COMMON_RPC_VALIDATION_H_
#define CUIJIAO_COMMON_RPC_VALIDATION_H_

#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"

namespace google::protobuf {
class Descriptor;
class Message;
}  // namespace google::protobuf

namespace cuijiao {

struct MessagePlan;

// Thread-safe; remembers the constraints of each message type that it has seen.
//
// What is checked besides the options of each field: text is UTF-8 without NUL, text and bytes are
// at most 256 bytes (identifiers 64) and lists at most 1000 elements unless the field says
// otherwise, enum values are known. `min` and `max` hold for 0 too, except for an absent `optional`
// field; `pattern` and `format` are not asked of empty text. Submessages are checked all the way
// down.
class RequestValidator {
 public:
  RequestValidator();
  ~RequestValidator();

  // INVALID_ARGUMENT (InvalidFields) with every violation: path, the value that came (at most 40
  // bytes; *** when the field is personal) and the rule.
  absl::Status Check(const google::protobuf::Message& request);

 private:
  const MessagePlan& PlanOf(const google::protobuf::Descriptor& descriptor)
      ABSL_LOCKS_EXCLUDED(mutex_);
  const MessagePlan& PlanOfLocked(const google::protobuf::Descriptor& descriptor)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  absl::flat_hash_map<const google::protobuf::Descriptor*, std::unique_ptr<MessagePlan>> plans_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_VALIDATION_H_
