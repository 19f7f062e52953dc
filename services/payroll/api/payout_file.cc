#include "services/payroll/api/payout_file.h"

#include <optional>
#include <string>
#include <vector>

#include "common/rpc/cut_to_page.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/text/csv_writer.h"
#include "services/payroll/api/review_run.h"
#include "services/payroll/domain/reasons.h"
#include "services/payroll/store/payout_store.h"
#include "services/payroll/store/run_store.h"

namespace cuijiao::payroll {
namespace {

// A row is shorter than 250 bytes, so that a page stays below the largest message, 4 MB.
constexpr std::int32_t kMostRows = 10'000;

std::string PayoutsCsv(const std::vector<PayoutRecord>& payouts, bool without_header) {
  CsvWriter csv;
  const std::size_t mark_size = csv.text().size();
  if (!without_header) {
    csv.AddRow({"发放单 payout_id", "位置 position", "核算月份 month", "发放月份 pay_month",
                "工号 employee_no", "员工编号 staff_id", "金额 amount", "状态 state"});
  }
  for (const PayoutRecord& payout : payouts) {
    csv.AddRow({payout.id, payout.position, payout.month, PayMonthOf(payout.month),
                payout.employee_no, payout.staff_id, payout.amount, PayoutStateName(payout.state)});
  }
  return without_header ? csv.text().substr(mark_size) : csv.text();
}

absl::Status CheckReleased(RunStore& runs, Month month) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<RunRecord> run, runs.LoadRun(month));
  if (!run) return RefuseUnknownRun(month);
  if (IsReleased(run->state)) return absl::OkStatus();
  return RefuseRunState(*run);
}

}  // namespace

absl::StatusOr<v1::ExportPayoutsResponse> ExportPayouts(PayrollContext& context,
                                                        const v1::ExportPayoutsRequest& request) {
  PayoutFilter filter = {
      .after_position = request.after_position(), .month = std::nullopt, .state = std::nullopt};
  if (!request.month().empty()) {
    CUIJIAO_ASSIGN_OR_RETURN(filter.month, ParseMonth(request.month()));
  }
  const std::int32_t page_size = request.page_size() == 0 ? kMostRows : request.page_size();
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<PayoutRecord> payouts,
      context.database.Read(
          "ExportPayouts",
          [&](db::Transaction& transaction) -> absl::StatusOr<std::vector<PayoutRecord>> {
            if (filter.month) {
              RunStore runs(transaction);
              CUIJIAO_RETURN_IF_ERROR(CheckReleased(runs, *filter.month));
            }
            return PayoutStore(transaction, context.cipher).Load(filter, page_size + 1);
          }));
  v1::ExportPayoutsResponse response;
  response.set_more(CutToPage(payouts, page_size));
  response.set_content(PayoutsCsv(payouts, request.without_header()));
  response.set_row_count(static_cast<std::int32_t>(payouts.size()));
  response.set_last_position(payouts.empty() ? request.after_position() : payouts.back().position);
  return response;
}

}  // namespace cuijiao::payroll
