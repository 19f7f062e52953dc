#include "services/ledger/store/figures/overview_store.h"

#include <string_view>

#include "common/status/macros.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {

absl::StatusOr<std::vector<PlaceBranch>> OverviewStore::LoadPlaces(const AskedPlace& place) {
  std::string_view where;
  db::Values values;
  if (!place.community_id.empty()) {
    where = " WHERE c.community_id = ?";
    values = {place.community_id};
  } else if (!place.project_id.empty()) {
    where = " WHERE p.project_id = ?";
    values = {place.project_id};
  } else if (!place.branch_id.empty()) {
    where = " WHERE b.branch_id = ?";
    values = {place.branch_id};
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          Concat({"SELECT b.branch_id, b.name AS branch_name,"
                  " COALESCE(p.project_id, '') AS project_id, COALESCE(p.name, '') AS project_name,"
                  " COALESCE(c.community_id, '') AS community_id,"
                  " COALESCE(c.name, '') AS community_name"
                  " FROM branch b LEFT JOIN project p ON p.branch_id = b.branch_id"
                  " LEFT JOIN community c ON c.project_id = p.project_id",
                  where, " ORDER BY b.branch_id, p.project_id, c.community_id"}),
          values));
  std::vector<PlaceBranch> places;
  places.reserve(rows.size());
  for (const db::Row& row : rows) {
    places.push_back({{row.String("branch_id"), row.String("branch_name")},
                      {row.String("project_id"), row.String("project_name")},
                      {row.String("community_id"), row.String("community_name")}});
  }
  return places;
}

absl::StatusOr<std::map<std::string, Fen>> OverviewStore::LoadSuspense() {
  // Project by project, so that each goes by the key that has what is held beside what is not.
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT p.project_id, SUM(s.amount_fen) AS held_fen FROM project p"
                         " JOIN suspense s ON s.project_id = p.project_id"
                         " WHERE s.payment_id IS NULL GROUP BY p.project_id"));
  std::map<std::string, Fen> held;
  for (const db::Row& row : rows) held[row.String("project_id")] = row.Fen("held_fen");
  return held;
}

}  // namespace cuijiao::ledger
