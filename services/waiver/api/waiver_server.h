// The waiver service, put together. main.cc and the tests start it alike.
#ifndef CUIJIAO_SERVICES_WAIVER_API_WAIVER_SERVER_H_
#define CUIJIAO_SERVICES_WAIVER_API_WAIVER_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/auth/token_verifier.h"
#include "common/clock/company_clock.h"
#include "common/config/policy_file.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "common/rpc/client.h"
#include "common/rpc/server.h"
#include "common/telemetry/metrics.h"

namespace cuijiao::waiver {

// What the service is made of; all outlive it.
struct WaiverParts {
  db::Database& database;
  const LoadedPolicy& policy;
  const PersonalCipher& cipher;
  TokenVerifier& tokens;
  IdSource& ids;
  Metrics& metrics;
  CompanyClock& clock;
  Peer& ledger;
  // Secret of the page tokens, the same on every replica.
  std::string page_token_secret;
  // How long the sweep rests between its rounds.
  absl::Duration sweep_pause = absl::Seconds(5);
};

class WaiverServer : public RunningService {
 public:
  // Refuses a policy that changes a block already used, then listens, answers and sweeps, open
  // settlements of an earlier run first. Errors besides: Server::Start's.
  static absl::StatusOr<std::unique_ptr<WaiverServer>> Start(const WaiverParts& parts,
                                                             const ServerSettings& settings,
                                                             const RunnerLimits& limits = {});
  ~WaiverServer() override;

  [[nodiscard]] const std::string& address() const override;
  // One round of the sweep, now: for tests, which wait for nothing.
  absl::Status RunSweep();
  void Stop() override;

 private:
  struct Rooms;

  explicit WaiverServer(std::unique_ptr<Rooms> rooms);

  const std::unique_ptr<Rooms> rooms_;
};

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_API_WAIVER_SERVER_H_
