// cuijiao-payroll: rewards and penalties from a month's results, and what the payroll system pulls.
#include "common/program/service_program.h"
#include "services/payroll/api/payroll_server.h"

int main(int argc, char** argv) {
  return cuijiao::RunServiceProgram(
      {.program = "cuijiao-payroll",
       .description = "Payroll: rewards and penalties of a closed month, payslips and payouts.",
       .ledger = true,
       .waiver = true,
       .escalation = true,
       .personal_keys = true},
      argc, argv, [](cuijiao::ServiceFoundation& foundation) {
        return cuijiao::payroll::PayrollServer::Start(
            {.database = *foundation.database,
             .policy = foundation.policy,
             .cipher = *foundation.cipher,
             .tokens = *foundation.tokens,
             .ids = *foundation.ids,
             .metrics = *foundation.metrics,
             .clock = *foundation.clock,
             .ledger = *foundation.ledger,
             .escalation = *foundation.escalation,
             .waiver = *foundation.waiver,
             .page_token_secret = foundation.PageTokenSecret()},
            foundation.server, foundation.limits);
      });
}
