#include <optional>
#include <string>
#include <vector>

#include "common/requests/request_dates.h"
#include "common/rpc/cut_to_page.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/escalation/api/escalation_methods.h"
#include "services/escalation/api/refusals.h"
#include "services/escalation/store/promise_store.h"

namespace cuijiao::escalation {
namespace {

// Who sees rows of other collectors, each within their reach.
constexpr RoleSet kSeeOthers = {Role::kTeamLeader, Role::kManager, Role::kGeneralManager,
                                Role::kHqViewer};
// Stands in no id.
constexpr char kSeparator = '|';

absl::Status CheckShape(const v1::ListPromiseRatesRequest& request) {
  const NamedField fields[] = {{"project_id", request.project_id()},
                               {"community_id", request.community_id()},
                               {"collector_id", request.collector_id()}};
  CUIJIAO_RETURN_IF_ERROR(CheckAtMostOneSet(fields));
  if (DateOf(request.to_date()) >= DateOf(request.from_date())) return absl::OkStatus();
  return InvalidFields({{"to_date", "before from_date"}});
}

std::string PositionAfter(const PromiseTally& tally) {
  return tally.collector_id + kSeparator + tally.reason_code;
}

// Nothing on the first page.
std::optional<TallyPosition> TallyPositionFrom(const std::string& text) {
  const std::size_t separator = text.find(kSeparator);
  if (separator == std::string::npos) return std::nullopt;
  return TallyPosition{text.substr(0, separator), text.substr(separator + 1)};
}

absl::StatusOr<PromiseFilter> FilterFor(EscalationContext& context, const CallContext& call,
                                        const v1::ListPromiseRatesRequest& request) {
  PromiseFilter filter;
  if (!request.project_id().empty()) {
    CUIJIAO_ASSIGN_OR_RETURN(
        filter.community_ids,
        context.ledger.CommunityIds(OutgoingCall::For(call), request.project_id()));
  }
  if (!request.community_id().empty()) {
    filter.community_ids = std::vector<std::string>{request.community_id()};
  }
  if (!request.collector_id().empty()) filter.collector_id = request.collector_id();
  if ((call.identity.acting_roles() & kSeeOthers).empty()) {
    filter.collector_id = call.identity.acting_staff_id();
  }
  return filter;
}

std::string ReasonName(const Plan& plan, const std::string& code) {
  if (code.empty()) return "原因未知";
  const Reason* reason = plan.FindReason(code);
  // A later plan may have dropped the reason.
  return reason == nullptr ? code : reason->name;
}

v1::PromiseRate RateMessage(const Plan& plan, const PromiseTally& tally) {
  const PromiseRate rate = ComputePromiseRate(tally);
  v1::PromiseRate message;
  message.set_collector_id(tally.collector_id);
  message.set_reason_code(tally.reason_code);
  message.set_reason_name(ReasonName(plan, tally.reason_code));
  message.set_given_count(rate.given);
  message.set_kept_count(tally.kept);
  message.set_broken_count(tally.broken);
  message.set_open_count(tally.open);
  message.set_promised_fen(rate.promised.value());
  message.set_kept_fen(tally.kept_amount.value());
  if (rate.rate_bp) message.set_rate_bp(*rate.rate_bp);
  return message;
}

}  // namespace

absl::StatusOr<v1::ListPromiseRatesResponse> ListPromiseRates(
    EscalationContext& context, const CallContext& call,
    const v1::ListPromiseRatesRequest& request) {
  CUIJIAO_RETURN_IF_ERROR(CheckShape(request));
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context.page_tokens.PositionOf(request));
  CUIJIAO_ASSIGN_OR_RETURN(const PlanInForce* plan, context.plans.On(call.time.business_date));
  CUIJIAO_ASSIGN_OR_RETURN(const PromiseFilter filter, FilterFor(context, call, request));
  const PromisePeriod period{DateOf(request.from_date()), DateOf(request.to_date())};
  const int page_size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<PromiseTally> tallies,
      context.database.Read("escalation.list_promise_rates", [&](db::Transaction& transaction) {
        return PromiseStore(transaction)
            .ListTallies(filter, period, TallyPositionFrom(position), page_size + 1);
      }));
  const bool more = CutToPage(tallies, page_size);
  v1::ListPromiseRatesResponse response;
  for (const PromiseTally& tally : tallies) {
    *response.add_promise_rates() = RateMessage(plan->plan, tally);
  }
  if (more) {
    response.set_next_page_token(context.page_tokens.Make(request, PositionAfter(tallies.back())));
  }
  return response;
}

}  // namespace cuijiao::escalation
