#include "services/payroll/api/wages.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/requests/answer_once.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/payroll/api/payroll_messages.h"
#include "services/payroll/api/policy_block.h"
#include "services/payroll/api/wage_file.h"
#include "services/payroll/domain/reasons.h"
#include "services/payroll/store/wage_store.h"

namespace cuijiao::payroll {
namespace {

constexpr int kMaxErrorsTold = 1000;

absl::StatusOr<std::vector<ledger::v1::Staff>> FindStaff(PayrollContext& context,
                                                         const CallContext& call,
                                                         const WageFile& file) {
  std::set<std::string> staff_ids;
  std::set<std::string> employee_nos;
  for (const WageRow& row : file.rows) {
    if (!row.wage.staff_id.empty()) staff_ids.insert(row.wage.staff_id);
    if (!row.wage.employee_no.empty()) employee_nos.insert(row.wage.employee_no);
  }
  return context.peers.FindStaff(OutgoingCall::For(call), staff_ids, employee_nos);
}

absl::StatusOr<v1::ImportWagesResponse> Store(db::Transaction& transaction, Month month,
                                              const WageFile& file) {
  v1::ImportWagesResponse response;
  response.set_row_count(file.row_count());
  for (const v1::WageRowError& error : file.row_errors) {
    if (response.row_errors_size() == kMaxErrorsTold) break;
    *response.add_row_errors() = error;
  }
  // A file that changes nothing leaves a calculated run as it is.
  if (!file.row_errors.empty()) return response;
  WageStore wages(transaction);
  CUIJIAO_ASSIGN_OR_RETURN(const bool open, wages.OpenForChange(month));
  if (!open) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kRunApproved,
                   "the run of " + FormatMonth(month) + " is approved: its wages stay",
                   {{"month", FormatMonth(month)}});
  }
  std::vector<WageRecord> records;
  for (const WageRow& row : file.rows) records.push_back(row.wage);
  CUIJIAO_RETURN_IF_ERROR(wages.PutWages(month, records));
  response.set_imported_count(static_cast<std::int32_t>(records.size()));
  return response;
}

}  // namespace

absl::StatusOr<v1::ImportWagesResponse> ImportWages(PayrollContext& context,
                                                    const CallContext& call,
                                                    const v1::ImportWagesRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<v1::ImportWagesResponse> answered,
                           FindAnswer<v1::ImportWagesResponse>(
                               context.database, call, request.request_id(), &context.cipher));
  if (answered) return *std::move(answered);
  CUIJIAO_ASSIGN_OR_RETURN(const Month month, ParseMonth(request.month()));
  CUIJIAO_ASSIGN_OR_RETURN(const policy::v1::IncentivePolicy block,
                           BlockOfMonth(context.policy.policy, month));
  CUIJIAO_ASSIGN_OR_RETURN(WageFile file, ReadWageFile(request.content()));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<ledger::v1::Staff> staff,
                           FindStaff(context, call, file));
  JudgeWageRows(file, staff, [&](const std::string& city) {
    return MinimumWageOf(block, city, month).has_value();
  });
  return AnswerOnce<v1::ImportWagesResponse>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) { return Store(transaction, month, file); },
      &context.cipher);
}

absl::StatusOr<v1::ListWagesResponse> ListWages(PayrollContext& context,
                                                const v1::ListWagesRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(const Month month, ParseMonth(request.month()));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<WageRecord> wages,
                           context.database.Read("ListWages", [&](db::Transaction& transaction) {
                             return WageStore(transaction).LoadWages(month);
                           }));
  v1::ListWagesResponse response;
  for (const WageRecord& wage : wages) *response.add_wages() = ToMessage(wage, month);
  return response;
}

}  // namespace cuijiao::payroll
