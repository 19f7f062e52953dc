// A gRPC server of the suite: start, health, orderly stop.
#ifndef CUIJIAO_COMMON_RPC_SERVER_H_
#define CUIJIAO_COMMON_RPC_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/method_runner.h"

namespace cuijiao {

struct ServerSettings {
  // "127.0.0.1:7101"; port 0 takes a free one. Without TLS only loopback addresses are allowed.
  std::string listen_address = "127.0.0.1:0";
  // PEM files; both or neither. With a client CA, clients must show a certificate of it. The files
  // are watched: renewed certificates are taken up without a restart.
  std::string tls_certificate_file;
  std::string tls_key_file;
  std::string tls_client_ca_file;
  int max_message_bytes = 4 * 1024 * 1024;
  // Clients begin new calls on a new connection after this, and so find new replicas; calls that
  // run end where they began.
  absl::Duration max_connection_age = absl::Minutes(5);
  // How long Stop waits for calls that run.
  absl::Duration drain_timeout = absl::Seconds(20);
  bool reflection = true;
};

// One service that the server offers: {PaymentService::service_full_name(), &payment_api}.
struct HostedService {
  std::string full_name;
  grpc::Service* service;
};

class Server {
 public:
  // Listens, answers, and says so in the log. Every hosted service's health is SERVING at once.
  // FAILED_PRECONDITION: the address is in use, not loopback without TLS, a file cannot be read, a
  // method has no row in the access table; each message names what and where.
  // `runner` and the services outlive the server.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerSettings& settings,
                                                       MethodRunner& runner,
                                                       const std::vector<HostedService>& services);
  // Stops, if Stop was not called.
  ~Server();

  // "127.0.0.1:7101", with the port that was taken.
  [[nodiscard]] const std::string& address() const { return address_; }
  [[nodiscard]] int port() const { return port_; }

  // Health of all services: a server that has lost what it needs tells its clients to go elsewhere.
  void SetServing(bool serving);

  // Health off, streams ended, running calls awaited up to the drain timeout, then cut. Returns
  // when no call runs any more. Later calls do nothing.
  void Stop();

 private:
  Server() = default;

  ServerSettings settings_;
  MethodRunner* runner_ = nullptr;
  std::vector<std::string> service_names_;
  std::string address_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// A service that answers.
class RunningService {
 public:
  RunningService() = default;
  RunningService(const RunningService&) = delete;
  RunningService& operator=(const RunningService&) = delete;
  virtual ~RunningService() = default;

  // "127.0.0.1:7101", with the port that was taken.
  [[nodiscard]] virtual const std::string& address() const = 0;
  // Running calls are awaited, then nothing is answered any more.
  virtual void Stop() = 0;
};

// SIGTERM and SIGINT, to wait for. Make it first in main, before any thread: it blocks the signals
// in the thread that makes it and in all that come after. SIGPIPE is ignored.
class StopSignals {
 public:
  StopSignals();
  // Returns the signal's name when one has come: "SIGTERM".
  std::string Wait();
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_SERVER_H_
