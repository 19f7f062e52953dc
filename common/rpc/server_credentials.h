// How a server listens: plain on loopback, TLS everywhere.
#ifndef CUIJIAO_COMMON_RPC_SERVER_CREDENTIALS_H_
#define CUIJIAO_COMMON_RPC_SERVER_CREDENTIALS_H_

#include <grpcpp/security/server_credentials.h>

#include <memory>

#include "absl/status/statusor.h"
#include "common/rpc/server.h"

namespace cuijiao {

// FAILED_PRECONDITION: not loopback without TLS, one of certificate and key alone, a file that
// cannot be read.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const ServerSettings& settings);

// Why nothing can listen at `address` ("address in use", "no such address"); for messages.
std::string WhyNotListening(const std::string& address);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_SERVER_CREDENTIALS_H_
