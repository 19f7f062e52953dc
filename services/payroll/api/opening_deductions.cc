#include "services/payroll/api/opening_deductions.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/requests/answer_once.h"
#include "common/rpc/cut_to_page.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/text/csv_file.h"
#include "services/payroll/domain/reasons.h"
#include "services/payroll/store/opening_store.h"
#include "services/payroll/store/payslip_store.h"

namespace cuijiao::payroll {
namespace {

constexpr std::size_t kMostDeductions = 100'000;
constexpr std::size_t kMostIdBytes = 32;
constexpr int kMostFaultsTold = 1000;
constexpr int kFirstPlanYear = 2000;

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
  std::set<std::string> area_ids;
  std::set<std::string> staff_ids;
};

// A row that may go in.
struct DeductionRow {
  const CsvRecord* record = nullptr;
  OpeningDeduction deduction;
};

absl::StatusOr<OpeningDeduction> ReadDeduction(const CsvRecord& record) {
  OpeningDeduction deduction;
  CUIJIAO_ASSIGN_OR_RETURN(deduction.staff_id, record.Text("staff_id", kMostIdBytes));
  CUIJIAO_ASSIGN_OR_RETURN(deduction.month, record.Month("month"));
  CUIJIAO_ASSIGN_OR_RETURN(deduction.area_id, record.Text("area_id", kMostIdBytes));
  CUIJIAO_ASSIGN_OR_RETURN(deduction.taken, record.Yuan("taken"));
  if (deduction.taken <= Fen(0) || deduction.taken > Fen(kMaxAmountFen)) {
    return record.Refuse("taken", "AMOUNT_OUT_OF_RANGE",
                         FormatYuan(deduction.taken) + ": a deduction is above 0 and at most " +
                             FormatYuan(Fen(kMaxAmountFen)));
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
  if (!bounds.area_ids.contains(deduction.area_id)) {
    return record.Refuse("area_id", "UNKNOWN_AREA", "the project has no area " + deduction.area_id);
  }
  if (!bounds.staff_ids.contains(deduction.staff_id)) {
    return record.Refuse("staff_id", "UNKNOWN_STAFF",
                         "there is no staff member " + deduction.staff_id);
  }
  return absl::OkStatus();
}

// The rows that may go in; adds to the file's faults what is wrong with the others.
std::vector<DeductionRow> JudgeDeductions(CsvFile& file, const DeductionBounds& bounds) {
  std::vector<DeductionRow> good;
  std::map<std::tuple<Month, std::string, std::string>, std::int64_t> lines;
  for (const CsvRecord& record : file.records) {
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
      deduction->project_id = bounds.project_id;
      good.push_back({&record, *std::move(deduction)});
    } else {
      file.faults.push_back(FaultOf(record, fault));
    }
  }
  return good;
}

// The year that the request names, or that of the first row that says a month.
absl::StatusOr<int> PlanYearOf(const v1::ImportOpeningDeductionsRequest& request,
                               const CsvFile& file, Date today) {
  if (request.plan_year() != 0) {
    if (request.plan_year() >= kFirstPlanYear) return request.plan_year();
    return InvalidFields(
        {{"plan_year", std::to_string(request.plan_year()) + ": must be 0 or at least " +
                           std::to_string(kFirstPlanYear)}});
  }
  for (const CsvRecord& record : file.records) {
    if (const auto month = record.Month("month"); month.ok()) {
      return static_cast<int>(month->year());
    }
  }
  // All rows are wrong then, whichever the year.
  if (!file.records.empty() || !file.faults.empty()) return static_cast<int>(today.year());
  return InvalidFields({{"plan_year", "required where the file has no row that says a month"}});
}

absl::StatusOr<DeductionBounds> LoadBounds(PayrollContext& context, const CallContext& call,
                                           const v1::ImportOpeningDeductionsRequest& request,
                                           const CsvFile& file) {
  const OutgoingCall outgoing = OutgoingCall::For(call);
  DeductionBounds bounds;
  bounds.project_id = request.project_id();
  bounds.this_month = Month(call.time.business_date);
  CUIJIAO_ASSIGN_OR_RETURN(bounds.plan_year, PlanYearOf(request, file, call.time.business_date));
  CUIJIAO_ASSIGN_OR_RETURN(bounds.area_ids,
                           context.peers.FindAreas(outgoing, request.project_id()));
  std::set<std::string> named;
  for (const CsvRecord& record : file.records) {
    if (auto staff_id = record.Text("staff_id", kMostIdBytes); staff_id.ok())
      named.insert(*staff_id);
  }
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<ledger::v1::Staff> staff,
                           context.peers.FindStaff(outgoing, named, {}));
  for (const ledger::v1::Staff& person : staff) bounds.staff_ids.insert(person.id());
  return bounds;
}

v1::ImportOpeningDeductionsResponse WithFaults(v1::ImportOpeningDeductionsResponse response,
                                               std::vector<CsvFault> faults) {
  std::ranges::stable_sort(faults, {}, &CsvFault::line);
  response.set_wrong_count(static_cast<std::int32_t>(faults.size()));
  for (const CsvFault& fault : faults) {
    if (response.row_errors_size() == kMostFaultsTold) break;
    v1::WageRowError& error = *response.add_row_errors();
    error.set_line(static_cast<std::int32_t>(fault.line));
    error.set_column(fault.column);
    error.set_message(fault.problem);
    error.set_reason(fault.reason);
  }
  return response;
}

// The rows in the order in which the store has them.
std::vector<OpeningDeduction> Ordered(const std::vector<DeductionRow>& rows) {
  std::vector<OpeningDeduction> deductions;
  for (const DeductionRow& row : rows) deductions.push_back(row.deduction);
  std::ranges::sort(deductions, [](const OpeningDeduction& a, const OpeningDeduction& b) {
    return std::tie(a.month, a.staff_id, a.area_id) < std::tie(b.month, b.staff_id, b.area_id);
  });
  return deductions;
}

// Rows of which a run here took the deduction itself.
absl::StatusOr<std::vector<CsvFault>> FindOverlaps(db::Transaction& transaction, int plan_year,
                                                   const std::vector<DeductionRow>& rows) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<TakenDeduction> own,
      PayslipStore(transaction).LoadDeductions(Month(plan_year, 1), Month(plan_year + 1, 1)));
  const TakenHere here(own);
  std::vector<CsvFault> faults;
  for (const DeductionRow& row : rows) {
    if (!here.Contains(row.deduction)) continue;
    faults.push_back(FaultOf(
        *row.record, row.record->Refuse("month", kOpeningOverlaps,
                                        "the run of " + FormatMonth(row.deduction.month) +
                                            " here took a deduction of " + row.deduction.staff_id +
                                            " in area " + row.deduction.area_id + " itself")));
  }
  return faults;
}

// Puts the rows in the place of what the project has of the year, where that is something else.
absl::StatusOr<v1::ImportOpeningDeductionsResponse> TakeOver(
    db::Transaction& transaction, const DeductionBounds& bounds,
    const std::vector<DeductionRow>& rows, v1::ImportOpeningDeductionsResponse response) {
  OpeningStore store(transaction);
  CUIJIAO_ASSIGN_OR_RETURN(const bool open, store.OpenForChange(bounds.plan_year));
  const std::vector<OpeningDeduction> deductions = Ordered(rows);
  Fen total;
  for (const OpeningDeduction& deduction : deductions) total += deduction.taken;
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<OpeningDeduction> in,
                           store.LoadOfProject(bounds.plan_year, bounds.project_id));
  if (deductions == in) {
    response.set_existing_count(static_cast<std::int32_t>(deductions.size()));
    response.set_total_fen(total.value());
    return response;
  }
  if (!open) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kOpeningFrozen,
                   "December's run of " + std::to_string(bounds.plan_year) +
                       " was calculated: the deductions of before stay",
                   {{"plan_year", std::to_string(bounds.plan_year)}});
  }
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<CsvFault> overlaps,
                           FindOverlaps(transaction, bounds.plan_year, rows));
  if (!overlaps.empty()) return WithFaults(std::move(response), std::move(overlaps));
  CUIJIAO_RETURN_IF_ERROR(store.Replace(bounds.plan_year, bounds.project_id, deductions));
  response.set_imported_count(static_cast<std::int32_t>(deductions.size()));
  response.set_total_fen(total.value());
  return response;
}

// A page goes on after the key of its last deduction.
std::string PositionOf(const OpeningDeduction& deduction) {
  return absl::StrCat(FormatMonth(deduction.month), ",", deduction.staff_id, ",",
                      deduction.area_id);
}

absl::StatusOr<std::optional<OpeningDeduction>> DeductionAt(const std::string& position) {
  if (position.empty()) return std::optional<OpeningDeduction>();
  const std::vector<std::string> parts = absl::StrSplit(position, absl::MaxSplits(',', 2));
  if (parts.size() != 3) return absl::InternalError("a page token of another form: " + position);
  CUIJIAO_ASSIGN_OR_RETURN(const Month month, ParseMonth(parts[0]));
  return std::optional(OpeningDeduction{month, parts[1], parts[2], "", Fen(0)});
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
  CUIJIAO_ASSIGN_OR_RETURN(const DeductionBounds bounds, LoadBounds(context, call, request, file));
  Response response;
  response.set_row_count(static_cast<std::int32_t>(file.records.size() + file.faults.size()));
  response.set_plan_year(bounds.plan_year);
  const std::vector<DeductionRow> rows = JudgeDeductions(file, bounds);
  return AnswerOnce<Response>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<Response> {
        if (!file.faults.empty()) return WithFaults(response, file.faults);
        return TakeOver(transaction, bounds, rows, response);
      },
      &context.cipher);
}

absl::StatusOr<v1::ListOpeningDeductionsResponse> ListOpeningDeductions(
    PayrollContext& context, const v1::ListOpeningDeductionsRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context.page_tokens.PositionOf(request));
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<OpeningDeduction> after, DeductionAt(position));
  const std::int32_t page_size = EffectivePageSize(request.page_size());
  return context.database.Read(
      "ListOpeningDeductions",
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::ListOpeningDeductionsResponse> {
        OpeningStore store(transaction);
        CUIJIAO_ASSIGN_OR_RETURN(std::vector<OpeningDeduction> deductions,
                                 store.LoadPage(request.plan_year(), after, page_size + 1));
        const bool more = CutToPage(deductions, page_size);
        v1::ListOpeningDeductionsResponse response;
        for (const OpeningDeduction& deduction : deductions) {
          v1::OpeningDeduction& told = *response.add_deductions();
          told.set_staff_id(deduction.staff_id);
          told.set_month(FormatMonth(deduction.month));
          told.set_area_id(deduction.area_id);
          told.set_project_id(deduction.project_id);
          told.set_taken_fen(deduction.taken.value());
        }
        CUIJIAO_ASSIGN_OR_RETURN(const Fen total, store.LoadTotal(request.plan_year()));
        response.set_total_fen(total.value());
        if (more) {
          response.set_next_page_token(
              context.page_tokens.Make(request, PositionOf(deductions.back())));
        }
        return response;
      });
}

}  // namespace cuijiao::payroll
