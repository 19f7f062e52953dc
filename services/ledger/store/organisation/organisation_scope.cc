// Scope: what a person is responsible for, and where things lie.
#include <map>
#include <utility>

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/organisation/organisation_words.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

// A community's place, with its area and team on a date (two placeholders).
constexpr std::string_view kPlaceOfCommunity =
    " JOIN project p ON p.project_id = c.project_id"
    " LEFT JOIN area_community m ON m.community_id = c.community_id"
    " AND m.from_date <= ? AND (m.to_date IS NULL OR m.to_date >= ?)"
    " LEFT JOIN area a ON a.area_id = m.area_id ";
constexpr std::string_view kSelectCommunityPlace =
    "SELECT p.branch_id, c.project_id, c.community_id, COALESCE(a.area_id, '') AS area_id,"
    " COALESCE(a.team_id, '') AS team_id FROM ";

// A person lies in the teams, at the areas and at the posts that they have on a date.
constexpr std::string_view kSelectStaffPlaces =
    "SELECT s.branch_id, s.project_id, '' AS community_id, s.area_id, s.team_id FROM ("
    "SELECT m.staff_id, p.branch_id, p.project_id, '' AS area_id, t.team_id"
    " FROM team_membership m JOIN team t ON t.team_id = m.team_id"
    " JOIN project p ON p.project_id = t.project_id"
    " WHERE m.from_date <= ? AND (m.to_date IS NULL OR m.to_date >= ?)"
    " UNION ALL SELECT r.staff_id, p.branch_id, p.project_id, a.area_id, a.team_id"
    " FROM area_collector r JOIN area a ON a.area_id = r.area_id"
    " JOIN project p ON p.project_id = a.project_id"
    " WHERE r.from_date <= ? AND (r.to_date IS NULL OR r.to_date >= ?)"
    " UNION ALL SELECT o.staff_id, p.branch_id, p.project_id, '', ''"
    " FROM post o JOIN project p ON p.project_id = o.place_id"
    " WHERE o.place_kind = 'PROJECT'"
    " AND o.from_date <= ? AND (o.to_date IS NULL OR o.to_date >= ?)"
    " UNION ALL SELECT o.staff_id, o.place_id, '', '', '' FROM post o"
    " WHERE o.place_kind = 'BRANCH'"
    " AND o.from_date <= ? AND (o.to_date IS NULL OR o.to_date >= ?)"
    ") s WHERE s.staff_id = ? ORDER BY s.branch_id, s.project_id, s.area_id, s.team_id";

// The query of one kind of thing. Its first `dates` placeholders are the date, its last the id;
// it has one row for each place of the thing.
struct PlaceQuery {
  std::string sql;
  int dates;
};

std::optional<PlaceQuery> QueryFor(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::kBranch:
      return PlaceQuery{
          "SELECT branch_id, '' AS project_id, '' AS community_id, '' AS area_id, '' AS team_id"
          " FROM branch WHERE branch_id = ?",
          0};
    case ResourceKind::kProject:
      return PlaceQuery{
          "SELECT branch_id, project_id, '' AS community_id, '' AS area_id, '' AS team_id"
          " FROM project WHERE project_id = ?",
          0};
    case ResourceKind::kArea:
      return PlaceQuery{
          "SELECT p.branch_id, a.project_id, '' AS community_id, a.area_id, a.team_id FROM area a"
          " JOIN project p ON p.project_id = a.project_id WHERE a.area_id = ?",
          0};
    case ResourceKind::kTeam:
      return PlaceQuery{
          "SELECT p.branch_id, t.project_id, '' AS community_id, '' AS area_id, t.team_id"
          " FROM team t JOIN project p ON p.project_id = t.project_id WHERE t.team_id = ?",
          0};
    case ResourceKind::kCommunity:
      return PlaceQuery{Concat({kSelectCommunityPlace, "community c", kPlaceOfCommunity,
                                "WHERE c.community_id = ?"}),
                        2};
    case ResourceKind::kUnit:
      return PlaceQuery{Concat({kSelectCommunityPlace,
                                "unit u JOIN community c ON c.community_id = u.community_id",
                                kPlaceOfCommunity, "WHERE u.unit_id = ?"}),
                        2};
    case ResourceKind::kBill:
      return PlaceQuery{Concat({kSelectCommunityPlace,
                                "bill b JOIN community c ON c.community_id = b.community_id",
                                kPlaceOfCommunity, "WHERE b.bill_id = ?"}),
                        2};
    case ResourceKind::kPayment:
      return PlaceQuery{Concat({kSelectCommunityPlace,
                                "payment y JOIN community c ON c.community_id = y.community_id",
                                kPlaceOfCommunity, "WHERE y.payment_id = ?"}),
                        2};
    case ResourceKind::kWriteOff:
      return PlaceQuery{Concat({kSelectCommunityPlace,
                                "write_off w JOIN community c ON c.community_id = w.community_id",
                                kPlaceOfCommunity, "WHERE w.write_off_id = ?"}),
                        2};
    case ResourceKind::kOwner:
      return PlaceQuery{Concat({kSelectCommunityPlace,
                                "ownership s JOIN unit u ON u.unit_id = s.unit_id"
                                " AND s.from_date <= ? AND (s.to_date IS NULL OR s.to_date >= ?)"
                                " JOIN community c ON c.community_id = u.community_id",
                                kPlaceOfCommunity, "WHERE s.owner_id = ?"}),
                        4};
    case ResourceKind::kStaff:
      return PlaceQuery{std::string(kSelectStaffPlaces), 8};
    default:
      return std::nullopt;
  }
}

// Things that may exist and yet be nowhere on a date.
std::string_view ExistenceQuery(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::kOwner:
      return "SELECT owner_id FROM owner WHERE owner_id = ?";
    case ResourceKind::kStaff:
      return "SELECT staff_id FROM staff WHERE staff_id = ?";
    default:
      return {};
  }
}

}  // namespace

absl::StatusOr<StaffScope> OrganisationStore::ScopeOf(std::string_view staff_id, Date date) {
  // One question for the three relations, because it is asked before every call.
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          "SELECT 'AREA' AS kind, area_id AS id, 0 AS leader_absent FROM area_collector"
          " WHERE staff_id = ? AND from_date <= ? AND (to_date IS NULL OR to_date >= ?)"
          " UNION ALL SELECT place_kind, place_id, 0 FROM post"
          " WHERE staff_id = ? AND from_date <= ? AND (to_date IS NULL OR to_date >= ?)"
          " UNION ALL SELECT m.team_position, m.team_id, CASE WHEN x.team_id IS NULL THEN 0 ELSE 1"
          " END FROM team_membership m LEFT JOIN leader_absence x ON x.team_id = m.team_id"
          " AND x.from_date <= ? AND x.to_date >= ?"
          " WHERE m.staff_id = ? AND m.from_date <= ? AND (m.to_date IS NULL OR m.to_date >= ?)"
          " ORDER BY kind, id",
          {staff_id, date, date, staff_id, date, date, date, date, staff_id, date, date}));
  StaffScope scope;
  for (const db::Row& row : rows) {
    const std::string& kind = row.String("kind");
    const std::string& id = row.String("id");
    if (kind == "AREA") {
      scope.own_areas.push_back(id);
    } else if (kind == "PROJECT") {
      scope.projects.push_back(id);
    } else if (kind == "BRANCH") {
      scope.branches.push_back(id);
    } else {
      scope.own_teams.push_back(id);
      if (ActsAsLeader(ParseTeamPosition(kind), row.Bool("leader_absent"))) {
        scope.led_teams.push_back(id);
      }
    }
  }
  for (const IdChunk& chunk : ChunkIds(scope.led_teams)) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows areas,
        transaction_.Query(Concat({"SELECT area_id FROM area WHERE team_id IN ", chunk.placeholders,
                                   " ORDER BY area_id"}),
                           chunk.values));
    for (const db::Row& row : areas) scope.team_areas.push_back(row.String("area_id"));
  }
  return scope;
}

absl::StatusOr<std::vector<Place>> OrganisationStore::PlacesOf(ResourceKind kind,
                                                               std::string_view id, Date date) {
  const std::optional<PlaceQuery> query = QueryFor(kind);
  if (!query) {
    return absl::InvalidArgumentError(
        Concat({"the ledger does not know where a ", ResourceKindName(kind), " lies"}));
  }
  db::Values values;
  for (int i = 0; i < query->dates; ++i) values.emplace_back(date);
  values.emplace_back(id);
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows, transaction_.Query(query->sql, values));
  std::vector<Place> places;
  for (const db::Row& row : rows) {
    places.push_back({row.String("branch_id"), row.String("project_id"), row.String("community_id"),
                      row.String("area_id"), row.String("team_id")});
  }
  if (!places.empty()) return places;
  if (const std::string_view existence = ExistenceQuery(kind); !existence.empty()) {
    CUIJIAO_ASSIGN_OR_RETURN(const std::optional<db::Row> row,
                             transaction_.QueryOne(existence, {id}));
    if (row) return places;
  }
  return absl::NotFoundError(Concat({"there is no ", ResourceKindName(kind), " ", id}));
}

}  // namespace cuijiao::ledger
