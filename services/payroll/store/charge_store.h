// Charges on people and what runs took of them (INC-8).
#ifndef CUIJIAO_SERVICES_PAYROLL_STORE_CHARGE_STORE_H_
#define CUIJIAO_SERVICES_PAYROLL_STORE_CHARGE_STORE_H_

#include <set>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "services/payroll/domain/compensation.h"

namespace cuijiao::payroll {

// Lives in one transaction.
class ChargeStore {
 public:
  explicit ChargeStore(db::Transaction& transaction) : transaction_(transaction) {}

  // Charges that runs before `run_month` knew and left something open of, by id.
  absl::StatusOr<std::vector<Charge>> LoadCarried(Month run_month);
  // The same, and those that `run_month` brought: what its run took from.
  absl::StatusOr<std::vector<Charge>> LoadOfRun(Month run_month);
  // Ids of all charges that runs before `run_month` knew.
  absl::StatusOr<std::set<std::string>> LoadKnownIds(Month run_month);

  // Replaces the charges that `run_month` brought, and its takings.
  absl::Status ReplaceOfRun(Month run_month, std::span<const Charge> brought,
                            std::span<const Taking> takings);
  // By bearer and charge.
  absl::StatusOr<std::vector<Taking>> LoadTakings(Month run_month);

 private:
  absl::StatusOr<std::vector<Charge>> LoadOpen(Month run_month, Month known_before);

  db::Transaction& transaction_;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_STORE_CHARGE_STORE_H_
