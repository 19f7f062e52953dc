// The rows of a wage file, each read and judged.
#ifndef CUIJIAO_SERVICES_PAYROLL_API_WAGE_FILE_H_
#define CUIJIAO_SERVICES_PAYROLL_API_WAGE_FILE_H_

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cuijiao/ledger/v1/organisation.pb.h"
#include "cuijiao/payroll/v1/payroll.pb.h"
#include "services/payroll/store/wage_store.h"

namespace cuijiao::payroll {

// A row as it stands in the file; staff id or employee number may be empty, not both.
struct WageRow {
  std::int64_t line = 0;
  WageRecord wage;
};

struct WageFile {
  std::vector<WageRow> rows;                 // those that could be read
  std::vector<v1::WageRowError> row_errors;  // the others
  [[nodiscard]] std::int32_t row_count() const {
    return static_cast<std::int32_t>(rows.size() + row_errors.size());
  }
};

// Columns: staff_id (员工编号) or employee_no (工号) or both, gross_wage (工资总额), city (城市).
// INVALID_ARGUMENT / ENCODING_UNKNOWN or HEADER_WRONG.
absl::StatusOr<WageFile> ReadWageFile(std::string_view content);

// Fills in staff ids and employee numbers from `staff`, and moves the rows that are wrong to
// row_errors: unknown staff, an employee number that several have, number and id of different
// people, a person twice, a city for which `has_minimum_wage` says no. Errors by line.
void JudgeWageRows(WageFile& file, absl::Span<const ledger::v1::Staff> staff,
                   absl::FunctionRef<bool(const std::string&)> has_minimum_wage);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_WAGE_FILE_H_
