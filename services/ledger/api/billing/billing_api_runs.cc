// Billing runs: of one community, and of many with their progress (LED-1).
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/billing/billing_api.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/store/billing/bill_store.h"
#include "services/ledger/store/organisation/organisation_store.h"

namespace cuijiao::ledger {
namespace {

constexpr int kMostMonths = 12;

// The months of a run, at most kMostMonths in order; of no community yet.
template <typename Request>
absl::StatusOr<BillingRun> RunOf(const Request& request, absl::Time deadline) {
  CUIJIAO_ASSIGN_OR_RETURN(const Month from, ParseMonth(request.from_month()));
  CUIJIAO_ASSIGN_OR_RETURN(const Month to, ParseMonth(request.to_month()));
  if (to < from) {
    return InvalidFields({{"to_month", absl::StrCat(request.to_month(), " is before from_month ",
                                                    request.from_month())}});
  }
  if (to - from >= kMostMonths) {
    return InvalidFields(
        {{"to_month", absl::StrCat(request.to_month(), " is more than ", kMostMonths - 1,
                                   " months after from_month ", request.from_month())}});
  }
  return BillingRun{"", from, to, deadline};
}

void WriteTotals(const BillingTotals& totals, v1::RunBillingResponse& message) {
  message.set_made_count(static_cast<std::int32_t>(totals.made_count));
  message.set_existing_count(static_cast<std::int32_t>(totals.existing_count));
  message.set_made_fen(totals.made.value());
}

// The run, or what it would make.
absl::StatusOr<BillingTotals> RunOrPreview(const LedgerContext& context, const BillingRun& run,
                                           bool validate_only, const BillingProgress& progress) {
  if (validate_only) return PreviewBilling(context.database, run, progress);
  return RunBilling(context.database, context.ids, run, context.clock, progress);
}

// Those of a project, or of the company where it is empty. NOT_FOUND / UNKNOWN_PROJECT.
absl::StatusOr<std::vector<CommunityPlace>> FindCommunities(db::Database& database,
                                                            const std::string& project_id) {
  return database.Read(
      "FindCommunities",
      [&](db::Transaction& transaction) -> absl::StatusOr<std::vector<CommunityPlace>> {
        OrganisationStore organisation(transaction);
        if (!project_id.empty()) {
          CUIJIAO_ASSIGN_OR_RETURN(const auto project, organisation.LoadProject(project_id));
          if (!project) return UnknownThing(kUnknownProject, "project", project_id);
        }
        return organisation.LoadCommunities(project_id);
      });
}

}  // namespace

absl::StatusOr<v1::RunBillingResponse> BillingApi::Run(const CallContext& call,
                                                       const v1::RunBillingRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(BillingRun run, RunOf(request, call.deadline));
  run.community_id = request.community_id();
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<CommunityPlace> community,
      context_.database.Read("FindCommunity", [&](db::Transaction& transaction) {
        return OrganisationStore(transaction).LoadCommunity(run.community_id);
      }));
  if (!community) return UnknownThing(kUnknownCommunity, "community", run.community_id);
  CUIJIAO_ASSIGN_OR_RETURN(
      const BillingTotals totals,
      RunOrPreview(context_, run, request.validate_only(),
                   [&](std::int64_t, const BillingTotals&) { return !call.is_cancelled(); }));
  v1::RunBillingResponse response;
  WriteTotals(totals, response);
  return response;
}

absl::Status BillingApi::Stream(const CallContext& call, const v1::StreamBillingRequest& request,
                                StreamWriter<v1::BillingProgress>& writer) const {
  CUIJIAO_ASSIGN_OR_RETURN(BillingRun run, RunOf(request, call.deadline));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<CommunityPlace> communities,
                           FindCommunities(context_.database, request.project_id()));
  v1::BillingProgress told;
  told.set_community_count(static_cast<std::int32_t>(communities.size()));
  BillingTotals before;
  std::int64_t units_before = 0;
  for (const CommunityPlace& community : communities) {
    run.community_id = community.community_id;
    told.set_community_id(community.community_id);
    const auto progress = [&](std::int64_t done_units, const BillingTotals& totals) {
      BillingTotals sum = before;
      sum += totals;
      told.set_done_units(units_before + done_units);
      WriteTotals(sum, *told.mutable_totals());
      return !call.is_cancelled() && writer.Write(told);
    };
    CUIJIAO_ASSIGN_OR_RETURN(const BillingTotals totals,
                             RunOrPreview(context_, run, request.validate_only(), progress));
    before += totals;
    units_before = told.done_units();
    told.set_done_communities(told.done_communities() + 1);
  }
  told.set_community_id("");
  (void)writer.Write(told);  // a client that has gone gets no totals
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* BillingApi::RunBilling(grpc::CallbackServerContext* context,
                                                 const v1::RunBillingRequest* request,
                                                 v1::RunBillingResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.BillingService/RunBilling", context, request, response,
      [this](const CallContext& call, const auto& message) { return Run(call, message); });
}

grpc::ServerWriteReactor<v1::BillingProgress>* BillingApi::StreamBilling(
    grpc::CallbackServerContext* context, const v1::StreamBillingRequest* request) {
  return context_.runner.ServerStream<v1::BillingProgress>(
      "cuijiao.ledger.v1.BillingService/StreamBilling", context, request,
      [this](const CallContext& call, const v1::StreamBillingRequest& message,
             StreamWriter<v1::BillingProgress>& writer) { return Stream(call, message, writer); });
}

}  // namespace cuijiao::ledger
