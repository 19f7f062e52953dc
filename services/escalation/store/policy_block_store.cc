#include "services/escalation/store/policy_block_store.h"

#include "common/db/database_error.h"
#include "common/status/macros.h"

namespace cuijiao::escalation {

absl::StatusOr<std::vector<PolicyBlock>> PolicyBlockStore::LoadUsed() {
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                           transaction_.Query("SELECT effective_from, block_version"
                                              " FROM policy_block_used ORDER BY effective_from"));
  std::vector<PolicyBlock> blocks;
  for (const db::Row& row : rows) {
    blocks.push_back({row.Date("effective_from"), row.String("block_version")});
  }
  return blocks;
}

absl::Status PolicyBlockStore::NoteUse(const PolicyBlock& block, absl::Time recorded_time) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> noted,
      transaction_.QueryOne("SELECT effective_from FROM policy_block_used WHERE effective_from = ?",
                            {block.effective_from}));
  if (noted) return absl::OkStatus();
  const absl::Status inserted =
      transaction_
          .Execute(
              "INSERT INTO policy_block_used (effective_from, block_version, first_used_time)"
              " VALUES (?, ?, ?)",
              {block.effective_from, block.version, recorded_time})
          .status();
  // Another transaction noted it meanwhile.
  return db::ViolatedKey(inserted).empty() ? inserted : absl::OkStatus();
}

}  // namespace cuijiao::escalation
