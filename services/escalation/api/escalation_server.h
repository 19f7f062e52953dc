// The escalation service, put together. main.cc and the tests start it alike.
#ifndef CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_SERVER_H_
#define CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_SERVER_H_

#include <filesystem>
#include <memory>
#include <string>

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

namespace cuijiao::escalation {

// What the service is made of; all outlive it.
struct EscalationParts {
  db::Database& database;
  const LoadedPolicy& policy;
  const PersonalCipher& cipher;
  TokenVerifier& tokens;
  IdSource& ids;
  Metrics& metrics;
  CompanyClock& clock;
  Peer& ledger;
  // Where messages are handed over (file_provider.h); the directory exists.
  std::filesystem::path outbox;
  // Secret of the page tokens, the same on every replica.
  std::string page_token_secret;
  // Between two rounds of the outbox.
  absl::Duration outbox_pause = absl::Seconds(2);
};

class EscalationServer : public RunningService {
 public:
  // Refuses a plan that cannot work (ESC-2) and a policy that changes a block already used, then
  // listens, answers and sends. FAILED_PRECONDITION naming every fault; else Server::Start's.
  static absl::StatusOr<std::unique_ptr<EscalationServer>> Start(const EscalationParts& parts,
                                                                 const ServerSettings& settings,
                                                                 const RunnerLimits& limits = {});
  ~EscalationServer() override;

  [[nodiscard]] const std::string& address() const override;
  // One round of the outbox, now: for tests, which wait for nothing.
  absl::Status RunOutbox();
  void Stop() override;

 private:
  struct Rooms;

  explicit EscalationServer(std::unique_ptr<Rooms> rooms);

  const std::unique_ptr<Rooms> rooms_;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_SERVER_H_
