#include "services/payroll/api/wage_file.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/text/csv_table.h"
#include "common/text/encoding.h"
#include "services/payroll/domain/reasons.h"

namespace cuijiao::payroll {
namespace {

constexpr std::size_t kMaxIdBytes = 32;
constexpr std::size_t kMaxCityBytes = 64;
constexpr std::size_t kMaxRows = 100'000;
constexpr std::string_view kUnknownEmployee = "UNKNOWN_STAFF";

std::vector<CsvColumn> Columns() {
  return {{"staff_id", {"员工编号", "员工ID"}, false},
          {"employee_no", {"工号", "员工工号"}, false},
          {"gross_wage", {"工资总额", "应发工资"}, true},
          {"city", {"城市", "所在城市"}, true}};
}

// What is wrong with a row: the column, why, and that in words.
struct WageFault {
  std::string column;
  std::string_view reason;
  std::string problem;
};

v1::WageRowError RowError(std::int64_t line, const WageFault& fault) {
  v1::WageRowError error;
  error.set_line(static_cast<std::int32_t>(line));
  error.set_column(fault.column);
  error.set_message(fault.problem);
  error.set_reason(std::string(fault.reason));
  return error;
}

// A refusal of CsvRecord, which says line, column and problem apart.
v1::WageRowError RowError(std::int64_t line, const absl::Status& refusal) {
  const std::map<std::string, std::string> values = ValuesOf(refusal);
  const auto value = [&values](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
  };
  const std::string problem = value("problem");
  return RowError(line, {value("column"), ReasonOf(refusal),
                         problem.empty() ? std::string(refusal.message()) : problem});
}

absl::StatusOr<WageRecord> ReadRow(const CsvRecord& record) {
  WageRecord wage;
  if (record.IsEmpty("staff_id") && record.IsEmpty("employee_no")) {
    return record.Refuse("employee_no", "STAFF_MISSING",
                         "neither employee number nor staff id is given");
  }
  CUIJIAO_ASSIGN_OR_RETURN(wage.staff_id, record.OptionalText("staff_id", kMaxIdBytes));
  CUIJIAO_ASSIGN_OR_RETURN(wage.employee_no, record.OptionalText("employee_no", kMaxIdBytes));
  CUIJIAO_ASSIGN_OR_RETURN(wage.gross, record.Yuan("gross_wage"));
  if (wage.gross < Fen(0) || wage.gross > Fen(kMaxAmountFen)) {
    return record.Refuse(
        "gross_wage", "GROSS_OUT_OF_RANGE",
        "a gross wage is not below 0 and at most " + FormatYuan(Fen(kMaxAmountFen)));
  }
  CUIJIAO_ASSIGN_OR_RETURN(wage.city, record.Text("city", kMaxCityBytes));
  return wage;
}

// Who is who among the staff that the ledger knows.
class StaffIndex {
 public:
  explicit StaffIndex(absl::Span<const ledger::v1::Staff> staff) {
    for (const ledger::v1::Staff& person : staff) {
      by_id_[person.id()] = person.employee_no();
      if (!person.employee_no().empty()) by_no_[person.employee_no()].push_back(person.id());
    }
  }

  // Completes `wage`, or says what is wrong with it.
  std::optional<WageFault> Complete(WageRecord& wage) const {
    if (!wage.employee_no.empty()) {
      const auto found = by_no_.find(wage.employee_no);
      if (found == by_no_.end()) {
        return WageFault{"employee_no (工号)", kUnknownEmployee,
                         "no staff member has the number " + wage.employee_no};
      }
      if (wage.staff_id.empty() && found->second.size() > 1) {
        return WageFault{"employee_no (工号)", "EMPLOYEE_AMBIGUOUS",
                         "several staff members have the number " + wage.employee_no};
      }
      if (wage.staff_id.empty()) wage.staff_id = found->second.front();
      if (std::ranges::find(found->second, wage.staff_id) == found->second.end()) {
        return WageFault{"employee_no (工号)", "STAFF_DISAGREES",
                         "is not the number of staff " + wage.staff_id};
      }
      return std::nullopt;
    }
    const auto found = by_id_.find(wage.staff_id);
    if (found == by_id_.end()) {
      return WageFault{"staff_id (员工编号)", kUnknownEmployee,
                       "there is no staff member " + wage.staff_id};
    }
    wage.employee_no = found->second;
    return std::nullopt;
  }

 private:
  std::map<std::string, std::string> by_id_;
  std::map<std::string, std::vector<std::string>> by_no_;
};

}  // namespace

absl::StatusOr<WageFile> ReadWageFile(std::string_view content) {
  const absl::StatusOr<DecodedText> text = DecodeText(content);
  if (!text.ok()) {
    return Refusal(absl::StatusCode::kInvalidArgument, kEncodingUnknown,
                   std::string(text.status().message()));
  }
  const std::vector<CsvColumn> columns = Columns();
  const absl::StatusOr<CsvTable> table =
      CsvTable::Parse(text->utf8, columns, {.max_rows = kMaxRows});
  if (!table.ok()) {
    if (!absl::IsInvalidArgument(table.status())) return table.status();
    return Refusal(absl::StatusCode::kInvalidArgument, kHeaderWrong,
                   std::string(table.status().message()));
  }
  WageFile file;
  for (const CsvRecord& record : table->records()) {
    absl::StatusOr<WageRecord> wage = ReadRow(record);
    if (wage.ok()) {
      file.rows.push_back({record.line(), *std::move(wage)});
    } else {
      file.row_errors.push_back(RowError(record.line(), wage.status()));
    }
  }
  for (const CsvRowError& error : table->row_errors()) {
    file.row_errors.push_back(RowError(error.line, {"", kRowWidthWrong, error.problem}));
  }
  return file;
}

void JudgeWageRows(WageFile& file, absl::Span<const ledger::v1::Staff> staff,
                   absl::FunctionRef<bool(const std::string&)> has_minimum_wage) {
  const StaffIndex index(staff);
  std::map<std::string, std::int64_t> seen;
  std::vector<WageRow> good;
  for (WageRow& row : file.rows) {
    if (const auto fault = index.Complete(row.wage)) {
      file.row_errors.push_back(RowError(row.line, *fault));
      continue;
    }
    const auto [first, fresh] = seen.emplace(row.wage.staff_id, row.line);
    if (!fresh) {
      file.row_errors.push_back(
          RowError(row.line, {"staff_id (员工编号)", "ROW_REPEATED",
                              "staff " + row.wage.staff_id + " stands on line " +
                                  std::to_string(first->second) + " already"}));
      continue;
    }
    if (!has_minimum_wage(row.wage.city)) {
      file.row_errors.push_back(
          RowError(row.line, {"city (城市)", kMinimumWageUnknown,
                              "the policy has no minimum wage of " + row.wage.city}));
      continue;
    }
    good.push_back(std::move(row));
  }
  file.rows = std::move(good);
  std::ranges::stable_sort(file.row_errors, {}, &v1::WageRowError::line);
}

}  // namespace cuijiao::payroll
