// Putting ownerships: dated relations like the others (organisation_relations.cc), but files bring
// a million of them.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/requests/request_dates.h"
#include "common/status/macros.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/organisation/organisation_writer.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

// An owner of a unit: ownerships of one owner are apart in time, several owners are not.
using OwnerOfUnit = std::pair<std::string, std::string>;

struct KeptOwnership {
  DateRange days;
  bool is_new = false;  // put, and not in the table yet
};

using Kept = std::map<OwnerOfUnit, std::vector<KeptOwnership>>;

// Every put of a unit's owners writes the unit's row, so that two at a time meet there.
absl::Status RaiseUnits(db::Transaction& transaction, const std::set<std::string>& unit_ids) {
  const std::vector<std::string> in_order(unit_ids.begin(), unit_ids.end());
  std::span<const std::string> rest = in_order;
  for (const IdChunk& chunk : ChunkIds(in_order)) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::int64_t raised,
        transaction.Execute(Concat({"UPDATE unit SET relation_version = relation_version + 1"
                                    " WHERE unit_id IN ",
                                    chunk.placeholders}),
                            chunk.values));
    const std::span<const std::string> part =
        rest.first(std::min(rest.size(), chunk.values.size()));
    rest = rest.subspan(part.size());
    if (raised == static_cast<std::int64_t>(part.size())) continue;
    // One of them does not exist: say which.
    CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                             transaction.Query(Concat({"SELECT unit_id FROM unit WHERE unit_id IN ",
                                                       chunk.placeholders}),
                                               chunk.values));
    std::set<std::string> missing(part.begin(), part.end());
    for (const db::Row& row : rows) missing.erase(row.String("unit_id"));
    if (!missing.empty()) return UnknownParent("ownership.unit_id", *missing.begin());
  }
  return absl::OkStatus();
}

absl::StatusOr<Kept> LoadKept(db::Transaction& transaction, const std::set<std::string>& unit_ids) {
  Kept kept;
  const std::vector<std::string> in_order(unit_ids.begin(), unit_ids.end());
  for (const IdChunk& chunk : ChunkIds(in_order)) {
    CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
        Concat({"SELECT unit_id, owner_id, from_date, to_date FROM ownership WHERE unit_id IN ",
                chunk.placeholders, " ORDER BY unit_id, owner_id, from_date"}),
        chunk.values, [&](const db::Row& row) {
          kept[{row.String("unit_id"), row.String("owner_id")}].push_back(
              {{row.Date("from_date"), row.OptionalDate("to_date")}, false});
          return absl::OkStatus();
        }));
  }
  return kept;
}

absl::Status EndOwnership(db::Transaction& transaction, const Ownership& put, KeptOwnership& kept,
                          std::optional<Date> to, std::vector<ThingChange>& changes) {
  if (!kept.is_new && kept.days.to != to) {
    changes.push_back({put.unit_id,
                       {"ownership.to_date", FormatOptionalDate(kept.days.to),
                        FormatOptionalDate(to), put.owner_id, kept.days.from}});
  }
  kept.days.to = to;
  if (kept.is_new) return absl::OkStatus();  // is inserted with its end
  return transaction
      .Execute(
          "UPDATE ownership SET to_date = ?"
          " WHERE unit_id = ? AND owner_id = ? AND from_date = ?",
          {to, put.unit_id, put.owner_id, kept.days.from})
      .status();
}

absl::Status PutOne(db::Transaction& transaction, const Ownership& put,
                    std::vector<KeptOwnership>& kept, std::vector<ThingChange>& changes) {
  std::vector<StandingRelation> standing;
  for (const KeptOwnership& one : kept) standing.push_back({one.days, /*same=*/true});
  CUIJIAO_ASSIGN_OR_RETURN(const DatedChange change, DecideDatedPut(standing, put.days));
  for (const std::size_t i : change.ended) {
    CUIJIAO_RETURN_IF_ERROR(EndOwnership(transaction, put, kept[i], put.days.from - 1, changes));
  }
  if (change.replaced) {
    return EndOwnership(transaction, put, kept[*change.replaced], put.days.to, changes);
  }
  kept.push_back({put.days, true});
  return absl::OkStatus();
}

}  // namespace

absl::Status OrganisationWriter::PutOwnerships(std::span<const Ownership> ownerships) {
  std::set<std::string> unit_ids;
  std::vector<std::string> owner_ids;
  for (const Ownership& put : ownerships) {
    CUIJIAO_RETURN_IF_ERROR(CheckRange(put.days));
    unit_ids.insert(put.unit_id);
    owner_ids.push_back(put.owner_id);
  }
  CUIJIAO_RETURN_IF_ERROR(RequireAll("owner", "owner_id", "ownership.owner_id", owner_ids));
  CUIJIAO_RETURN_IF_ERROR(RaiseUnits(transaction_, unit_ids));
  CUIJIAO_ASSIGN_OR_RETURN(Kept kept, LoadKept(transaction_, unit_ids));
  std::vector<ThingChange> changes;
  for (const Ownership& put : ownerships) {
    CUIJIAO_RETURN_IF_ERROR(PutOne(transaction_, put, kept[{put.unit_id, put.owner_id}], changes));
  }
  CUIJIAO_RETURN_IF_ERROR(Keep(OrganisationKind::kUnit, changes));
  std::vector<db::Values> rows;
  for (const auto& [key, of_key] : kept) {
    for (const KeptOwnership& one : of_key) {
      if (one.is_new) rows.push_back({key.first, key.second, one.days.from, one.days.to});
    }
  }
  return transaction_.InsertRows("ownership", {"unit_id", "owner_id", "from_date", "to_date"}, rows)
      .status();
}

}  // namespace cuijiao::ledger
