// cuijiao-ledger: what every household owes and has paid.
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
#include "common/rpc/server.h"
#include "common/status/macros.h"
#include "common/telemetry/logging.h"
#include "common/telemetry/metrics.h"
#include "services/ledger/api/ledger_server.h"
#include "services/ledger/store/clock_store.h"

namespace cuijiao::ledger {
namespace {

ServerSettings ServerSettingsOf(const ServiceSettings& settings) {
  ServerSettings server;
  server.listen_address = settings.listen;
  server.tls_certificate_file = settings.tls.certificate;
  server.tls_key_file = settings.tls.key;
  server.tls_client_ca_file = settings.tls.client_ca;
  return server;
}

// Runs until a signal comes.
absl::Status Run(const ServiceSettings& settings, StopSignals& signals) {
  CUIJIAO_ASSIGN_OR_RETURN(const LoadedPolicy policy, LoadPolicy(settings.policy));
  CUIJIAO_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadCompanyZone(policy.policy.time_zone()));
  CUIJIAO_ASSIGN_OR_RETURN(PersonalKeys personal_keys, PersonalKeys::Load(settings.personal_keys));
  CUIJIAO_ASSIGN_OR_RETURN(const std::unique_ptr<TokenVerifier> tokens,
                           TokenVerifier::Create(settings.jwks));
  CUIJIAO_ASSIGN_OR_RETURN(const TokenSigner signer, TokenSigner::Load(settings.service_key));
  CUIJIAO_ASSIGN_OR_RETURN(const std::unique_ptr<Metrics> metrics,
                           Metrics::Start(settings.metrics_listen));
  const PersonalCipher cipher(std::move(personal_keys));
  SystemIdSource ids;

  db::Database database(settings.database);
  CUIJIAO_RETURN_IF_ERROR(database.Ping());
  CUIJIAO_RETURN_IF_ERROR(db::CheckMigrations(database, settings.migrations));

  SystemCompanyClock system_clock(zone);
  DevelopmentClock development_clock(database, zone);
  CompanyClock& clock =
      settings.development ? static_cast<CompanyClock&>(development_clock) : system_clock;

  CUIJIAO_ASSIGN_OR_RETURN(
      const std::unique_ptr<LedgerServer> server,
      LedgerServer::Start({.database = database,
                           .policy = policy.policy,
                           .cipher = cipher,
                           .tokens = *tokens,
                           .ids = ids,
                           .metrics = *metrics,
                           .clock = clock,
                           .development_clock = settings.development ? &development_clock : nullptr,
                           .page_token_secret = signer.DeriveSecret("page tokens")},
                          ServerSettingsOf(settings)));
  LogEvent(spdlog::level::info, "ready",
           {{"address", server->address()},
            {"policy", policy.version},
            {"development", settings.development}});
  const std::string signal = signals.Wait();
  LogEvent(spdlog::level::info, "stopping", {{"signal", signal}});
  server->Stop();
  return absl::OkStatus();
}

}  // namespace
}  // namespace cuijiao::ledger

int main(int argc, char** argv) {
  using namespace std::string_view_literals;
  // First of all: threads inherit the blocked signals.
  cuijiao::StopSignals signals;
  const cuijiao::ServiceSettings settings = cuijiao::ServiceSettingsOrExit(
      {.program = "cuijiao-ledger",
       .description = "The ledger: organisation, bills, payments, statements, plan and close.",
       .personal_keys = true},
      argc, argv);
  absl::Status status = cuijiao::StartLogging("cuijiao-ledger"sv, settings.log_level);
  if (status.ok()) status = cuijiao::ledger::Run(settings, signals);
  if (status.ok()) return EXIT_SUCCESS;
  cuijiao::LogEvent(spdlog::level::critical, "ended",
                    {{"code", absl::StatusCodeToString(status.code())},
                     {"message", std::string(status.message())}});
  return EXIT_FAILURE;
}
