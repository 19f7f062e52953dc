// Certificates and keys of TLS.
#ifndef CUIJIAO_COMMON_RPC_PEM_FILE_H_
#define CUIJIAO_COMMON_RPC_PEM_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace cuijiao {

// The text of `file`. FAILED_PRECONDITION naming it when it cannot be read or holds no PEM block.
absl::StatusOr<std::string> ReadPemFile(const std::string& file);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_PEM_FILE_H_
