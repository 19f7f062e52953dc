#include "services/ledger/store/organisation/standing_things.h"

#include <string_view>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

// `select` ends before the list of ids.
template <typename Thing, typename Read>
absl::StatusOr<StandingThings<Thing>> LockEach(db::Transaction& transaction,
                                               std::string_view select, std::span<const Thing> puts,
                                               Read read) {
  std::vector<std::string> ids;
  ids.reserve(puts.size());
  for (const Thing& put : puts) ids.push_back(put.id);
  StandingThings<Thing> standing;
  for (const IdChunk& chunk : ChunkIds(ids)) {
    CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
        Concat({select, chunk.placeholders, " FOR UPDATE"}), chunk.values, [&](const db::Row& row) {
          Thing thing = read(row);
          standing.insert_or_assign(thing.id, std::move(thing));
          return absl::OkStatus();
        }));
  }
  return standing;
}

}  // namespace

absl::StatusOr<StandingThings<Branch>> LockStanding(db::Transaction& transaction,
                                                    std::span<const Branch> puts) {
  return LockEach(transaction, "SELECT branch_id, name FROM branch WHERE branch_id IN ", puts,
                  [](const db::Row& row) {
                    return Branch{row.String("branch_id"), row.String("name")};
                  });
}

absl::StatusOr<StandingThings<Project>> LockStanding(db::Transaction& transaction,
                                                     std::span<const Project> puts) {
  return LockEach(
      transaction, "SELECT project_id, branch_id, name FROM project WHERE project_id IN ", puts,
      [](const db::Row& row) {
        return Project{row.String("project_id"), row.String("branch_id"), row.String("name")};
      });
}

absl::StatusOr<StandingThings<Community>> LockStanding(db::Transaction& transaction,
                                                       std::span<const Community> puts) {
  return LockEach(
      transaction, "SELECT community_id, project_id, name FROM community WHERE community_id IN ",
      puts, [](const db::Row& row) {
        return Community{row.String("community_id"), row.String("project_id"), row.String("name")};
      });
}

absl::StatusOr<StandingThings<Team>> LockStanding(db::Transaction& transaction,
                                                  std::span<const Team> puts) {
  return LockEach(
      transaction, "SELECT team_id, project_id, name FROM team WHERE team_id IN ", puts,
      [](const db::Row& row) {
        return Team{row.String("team_id"), row.String("project_id"), row.String("name")};
      });
}

absl::StatusOr<StandingThings<Area>> LockStanding(db::Transaction& transaction,
                                                  std::span<const Area> puts) {
  return LockEach(transaction,
                  "SELECT area_id, project_id, team_id, name FROM area WHERE area_id IN ", puts,
                  [](const db::Row& row) {
                    return Area{row.String("area_id"), row.String("project_id"),
                                row.String("team_id"), row.String("name")};
                  });
}

}  // namespace cuijiao::ledger
