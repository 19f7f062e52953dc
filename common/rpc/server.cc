#include "common/rpc/server.h"

#include <google/protobuf/descriptor.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <signal.h>

#include <chrono>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "common/auth/access_table.h"
#include "common/rpc/malformed_request.h"
#include "common/rpc/server_credentials.h"
#include "common/status/macros.h"
#include "common/telemetry/logging.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

constexpr int kMinPingIntervalMs = 10'000;

// Every method of the service has a row, so that none is reachable by accident or by nobody.
absl::Status CheckRows(const std::string& service_name) {
  const google::protobuf::ServiceDescriptor* service =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service_name);
  if (service == nullptr) {
    return absl::FailedPreconditionError(fmt::format("{} is no service", service_name));
  }
  for (int i = 0; i < service->method_count(); ++i) {
    const std::string method = fmt::format("{}/{}", service_name, service->method(i)->name());
    if (FindAccessRow(method) == nullptr) {
      return absl::FailedPreconditionError(
          fmt::format("{} has no row in the access table", method));
    }
  }
  return absl::OkStatus();
}

void Configure(const ServerSettings& settings, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(settings.max_message_bytes);
  builder.SetMaxSendMessageSize(settings.max_message_bytes);
  // Two servers must not share a port without knowing it.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // Without a limit to its grace: imports and runs of a large company last longer than a
  // connection, and go on to their end on the old one.
  builder.AddChannelArgument(
      GRPC_ARG_MAX_CONNECTION_AGE_MS,
      static_cast<int>(absl::ToInt64Milliseconds(settings.max_connection_age)));
  // Clients' keepalive pings need permission.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kMinPingIntervalMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> interceptors;
  interceptors.push_back(std::make_unique<MalformedRequestInterceptors>());
  builder.experimental().SetInterceptorCreators(std::move(interceptors));
}

std::string WithPort(const std::string& address, int port) {
  const std::size_t colon = address.rfind(':');
  return colon == std::string::npos ? address
                                    : fmt::format("{}:{}", address.substr(0, colon), port);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerSettings& settings,
                                                      MethodRunner& runner,
                                                      const std::vector<HostedService>& services) {
  for (const HostedService& service : services) {
    CUIJIAO_RETURN_IF_ERROR(CheckRows(service.full_name));
  }
#ifdef NDEBUG
  // Debian's abseil, and gRPC with it, looks for deadlocks at each lock unless told not to.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
#endif
  CUIJIAO_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::ServerCredentials> credentials,
                           MakeServerCredentials(settings));
  grpc::EnableDefaultHealthCheckService(true);
  if (settings.reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();

  std::unique_ptr<Server> server(new Server());
  server->settings_ = settings;
  server->runner_ = &runner;
  grpc::ServerBuilder builder;
  Configure(settings, builder);
  builder.AddListeningPort(settings.listen_address, credentials, &server->port_);
  for (const HostedService& service : services) {
    builder.RegisterService(service.service);
    server->service_names_.push_back(service.full_name);
  }
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || server->port_ == 0) {
    return absl::FailedPreconditionError(fmt::format("cannot listen on {}: {}",
                                                     settings.listen_address,
                                                     WhyNotListening(settings.listen_address)));
  }
  server->address_ = WithPort(settings.listen_address, server->port_);
  server->SetServing(true);
  LogEvent(spdlog::level::info, "listening",
           {{"address", server->address_},
            {"tls", !settings.tls_certificate_file.empty()},
            {"services", static_cast<std::int64_t>(services.size())}});
  return server;
}

Server::~Server() { Stop(); }

void Server::SetServing(bool serving) {
  grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
  health->SetServingStatus(serving);
  for (const std::string& name : service_names_) health->SetServingStatus(name, serving);
}

void Server::Stop() {
  if (server_ == nullptr) return;
  LogEvent(spdlog::level::info, "stopping", {{"address", address_}});
  SetServing(false);
  // Streams have no end of their own, and would hold the shutdown up until its deadline.
  runner_->EndStreams();
  server_->Shutdown(std::chrono::system_clock::now() +
                    absl::ToChronoMilliseconds(settings_.drain_timeout));
  server_->Wait();
  server_.reset();
  LogEvent(spdlog::level::info, "stopped", {{"address", address_}});
}

StopSignals::StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

std::string StopSignals::Wait() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  int received = 0;
  while (sigwait(&signals, &received) != 0) {
  }
  return received == SIGTERM ? "SIGTERM" : "SIGINT";
}

}  // namespace cuijiao
