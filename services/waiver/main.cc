// cuijiao-waiver: who may forgive how much, and the life of a waiver.
#include "common/program/service_program.h"
#include "services/waiver/api/waiver_server.h"

int main(int argc, char** argv) {
  return cuijiao::RunServiceProgram(
      {.program = "cuijiao-waiver",
       .description = "Waivers: who may forgive how much, and the life of a waiver.",
       .ledger = true,
       .personal_keys = true},
      argc, argv, [](cuijiao::ServiceFoundation& foundation) {
        return cuijiao::waiver::WaiverServer::Start(
            {.database = *foundation.database,
             .policy = foundation.policy,
             .cipher = *foundation.cipher,
             .tokens = *foundation.tokens,
             .ids = *foundation.ids,
             .metrics = *foundation.metrics,
             .clock = *foundation.clock,
             .ledger = *foundation.ledger,
             .page_token_secret = foundation.PageTokenSecret()},
            foundation.server, foundation.limits);
      });
}
