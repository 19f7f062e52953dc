#include "services/escalation/api/escalation_server.h"

#include <optional>
#include <utility>

#include "common/rpc/audit_store.h"
#include "common/rpc/background_rounds.h"
#include "common/status/macros.h"
#include "services/escalation/api/escalation_api.h"
#include "services/escalation/api/escalation_context.h"
#include "services/escalation/api/escalation_scope.h"
#include "services/escalation/api/file_provider.h"
#include "services/escalation/api/ledger_facts.h"
#include "services/escalation/api/outbox_sender.h"
#include "services/escalation/api/plan_of_policy.h"

namespace cuijiao::escalation {

// In the order in which they are made; sender and server, made last, go first.
struct EscalationServer::Rooms {
  Rooms(const EscalationParts& parts, Plans plans_of_policy,
        std::unique_ptr<FileProvider> file_provider, const RunnerLimits& limits)
      : plans(std::move(plans_of_policy)),
        provider(std::move(file_provider)),
        scope(parts.ledger, parts.database, parts.cipher),
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
                .ids = parts.ids,
                .plans = plans,
                .cipher = parts.cipher,
                .ledger = ledger,
                .feed = feed,
                .page_tokens = page_tokens,
                .provider = *provider},
        api(context, runner) {}

  const Plans plans;
  const std::unique_ptr<FileProvider> provider;
  EscalationScope scope;
  AuditStore audit;
  PageTokens page_tokens;
  LedgerFacts ledger;
  LedgerFeed feed;
  MethodRunner runner;
  EscalationContext context;
  EscalationApi api;
  std::unique_ptr<Server> server;
  std::optional<BackgroundRounds> sender;
};

EscalationServer::EscalationServer(std::unique_ptr<Rooms> rooms) : rooms_(std::move(rooms)) {}

EscalationServer::~EscalationServer() = default;

absl::StatusOr<std::unique_ptr<EscalationServer>> EscalationServer::Start(
    const EscalationParts& parts, const ServerSettings& settings, const RunnerLimits& limits) {
  CUIJIAO_ASSIGN_OR_RETURN(Plans plans, Plans::Create(parts.policy));
  CUIJIAO_RETURN_IF_ERROR(CheckUsedBlocks(parts.database, "escalation",
                                          PolicyBlocksOf(parts.policy.policy.escalation())));
  CUIJIAO_ASSIGN_OR_RETURN(std::unique_ptr<FileProvider> provider,
                           FileProvider::Open(parts.outbox));
  auto rooms = std::make_unique<Rooms>(parts, std::move(plans), std::move(provider), limits);
  CUIJIAO_ASSIGN_OR_RETURN(
      rooms->server, Server::Start(settings, rooms->runner,
                                   {{v1::EscalationService::service_full_name(), &rooms->api}}));
  rooms->sender.emplace("outbox", parts.outbox_pause, parts.metrics,
                        [&context = rooms->context] { return RunOutboxRound(context); });
  return std::unique_ptr<EscalationServer>(new EscalationServer(std::move(rooms)));
}

const std::string& EscalationServer::address() const { return rooms_->server->address(); }

absl::Status EscalationServer::RunOutbox() { return RunOutboxRound(rooms_->context); }

void EscalationServer::Stop() {
  rooms_->server->Stop();
  rooms_->sender.reset();
}

}  // namespace cuijiao::escalation
