// Deductions that a system before took in the plan year of going live (LED-19).
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_OPENING_DEDUCTION_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_OPENING_DEDUCTION_H_

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/types/span.h"
#include "common/calendar/date.h"
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
  friend bool operator==(const OpeningDeduction&, const OpeningDeduction&) = default;
};

// The same as the year's end asks for them: one a month and person, divided among its areas by what
// each brought. `parts` come by month, staff and area.
std::vector<TakenDeduction> TakenBefore(absl::Span<const OpeningDeduction> parts);

// What runs here took themselves, by month, person and area: none of it comes in from a system
// before as well, for December would give it back twice (INC-3). A project that goes live after
// another has its months before without being in the way of that one's runs.
class TakenHere {
 public:
  explicit TakenHere(absl::Span<const TakenDeduction> deductions);

  [[nodiscard]] bool Contains(const OpeningDeduction& deduction) const {
    return parts_.contains({deduction.month, deduction.staff_id, deduction.area_id});
  }

 private:
  std::set<std::tuple<Month, std::string, std::string>> parts_;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_OPENING_DEDUCTION_H_
