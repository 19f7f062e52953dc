// Runs and their states. Every step is guarded: it says whether the run was in the state to take
// it.
#ifndef CUIJIAO_SERVICES_PAYROLL_STORE_RUN_STORE_H_
#define CUIJIAO_SERVICES_PAYROLL_STORE_RUN_STORE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "services/payroll/domain/payslip.h"
#include "services/payroll/domain/run_state.h"

namespace cuijiao::payroll {

struct RunRecord {
  Month month;
  RunState state = RunState::kCalculated;
  std::string etag;
  std::string policy_version;
  std::int64_t wage_revision = 0;
  std::string calculated_by;
  absl::Time calculated_time;
  std::string approved_by;  // empty before
  RunTotals totals;
  std::int64_t payslip_count = 0;  // read only
};

// Who took a step, when, and the run's new etag.
struct RunStepTaken {
  std::string by;
  absl::Time time;
  std::string etag;
};

// Lives in one transaction.
class RunStore {
 public:
  explicit RunStore(db::Transaction& transaction) : transaction_(transaction) {}

  absl::StatusOr<std::optional<RunRecord>> LoadRun(Month month);
  // The same, locked until the transaction ends.
  absl::StatusOr<std::optional<RunRecord>> LockRun(Month month);
  // Of a year, or all with 0; latest first.
  absl::StatusOr<std::vector<RunRecord>> LoadRuns(int year);

  // Puts a run that is CALCULATED, anew or over one that is; false when it is further by now.
  absl::StatusOr<bool> PutCalculated(const RunRecord& run);
  // Marks a dispute, or its answer, of a CALCULATED run: written in the row that an approval
  // writes, so that neither passes the other. False when the run is further by now.
  absl::StatusOr<bool> TouchDisputes(Month month);
  // CALCULATED with `etag` → APPROVED.
  absl::StatusOr<bool> Approve(Month month, std::string_view etag, const RunStepTaken& step);
  // APPROVED → RELEASED.
  absl::StatusOr<bool> Release(Month month, const RunStepTaken& step);
  // Marks a change of a released run's payouts, and locks it: of two changes at a time the second
  // sees the first. False when the run is not RELEASED.
  absl::StatusOr<bool> TouchReleased(Month month, std::string_view new_etag);
  // RELEASED → ACKNOWLEDGED.
  absl::StatusOr<bool> AcknowledgeAll(Month month, std::string_view new_etag);

  absl::Status ReplaceNotices(Month month, std::span<const std::string> notices);
  absl::StatusOr<std::vector<std::string>> LoadNotices(Month month);
  absl::Status ReplaceSnapshot(Month month, const std::string& snapshot);
  // DATA_LOSS when the run has none.
  absl::StatusOr<std::string> LoadSnapshot(Month month);

 private:
  db::Transaction& transaction_;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_STORE_RUN_STORE_H_
