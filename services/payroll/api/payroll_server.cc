#include "services/payroll/api/payroll_server.h"

#include <utility>
#include <vector>

#include "common/config/used_policy_blocks.h"
#include "common/rpc/audit_store.h"
#include "common/rpc/remote_scope.h"
#include "common/status/macros.h"
#include "services/payroll/api/payroll_api.h"
#include "services/payroll/api/payroll_context.h"
#include "services/payroll/api/policy_block.h"
#include "services/payroll/api/simulation_api.h"

namespace cuijiao::payroll {

// In the order in which they are made; the server, made last, goes first.
struct PayrollServer::Rooms {
  Rooms(const PayrollParts& parts, const RunnerLimits& limits)
      : scope(parts.ledger),
        audit(parts.database, parts.ids, parts.metrics),
        page_tokens(parts.page_token_secret),
        peers(parts.ledger, parts.escalation, parts.waiver),
        runner({.tokens = parts.tokens,
                .scopes = scope,
                .clock = parts.clock,
                .ids = parts.ids,
                .audit = audit,
                .metrics = parts.metrics},
               limits),
        context{.database = parts.database,
                .ids = parts.ids,
                .policy = parts.policy,
                .cipher = parts.cipher,
                .peers = peers,
                .runner = runner,
                .page_tokens = page_tokens},
        payroll(context),
        simulation(context) {}

  std::vector<HostedService> Services() {
    return {
        {v1::PayrollService::service_full_name(), &payroll},
        {v1::SimulationService::service_full_name(), &simulation},
    };
  }

  RemoteScope scope;
  AuditStore audit;
  PageTokens page_tokens;
  Peers peers;
  MethodRunner runner;
  PayrollContext context;
  PayrollApi payroll;
  SimulationApi simulation;
  std::unique_ptr<Server> server;
};

PayrollServer::PayrollServer(std::unique_ptr<Rooms> rooms) : rooms_(std::move(rooms)) {}

PayrollServer::~PayrollServer() = default;

absl::StatusOr<std::unique_ptr<PayrollServer>> PayrollServer::Start(const PayrollParts& parts,
                                                                    const ServerSettings& settings,
                                                                    const RunnerLimits& limits) {
  CUIJIAO_RETURN_IF_ERROR(CheckUsedBlocks(parts.database, "incentive",
                                          PolicyBlocksOf(parts.policy.policy.incentive())));
  auto rooms = std::make_unique<Rooms>(parts, limits);
  CUIJIAO_ASSIGN_OR_RETURN(rooms->server,
                           Server::Start(settings, rooms->runner, rooms->Services()));
  return std::unique_ptr<PayrollServer>(new PayrollServer(std::move(rooms)));
}

const std::string& PayrollServer::address() const { return rooms_->server->address(); }

void PayrollServer::Stop() { rooms_->server->Stop(); }

}  // namespace cuijiao::payroll
