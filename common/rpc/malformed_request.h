// Bytes that are no message of the method's type never reach a handler.
#ifndef CUIJIAO_COMMON_RPC_MALFORMED_REQUEST_H_
#define CUIJIAO_COMMON_RPC_MALFORMED_REQUEST_H_

#include <grpcpp/support/server_interceptor.h>

#include <memory>
#include <string_view>

namespace cuijiao {

// Reason of INVALID_ARGUMENT: broken bytes, or a text field that is not UTF-8.
inline constexpr std::string_view kRequestMalformed = "REQUEST_MALFORMED";

// gRPC answers a request that it cannot parse with UNIMPLEMENTED and no words, before any code of
// the suite runs. This turns that answer into INVALID_ARGUMENT REQUEST_MALFORMED, for methods that
// the suite has.
class MalformedRequestInterceptors : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* call) override;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_MALFORMED_REQUEST_H_
