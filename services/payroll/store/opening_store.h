// Deductions that a system before took in a plan year (LED-19).
#ifndef CUIJIAO_SERVICES_PAYROLL_STORE_OPENING_STORE_H_
#define CUIJIAO_SERVICES_PAYROLL_STORE_OPENING_STORE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "common/money/fen.h"
#include "services/payroll/domain/opening_deduction.h"

namespace cuijiao::payroll {

// Lives in one transaction.
class OpeningStore {
 public:
  explicit OpeningStore(db::Transaction& transaction) : transaction_(transaction) {}

  // Raises the year's revision and locks it; false when the year is frozen.
  absl::StatusOr<bool> OpenForChange(int plan_year);
  // The same for a run's calculation, which reads the year: no file passes it.
  absl::Status Hold(int plan_year);
  // Holds the year, and lets nothing of it change any more.
  absl::Status Freeze(int plan_year);
  // Puts `deductions` in the place of all that the project has of the year, which was opened.
  absl::Status Replace(int plan_year, std::string_view project_id,
                       std::span<const OpeningDeduction> deductions);

  // Of a year, by month, staff and area.
  absl::StatusOr<std::vector<OpeningDeduction>> Load(int plan_year);
  // The same of one project.
  absl::StatusOr<std::vector<OpeningDeduction>> LoadOfProject(int plan_year,
                                                              std::string_view project_id);
  // The same of one month.
  absl::StatusOr<std::vector<OpeningDeduction>> LoadOfMonth(Month month);
  // At most `limit` of a year after `after`, by month, staff and area; from the first without it.
  absl::StatusOr<std::vector<OpeningDeduction>> LoadPage(
      int plan_year, const std::optional<OpeningDeduction>& after, std::int64_t limit);
  // What they sum up to.
  absl::StatusOr<Fen> LoadTotal(int plan_year);

 private:
  absl::StatusOr<std::vector<OpeningDeduction>> LoadWhere(std::string_view condition,
                                                          const db::Values& values);

  db::Transaction& transaction_;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_STORE_OPENING_STORE_H_
