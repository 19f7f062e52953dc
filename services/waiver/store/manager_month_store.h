// What managers signed in a calendar month (WVR-3).
#ifndef CUIJIAO_SERVICES_WAIVER_STORE_MANAGER_MONTH_STORE_H_
#define CUIJIAO_SERVICES_WAIVER_STORE_MANAGER_MONTH_STORE_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "common/money/fen.h"

namespace cuijiao::waiver {

struct ManagerMonthSums {
  Fen signed_fen;      // counts against the limit
  Fen given_back_fen;  // of waivers that were cancelled or expired
};

// Lives in one transaction.
class ManagerMonthStore {
 public:
  explicit ManagerMonthStore(db::Transaction& transaction) : transaction_(transaction) {}

  // Zero where the manager signed nothing.
  absl::StatusOr<ManagerMonthSums> Load(std::string_view manager_id, Month month);
  // The same, after making the row where there is none; nobody else changes it until the
  // transaction ends.
  absl::StatusOr<ManagerMonthSums> Lock(std::string_view manager_id, Month month);

  // Adds `amount` to a month that Lock has made, where the sum stays within `limit`; whether it
  // does. This guarded update is what decides, on a cluster too.
  absl::StatusOr<bool> AddWithin(std::string_view manager_id, Month month, Fen amount, Fen limit);

  // Adds what was signed before the suite (LED-19), whatever the sum comes to, to a month that Lock
  // has made.
  absl::Status AddOpening(std::string_view manager_id, Month month, Fen amount);

  // Gives an amount back that was added before.
  absl::Status GiveBack(std::string_view manager_id, Month month, Fen amount);

 private:
  db::Transaction& transaction_;
};

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_STORE_MANAGER_MONTH_STORE_H_
