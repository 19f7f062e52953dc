// Deductions that a system before took in a plan year (LED-19).
#ifndef CUIJIAO_SERVICES_PAYROLL_STORE_OPENING_STORE_H_
#define CUIJIAO_SERVICES_PAYROLL_STORE_OPENING_STORE_H_

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
#include "services/payroll/domain/year_end.h"

namespace cuijiao::payroll {

// The part of a deduction that one area brought.
struct OpeningDeduction {
  Month month;
  std::string staff_id;
  std::string area_id;
  std::string project_id;
  Fen taken;
};

// Lives in one transaction.
class OpeningStore {
 public:
  explicit OpeningStore(db::Transaction& transaction) : transaction_(transaction) {}

  // Raises the year's revision and locks it; false when the year is frozen.
  absl::StatusOr<bool> OpenForChange(int plan_year);
  // Lets nothing of the year change any more.
  absl::Status Freeze(int plan_year);
  // Puts `deductions` in the place of all that the project has of the year, which was opened.
  absl::Status Replace(int plan_year, std::string_view project_id,
                       std::span<const OpeningDeduction> deductions);

  // Of a year, by month, staff and area.
  absl::StatusOr<std::vector<OpeningDeduction>> Load(int plan_year);
  // The same as the year's end asks for them: one a month and person, divided among its areas by
  // what each brought.
  absl::StatusOr<std::vector<TakenDeduction>> LoadTaken(int plan_year);
  // The last month of which any was taken over; none without one.
  absl::StatusOr<std::optional<Month>> LastMonth(int plan_year);

 private:
  db::Transaction& transaction_;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_STORE_OPENING_STORE_H_
