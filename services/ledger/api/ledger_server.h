// The ledger, put together: its APIs behind one server. main.cc and the tests start it alike.
#ifndef CUIJIAO_SERVICES_LEDGER_API_LEDGER_SERVER_H_
#define CUIJIAO_SERVICES_LEDGER_API_LEDGER_SERVER_H_

#include <filesystem>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/auth/token_signer.h"
#include "common/auth/token_verifier.h"
#include "common/clock/company_clock.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "common/rpc/server.h"
#include "common/telemetry/metrics.h"
#include "cuijiao/policy/v1/policy.pb.h"
#include "services/ledger/store/clock_store.h"

namespace cuijiao::ledger {

// What the ledger is made of; all outlive it.
struct LedgerParts {
  db::Database& database;
  const policy::v1::Policy& policy;
  const PersonalCipher& cipher;
  TokenVerifier& tokens;
  IdSource& ids;
  Metrics& metrics;
  CompanyClock& clock;
  // The same clock where it can be set; null outside development mode.
  DevelopmentClock* development_clock = nullptr;
  // Signs the journal's heads, which are written into the directory; not where it is empty.
  const TokenSigner& signer;
  std::filesystem::path journal_heads = {};
  // Secret of the page tokens, the same on every replica.
  std::string page_token_secret;
  // Between two sweeps of prepayment that fell due (store/payments/due_prepayments.h).
  absl::Duration sweep_pause = absl::Minutes(1);
};

class LedgerServer : public RunningService {
 public:
  // Listens, answers and sweeps. Errors are Server::Start's.
  static absl::StatusOr<std::unique_ptr<LedgerServer>> Start(const LedgerParts& parts,
                                                             const ServerSettings& settings,
                                                             const RunnerLimits& limits = {});
  ~LedgerServer() override;

  [[nodiscard]] const std::string& address() const override;
  void Stop() override;

 private:
  struct Rooms;

  explicit LedgerServer(std::unique_ptr<Rooms> rooms);

  const std::unique_ptr<Rooms> rooms_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_LEDGER_SERVER_H_
