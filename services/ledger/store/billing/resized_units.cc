#include "services/ledger/store/billing/resized_units.h"

#include "common/status/macros.h"
#include "services/ledger/store/billing/bill_schedule_store.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {

absl::Status KeepReplacedAreas(JournalStore& journal, std::span<const ResizedUnit> units) {
  std::vector<db::Values> rows;
  rows.reserve(units.size());
  for (const ResizedUnit& unit : units) {
    rows.push_back({unit.unit_id, journal.recorded_time(), journal.NewId(), journal.days().Today(),
                    unit.area_before_e2_m2});
  }
  return journal.transaction()
      .InsertRows("replaced_area",
                  {"unit_id", "replaced_time", "replaced_id", "replaced_date", "area_e2_m2"}, rows)
      .status();
}

absl::Status RefreshResizedUnits(JournalStore& journal, std::span<const ResizedUnit> units) {
  CUIJIAO_RETURN_IF_ERROR(KeepReplacedAreas(journal, units));
  std::vector<std::string> unit_ids;
  for (const ResizedUnit& unit : units) unit_ids.push_back(unit.unit_id);
  return RefreshScheduledFees(journal, unit_ids);
}

absl::StatusOr<std::map<std::string, std::vector<ReplacedArea>>> LoadReplacedAreas(
    db::Transaction& transaction, std::span<const std::string> unit_ids) {
  std::map<std::string, std::vector<ReplacedArea>> areas;
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
        Concat({"SELECT unit_id, replaced_time, replaced_date, area_e2_m2 FROM replaced_area"
                " WHERE unit_id IN ",
                chunk.placeholders, " ORDER BY unit_id, replaced_time, replaced_id"}),
        chunk.values, [&](const db::Row& row) {
          areas[row.String("unit_id")].push_back(
              {row.Time("replaced_time"), row.Date("replaced_date"), row.Int64("area_e2_m2")});
          return absl::OkStatus();
        }));
  }
  return areas;
}

}  // namespace cuijiao::ledger
