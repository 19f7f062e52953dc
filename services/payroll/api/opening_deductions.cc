#include "services/payroll/api/opening_deductions.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "common/requests/answer_once.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/text/csv_file.h"
#include "services/payroll/domain/reasons.h"
#include "services/payroll/store/opening_store.h"

namespace cuijiao::payroll {
namespace {

constexpr std::size_t kMostDeductions = 100'000;
constexpr std::size_t kMostIdBytes = 32;
constexpr int kMostFaultsTold = 1000;

std::vector<CsvColumn> DeductionColumns() {
  return {{"staff_id", {"员工编号", "员工ID"}, true},
          {"month", {"月份", "所属月份"}, true},
          {"area_id", {"责任片区编号", "片区编号"}, true},
          {"taken", {"实扣金额", "扣减金额"}, true}};
}

// What the rows must go with.
struct DeductionBounds {
  std::string project_id;
  int plan_year = 0;
  Month this_month;
  std::optional<Month> first_closed;  // of the ledger: from it on there are runs here
  std::set<std::string> area_ids;
  std::set<std::string> staff_ids;
};

absl::StatusOr<OpeningDeduction> ReadDeduction(const CsvRecord& record) {
  OpeningDeduction deduction;
  CUIJIAO_ASSIGN_OR_RETURN(deduction.staff_id, record.Text("staff_id", kMostIdBytes));
  CUIJIAO_ASSIGN_OR_RETURN(deduction.month, record.Month("month"));
  CUIJIAO_ASSIGN_OR_RETURN(deduction.area_id, record.Text("area_id", kMostIdBytes));
  CUIJIAO_ASSIGN_OR_RETURN(deduction.taken, record.Yuan("taken"));
  if (deduction.taken <= Fen(0) || deduction.taken > Fen(kMaxAmountFen)) {
    return record.Refuse("taken", "AMOUNT_OUT_OF_RANGE",
                         "a deduction is above 0 and at most " + FormatYuan(Fen(kMaxAmountFen)));
  }
  return deduction;
}

absl::Status CheckDeduction(const OpeningDeduction& deduction, const CsvRecord& record,
                            const DeductionBounds& bounds) {
  if (deduction.month.year() != bounds.plan_year) {
    return record.Refuse(
        "month", "OTHER_YEAR",
        FormatMonth(deduction.month) + " is no month of " + std::to_string(bounds.plan_year));
  }
  if (deduction.month > bounds.this_month) {
    return record.Refuse("month", "MONTH_NOT_BEGUN",
                         FormatMonth(deduction.month) + " has not begun");
  }
  if (bounds.first_closed && deduction.month >= *bounds.first_closed) {
    return record.Refuse("month", kOpeningOverlaps,
                         "the ledger closed " + FormatMonth(*bounds.first_closed) +
                             ": from then on the runs are here");
  }
  if (!bounds.area_ids.contains(deduction.area_id)) {
    return record.Refuse("area_id", "UNKNOWN_AREA", "the project has no area " + deduction.area_id);
  }
  if (!bounds.staff_ids.contains(deduction.staff_id)) {
    return record.Refuse("staff_id", "UNKNOWN_STAFF",
                         "there is no staff member " + deduction.staff_id);
  }
  return absl::OkStatus();
}

// The rows that may go in; adds to `faults` what is wrong with the others.
std::vector<OpeningDeduction> JudgeDeductions(const std::vector<CsvRecord>& records,
                                              const DeductionBounds& bounds,
                                              std::vector<CsvFault>& faults) {
  std::vector<OpeningDeduction> good;
  std::map<std::tuple<Month, std::string, std::string>, std::int64_t> lines;
  for (const CsvRecord& record : records) {
    absl::StatusOr<OpeningDeduction> deduction = ReadDeduction(record);
    absl::Status fault = deduction.status();
    if (fault.ok()) fault = CheckDeduction(*deduction, record, bounds);
    if (fault.ok()) {
      const auto [first, is_first] = lines.try_emplace(
          {deduction->month, deduction->staff_id, deduction->area_id}, record.line());
      if (!is_first) {
        fault = record.Refuse(
            "staff_id", "ROW_REPEATED",
            "line " + std::to_string(first->second) + " is about the same person, month and area");
      }
    }
    if (fault.ok()) {
      good.push_back(*std::move(deduction));
    } else {
      faults.push_back(FaultOf(record, fault));
    }
  }
  std::ranges::stable_sort(faults, {}, &CsvFault::line);
  return good;
}

absl::StatusOr<DeductionBounds> LoadBounds(PayrollContext& context, const CallContext& call,
                                           const v1::ImportOpeningDeductionsRequest& request,
                                           const std::vector<CsvRecord>& records) {
  const OutgoingCall outgoing = OutgoingCall::For(call);
  DeductionBounds bounds;
  bounds.project_id = request.project_id();
  bounds.plan_year = request.plan_year();
  bounds.this_month = Month(call.time.business_date);
  CUIJIAO_ASSIGN_OR_RETURN(bounds.first_closed, context.peers.FindFirstClosedMonth(outgoing));
  CUIJIAO_ASSIGN_OR_RETURN(bounds.area_ids,
                           context.peers.FindAreas(outgoing, request.project_id()));
  std::set<std::string> named;
  for (const CsvRecord& record : records) {
    if (auto staff_id = record.Text("staff_id", kMostIdBytes); staff_id.ok())
      named.insert(*staff_id);
  }
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<ledger::v1::Staff> staff,
                           context.peers.FindStaff(outgoing, named, {}));
  for (const ledger::v1::Staff& person : staff) bounds.staff_ids.insert(person.id());
  return bounds;
}

}  // namespace

absl::StatusOr<v1::ImportOpeningDeductionsResponse> ImportOpeningDeductions(
    PayrollContext& context, const CallContext& call,
    const v1::ImportOpeningDeductionsRequest& request) {
  using Response = v1::ImportOpeningDeductionsResponse;
  CUIJIAO_ASSIGN_OR_RETURN(
      std::optional<Response> answered,
      FindAnswer<Response>(context.database, call, request.request_id(), &context.cipher));
  if (answered) return *std::move(answered);
  CUIJIAO_ASSIGN_OR_RETURN(CsvFile file,
                           ReadCsvFile(request.content(), DeductionColumns(), kMostDeductions));
  CUIJIAO_ASSIGN_OR_RETURN(const DeductionBounds bounds,
                           LoadBounds(context, call, request, file.records));
  Response response;
  response.set_row_count(static_cast<std::int32_t>(file.records.size() + file.faults.size()));
  const std::vector<OpeningDeduction> good = JudgeDeductions(file.records, bounds, file.faults);
  for (const CsvFault& fault : file.faults) {
    if (response.row_errors_size() == kMostFaultsTold) break;
    v1::WageRowError& error = *response.add_row_errors();
    error.set_line(static_cast<std::int32_t>(fault.line));
    error.set_column(fault.column);
    error.set_message(fault.problem);
  }
  return AnswerOnce<Response>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<Response> {
        if (!file.faults.empty()) return response;
        OpeningStore store(transaction);
        CUIJIAO_ASSIGN_OR_RETURN(const bool open, store.OpenForChange(bounds.plan_year));
        if (!open) {
          return Refusal(absl::StatusCode::kFailedPrecondition, kOpeningFrozen,
                         "a run of " + std::to_string(bounds.plan_year) +
                             " was calculated: the deductions of before stay",
                         {{"plan_year", std::to_string(bounds.plan_year)}});
        }
        CUIJIAO_RETURN_IF_ERROR(store.Replace(bounds.plan_year, bounds.project_id, good));
        Response stored = response;
        Fen total;
        for (const OpeningDeduction& deduction : good) total += deduction.taken;
        stored.set_imported_count(static_cast<std::int32_t>(good.size()));
        stored.set_total_fen(total.value());
        return stored;
      },
      &context.cipher);
}

absl::StatusOr<v1::ListOpeningDeductionsResponse> ListOpeningDeductions(
    PayrollContext& context, const v1::ListOpeningDeductionsRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<OpeningDeduction> deductions,
      context.database.Read("ListOpeningDeductions", [&](db::Transaction& transaction) {
        return OpeningStore(transaction).Load(request.plan_year());
      }));
  v1::ListOpeningDeductionsResponse response;
  Fen total;
  for (const OpeningDeduction& deduction : deductions) {
    v1::OpeningDeduction& told = *response.add_deductions();
    told.set_staff_id(deduction.staff_id);
    told.set_month(FormatMonth(deduction.month));
    told.set_area_id(deduction.area_id);
    told.set_project_id(deduction.project_id);
    told.set_taken_fen(deduction.taken.value());
    total += deduction.taken;
  }
  response.set_total_fen(total.value());
  return response;
}

}  // namespace cuijiao::payroll
