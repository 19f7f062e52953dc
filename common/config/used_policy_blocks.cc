#include "common/config/used_policy_blocks.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/db/database_error.h"
#include "common/status/macros.h"
#include "common/status/reason.h"

namespace cuijiao {

absl::Status NoteUse(db::Transaction& transaction, const PolicyBlock& block,
                     absl::Time recorded_time) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> noted,
      transaction.QueryOne("SELECT effective_from FROM policy_block_used WHERE effective_from = ?",
                           {block.effective_from}));
  if (noted) return absl::OkStatus();
  const absl::Status inserted =
      transaction
          .Execute(
              "INSERT INTO policy_block_used (effective_from, block_version, first_used_time)"
              " VALUES (?, ?, ?)",
              {block.effective_from, block.version, recorded_time})
          .status();
  // Another transaction noted it meanwhile.
  return db::ViolatedKey(inserted).empty() ? inserted : absl::OkStatus();
}

absl::Status CheckUsedBlocks(db::Database& database, std::string_view kind,
                             std::span<const PolicyBlock> blocks) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows used, database.Read("used_policy_blocks", [](db::Transaction& transaction) {
        return transaction.Query(
            "SELECT effective_from, block_version FROM policy_block_used ORDER BY effective_from");
      }));
  for (const db::Row& row : used) {
    const Date effective_from = row.Date("effective_from");
    const auto found = std::ranges::find(blocks, effective_from, &PolicyBlock::effective_from);
    if (found != blocks.end() && found->version == row.String("block_version")) continue;
    const std::string first_day = FormatDate(effective_from);
    return Refusal(absl::StatusCode::kFailedPrecondition, kPolicyBlockChanged,
                   absl::StrCat("the policy's ", std::string(kind), " block of ", first_day,
                                found == blocks.end() ? " is missing" : " has changed",
                                ", but decisions were made under it; add a block with a later"
                                " effective_from instead"),
                   {{"effective_from", first_day}});
  }
  return absl::OkStatus();
}

}  // namespace cuijiao
