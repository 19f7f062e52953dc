// cuijiao-escalation: who must be reminded, phoned and visited, and when.
#include "common/program/service_program.h"
#include "services/escalation/api/escalation_server.h"

int main(int argc, char** argv) {
  return cuijiao::RunServiceProgram(
      {.program = "cuijiao-escalation",
       .description = "Escalation: cases, contacts, promises, the daily run and the worklist.",
       .ledger = true,
       .personal_keys = true,
       .outbox = true},
      argc, argv, [](cuijiao::ServiceFoundation& foundation) {
        return cuijiao::escalation::EscalationServer::Start(
            {.database = *foundation.database,
             .policy = foundation.policy,
             .cipher = *foundation.cipher,
             .tokens = *foundation.tokens,
             .ids = *foundation.ids,
             .metrics = *foundation.metrics,
             .clock = *foundation.clock,
             .ledger = *foundation.ledger,
             .outbox = foundation.settings.outbox,
             .page_token_secret = foundation.PageTokenSecret()},
            foundation.server, foundation.limits);
      });
}
