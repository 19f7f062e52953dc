#include "services/waiver/api/waiver_server.h"

#include <optional>
#include <utility>

#include "common/rpc/audit_store.h"
#include "common/rpc/background_rounds.h"
#include "common/status/macros.h"
#include "services/waiver/api/ledger_facts.h"
#include "services/waiver/api/policy_in_force.h"
#include "services/waiver/api/sweep.h"
#include "services/waiver/api/waiver_api.h"
#include "services/waiver/api/waiver_context.h"
#include "services/waiver/api/waiver_scope.h"

namespace cuijiao::waiver {

// In the order in which they are made; sweep and server, made last, go first.
struct WaiverServer::Rooms {
  Rooms(const WaiverParts& parts, const RunnerLimits& limits)
      : scope(parts.ledger, parts.database, parts.cipher),
        audit(parts.database, parts.ids, parts.metrics),
        page_tokens(parts.page_token_secret),
        ledger(parts.ledger),
        feed(parts.ledger),
        runner({.tokens = parts.tokens,
                .scopes = scope,
                .clock = parts.clock,
                .ids = parts.ids,
                .audit = audit,
                .metrics = parts.metrics},
               limits),
        context{.database = parts.database,
                .clock = parts.clock,
                .scopes = scope,
                .ids = parts.ids,
                .policy = parts.policy,
                .cipher = parts.cipher,
                .ledger = ledger,
                .feed = feed,
                .page_tokens = page_tokens},
        api(context, runner) {}

  WaiverScope scope;
  AuditStore audit;
  PageTokens page_tokens;
  LedgerFacts ledger;
  LedgerFeed feed;
  MethodRunner runner;
  WaiverContext context;
  WaiverApi api;
  std::unique_ptr<Server> server;
  std::optional<BackgroundRounds> sweep;
};

WaiverServer::WaiverServer(std::unique_ptr<Rooms> rooms) : rooms_(std::move(rooms)) {}

WaiverServer::~WaiverServer() = default;

absl::StatusOr<std::unique_ptr<WaiverServer>> WaiverServer::Start(const WaiverParts& parts,
                                                                  const ServerSettings& settings,
                                                                  const RunnerLimits& limits) {
  CUIJIAO_RETURN_IF_ERROR(
      CheckUsedBlocks(parts.database, "waiver", PolicyBlocksOf(parts.policy.policy.waiver())));
  auto rooms = std::make_unique<Rooms>(parts, limits);
  CUIJIAO_ASSIGN_OR_RETURN(rooms->server,
                           Server::Start(settings, rooms->runner,
                                         {{v1::WaiverService::service_full_name(), &rooms->api}}));
  rooms->sweep.emplace("sweep", parts.sweep_pause, parts.metrics,
                       [&context = rooms->context] { return RunSweepRound(context); });
  return std::unique_ptr<WaiverServer>(new WaiverServer(std::move(rooms)));
}

const std::string& WaiverServer::address() const { return rooms_->server->address(); }

absl::Status WaiverServer::RunSweep() { return RunSweepRound(rooms_->context); }

void WaiverServer::Stop() {
  rooms_->server->Stop();
  rooms_->sweep.reset();
}

}  // namespace cuijiao::waiver
