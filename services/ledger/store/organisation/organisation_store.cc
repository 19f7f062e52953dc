#include "services/ledger/store/organisation/organisation_store.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "common/status/macros.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/organisation/organisation_words.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kSelectUnitPlace =
    "SELECT u.unit_id, u.community_id, c.project_id, p.branch_id, u.area_e2_m2"
    " FROM unit u JOIN community c ON c.community_id = u.community_id"
    " JOIN project p ON p.project_id = c.project_id ";

UnitPlace ReadUnitPlace(const db::Row& row) {
  return {row.String("unit_id"), row.String("community_id"), row.String("project_id"),
          row.String("branch_id"), row.Int64("area_e2_m2")};
}

CommunityPlace ReadCommunityPlace(const db::Row& row) {
  return {row.String("community_id"), row.String("project_id"), row.String("branch_id"),
          row.String("name")};
}

Area ReadArea(const db::Row& row) {
  return {row.String("area_id"), row.String("project_id"), row.String("team_id"),
          row.String("name")};
}

DateRange ReadDays(const db::Row& row) {
  return {row.Date("from_date"), row.OptionalDate("to_date")};
}

template <typename T>
std::vector<T> ReadAll(const db::Rows& rows, T (*read)(const db::Row&)) {
  std::vector<T> all;
  all.reserve(rows.size());
  for (const db::Row& row : rows) all.push_back(read(row));
  return all;
}

}  // namespace

absl::StatusOr<std::optional<UnitPlace>> OrganisationStore::LoadUnit(std::string_view unit_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne(Concat({kSelectUnitPlace, "WHERE u.unit_id = ?"}), {unit_id}));
  if (!row) return std::optional<UnitPlace>();
  return std::optional(ReadUnitPlace(*row));
}

absl::StatusOr<std::vector<UnitPlace>> OrganisationStore::LoadUnits(
    std::span<const std::string> unit_ids) {
  std::vector<UnitPlace> places;
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query(Concat({kSelectUnitPlace, "WHERE u.unit_id IN ", chunk.placeholders}),
                           chunk.values));
    for (const db::Row& row : rows) places.push_back(ReadUnitPlace(row));
  }
  const auto by_id = [](const UnitPlace& a, const UnitPlace& b) { return a.unit_id < b.unit_id; };
  const auto same_id = [](const UnitPlace& a, const UnitPlace& b) {
    return a.unit_id == b.unit_id;
  };
  std::sort(places.begin(), places.end(), by_id);
  places.erase(std::unique(places.begin(), places.end(), same_id), places.end());
  return places;
}

absl::StatusOr<std::vector<UnitPlace>> OrganisationStore::LoadUnitsOf(
    std::string_view community_id, std::string_view after_unit_id, int limit) {
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                           transaction_.Query(Concat({kSelectUnitPlace,
                                                      "WHERE u.community_id = ? AND u.unit_id > ?"
                                                      " ORDER BY u.unit_id LIMIT ?"}),
                                              {community_id, after_unit_id, limit}));
  return ReadAll(rows, ReadUnitPlace);
}

absl::StatusOr<std::optional<CommunityPlace>> OrganisationStore::LoadCommunity(
    std::string_view community_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne(
          "SELECT c.community_id, c.project_id, p.branch_id, c.name FROM community c"
          " JOIN project p ON p.project_id = c.project_id WHERE c.community_id = ?",
          {community_id}));
  if (!row) return std::optional<CommunityPlace>();
  return std::optional(ReadCommunityPlace(*row));
}

absl::StatusOr<std::vector<CommunityPlace>> OrganisationStore::LoadCommunities(
    std::string_view project_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT c.community_id, c.project_id, p.branch_id, c.name FROM community c"
                         " JOIN project p ON p.project_id = c.project_id"
                         " WHERE ? = '' OR c.project_id = ? ORDER BY c.community_id",
                         {project_id, project_id}));
  return ReadAll(rows, ReadCommunityPlace);
}

absl::StatusOr<std::optional<Project>> OrganisationStore::LoadProject(std::string_view project_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT branch_id, name FROM project WHERE project_id = ?",
                            {project_id}));
  if (!row) return std::optional<Project>();
  return std::optional(
      Project{std::string(project_id), row->String("branch_id"), row->String("name")});
}

absl::StatusOr<std::optional<Branch>> OrganisationStore::LoadBranch(std::string_view branch_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT name FROM branch WHERE branch_id = ?", {branch_id}));
  if (!row) return std::optional<Branch>();
  return std::optional(Branch{std::string(branch_id), row->String("name")});
}

absl::StatusOr<std::vector<Team>> OrganisationStore::LoadTeams(std::string_view project_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          "SELECT team_id, project_id, name FROM team WHERE project_id = ? ORDER BY team_id",
          {project_id}));
  std::vector<Team> teams;
  for (const db::Row& row : rows) {
    teams.push_back({row.String("team_id"), row.String("project_id"), row.String("name")});
  }
  return teams;
}

absl::StatusOr<std::optional<Area>> OrganisationStore::LoadArea(std::string_view area_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT area_id, project_id, team_id, name FROM area WHERE area_id = ?",
                            {area_id}));
  if (!row) return std::optional<Area>();
  return std::optional(ReadArea(*row));
}

absl::StatusOr<std::vector<Area>> OrganisationStore::LoadAreas(std::string_view project_id) {
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                           transaction_.Query("SELECT area_id, project_id, team_id, name FROM area"
                                              " WHERE ? = '' OR project_id = ? ORDER BY area_id",
                                              {project_id, project_id}));
  return ReadAll(rows, ReadArea);
}

absl::StatusOr<bool> OrganisationStore::StaffExists(std::string_view staff_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT staff_id FROM staff WHERE staff_id = ?", {staff_id}));
  return row.has_value();
}

absl::StatusOr<std::vector<std::string>> OrganisationStore::UnknownStaff(
    std::span<const std::string> staff_ids) {
  absl::flat_hash_set<std::string> known;
  for (const IdChunk& chunk : ChunkIds(staff_ids)) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query(
            Concat({"SELECT staff_id FROM staff WHERE staff_id IN ", chunk.placeholders}),
            chunk.values));
    for (const db::Row& row : rows) known.insert(row.String("staff_id"));
  }
  std::vector<std::string> unknown;
  for (const std::string& staff_id : staff_ids) {
    if (!known.contains(staff_id)) unknown.push_back(staff_id);
  }
  return unknown;
}

absl::StatusOr<std::optional<std::string>> OrganisationStore::AreaOf(std::string_view community_id,
                                                                     Date date) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT area_id FROM area_community WHERE community_id = ?"
                            " AND from_date <= ? AND (to_date IS NULL OR to_date >= ?)",
                            {community_id, date, date}));
  if (!row) return std::optional<std::string>();
  return std::optional(row->String("area_id"));
}

absl::StatusOr<std::optional<std::string>> OrganisationStore::ResponsibleCollector(
    std::string_view community_id, Date date) {
  const std::string id(community_id);
  CUIJIAO_ASSIGN_OR_RETURN(auto responsible, ResponsibleCollectors({&id, 1}, date));
  if (responsible.empty()) return std::optional<std::string>();
  return std::optional(std::move(responsible.begin()->second));
}

absl::StatusOr<std::map<std::string, std::string>> OrganisationStore::ResponsibleCollectors(
    std::span<const std::string> community_ids, Date date) {
  std::map<std::string, std::string> responsible;
  for (const IdChunk& chunk : ChunkIds(community_ids)) {
    db::Values values = chunk.values;
    values.insert(values.end(), {date, date, date, date});
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        Concat({"SELECT m.community_id, k.staff_id FROM area_community m"
                " JOIN area_collector k ON k.area_id = m.area_id WHERE m.community_id IN ",
                chunk.placeholders,
                " AND m.from_date <= ? AND (m.to_date IS NULL OR m.to_date >= ?)"
                " AND k.from_date <= ? AND (k.to_date IS NULL OR k.to_date >= ?)"}),
        values, [&](const db::Row& row) {
          responsible.emplace(row.String("community_id"), row.String("staff_id"));
          return absl::OkStatus();
        }));
  }
  return responsible;
}

absl::StatusOr<std::vector<Responsibility>> OrganisationStore::LoadResponsibilities(
    Date date, std::string_view project_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT c.community_id, c.project_id, COALESCE(m.area_id, '') AS area_id,"
                         " COALESCE(k.staff_id, '') AS collector_id FROM community c"
                         " LEFT JOIN area_community m ON m.community_id = c.community_id"
                         " AND m.from_date <= ? AND (m.to_date IS NULL OR m.to_date >= ?)"
                         " LEFT JOIN area_collector k ON k.area_id = m.area_id"
                         " AND k.from_date <= ? AND (k.to_date IS NULL OR k.to_date >= ?)"
                         " WHERE ? = '' OR c.project_id = ? ORDER BY c.community_id",
                         {date, date, date, date, project_id, project_id}));
  std::vector<Responsibility> all;
  all.reserve(rows.size());
  for (const db::Row& row : rows) {
    all.push_back({row.String("community_id"), row.String("project_id"), row.String("area_id"),
                   row.String("collector_id")});
  }
  return all;
}

absl::StatusOr<std::vector<CollectorRun>> OrganisationStore::CollectorRuns(Month month,
                                                                           Date closing_date) {
  const Date from = FirstDayOf(month);
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT area_id, staff_id, from_date, to_date FROM area_collector"
                         " WHERE from_date <= ? AND (to_date IS NULL OR to_date >= ?)",
                         {closing_date, std::min(from, closing_date)}));
  std::vector<AreaCollector> held;
  for (const db::Row& row : rows) {
    held.push_back({row.String("area_id"), row.String("staff_id"), ReadDays(row)});
  }
  return ComputeCollectorRuns(HeldAtClosing(std::move(held), closing_date), from, LastDayOf(month));
}

absl::StatusOr<std::vector<TeamMembership>> OrganisationStore::LoadMemberships(
    std::string_view project_id, Date date) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          "SELECT m.team_id, m.staff_id, m.team_position, m.from_date, m.to_date FROM team t"
          " JOIN team_membership m ON m.team_id = t.team_id WHERE t.project_id = ?"
          " AND m.from_date <= ? AND (m.to_date IS NULL OR m.to_date >= ?)"
          " ORDER BY m.team_id, m.staff_id",
          {project_id, date, date}));
  std::vector<TeamMembership> all;
  for (const db::Row& row : rows) {
    all.push_back({row.String("team_id"), row.String("staff_id"),
                   ParseTeamPosition(row.String("team_position")), ReadDays(row)});
  }
  return all;
}

absl::StatusOr<std::vector<AreaCommunity>> OrganisationStore::LoadAreaCommunities(
    std::string_view project_id, Date date) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT m.area_id, m.community_id, m.from_date, m.to_date FROM area a"
                         " JOIN area_community m ON m.area_id = a.area_id WHERE a.project_id = ?"
                         " AND m.from_date <= ? AND (m.to_date IS NULL OR m.to_date >= ?)"
                         " ORDER BY m.area_id, m.community_id",
                         {project_id, date, date}));
  std::vector<AreaCommunity> all;
  for (const db::Row& row : rows) {
    all.push_back({row.String("area_id"), row.String("community_id"), ReadDays(row)});
  }
  return all;
}

absl::StatusOr<std::vector<AreaCollector>> OrganisationStore::LoadAreaCollectors(
    std::string_view project_id, Date date) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          "SELECT k.area_id, k.staff_id, k.from_date, k.to_date FROM area a"
          " JOIN area_collector k ON k.area_id = a.area_id WHERE a.project_id = ?"
          " AND k.from_date <= ? AND (k.to_date IS NULL OR k.to_date >= ?) ORDER BY k.area_id",
          {project_id, date, date}));
  std::vector<AreaCollector> all;
  for (const db::Row& row : rows) {
    all.push_back({row.String("area_id"), row.String("staff_id"), ReadDays(row)});
  }
  return all;
}

absl::StatusOr<std::vector<Ownership>> OrganisationStore::LoadOwnerships(std::string_view unit_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT owner_id, from_date, to_date FROM ownership WHERE unit_id = ?"
                         " ORDER BY from_date, owner_id",
                         {unit_id}));
  std::vector<Ownership> ownerships;
  for (const db::Row& row : rows) {
    ownerships.push_back({std::string(unit_id),
                          row.String("owner_id"),
                          {row.Date("from_date"), row.OptionalDate("to_date")}});
  }
  return ownerships;
}

absl::StatusOr<std::vector<OwnerLink>> OrganisationStore::OwnersOf(std::string_view unit_id,
                                                                   Date date) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          "SELECT s.unit_id, s.owner_id, COALESCE(o.staff_id, '') AS staff_id FROM ownership s"
          " JOIN owner o ON o.owner_id = s.owner_id WHERE s.unit_id = ?"
          " AND s.from_date <= ? AND (s.to_date IS NULL OR s.to_date >= ?) ORDER BY s.owner_id",
          {unit_id, date, date}));
  std::vector<OwnerLink> owners;
  for (const db::Row& row : rows) {
    owners.push_back({row.String("unit_id"), row.String("owner_id"), row.String("staff_id")});
  }
  return owners;
}

absl::StatusOr<std::vector<std::string>> OrganisationStore::HouseholdUnits(std::string_view unit_id,
                                                                           Date date) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          "SELECT DISTINCT other.unit_id AS unit_id FROM ownership own"
          " JOIN ownership other ON other.owner_id = own.owner_id WHERE own.unit_id = ?"
          " AND own.from_date <= ? AND (own.to_date IS NULL OR own.to_date >= ?)"
          " AND other.from_date <= ? AND (other.to_date IS NULL OR other.to_date >= ?)",
          {unit_id, date, date, date, date}));
  std::set<std::string> units = {std::string(unit_id)};
  for (const db::Row& row : rows) units.insert(row.String("unit_id"));
  return std::vector<std::string>(units.begin(), units.end());
}

}  // namespace cuijiao::ledger
