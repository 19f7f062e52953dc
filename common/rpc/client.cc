#include "common/rpc/client.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <chrono>

#include "absl/time/clock.h"
#include "common/auth/access_table.h"
#include "common/rpc/pem_file.h"
#include "common/status/grpc_status.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"
#include "nlohmann/json.hpp"

namespace cuijiao {
namespace {

using nlohmann::json;

constexpr absl::Duration kTokenLife = absl::Minutes(10);
constexpr absl::Duration kRenewBefore = absl::Minutes(2);
constexpr std::size_t kMaxTokens = 1024;
// What is left of the deadline for this service's own answer.
constexpr absl::Duration kDeadlineMargin = absl::Milliseconds(20);
constexpr int kKeepaliveMs = 30'000;
constexpr int kKeepaliveTimeoutMs = 10'000;

// A call that was lost on the way may be sent again: reads, and requests that name themselves.
bool MayBeRepeated(const AccessRow& row) {
  if (row.effect == Effect::kRead) return true;
  std::string name(row.method);
  std::replace(name.begin(), name.end(), '/', '.');
  const google::protobuf::MethodDescriptor* method =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
  return method != nullptr && method->input_type()->FindFieldByName("request_id") != nullptr;
}

// gRPC's service config: retries for the methods above. Nobody here takes a unary call back, so
// that CANCELLED means a server that began to stop when the call came.
std::string ServiceConfig() {
  json names = json::array();
  for (const AccessRow& row : AccessTable()) {
    if (!MayBeRepeated(row)) continue;
    const std::string method(row.method);
    const std::size_t slash = method.find('/');
    names.push_back({{"service", method.substr(0, slash)}, {"method", method.substr(slash + 1)}});
  }
  const json retries = {{"maxAttempts", 4},
                        {"initialBackoff", "0.05s"},
                        {"maxBackoff", "1s"},
                        {"backoffMultiplier", 3},
                        {"retryableStatusCodes", {"UNAVAILABLE", "CANCELLED"}}};
  const json config = {{"loadBalancingConfig", {{{"round_robin", json::object()}}}},
                       {"methodConfig", {{{"name", names}, {"retryPolicy", retries}}}}};
  return config.dump();
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeChannelCredentials(
    const PeerSettings& settings) {
  if (settings.tls_ca_file.empty()) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  CUIJIAO_ASSIGN_OR_RETURN(options.pem_root_certs, ReadPemFile(settings.tls_ca_file));
  if (!settings.tls_certificate_file.empty()) {
    CUIJIAO_ASSIGN_OR_RETURN(options.pem_cert_chain, ReadPemFile(settings.tls_certificate_file));
    CUIJIAO_ASSIGN_OR_RETURN(options.pem_private_key, ReadPemFile(settings.tls_key_file));
  }
  return grpc::SslCredentials(options);
}

}  // namespace

OutgoingCall OutgoingCall::For(const CallContext& call) {
  OutgoingCall outgoing;
  if (call.identity.is_service()) {
    outgoing.actor = call.identity.actor;
  } else {
    outgoing.actor = Actor{call.identity.staff_id, call.identity.roles};
  }
  outgoing.deadline = call.deadline;
  outgoing.call_id = call.call_id;
  return outgoing;
}

Peer::Peer(PeerSettings settings, TokenSigner signer, std::shared_ptr<grpc::Channel> channel)
    : settings_(std::move(settings)), signer_(std::move(signer)), channel_(std::move(channel)) {}

absl::StatusOr<std::unique_ptr<Peer>> Peer::Connect(PeerSettings settings, TokenSigner signer) {
  absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> credentials =
      MakeChannelCredentials(settings);
  if (!credentials.ok()) return absl::InvalidArgumentError(credentials.status().message());
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(ServiceConfig());
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  std::shared_ptr<grpc::Channel> channel =
      grpc::CreateCustomChannel(settings.address, *credentials, arguments);
  return std::unique_ptr<Peer>(
      new Peer(std::move(settings), std::move(signer), std::move(channel)));
}

absl::Status Peer::Prepare(grpc::ClientContext& context, const OutgoingCall& call) {
  const absl::Time now = absl::Now();
  const absl::Time deadline = std::min(call.deadline - kDeadlineMargin, now + settings_.timeout);
  if (deadline <= now) {
    return Refusal(absl::StatusCode::kDeadlineExceeded, kDeadlinePassed,
                   fmt::format("No time is left to ask {}.", settings_.name));
  }
  CUIJIAO_ASSIGN_OR_RETURN(const std::string token, TokenFor(call.actor));
  context.set_deadline(absl::ToChronoTime(deadline));
  context.AddMetadata("authorization", "Bearer " + token);
  if (!call.call_id.empty()) context.AddMetadata("x-request-id", call.call_id);
  return absl::OkStatus();
}

absl::StatusOr<std::string> Peer::TokenFor(const std::optional<Actor>& actor) {
  const std::string key =
      actor.has_value() ? actor->staff_id + '\n' + actor->roles.ToString() : std::string();
  const absl::Time now = absl::Now();
  const absl::MutexLock lock(&mutex_);
  if (const auto known = tokens_.find(key);
      known != tokens_.end() && now < known->second.renew_at) {
    return known->second.token;
  }
  Identity identity;
  identity.service_name = signer_.service_name();
  identity.roles = Role::kService;
  identity.actor = actor;
  CUIJIAO_ASSIGN_OR_RETURN(std::string token, signer_.Sign(identity, now, kTokenLife));
  if (tokens_.size() >= kMaxTokens) tokens_.clear();
  tokens_[key] = CachedToken{token, now + kTokenLife - kRenewBefore};
  return token;
}

absl::Status Peer::ErrorOf(const grpc::Status& status) const {
  const absl::Status error = FromGrpcStatus(status);
  const auto in_words = [&](absl::StatusCode code, std::string_view what) {
    absl::Status named(
        code, fmt::format("{} {}: {}", settings_.name, what, std::string(error.message())));
    AttachReason(named, ReasonOf(error), ValuesOf(error));
    return named;
  };
  switch (error.code()) {
    case absl::StatusCode::kUnauthenticated:
      return in_words(absl::StatusCode::kInternal, "does not accept this service's token");
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kUnavailable: {
      absl::Status away = in_words(absl::StatusCode::kUnavailable, "cannot be reached");
      if (ReasonOf(away).empty()) AttachReason(away, kPeerAway, {{"service", settings_.name}});
      return away;
    }
    case absl::StatusCode::kDeadlineExceeded:
      return in_words(error.code(), "did not answer in time");
    default:
      return error;
  }
}

}  // namespace cuijiao
