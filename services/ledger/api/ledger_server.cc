#include "services/ledger/api/ledger_server.h"

#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "common/rpc/audit_store.h"
#include "common/rpc/background_rounds.h"
#include "common/status/macros.h"
#include "common/telemetry/logging.h"
#include "services/ledger/api/billing/adjustment_api.h"
#include "services/ledger/api/billing/billing_api.h"
#include "services/ledger/api/clock_api.h"
#include "services/ledger/api/close/close_api.h"
#include "services/ledger/api/figures/collection_api.h"
#include "services/ledger/api/figures/dashboard_api.h"
#include "services/ledger/api/figures/plan_api.h"
#include "services/ledger/api/figures/statement_api.h"
#include "services/ledger/api/imports/import_api.h"
#include "services/ledger/api/journal/feed_api.h"
#include "services/ledger/api/journal/heads_archive.h"
#include "services/ledger/api/ledger_context.h"
#include "services/ledger/api/ledger_scope.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/api/payments/payment_api.h"
#include "services/ledger/api/payments/settlement_api.h"
#include "services/ledger/api/receipts/cash_api.h"
#include "services/ledger/api/receipts/receipt_api.h"
#include "services/ledger/api/receipts/reconciliation_api.h"
#include "services/ledger/api/receipts/wallet_api.h"
#include "services/ledger/api/statements/bank_statement_api.h"
#include "services/ledger/store/figures/figure_follower.h"
#include "services/ledger/store/figures/figures_store.h"
#include "services/ledger/store/figures/figures_year.h"
#include "services/ledger/store/imports/import_staging.h"
#include "services/ledger/store/payments/due_prepayments.h"
#include "services/ledger/store/receipts/payment_follower.h"

namespace cuijiao::ledger {
namespace {

// After a great run, and in the first round after a migration, there is much to follow. The next
// round goes on, nothing that comes behind waits for all of it, and neither does a server that is
// to stop.
constexpr absl::Duration kFollowingARound = absl::Seconds(20);

absl::Status OrNextRound(absl::Status followed) {
  return absl::IsDeadlineExceeded(followed) ? absl::OkStatus() : followed;
}

absl::Status FollowPaymentsForAWhile(LedgerContext& context, const CompanyTime& now) {
  return OrNextRound(
      FollowPayments(context.database, {}, now.recorded_time, absl::Now() + kFollowingARound)
          .status());
}

absl::Status FollowFiguresForAWhile(LedgerContext& context, const CompanyTime& now) {
  return OrNextRound(
      FollowFigures(context.database, context.ids, {}, now, absl::Now() + kFollowingARound));
}

// What comes by itself: the year's first look at what is scheduled and the fees of units that wait
// for them, the use of prepayment that fell due, receipt numbers of new payments, signed heads of
// closed months that are not in the directory yet, the end of what imports left in staging, and the
// figures that are kept. A few statements when all is done.
absl::Status Sweep(LedgerContext& context) {
  CUIJIAO_ASSIGN_OR_RETURN(const CompanyTime now, context.clock.Now());
  CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar,
                           context.database.Read("ReadCalendar", LoadAccountingCalendar));
  CUIJIAO_RETURN_IF_ERROR(
      EnsureFigureYear(context.database, context.ids,
                       static_cast<int>(calendar.MonthOf(now.business_date).year()), now));
  CUIJIAO_ASSIGN_OR_RETURN(const int units,
                           SweepDuePrepayments(context.database, context.ids, {}, now));
  CUIJIAO_RETURN_IF_ERROR(FollowPaymentsForAWhile(context, now));
  CUIJIAO_RETURN_IF_ERROR(WriteMissingHeads(context));
  CUIJIAO_RETURN_IF_ERROR(SweepStagedImports(context.database, absl::Now()).status());
  CUIJIAO_RETURN_IF_ERROR(FollowFiguresForAWhile(context, now));
  if (units > 0) {
    LogEvent(spdlog::level::info, "prepayment used",
             {{"business_date", FormatDate(now.business_date)}, {"units", units}});
  }
  return absl::OkStatus();
}

}  // namespace

// In the order in which they are made; sweep and server, made last, go first.
struct LedgerServer::Rooms {
  Rooms(const LedgerParts& parts, const RunnerLimits& limits)
      : scope(parts.database),
        audit(parts.database, parts.ids, parts.metrics),
        page_tokens(parts.page_token_secret),
        runner({.tokens = parts.tokens,
                .scopes = scope,
                .clock = parts.clock,
                .ids = parts.ids,
                .audit = audit,
                .metrics = parts.metrics},
               limits),
        heads(parts.journal_heads, parts.signer, parts.tokens),
        context{.database = parts.database,
                .clock = parts.clock,
                .ids = parts.ids,
                .policy = parts.policy,
                .cipher = parts.cipher,
                .runner = runner,
                .page_tokens = page_tokens,
                .metrics = parts.metrics,
                .heads = heads,
                .audit = audit},
        organisation(context),
        clock(context, parts.development_clock),
        collection(context),
        imports(context),
        billing(context),
        payment(context),
        adjustment(context),
        bank_statement(context),
        receipt(context),
        reconciliation(context),
        cash(context),
        wallet(context),
        settlement(context),
        feed(context),
        statement(context),
        plan(context),
        close(context),
        dashboard(context) {}

  std::vector<HostedService> Services() {
    return {
        {v1::OrganisationService::service_full_name(), &organisation},
        {v1::ClockService::service_full_name(), &clock},
        {v1::CollectionService::service_full_name(), &collection},
        {v1::ImportService::service_full_name(), &imports},
        {v1::BillingService::service_full_name(), &billing},
        {v1::PaymentService::service_full_name(), &payment},
        {v1::AdjustmentService::service_full_name(), &adjustment},
        {v1::BankStatementService::service_full_name(), &bank_statement},
        {v1::ReceiptService::service_full_name(), &receipt},
        {v1::ReconciliationService::service_full_name(), &reconciliation},
        {v1::CashService::service_full_name(), &cash},
        {v1::WalletService::service_full_name(), &wallet},
        {v1::SettlementService::service_full_name(), &settlement},
        {v1::FeedService::service_full_name(), &feed},
        {v1::StatementService::service_full_name(), &statement},
        {v1::PlanService::service_full_name(), &plan},
        {v1::CloseService::service_full_name(), &close},
        {v1::DashboardService::service_full_name(), &dashboard},
    };
  }

  LedgerScope scope;
  AuditStore audit;
  PageTokens page_tokens;
  MethodRunner runner;
  HeadsArchive heads;
  LedgerContext context;
  OrganisationApi organisation;
  ClockApi clock;
  CollectionApi collection;
  ImportApi imports;
  BillingApi billing;
  PaymentApi payment;
  AdjustmentApi adjustment;
  BankStatementApi bank_statement;
  ReceiptApi receipt;
  ReconciliationApi reconciliation;
  CashApi cash;
  WalletApi wallet;
  SettlementApi settlement;
  FeedApi feed;
  StatementApi statement;
  PlanApi plan;
  CloseApi close;
  DashboardApi dashboard;
  std::unique_ptr<Server> server;
  std::optional<BackgroundRounds> sweep;
};

LedgerServer::LedgerServer(std::unique_ptr<Rooms> rooms) : rooms_(std::move(rooms)) {}

LedgerServer::~LedgerServer() = default;

absl::StatusOr<std::unique_ptr<LedgerServer>> LedgerServer::Start(const LedgerParts& parts,
                                                                  const ServerSettings& settings,
                                                                  const RunnerLimits& limits) {
  auto rooms = std::make_unique<Rooms>(parts, limits);
  CUIJIAO_ASSIGN_OR_RETURN(rooms->server,
                           Server::Start(settings, rooms->runner, rooms->Services()));
  rooms->sweep.emplace("sweep", parts.sweep_pause, parts.metrics,
                       [&context = rooms->context] { return Sweep(context); });
  return std::unique_ptr<LedgerServer>(new LedgerServer(std::move(rooms)));
}

const std::string& LedgerServer::address() const { return rooms_->server->address(); }

void LedgerServer::Stop() {
  rooms_->server->Stop();
  rooms_->sweep.reset();
}

}  // namespace cuijiao::ledger
