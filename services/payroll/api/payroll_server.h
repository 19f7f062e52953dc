// The payroll service, put together: its APIs behind one server. main.cc and the tests start it
// alike.
#ifndef CUIJIAO_SERVICES_PAYROLL_API_PAYROLL_SERVER_H_
#define CUIJIAO_SERVICES_PAYROLL_API_PAYROLL_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/auth/token_verifier.h"
#include "common/clock/company_clock.h"
#include "common/config/policy_file.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "common/rpc/client.h"
#include "common/rpc/server.h"
#include "common/telemetry/metrics.h"

namespace cuijiao::payroll {

// What the service is made of; all outlive it.
struct PayrollParts {
  db::Database& database;
  const LoadedPolicy& policy;
  const PersonalCipher& cipher;
  TokenVerifier& tokens;
  IdSource& ids;
  Metrics& metrics;
  CompanyClock& clock;
  Peer& ledger;
  Peer& escalation;
  Peer& waiver;
  // Secret of the page tokens, the same on every replica.
  std::string page_token_secret;
};

class PayrollServer : public RunningService {
 public:
  // Listens and answers. Errors are Server::Start's, and POLICY_BLOCK_CHANGED when the policy
  // changes a block that a run was approved under.
  static absl::StatusOr<std::unique_ptr<PayrollServer>> Start(const PayrollParts& parts,
                                                              const ServerSettings& settings,
                                                              const RunnerLimits& limits = {});
  ~PayrollServer() override;

  [[nodiscard]] const std::string& address() const override;
  void Stop() override;

 private:
  struct Rooms;

  explicit PayrollServer(std::unique_ptr<Rooms> rooms);

  const std::unique_ptr<Rooms> rooms_;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_PAYROLL_SERVER_H_
