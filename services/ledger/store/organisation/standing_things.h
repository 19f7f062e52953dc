// Things of the organisation as they stand, by id, locked until the transaction ends: two puts of
// one thing are one after the other, so that each keeps what the other left. Those that do not
// exist are left out.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_STANDING_THINGS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_STANDING_THINGS_H_

#include <map>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/organisation/organisation.h"

namespace cuijiao::ledger {

template <typename Thing>
using StandingThings = std::map<std::string, Thing>;

absl::StatusOr<StandingThings<Branch>> LockStanding(db::Transaction& transaction,
                                                    std::span<const Branch> puts);
absl::StatusOr<StandingThings<Project>> LockStanding(db::Transaction& transaction,
                                                     std::span<const Project> puts);
absl::StatusOr<StandingThings<Community>> LockStanding(db::Transaction& transaction,
                                                       std::span<const Community> puts);
absl::StatusOr<StandingThings<Team>> LockStanding(db::Transaction& transaction,
                                                  std::span<const Team> puts);
absl::StatusOr<StandingThings<Area>> LockStanding(db::Transaction& transaction,
                                                  std::span<const Area> puts);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_STANDING_THINGS_H_
