// Calls from one service to another.
#ifndef CUIJIAO_COMMON_RPC_CLIENT_H_
#define CUIJIAO_COMMON_RPC_CLIENT_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/auth/token_signer.h"
#include "common/rpc/call_context.h"

namespace cuijiao {

// Reason of UNAVAILABLE: a service that this one needs cannot be reached; value `service`. It tells
// clients that the service that they called is there.
inline constexpr std::string_view kPeerAway = "PEER_AWAY";

struct PeerSettings {
  std::string name;     // "ledger", for messages
  std::string address;  // "127.0.0.1:7101", "dns:///ledger:7101"
  // PEM files. With a CA the channel is TLS; certificate and key where the peer asks for them.
  std::string tls_ca_file;
  std::string tls_certificate_file;
  std::string tls_key_file;
  // A call never waits longer than this, whatever the deadline it serves.
  absl::Duration timeout = absl::Seconds(30);
};

// On whose behalf a call goes out.
struct OutgoingCall {
  std::optional<Actor> actor;  // absent: the service acts for itself
  absl::Time deadline = absl::InfiniteFuture();
  std::string call_id;  // goes along as x-request-id, so that logs of both sides meet

  // The person, deadline and call id of the call that is being answered.
  static OutgoingCall For(const CallContext& call);
};

// Another service. Thread-safe; channels reconnect by themselves. Calls carry this service's token
// (10 minutes, cached by actor). UNAVAILABLE and CANCELLED are retried by gRPC, up to 4 attempts,
// for methods that may be repeated: reads by the access table, and requests with a request_id.
class Peer {
 public:
  // INVALID_ARGUMENT naming a file that cannot be read. Does not wait for the connection.
  static absl::StatusOr<std::unique_ptr<Peer>> Connect(PeerSettings settings, TokenSigner signer);

  [[nodiscard]] const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // One unary call: `peer.CallUnary(*stub, &PaymentService::StubInterface::GetPayment,
  // OutgoingCall::For(call), request)`.
  // Errors are the peer's own with reason and values, but for UNAUTHENTICATED, which becomes
  // INTERNAL (it is this service's fault, not its client's), CANCELLED (the peer stops), which
  // becomes UNAVAILABLE, and UNAVAILABLE and DEADLINE_EXCEEDED, whose message names the peer
  // (PEER_AWAY where the peer gave no reason).
  template <typename Stub, typename StubInterface, typename Request, typename Response>
  absl::StatusOr<Response> CallUnary(Stub& stub,
                                     grpc::Status (StubInterface::*method)(grpc::ClientContext*,
                                                                           const Request&,
                                                                           Response*),
                                     const OutgoingCall& call, const Request& request) {
    grpc::ClientContext context;
    if (absl::Status prepared = Prepare(context, call); !prepared.ok()) return prepared;
    Response response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return ErrorOf(status);
    return response;
  }

  // For streams: puts token, deadline and call id into `context`; ErrorOf translates their end.
  absl::Status Prepare(grpc::ClientContext& context, const OutgoingCall& call);
  [[nodiscard]] absl::Status ErrorOf(const grpc::Status& status) const;

 private:
  struct CachedToken {
    std::string token;
    absl::Time renew_at;
  };

  Peer(PeerSettings settings, TokenSigner signer, std::shared_ptr<grpc::Channel> channel);
  absl::StatusOr<std::string> TokenFor(const std::optional<Actor>& actor);

  const PeerSettings settings_;
  const TokenSigner signer_;
  const std::shared_ptr<grpc::Channel> channel_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, CachedToken> tokens_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_CLIENT_H_
