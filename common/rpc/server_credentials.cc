#include "common/rpc/server_credentials.h"

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "common/rpc/pem_file.h"
#include "common/status/macros.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

constexpr unsigned kWatchSeconds = 60;

std::pair<std::string, std::string> HostAndPort(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos) return {address, ""};
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return {std::move(host), address.substr(colon + 1)};
}

bool IsLoopback(const std::string& address) {
  const std::string host = HostAndPort(address).first;
  return host.starts_with("127.") || host == "::1" || host == "localhost" ||
         address.starts_with("unix:");
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const ServerSettings& settings) {
  namespace experimental = grpc::experimental;
  if (settings.tls_certificate_file.empty() != settings.tls_key_file.empty()) {
    return absl::FailedPreconditionError("TLS needs both a certificate file and a key file");
  }
  if (settings.tls_certificate_file.empty()) {
    if (!settings.tls_client_ca_file.empty()) {
      return absl::FailedPreconditionError("a client CA without a certificate of the server");
    }
    if (!IsLoopback(settings.listen_address)) {
      return absl::FailedPreconditionError(
          fmt::format("listen address {}: without TLS only loopback addresses are allowed",
                      settings.listen_address));
    }
    return grpc::InsecureServerCredentials();
  }
  // Read once here, so that a wrong path stops the start and not the first call.
  CUIJIAO_RETURN_IF_ERROR(ReadPemFile(settings.tls_certificate_file).status());
  CUIJIAO_RETURN_IF_ERROR(ReadPemFile(settings.tls_key_file).status());
  const bool asks_clients = !settings.tls_client_ca_file.empty();
  if (asks_clients) CUIJIAO_RETURN_IF_ERROR(ReadPemFile(settings.tls_client_ca_file).status());
  experimental::TlsServerCredentialsOptions options(
      std::make_shared<experimental::FileWatcherCertificateProvider>(
          settings.tls_key_file, settings.tls_certificate_file, settings.tls_client_ca_file,
          kWatchSeconds));
  options.watch_identity_key_cert_pairs();
  if (asks_clients) options.watch_root_certs();
  options.set_cert_request_type(asks_clients
                                    ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
                                    : GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  return experimental::TlsServerCredentials(options);
}

std::string WhyNotListening(const std::string& address) {
  const auto [host, port] = HostAndPort(address);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &found); error != 0) {
    return ::gai_strerror(error);
  }
  const int descriptor = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int error = descriptor < 0 ? errno : 0;
  if (error == 0 && ::bind(descriptor, found->ai_addr, found->ai_addrlen) != 0) error = errno;
  if (descriptor >= 0) ::close(descriptor);
  ::freeaddrinfo(found);
  if (error == EADDRINUSE) return "the address is in use by another program";
  return error == 0 ? "it could not be listened on" : std::strerror(error);
}

}  // namespace cuijiao
