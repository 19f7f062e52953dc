// cuijiao-ledger: what every household owes and has paid.
#include <memory>

#include "common/clock/company_clock.h"
#include "common/program/service_program.h"
#include "services/ledger/api/ledger_server.h"
#include "services/ledger/store/clock_store.h"

namespace cuijiao::ledger {
namespace {

absl::StatusOr<std::unique_ptr<RunningService>> Start(ServiceFoundation& foundation) {
  // The company's one clock is this one; in development mode it can be set.
  DevelopmentClock* development_clock = nullptr;
  if (foundation.settings.development) {
    auto clock = std::make_unique<DevelopmentClock>(*foundation.database, foundation.zone);
    development_clock = clock.get();
    foundation.clock = std::move(clock);
  } else {
    foundation.clock = std::make_unique<SystemCompanyClock>(foundation.zone);
  }
  return LedgerServer::Start({.database = *foundation.database,
                              .policy = foundation.policy.policy,
                              .cipher = *foundation.cipher,
                              .tokens = *foundation.tokens,
                              .ids = *foundation.ids,
                              .metrics = *foundation.metrics,
                              .clock = *foundation.clock,
                              .development_clock = development_clock,
                              .signer = foundation.signer,
                              .journal_heads = foundation.settings.journal_heads,
                              .page_token_secret = foundation.PageTokenSecret()},
                             foundation.server, foundation.limits);
}

}  // namespace
}  // namespace cuijiao::ledger

int main(int argc, char** argv) {
  return cuijiao::RunServiceProgram(
      {.program = "cuijiao-ledger",
       .description = "The ledger: organisation, bills, payments, statements, plan and close.",
       .personal_keys = true,
       .journal = true},
      argc, argv, cuijiao::ledger::Start);
}
