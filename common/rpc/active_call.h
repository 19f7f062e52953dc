// One call on its way through the wrapper: what is known of it, and its end.
#ifndef CUIJIAO_COMMON_RPC_ACTIVE_CALL_H_
#define CUIJIAO_COMMON_RPC_ACTIVE_CALL_H_

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/auth/access_table.h"
#include "common/rpc/call_context.h"
#include "common/rpc/call_metrics.h"
#include "common/rpc/method_runner.h"
#include "common/rpc/validation.h"

namespace cuijiao {

// One method, as the runner knows it.
struct MethodEntry {
  MethodEntry(std::string_view method, const google::protobuf::Descriptor& request,
              Metrics& method_metrics);

  const std::string name;
  const AccessRow* const row;  // null: nobody may call it
  // What is wrong with how the service hands its calls over; empty when nothing.
  const std::string fault;
  CallMetrics metrics;
};

// Steps 1 to 3, 5 to 7 and 9 of the wrapper (method_runner.h). Used by one thread at a time.
class ActiveCall {
 public:
  ActiveCall(const RunnerParts& parts, RequestValidator& validator, MethodEntry& method,
             const google::protobuf::Message& request);

  // Token, role, shape; also the call id, which goes to the client. Does no I/O.
  absl::Status Admit(grpc::CallbackServerContext& context);
  // Its two halves, for a request that comes later than the call: token and role; shape.
  absl::Status AdmitCaller(grpc::CallbackServerContext& context);
  absl::Status AdmitRequest();
  // Deadline, company time, scope. May ask the database.
  absl::Status Enter();
  // Audit, then `finish` with the status for the client, then figures and log. `finish` is called
  // once, possibly later and from another thread, and may delete this call.
  void End(absl::Status status, std::function<void(const grpc::Status&)> finish);

  [[nodiscard]] CallContext& context() { return context_; }

 private:
  absl::Status Identify(const grpc::CallbackServerContext& context);
  [[nodiscard]] AuditRecord MakeAuditRecord(const absl::Status& status) const;
  void Report(const absl::Status& status);

  const RunnerParts& parts_;
  RequestValidator& validator_;
  MethodEntry& method_;
  const google::protobuf::Message& request_;
  const absl::Time began_;
  bool shape_checked_ = false;
  bool audit_kept_ = false;
  CallContext context_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_ACTIVE_CALL_H_
