// cuijiao-payroll: rewards and penalties from a month's results, and what the payroll system pulls.
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "common/auth/token_signer.h"
#include "common/auth/token_verifier.h"
#include "common/clock/company_clock.h"
#include "common/config/policy_file.h"
#include "common/config/service_settings.h"
#include "common/db/database.h"
#include "common/db/migrations.h"
#include "common/ids/id_source.h"
#include "common/rpc/client.h"
#include "common/rpc/remote_clock.h"
#include "common/rpc/server.h"
#include "common/status/macros.h"
#include "common/telemetry/logging.h"
#include "common/telemetry/metrics.h"
#include "services/payroll/api/payroll_server.h"

namespace cuijiao::payroll {
namespace {

ServerSettings ServerSettingsOf(const ServiceSettings& settings) {
  ServerSettings server;
  server.listen_address = settings.listen;
  server.tls_certificate_file = settings.tls.certificate;
  server.tls_key_file = settings.tls.key;
  server.tls_client_ca_file = settings.tls.client_ca;
  return server;
}

PeerSettings PeerSettingsOf(const ServiceSettings& settings, std::string name,
                            std::string address) {
  PeerSettings peer;
  peer.name = std::move(name);
  peer.address = std::move(address);
  peer.tls_ca_file = settings.tls.peer_ca;
  if (!peer.tls_ca_file.empty()) {
    peer.tls_certificate_file = settings.tls.certificate;
    peer.tls_key_file = settings.tls.key;
  }
  return peer;
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
  SystemIdSource ids;

  db::Database database(settings.database);
  CUIJIAO_RETURN_IF_ERROR(database.Ping());
  CUIJIAO_RETURN_IF_ERROR(db::CheckMigrations(database, settings.migrations));

  CUIJIAO_ASSIGN_OR_RETURN(
      const std::unique_ptr<Peer> ledger,
      Peer::Connect(PeerSettingsOf(settings, "ledger", settings.ledger_address), signer));
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::unique_ptr<Peer> escalation,
      Peer::Connect(PeerSettingsOf(settings, "escalation", settings.escalation_address), signer));
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::unique_ptr<Peer> waiver,
      Peer::Connect(PeerSettingsOf(settings, "waiver", settings.waiver_address), signer));
  RemoteClock clock(*ledger, zone);

  CUIJIAO_ASSIGN_OR_RETURN(
      const std::unique_ptr<PayrollServer> server,
      PayrollServer::Start({.database = database,
                            .policy = policy,
                            .tokens = *tokens,
                            .ids = ids,
                            .metrics = *metrics,
                            .clock = clock,
                            .ledger = *ledger,
                            .escalation = *escalation,
                            .waiver = *waiver,
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
}  // namespace cuijiao::payroll

int main(int argc, char** argv) {
  using namespace std::string_view_literals;
  // First of all: threads inherit the blocked signals.
  cuijiao::StopSignals signals;
  const cuijiao::ServiceSettings settings = cuijiao::ServiceSettingsOrExit(
      {.program = "cuijiao-payroll",
       .description = "Payroll: rewards and penalties of a closed month, payslips and payouts.",
       .ledger = true,
       .waiver = true,
       .escalation = true},
      argc, argv);
  absl::Status status = cuijiao::StartLogging("cuijiao-payroll"sv, settings.log_level);
  if (status.ok()) status = cuijiao::payroll::Run(settings, signals);
  if (status.ok()) return EXIT_SUCCESS;
  cuijiao::LogEvent(spdlog::level::critical, "ended",
                    {{"code", absl::StatusCodeToString(status.code())},
                     {"message", std::string(status.message())}});
  return EXIT_FAILURE;
}
