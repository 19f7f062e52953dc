// Which blocks of the policy decisions were made under: they must not change any more. The table
// policy_block_used is each service's own.
#ifndef CUIJIAO_COMMON_CONFIG_USED_POLICY_BLOCKS_H_
#define CUIJIAO_COMMON_CONFIG_USED_POLICY_BLOCKS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/config/policy_file.h"
#include "common/db/database.h"

namespace cuijiao {

// Reason of FAILED_PRECONDITION: the policy file changes or drops a block that was decided under.
inline constexpr std::string_view kPolicyBlockChanged = "POLICY_BLOCK_CHANGED";

struct PolicyBlock {
  Date effective_from;
  std::string version;  // VersionOf
};

// The blocks of one kind of a policy that LoadPolicy has checked.
template <typename Blocks>
std::vector<PolicyBlock> PolicyBlocksOf(const Blocks& blocks) {
  std::vector<PolicyBlock> result;
  for (const auto& block : blocks) {
    result.push_back({ParseDate(block.effective_from()).value(), VersionOf(block)});
  }
  return result;
}

// Notes the first use of a block; later ones change nothing.
absl::Status NoteUse(db::Transaction& transaction, const PolicyBlock& block,
                     absl::Time recorded_time);

// Refuses a policy in which a used block has changed or is missing: FAILED_PRECONDITION /
// POLICY_BLOCK_CHANGED naming its first day. `blocks` are all of the policy's blocks of the kind
// `kind` ("waiver"). For the start of a service.
absl::Status CheckUsedBlocks(db::Database& database, std::string_view kind,
                             std::span<const PolicyBlock> blocks);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_CONFIG_USED_POLICY_BLOCKS_H_
