// Which blocks of the policy decisions were made under: they must not change any more.
#ifndef CUIJIAO_SERVICES_ESCALATION_STORE_POLICY_BLOCK_STORE_H_
#define CUIJIAO_SERVICES_ESCALATION_STORE_POLICY_BLOCK_STORE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"

namespace cuijiao::escalation {

struct PolicyBlock {
  Date effective_from;
  std::string version;  // hash of its canonical text
};

// Lives in one transaction.
class PolicyBlockStore {
 public:
  explicit PolicyBlockStore(db::Transaction& transaction) : transaction_(transaction) {}

  absl::StatusOr<std::vector<PolicyBlock>> LoadUsed();
  // Notes the first use of a block; later ones change nothing.
  absl::Status NoteUse(const PolicyBlock& block, absl::Time recorded_time);

 private:
  db::Transaction& transaction_;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_STORE_POLICY_BLOCK_STORE_H_
