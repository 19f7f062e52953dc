#include "common/rpc/malformed_request.h"

#include <string>

#include "common/auth/access_table.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"

namespace cuijiao {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::Interceptor;
using grpc::experimental::InterceptorBatchMethods;

class ExplainUnparsable : public Interceptor {
 public:
  void Intercept(InterceptorBatchMethods* batch) override {
    if (batch->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      const grpc::Status status = batch->GetSendStatus();
      if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED &&
          status.error_message().empty()) {
        batch->ModifySendStatus(ToGrpcStatus(
            Refusal(absl::StatusCode::kInvalidArgument, kRequestMalformed,
                    "The request is not a message of the method's type: its bytes are broken, or "
                    "a text in it is not UTF-8.")));
      }
    }
    batch->Proceed();
  }
};

}  // namespace

Interceptor* MalformedRequestInterceptors::CreateServerInterceptor(
    grpc::experimental::ServerRpcInfo* call) {
  std::string_view method = call->method();
  if (method.starts_with('/')) method.remove_prefix(1);
  // gRPC makes none for what the suite does not offer, when this answers null.
  return FindAccessRow(method) == nullptr ? nullptr : new ExplainUnparsable();
}

}  // namespace cuijiao
