#include "services/ledger/store/figures/figure_change.h"

#include <cstdint>
#include <optional>
#include <vector>

#include "common/status/macros.h"

namespace cuijiao::ledger {

absl::Status NoteFigureChanges(JournalStore& journal, std::span<const std::string> unit_ids) {
  if (unit_ids.empty()) return absl::OkStatus();
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> last,
      journal.transaction().QueryOne("SELECT COALESCE(MAX(change_sequence), 0) AS last"
                                     " FROM figure_change WHERE community_id = ?",
                                     {journal.partition_id()}));
  std::int64_t sequence = last->Int64("last");
  std::vector<db::Values> rows;
  for (const std::string& unit_id : unit_ids) {
    rows.push_back({journal.partition_id(), ++sequence, unit_id, journal.days().Today()});
  }
  return journal.transaction()
      .InsertRows("figure_change", {"community_id", "change_sequence", "unit_id", "change_date"},
                  rows)
      .status();
}

}  // namespace cuijiao::ledger
