// Promises as figures (ESC-5); what happens to them in their cases is CaseStore's.
#ifndef CUIJIAO_SERVICES_ESCALATION_STORE_PROMISE_STORE_H_
#define CUIJIAO_SERVICES_ESCALATION_STORE_PROMISE_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "services/escalation/domain/promise_rate.h"

namespace cuijiao::escalation {

// Which promises are counted: those judged in the period, both days included, and those that are
// open and were given by its end.
struct PromisePeriod {
  Date from;
  Date to;
};

// Whose promises; what is absent does not narrow it.
struct PromiseFilter {
  std::optional<std::vector<std::string>> community_ids;
  std::optional<std::string> collector_id;
};

// A place in the list of tallies: by collector, then by reason.
struct TallyPosition {
  std::string collector_id;
  std::string reason_code;
};

// Lives in one transaction.
class PromiseStore {
 public:
  explicit PromiseStore(db::Transaction& transaction) : transaction_(transaction) {}

  // At most `limit` tallies after `after` (absent: from the first), by collector and reason.
  absl::StatusOr<std::vector<PromiseTally>> ListTallies(const PromiseFilter& filter,
                                                        const PromisePeriod& period,
                                                        const std::optional<TallyPosition>& after,
                                                        int limit);

 private:
  db::Transaction& transaction_;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_STORE_PROMISE_STORE_H_
