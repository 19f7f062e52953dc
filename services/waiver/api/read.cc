#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "common/rpc/cut_to_page.h"
#include "common/status/macros.h"
#include "services/waiver/api/policy_in_force.h"
#include "services/waiver/api/waiver_life.h"
#include "services/waiver/api/waiver_messages.h"
#include "services/waiver/api/waiver_methods.h"
#include "services/waiver/store/manager_month_store.h"
#include "services/waiver/store/waiver_store.h"

namespace cuijiao::waiver {
namespace {

// Who deals with the household; a viewer of the company's figures need not see what is written of
// people.
constexpr RoleSet kSeeNotes = {Role::kCollector, Role::kTeamLeader, Role::kManager,
                               Role::kGeneralManager, Role::kFinance};

v1::Waiver MessageFor(const CallContext& call, const Waiver& waiver) {
  v1::Waiver message = WaiverMessage(waiver);
  if ((call.identity.acting_roles() & kSeeNotes).empty()) message.clear_note();
  return message;
}

}  // namespace

absl::StatusOr<v1::Waiver> GetWaiver(WaiverContext& context, const CallContext& call,
                                     const v1::GetWaiverRequest& request) {
  CUIJIAO_RETURN_IF_ERROR(ExpireOverdue(context, call.time));
  return context.database.Read("waiver.get",
                               [&](db::Transaction& transaction) {
                                 return LoadWaiverMessage(transaction, context.cipher,
                                                          request.waiver_id());
                               },
                               {.deadline = call.deadline, .confirm_commit = nullptr});
}

absl::StatusOr<v1::ListWaiversResponse> ListWaivers(WaiverContext& context, const CallContext& call,
                                                    const v1::ListWaiversRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string before_id, context.page_tokens.PositionOf(request));
  CUIJIAO_RETURN_IF_ERROR(ExpireOverdue(context, call.time));
  const WaiverFilter filter{.unit_id = request.unit_id(),
                            .community_id = request.community_id(),
                            .project_id = request.project_id(),
                            .state = StateOf(request.state())};
  const int page_size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<Waiver> waivers,
      context.database.Read(
          "waiver.list",
          [&](db::Transaction& transaction) {
            return WaiverStore(transaction, context.cipher).List(filter, before_id, page_size + 1);
          },
          {.deadline = call.deadline, .confirm_commit = nullptr}));
  const bool more = CutToPage(waivers, page_size);
  v1::ListWaiversResponse response;
  for (const Waiver& waiver : waivers) *response.add_waivers() = MessageFor(call, waiver);
  if (more) response.set_next_page_token(context.page_tokens.Make(request, waivers.back().id));
  return response;
}

absl::StatusOr<v1::ManagerMonth> GetManagerMonth(WaiverContext& context, const CallContext& call,
                                                 const v1::GetManagerMonthRequest& request) {
  CUIJIAO_RETURN_IF_ERROR(ExpireOverdue(context, call.time));
  CUIJIAO_ASSIGN_OR_RETURN(const Month month, ParseMonth(request.month()));
  CUIJIAO_RETURN_IF_ERROR(context.ledger.CheckStaff(OutgoingCall::For(call), request.manager_id()));
  CUIJIAO_ASSIGN_OR_RETURN(
      const PolicyInForce policy,
      PolicyOn(context.policy, std::min(LastDayOf(month), call.time.business_date)));
  v1::ManagerMonth response;
  response.set_manager_id(request.manager_id());
  response.set_month(request.month());
  CUIJIAO_RETURN_IF_ERROR(context.database.Read(
      "waiver.manager_month",
      [&](db::Transaction& transaction) -> absl::Status {
        CUIJIAO_ASSIGN_OR_RETURN(const ManagerMonthSums sums,
                                 ManagerMonthStore(transaction).Load(request.manager_id(), month));
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Waiver> waivers,
                                 WaiverStore(transaction, context.cipher)
                                     .LoadSignedInMonth(request.manager_id(), month));
        const Fen limit = policy.rules.manager_month_limit;
        response.set_signed_fen(sums.signed_fen.value());
        response.set_limit_fen(limit.value());
        response.set_left_fen(std::max(Fen(0), limit - sums.signed_fen).value());
        response.set_given_back_fen(sums.given_back_fen.value());
        response.clear_waivers();
        for (const Waiver& waiver : waivers) *response.add_waivers() = MessageFor(call, waiver);
        return absl::OkStatus();
      },
      {.deadline = call.deadline, .confirm_commit = nullptr}));
  return response;
}

}  // namespace cuijiao::waiver
