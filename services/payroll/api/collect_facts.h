// What a run needs of the other services, pulled before its transaction begins.
#ifndef CUIJIAO_SERVICES_PAYROLL_API_COLLECT_FACTS_H_
#define CUIJIAO_SERVICES_PAYROLL_API_COLLECT_FACTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/payroll/v1/run_snapshot.pb.h"
#include "cuijiao/waiver/v1/waiver.pb.h"
#include "services/payroll/api/payroll_context.h"

namespace cuijiao::payroll {

struct RunFacts {
  // Without what this service itself knows: wages, earlier deductions, charges, corrections.
  v1::RunSnapshot snapshot;
  // Charged in the run's month or in any before it, also those that earlier runs know.
  std::vector<waiver::v1::Violation> violations;
  // HR's numbers of everybody who may get a payslip.
  std::map<std::string, std::string> employee_nos;
};

// Calls with this service's identity for the caller. Errors: SCHEME_NOT_IN_FORCE, MONTH_OPEN,
// UNAVAILABLE naming the service that cannot be asked.
absl::StatusOr<RunFacts> CollectFacts(PayrollContext& context, const CallContext& call,
                                      Month month);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_COLLECT_FACTS_H_
