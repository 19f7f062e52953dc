// The snapshot of a run's inputs, and the domain's input made from it. Nothing else leads into a
// run's computation, so that what is stored can be computed again.
#ifndef CUIJIAO_SERVICES_PAYROLL_API_RUN_SNAPSHOT_H_
#define CUIJIAO_SERVICES_PAYROLL_API_RUN_SNAPSHOT_H_

#include <string>

#include "absl/status/statusor.h"
#include "cuijiao/payroll/v1/run_snapshot.pb.h"
#include "services/payroll/domain/run_input.h"

namespace cuijiao::payroll {

// FAILED_PRECONDITION / MINIMUM_WAGE_UNKNOWN naming staff and city where the policy has none.
// INVALID_ARGUMENT when a date of a peer is none, DATA_LOSS when a line corrected is of no kind
// that there is.
absl::StatusOr<RunInput> ToRunInput(const v1::RunSnapshot& snapshot);

// DATA_LOSS when `bytes`, as they were stored, are none.
absl::StatusOr<v1::RunSnapshot> ReadSnapshot(const std::string& bytes);

v1::RunSnapshot::EarlierDeduction ToMessage(const TakenDeduction& deduction);
v1::RunSnapshot::OpenCharge ToMessage(const Charge& charge);
v1::RunSnapshot::Correction ToMessage(const Correction& correction);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_RUN_SNAPSHOT_H_
