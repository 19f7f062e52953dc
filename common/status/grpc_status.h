// absl::Status to grpc::Status and back: the one place of translation (aip.dev/193).
#ifndef CUIJIAO_COMMON_STATUS_GRPC_STATUS_H_
#define CUIJIAO_COMMON_STATUS_GRPC_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "cuijiao/type/v1/error.pb.h"

namespace cuijiao {

// What a client may see of `status`. Reason, values and field violations travel as
// cuijiao.type.v1.Status{ErrorInfo, BadRequest} in the binary details. INTERNAL, UNKNOWN and
// DATA_LOSS become INTERNAL with a fixed text: nothing about the inside leaves the process.
// What does not fit the 8 KiB that gRPC allows for trailers is left out, last violations first.
grpc::Status ToGrpcStatus(const absl::Status& status);

// The same for a status within an answer, where one call has several outcomes.
type::v1::Status ToStatusMessage(const absl::Status& status);
absl::Status FromStatusMessage(const type::v1::Status& message);

// What a client of another service received, with reason, values and violations where the
// details can be read; details that cannot be read are ignored.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_STATUS_GRPC_STATUS_H_
