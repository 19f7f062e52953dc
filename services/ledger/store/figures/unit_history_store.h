// Everything that ever moved some units' principal, prepayment and scheduled fees, for figures of
// many dates gone by (domain/figures/unit_history.h).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_UNIT_HISTORY_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_UNIT_HISTORY_STORE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/figures/unit_history.h"
#include "services/ledger/store/figures/figures_store.h"
#include "services/ledger/store/id_chunks.h"

namespace cuijiao::ledger {

// Lives in one transaction; errors are the database's.
class UnitHistoryStore {
 public:
  explicit UnitHistoryStore(db::Transaction& transaction) : transaction_(transaction) {}

  // Hands the community's units to `each` in the order of their ids, some hundred at a time, so
  // that memory is bounded and each line of the journal is read once. Stops at the first error that
  // `each` returns and returns it.
  absl::Status LoadInParts(
      const CommunityKey& community,
      const std::function<absl::Status(const std::vector<UnitHistory>& units)>& each);

 private:
  class Part;

  absl::StatusOr<std::vector<std::string>> LoadUnitIds(const std::string& community_id,
                                                       const std::string& after);
  absl::Status LoadPart(const CommunityKey& community, const IdChunk& chunk, Part& part);

  db::Transaction& transaction_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_UNIT_HISTORY_STORE_H_
