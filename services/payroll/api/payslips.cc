#include "services/payroll/api/payslips.h"

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/auth/authorize.h"
#include "common/auth/role.h"
#include "common/rpc/cut_to_page.h"
#include "common/rpc/paging.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/payroll/api/payroll_messages.h"
#include "services/payroll/api/review_run.h"
#include "services/payroll/domain/reasons.h"
#include "services/payroll/store/payslip_store.h"
#include "services/payroll/store/run_store.h"

namespace cuijiao::payroll {
namespace {

constexpr RoleSet kSeeAllPayslips = {Role::kPayrollOfficer, Role::kFinance};

// Everybody else sees their own alone, however far they reach otherwise.
absl::Status CheckOwn(const CallContext& call, const std::string& staff_id) {
  if (SeesAllPayslips(call)) return absl::OkStatus();
  if (call.identity.acting_staff_id() == staff_id) return absl::OkStatus();
  return RefuseOutOfScope();
}

}  // namespace

bool SeesAllPayslips(const CallContext& call) {
  return !(call.identity.acting_roles() & kSeeAllPayslips).empty();
}

absl::Status RefuseUnknownPayslip(Month month, const std::string& staff_id) {
  return Refusal(absl::StatusCode::kNotFound, kUnknownPayslip,
                 "staff " + staff_id + " has no payslip of " + FormatMonth(month),
                 {{"month", FormatMonth(month)}, {"staff_id", staff_id}});
}

absl::StatusOr<v1::ListPayslipsResponse> ListPayslips(PayrollContext& context,
                                                      const v1::ListPayslipsRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(const Month month, ParseMonth(request.month()));
  CUIJIAO_ASSIGN_OR_RETURN(const std::string after, context.page_tokens.PositionOf(request));
  const std::int32_t page_size = EffectivePageSize(request.page_size());
  return context.database.Read(
      "ListPayslips",
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::ListPayslipsResponse> {
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<RunRecord> run,
                                 RunStore(transaction).LoadRun(month));
        if (!run) return RefuseUnknownRun(month);
        CUIJIAO_ASSIGN_OR_RETURN(
            std::vector<StoredPayslip> payslips,
            PayslipStore(transaction).LoadPayslips(month, after, page_size + 1));
        const bool more = CutToPage(payslips, page_size);
        v1::ListPayslipsResponse response;
        for (const StoredPayslip& payslip : payslips) {
          *response.add_payslips() = ToMessage(payslip, month, run->policy_version);
        }
        if (more) {
          response.set_next_page_token(
              context.page_tokens.Make(request, payslips.back().payslip.staff_id));
        }
        return response;
      });
}

absl::StatusOr<v1::Payslip> GetPayslip(PayrollContext& context, const CallContext& call,
                                       const v1::GetPayslipRequest& request) {
  CUIJIAO_RETURN_IF_ERROR(CheckOwn(call, request.staff_id()));
  CUIJIAO_ASSIGN_OR_RETURN(const Month month, ParseMonth(request.month()));
  return context.database.Read(
      "GetPayslip", [&](db::Transaction& transaction) -> absl::StatusOr<v1::Payslip> {
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<RunRecord> run,
                                 RunStore(transaction).LoadRun(month));
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<StoredPayslip> payslip,
                                 PayslipStore(transaction).LoadPayslip(month, request.staff_id()));
        if (!run || !payslip) return RefuseUnknownPayslip(month, request.staff_id());
        return ToMessage(*payslip, month, run->policy_version);
      });
}

absl::StatusOr<v1::RewardRanking> GetRewardRanking(PayrollContext& context, const CallContext& call,
                                                   const v1::GetRewardRankingRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(const Month month, ParseMonth(request.month()));
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::Ranking ranking,
      context.peers.GetRanking(OutgoingCall::For(call), request.project_id(), month));
  std::map<std::string, Fen> rewards;
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<StoredPayslip> payslips,
      context.database.Read("GetRewardRanking", [&](db::Transaction& transaction) {
        return PayslipStore(transaction)
            .LoadPayslips(month, "", std::numeric_limits<std::int64_t>::max());
      }));
  for (const StoredPayslip& stored : payslips) {
    rewards[stored.payslip.staff_id] = stored.payslip.Reward();
  }
  v1::RewardRanking response;
  for (const ledger::v1::RankingRow& area : ranking.rows()) {
    v1::RewardRankingRow& row = *response.add_rows();
    row.set_area_id(area.area_id());
    row.set_name(area.name());
    row.set_collector_id(area.collector_id());
    if (area.rate().has_rate_bp()) row.set_rate_bp(area.rate().rate_bp());
    if (area.rate().has_planned_rate_bp()) row.set_planned_rate_bp(area.rate().planned_rate_bp());
    row.set_historical_outstanding_fen(area.historical_outstanding_fen());
    row.set_historical_recovered_fen(area.historical_recovered_fen());
    const auto reward = rewards.find(area.collector_id());
    if (reward != rewards.end()) row.set_reward_fen(reward->second.value());
  }
  return response;
}

}  // namespace cuijiao::payroll
