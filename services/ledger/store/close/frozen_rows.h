// What a month close froze, as one hash a partition (LED-4, LED-10): kept with the head of its
// journal, signed with it and told outside the database. Some of what decides pay cannot be
// computed again later, because it may change for good reasons (planned rates, shares of tasks,
// teams): the hash tells that it is still what the close saw.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_FROZEN_ROWS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_FROZEN_ROWS_H_

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "services/ledger/store/journal/kept_fault.h"

namespace cuijiao::ledger {

// 32 bytes each. Of a community: the month, its figures with all that goes with them, its settled
// units, who was of the team for their payments. Of a project's partition of suspense: finance's
// list as it was compared, with its differences.
class FrozenHashes {
 public:
  // Of all partitions, for one month.
  static absl::StatusOr<FrozenHashes> OfMonth(db::Transaction& transaction, Month month);
  // Of one partition, for all months.
  static absl::StatusOr<FrozenHashes> OfPartition(db::Transaction& transaction,
                                                  const std::string& partition_id);

  // 32 zero bytes where nothing is frozen.
  [[nodiscard]] std::string Of(const std::string& partition_id, Month month) const;
  // Takes in the next row.
  void Add(const std::string& partition_id, Month month, const std::string& row);

 private:
  std::map<std::pair<std::string, Month>, std::string> hashes_;
};

// Hashes by month ("2017-03"), as they were told outside the database.
using ToldFrozen = std::multimap<std::string, std::string>;

// Holds what is frozen of a partition against the hashes of its closes, those in the database and
// those that were told. Closes of before there were such hashes have none. The first fault by
// month; its reference is the month.
absl::StatusOr<std::optional<KeptFault>> CheckFrozenRows(db::Transaction& transaction,
                                                         const std::string& partition_id,
                                                         const ToldFrozen& told);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_FROZEN_ROWS_H_
