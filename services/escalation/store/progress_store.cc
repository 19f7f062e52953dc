#include "services/escalation/store/progress_store.h"

#include "common/status/macros.h"

namespace cuijiao::escalation {

absl::StatusOr<Progress> ProgressStore::Query(std::string_view community_id,
                                              std::string_view locking) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT feed_sequence, run_date, running_date, last_unit_id"
                            " FROM community_progress WHERE community_id = ?" +
                                std::string(locking),
                            {community_id}));
  if (!row) return Progress{};
  return Progress{row->Int64("feed_sequence"), row->OptionalDate("run_date"),
                  row->OptionalDate("running_date"), row->String("last_unit_id")};
}

absl::StatusOr<Progress> ProgressStore::Load(std::string_view community_id) {
  return Query(community_id, "");
}

absl::StatusOr<Progress> ProgressStore::Lock(std::string_view community_id) {
  // There must be a row to lock; an existing one is left as it is.
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .Execute("INSERT INTO community_progress (community_id, feed_sequence) VALUES (?, 0)"
                   " ON DUPLICATE KEY UPDATE community_id = community_id",
                   {community_id})
          .status());
  return Query(community_id, " FOR UPDATE");
}

absl::Status ProgressStore::Update(std::string_view community_id, const Progress& progress) {
  return transaction_
      .Execute(
          "UPDATE community_progress SET feed_sequence = ?, run_date = ?, running_date = ?,"
          " last_unit_id = ? WHERE community_id = ?",
          {progress.feed_sequence, progress.run_date, progress.running_date, progress.last_unit_id,
           community_id})
      .status();
}

}  // namespace cuijiao::escalation
