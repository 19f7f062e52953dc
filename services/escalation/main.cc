// cuijiao-escalation: who must be reminded, phoned and visited, and when.
#include <cstdlib>
#include <memory>
#include <utility>

#include "common/auth/token_signer.h"
#include "common/auth/token_verifier.h"
#include "common/clock/company_clock.h"
#include "common/config/policy_file.h"
#include "common/config/service_settings.h"
#include "common/crypto/personal_cipher.h"
#include "common/crypto/personal_keys.h"
#include "common/db/database.h"
#include "common/db/migrations.h"
#include "common/ids/id_source.h"
#include "common/rpc/client.h"
#include "common/rpc/remote_clock.h"
#include "common/rpc/server.h"
#include "common/status/macros.h"
#include "common/telemetry/logging.h"
#include "common/telemetry/metrics.h"
#include "services/escalation/api/escalation_server.h"

namespace cuijiao::escalation {
namespace {

ServerSettings ServerSettingsOf(const ServiceSettings& settings) {
  ServerSettings server;
  server.listen_address = settings.listen;
  server.tls_certificate_file = settings.tls.certificate;
  server.tls_key_file = settings.tls.key;
  server.tls_client_ca_file = settings.tls.client_ca;
  return server;
}

PeerSettings LedgerSettingsOf(const ServiceSettings& settings) {
  PeerSettings ledger;
  ledger.name = "ledger";
  ledger.address = settings.ledger_address;
  ledger.tls_ca_file = settings.tls.peer_ca;
  if (!ledger.tls_ca_file.empty()) {
    ledger.tls_certificate_file = settings.tls.certificate;
    ledger.tls_key_file = settings.tls.key;
  }
  return ledger;
}

// Runs until a signal comes.
absl::Status Run(const ServiceSettings& settings, StopSignals& signals) {
  CUIJIAO_ASSIGN_OR_RETURN(const LoadedPolicy policy, LoadPolicy(settings.policy));
  CUIJIAO_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadCompanyZone(policy.policy.time_zone()));
  CUIJIAO_ASSIGN_OR_RETURN(const std::unique_ptr<TokenVerifier> tokens,
                           TokenVerifier::Create(settings.jwks));
  CUIJIAO_ASSIGN_OR_RETURN(const TokenSigner signer, TokenSigner::Load(settings.service_key));
  CUIJIAO_ASSIGN_OR_RETURN(const std::unique_ptr<Metrics> metrics,
                           Metrics::Start(settings.metrics_listen));
  CUIJIAO_ASSIGN_OR_RETURN(const std::unique_ptr<Peer> ledger,
                           Peer::Connect(LedgerSettingsOf(settings), signer));
  CUIJIAO_ASSIGN_OR_RETURN(PersonalKeys personal_keys, PersonalKeys::Load(settings.personal_keys));
  const PersonalCipher cipher(std::move(personal_keys));
  SystemIdSource ids;

  db::Database database(settings.database);
  CUIJIAO_RETURN_IF_ERROR(database.Ping());
  CUIJIAO_RETURN_IF_ERROR(db::CheckMigrations(database, settings.migrations));

  // The ledger has the company's one clock.
  RemoteClock clock(*ledger, zone);
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::unique_ptr<EscalationServer> server,
      EscalationServer::Start({.database = database,
                               .policy = policy,
                               .cipher = cipher,
                               .tokens = *tokens,
                               .ids = ids,
                               .metrics = *metrics,
                               .clock = clock,
                               .ledger = *ledger,
                               .outbox = settings.outbox,
                               .page_token_secret = signer.DeriveSecret("page tokens")},
                              ServerSettingsOf(settings)));
  LogEvent(spdlog::level::info, "ready",
           {{"address", server->address()}, {"policy", policy.version}});
  const std::string signal = signals.Wait();
  LogEvent(spdlog::level::info, "stopping", {{"signal", signal}});
  server->Stop();
  return absl::OkStatus();
}

}  // namespace
}  // namespace cuijiao::escalation

int main(int argc, char** argv) {
  using namespace std::string_view_literals;
  // First of all: threads inherit the blocked signals.
  cuijiao::StopSignals signals;
  const cuijiao::ServiceSettings settings = cuijiao::ServiceSettingsOrExit(
      {.program = "cuijiao-escalation",
       .description = "Escalation: cases, contacts, promises, the daily run and the worklist.",
       .ledger = true,
       .personal_keys = true,
       .outbox = true},
      argc, argv);
  absl::Status status = cuijiao::StartLogging("cuijiao-escalation"sv, settings.log_level);
  if (status.ok()) status = cuijiao::escalation::Run(settings, signals);
  if (status.ok()) return EXIT_SUCCESS;
  cuijiao::LogEvent(spdlog::level::critical, "ended",
                    {{"code", absl::StatusCodeToString(status.code())},
                     {"message", std::string(status.message())}});
  return EXIT_FAILURE;
}
