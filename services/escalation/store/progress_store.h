// How far a community has been followed: the ledger's feed, and the daily run (ESC-9).
#ifndef CUIJIAO_SERVICES_ESCALATION_STORE_PROGRESS_STORE_H_
#define CUIJIAO_SERVICES_ESCALATION_STORE_PROGRESS_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"

namespace cuijiao::escalation {

struct Progress {
  std::int64_t feed_sequence = 0;  // last event taken in
  std::optional<Date> run_date;    // last day whose run is done
  // A run under way: its day and the last unit done.
  std::optional<Date> running_date;
  std::string last_unit_id;
};

// Lives in one transaction.
class ProgressStore {
 public:
  explicit ProgressStore(db::Transaction& transaction) : transaction_(transaction) {}

  // That of a community not seen yet is all zero.
  absl::StatusOr<Progress> Load(std::string_view community_id);
  // The same, locked until the transaction ends: one replica at a time works on a community.
  absl::StatusOr<Progress> Lock(std::string_view community_id);
  // Of a locked community.
  absl::Status Update(std::string_view community_id, const Progress& progress);

 private:
  absl::StatusOr<Progress> Query(std::string_view community_id, std::string_view locking);

  db::Transaction& transaction_;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_STORE_PROGRESS_STORE_H_
