// A month's payroll in the demo: wages, calculation, approval, release, and the pull.
#ifndef CUIJIAO_SERVICES_DEMO_PAYROLL_OF_MONTH_H_
#define CUIJIAO_SERVICES_DEMO_PAYROLL_OF_MONTH_H_

#include "absl/status/status.h"
#include "common/calendar/date.h"
#include "services/demo/world.h"

namespace cuijiao::demo {

// Imports the wages of `month`, calculates, lets a second person approve, releases, and pulls and
// acknowledges as the payroll system does.
absl::Status RunPayroll(World& world, Month month);

}  // namespace cuijiao::demo

#endif  // CUIJIAO_SERVICES_DEMO_PAYROLL_OF_MONTH_H_
