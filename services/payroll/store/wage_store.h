// The wages of the months.
#ifndef CUIJIAO_SERVICES_PAYROLL_STORE_WAGE_STORE_H_
#define CUIJIAO_SERVICES_PAYROLL_STORE_WAGE_STORE_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "common/money/fen.h"

namespace cuijiao::payroll {

struct WageRecord {
  std::string staff_id;
  std::string employee_no;  // of HR; empty for none
  Fen gross;
  std::string city;
};

// Lives in one transaction.
class WageStore {
 public:
  explicit WageStore(db::Transaction& transaction) : transaction_(transaction) {}

  // Raises the month's revision and locks it; false when the month is frozen.
  absl::StatusOr<bool> OpenForChange(Month month);
  // Puts wages into a month that was opened: those of the staff named are replaced.
  absl::Status PutWages(Month month, std::span<const WageRecord> wages);
  // By staff id.
  absl::StatusOr<std::vector<WageRecord>> LoadWages(Month month);
  // The month's revision, locked against imports until the transaction ends; 0 without wages.
  absl::StatusOr<std::int64_t> LockRevision(Month month);
  // Lets nothing change any more; false when the revision is another by now.
  absl::StatusOr<bool> Freeze(Month month, std::int64_t revision);

 private:
  absl::Status EnsureMonth(Month month);

  db::Transaction& transaction_;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_STORE_WAGE_STORE_H_
