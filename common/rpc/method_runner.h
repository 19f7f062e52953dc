// The one wrapper through which every method of every service runs.
#ifndef CUIJIAO_COMMON_RPC_METHOD_RUNNER_H_
#define CUIJIAO_COMMON_RPC_METHOD_RUNNER_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/auth/scope.h"
#include "common/auth/token_verifier.h"
#include "common/clock/company_clock.h"
#include "common/ids/id_source.h"
#include "common/rpc/audit.h"
#include "common/rpc/call_context.h"
#include "common/rpc/stream_reader.h"
#include "common/rpc/stream_writer.h"
#include "common/telemetry/metrics.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace cuijiao {

// Reasons of the wrapper's own refusals.
inline constexpr std::string_view kOverloaded = "OVERLOADED";               // RESOURCE_EXHAUSTED
inline constexpr std::string_view kTooManyStreams = "TOO_MANY_STREAMS";     // RESOURCE_EXHAUSTED
inline constexpr std::string_view kAuditUnavailable = "AUDIT_UNAVAILABLE";  // UNAVAILABLE
inline constexpr std::string_view kServerStopping = "SERVER_STOPPING";      // UNAVAILABLE

// What the wrapper works with. All outlive the runner.
struct RunnerParts {
  TokenVerifier& tokens;
  ScopeSource& scopes;
  CompanyClock& clock;
  IdSource& ids;
  AuditSink& audit;
  Metrics& metrics;
};

struct RunnerLimits {
  std::size_t workers = 16;       // handlers of unary methods that run at once
  std::size_t max_waiting = 512;  // calls that wait for one of them
  std::size_t max_streams = 64;   // streams at once
  // Of these of one caller, all methods together: a script that opens streams and forgets them does
  // not take everybody's.
  std::size_t max_streams_per_caller = 8;
};

// Every call takes these steps, in this order; the first that fails is the answer:
//   1. token (authorization: Bearer …)            UNAUTHENTICATED
//   2. role, by the access table                  PERMISSION_DENIED ROLE_NOT_ALLOWED
//   3. shape, by the proto's options              INVALID_ARGUMENT FIELDS_INVALID
//   4. a place among the workers                  RESOURCE_EXHAUSTED OVERLOADED
//      of streams also among the caller's own     RESOURCE_EXHAUSTED TOO_MANY_STREAMS
//   5. the deadline has not passed                DEADLINE_EXCEEDED DEADLINE_PASSED
//   6. company time                               the clock's error
//   7. scope, by the access table                 PERMISSION_DENIED OUT_OF_SCOPE
//   8. the handler
//   9. audit: changes with every outcome, reads when access is refused. A change that
//      succeeded is answered once its record is kept; else UNAVAILABLE AUDIT_UNAVAILABLE, and the
//      client repeats the call with the same request_id. (A handler may keep that record itself,
//      with what it changes: CallContext::success_record.)
// and is counted, timed and logged in one line. The client gets the call id as x-request-id in the
// trailing metadata. Errors reach it through ToGrpcStatus. An exception of a handler is logged and
// becomes INTERNAL.
//
// A service's method is one line:
//   grpc::ServerUnaryReactor* GetPayment(grpc::CallbackServerContext* context,
//                                        const GetPaymentRequest* request, Payment* response) {
//     return context_.runner.Unary(
//         "cuijiao.ledger.v1.PaymentService/GetPayment", context, request, response,
//         [this](const CallContext& call, const auto& message) { return Show(call, message); });
//   }
// Thread-safe. Must outlive the grpc::Server whose services use it.
class MethodRunner {
 public:
  MethodRunner(const RunnerParts& parts, const RunnerLimits& limits);
  ~MethodRunner();
  MethodRunner(const MethodRunner&) = delete;
  MethodRunner& operator=(const MethodRunner&) = delete;

  // `handler`: absl::StatusOr<Response>(const CallContext&, const Request&), on a worker thread.
  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* Unary(std::string_view method, grpc::CallbackServerContext* context,
                                  const Request* request, Response* response, Handler handler) {
    return StartUnary(method, *context, *request,
                      [request, response, handler = std::move(handler)](const CallContext& call,
                                                                        const Done& done) {
                        absl::StatusOr<Response> answer = handler(call, *request);
                        const absl::Status status = answer.status();
                        if (answer.ok()) *response = *std::move(answer);
                        done(status);
                      });
  }

  // For methods that wait together with others: `handler` is
  // void(const CallContext&, const Request&, std::function<void(absl::StatusOr<Response>)>), runs
  // on a worker thread and may return before it calls its third argument, once, from any thread.
  // Context and request stay valid until then.
  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* UnaryDeferred(std::string_view method,
                                          grpc::CallbackServerContext* context,
                                          const Request* request, Response* response,
                                          Handler handler) {
    return StartUnary(
        method, *context, *request,
        [request, response, handler = std::move(handler)](const CallContext& call, Done done) {
          handler(call, *request,
                  [response, done = std::move(done)](absl::StatusOr<Response> answer) {
                    const absl::Status status = answer.status();
                    if (status.ok()) *response = *std::move(answer);
                    done(status);
                  });
        });
  }

  // `handler`: absl::Status(const CallContext&, const Request&, StreamWriter<Response>&), on a
  // thread of its own; it may run as long as the client listens. Called as ServerStream<Event>(…).
  template <typename Response, typename Request, typename Handler>
  grpc::ServerWriteReactor<Response>* ServerStream(std::string_view method,
                                                   grpc::CallbackServerContext* context,
                                                   const Request* request, Handler handler) {
    auto* stream = new StreamReactor<Response>();
    StartStream(method, *context, *request, *stream,
                [request, stream, handler = std::move(handler)](const CallContext& call) {
                  StreamWriter<Response> writer(*stream);
                  return handler(call, *request, writer);
                });
    return stream;
  }

  // A stream in both directions. The first message is the request that steps 3 and 7 judge; the
  // others are checked for their shape as they are read. `handler`:
  // absl::Status(const CallContext&, const Request& first, StreamReader<Request, Response>&,
  // StreamWriter<Response>&), on a thread of its own. Called as BidiStream<Request, Response>(…).
  template <typename Request, typename Response, typename Handler>
  grpc::ServerBidiReactor<Request, Response>* BidiStream(std::string_view method,
                                                         grpc::CallbackServerContext* context,
                                                         Handler handler) {
    auto* stream = new BidiReactor<Request, Response>();
    StartStream(
        method, *context, stream->first(), *stream,
        [this, stream, handler = std::move(handler)](const CallContext& call) {
          StreamReader<Request, Response> reader(
              *stream, [this](const Request& message) { return CheckShape(message); });
          StreamWriter<Response> writer(*stream);
          return handler(call, stream->first(), reader, writer);
        },
        [stream] { return ReadFirst(*stream); });
    return stream;
  }

  // Ends every server stream, and refuses new ones: writers return false, and clients get
  // UNAVAILABLE SERVER_STOPPING. The server calls it before it shuts down.
  void EndStreams();

 private:
  using Done = std::function<void(absl::Status)>;
  using UnaryBody = std::function<void(const CallContext&, Done)>;
  using StreamBody = std::function<absl::Status(const CallContext&)>;

  grpc::ServerUnaryReactor* StartUnary(std::string_view method,
                                       grpc::CallbackServerContext& context,
                                       const google::protobuf::Message& request, UnaryBody body);
  // `read_first` fills the request in where it comes as the stream's first message.
  void StartStream(std::string_view method, grpc::CallbackServerContext& context,
                   const google::protobuf::Message& request, StreamControl& stream, StreamBody body,
                   std::function<absl::Status()> read_first = nullptr);

  absl::Status CheckShape(const google::protobuf::Message& message);

  // A stream that ends before its first message is judged as an empty one.
  template <typename Request, typename Response>
  static absl::Status ReadFirst(BidiReactor<Request, Response>& stream) {
    return stream.Read(stream.first(), kStreamPatience).status();
  }

  class Core;
  const std::unique_ptr<Core> core_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_METHOD_RUNNER_H_
