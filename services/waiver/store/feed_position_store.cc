#include "services/waiver/store/feed_position_store.h"

#include <optional>

#include "common/db/database_error.h"
#include "common/status/macros.h"

namespace cuijiao::waiver {

absl::StatusOr<std::int64_t> FeedPositionStore::Load(std::string_view partition) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT sequence FROM feed_position WHERE feed_partition = ?",
                            {partition}));
  return row ? row->Int64("sequence") : 0;
}

absl::StatusOr<bool> FeedPositionStore::Advance(std::string_view partition, std::int64_t from,
                                                std::int64_t to) {
  if (from == 0) {
    const absl::Status inserted =
        transaction_
            .Execute("INSERT INTO feed_position (feed_partition, sequence) VALUES (?, ?)",
                     {partition, to})
            .status();
    if (!db::ViolatedKey(inserted).empty()) return false;
    CUIJIAO_RETURN_IF_ERROR(inserted);
    return true;
  }
  CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t changed,
                           transaction_.Execute("UPDATE feed_position SET sequence = ?"
                                                " WHERE feed_partition = ? AND sequence = ?",
                                                {to, partition, from}));
  return changed == 1;
}

}  // namespace cuijiao::waiver
