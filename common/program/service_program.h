// What the programs of all services do alike: read the settings, open what the service works with,
// serve until a signal comes, stop in order.
#ifndef CUIJIAO_COMMON_PROGRAM_SERVICE_PROGRAM_H_
#define CUIJIAO_COMMON_PROGRAM_SERVICE_PROGRAM_H_

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/auth/token_signer.h"
#include "common/auth/token_verifier.h"
#include "common/clock/company_clock.h"
#include "common/config/policy_file.h"
#include "common/config/service_settings.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "common/rpc/client.h"
#include "common/rpc/method_runner.h"
#include "common/rpc/server.h"
#include "common/telemetry/metrics.h"

namespace cuijiao {

// Opened before the service's server and closed after it. What the settings do not ask for
// (ServiceNeeds) is null.
struct ServiceFoundation {
  ServiceSettings settings;
  ServerSettings server;
  RunnerLimits limits;
  LoadedPolicy policy;
  absl::TimeZone zone;  // the company's
  std::unique_ptr<TokenVerifier> tokens;
  TokenSigner signer;
  std::unique_ptr<Metrics> metrics;
  std::unique_ptr<IdSource> ids;
  std::unique_ptr<PersonalCipher> cipher;
  // All its migrations are applied.
  std::unique_ptr<db::Database> database;
  std::unique_ptr<Peer> ledger;
  std::unique_ptr<Peer> waiver;
  std::unique_ptr<Peer> escalation;
  // The company's one clock, which is the ledger's; null where the ledger is not called.
  std::unique_ptr<CompanyClock> clock;

  // Secret of the page tokens, the same on every replica.
  [[nodiscard]] std::string PageTokenSecret() const { return signer.DeriveSecret("page tokens"); }
};

using StartService = absl::FunctionRef<absl::StatusOr<std::unique_ptr<RunningService>>(
    ServiceFoundation& foundation)>;

// The whole of a service's main: gives the exit status. What keeps the service from starting is
// logged, and nothing is left running. Call it before any thread is made.
int RunServiceProgram(const ServiceNeeds& needs, int argc, char** argv, StartService start);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_PROGRAM_SERVICE_PROGRAM_H_
