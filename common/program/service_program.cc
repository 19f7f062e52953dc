#include "common/program/service_program.h"

#include <cstdlib>
#include <string_view>
#include <utility>

#include "common/crypto/personal_keys.h"
#include "common/db/migrations.h"
#include "common/rpc/remote_clock.h"
#include "common/status/macros.h"
#include "common/telemetry/logging.h"

namespace cuijiao {
namespace {

ServerSettings ServerSettingsOf(const ServiceSettings& settings) {
  ServerSettings server;
  server.listen_address = settings.listen;
  server.tls_certificate_file = settings.tls.certificate;
  server.tls_key_file = settings.tls.key;
  server.tls_client_ca_file = settings.tls.client_ca;
  return server;
}

RunnerLimits LimitsOf(const ServiceSettings& settings) {
  RunnerLimits limits;
  limits.max_streams_per_caller = static_cast<std::size_t>(settings.max_streams_per_caller);
  return limits;
}

// Null where the service does not call the peer.
absl::StatusOr<std::unique_ptr<Peer>> ConnectIf(bool is_called, std::string name,
                                                const std::string& address, const TlsFiles& tls,
                                                const TokenSigner& signer) {
  if (!is_called) return nullptr;
  PeerSettings peer;
  peer.name = std::move(name);
  peer.address = address;
  peer.tls_ca_file = tls.peer_ca;
  if (!peer.tls_ca_file.empty()) {
    peer.tls_certificate_file = tls.certificate;
    peer.tls_key_file = tls.key;
  }
  return Peer::Connect(peer, signer);
}

absl::StatusOr<std::unique_ptr<PersonalCipher>> OpenCipherIf(bool is_needed,
                                                             const ServiceSettings& settings) {
  if (!is_needed) return nullptr;
  CUIJIAO_ASSIGN_OR_RETURN(PersonalKeys keys, PersonalKeys::Load(settings.personal_keys));
  return std::make_unique<PersonalCipher>(std::move(keys));
}

absl::StatusOr<std::unique_ptr<db::Database>> OpenDatabase(const ServiceSettings& settings) {
  auto database = std::make_unique<db::Database>(settings.database);
  CUIJIAO_RETURN_IF_ERROR(database->Ping());
  CUIJIAO_RETURN_IF_ERROR(db::CheckMigrations(*database, settings.migrations));
  return database;
}

absl::StatusOr<ServiceFoundation> Open(const ServiceNeeds& needs, const ServiceSettings& settings) {
  CUIJIAO_ASSIGN_OR_RETURN(LoadedPolicy policy, LoadPolicy(settings.policy));
  CUIJIAO_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadCompanyZone(policy.policy.time_zone()));
  CUIJIAO_ASSIGN_OR_RETURN(auto tokens, TokenVerifier::Create(settings.jwks));
  CUIJIAO_ASSIGN_OR_RETURN(TokenSigner signer, TokenSigner::Load(settings.service_key));
  CUIJIAO_ASSIGN_OR_RETURN(auto cipher, OpenCipherIf(needs.personal_keys, settings));
  CUIJIAO_ASSIGN_OR_RETURN(auto metrics, Metrics::Start(settings.metrics_listen));
  CUIJIAO_ASSIGN_OR_RETURN(auto database, OpenDatabase(settings));
  const TlsFiles& tls = settings.tls;
  CUIJIAO_ASSIGN_OR_RETURN(auto ledger,
                           ConnectIf(needs.ledger, "ledger", settings.ledger_address, tls, signer));
  CUIJIAO_ASSIGN_OR_RETURN(auto waiver,
                           ConnectIf(needs.waiver, "waiver", settings.waiver_address, tls, signer));
  CUIJIAO_ASSIGN_OR_RETURN(auto escalation, ConnectIf(needs.escalation, "escalation",
                                                      settings.escalation_address, tls, signer));
  auto clock = ledger == nullptr ? nullptr : std::make_unique<RemoteClock>(*ledger, zone);
  return ServiceFoundation{.settings = settings,
                           .server = ServerSettingsOf(settings),
                           .limits = LimitsOf(settings),
                           .policy = std::move(policy),
                           .zone = zone,
                           .tokens = std::move(tokens),
                           .signer = std::move(signer),
                           .metrics = std::move(metrics),
                           .ids = std::make_unique<SystemIdSource>(),
                           .cipher = std::move(cipher),
                           .database = std::move(database),
                           .ledger = std::move(ledger),
                           .waiver = std::move(waiver),
                           .escalation = std::move(escalation),
                           .clock = std::move(clock)};
}

// Runs until a signal comes.
absl::Status Run(const ServiceNeeds& needs, const ServiceSettings& settings, StopSignals& signals,
                 StartService start) {
  CUIJIAO_ASSIGN_OR_RETURN(ServiceFoundation foundation, Open(needs, settings));
  CUIJIAO_ASSIGN_OR_RETURN(const std::unique_ptr<RunningService> service, start(foundation));
  LogEvent(spdlog::level::info, "ready",
           {{"address", service->address()},
            {"policy", foundation.policy.version},
            {"development", settings.development}});
  const std::string signal = signals.Wait();
  LogEvent(spdlog::level::info, "stopping", {{"signal", signal}});
  service->Stop();
  return absl::OkStatus();
}

}  // namespace

int RunServiceProgram(const ServiceNeeds& needs, int argc, char** argv, StartService start) {
  // First of all: threads inherit the blocked signals.
  StopSignals signals;
  const ServiceSettings settings = ServiceSettingsOrExit(needs, argc, argv);
  absl::Status status = StartLogging(needs.program, settings.log_level);
  if (status.ok()) status = Run(needs, settings, signals, start);
  if (status.ok()) return EXIT_SUCCESS;
  LogEvent(spdlog::level::critical, "ended",
           {{"code", absl::StatusCodeToString(status.code())},
            {"message", std::string(status.message())}});
  return EXIT_FAILURE;
}

}  // namespace cuijiao
