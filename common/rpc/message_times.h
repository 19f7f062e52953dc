// Points in time as messages carry them: whole microseconds, as stored.
#ifndef CUIJIAO_COMMON_RPC_MESSAGE_TIMES_H_
#define CUIJIAO_COMMON_RPC_MESSAGE_TIMES_H_

#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/time_util.h>

#include "absl/time/time.h"

namespace cuijiao {

inline google::protobuf::Timestamp TimestampOf(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

inline absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixMicros(google::protobuf::util::TimeUtil::TimestampToMicroseconds(timestamp));
}

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_MESSAGE_TIMES_H_
