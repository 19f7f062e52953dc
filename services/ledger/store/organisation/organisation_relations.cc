// Putting dated relations. All of a group hang on one row, their anchor, which every put raises.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/requests/request_dates.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"
#include "services/ledger/store/journal/books.h"
#include "services/ledger/store/organisation/organisation_words.h"
#include "services/ledger/store/organisation/organisation_writer.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
struct NamedValue {
  std::string_view column;
  std::string value;
};

struct DatedPut {
  std::string_view table;
  // The row whose relation_version is raised, and how the request calls it.
  std::string_view anchor_table;
  std::string_view anchor_key;
  std::string_view anchor_field;
  std::string anchor_id;
  // What the group hangs on, for its changes, and the column of a relation's other side; empty for
  // none.
  OrganisationKind anchor_kind;
  std::string_view related_column;
  // Those of which one stands on a date.
  std::string_view group_condition;
  db::Values group_values;
  // With from_date the primary key; then the other columns.
  std::vector<NamedValue> keys;
  std::vector<NamedValue> details;
  DateRange days;
  // Figures of areas hang on it: closed days keep it as it is.
  bool counts_in_figures = false;
};

namespace {

absl::Status RaiseAnchor(db::Transaction& transaction, const DatedPut& put) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t found,
      transaction.Execute(
          Concat({"UPDATE ", put.anchor_table,
                  " SET relation_version = relation_version + 1 WHERE ", put.anchor_key, " = ?"}),
          {put.anchor_id}));
  return found == 0 ? UnknownParent(put.anchor_field, put.anchor_id) : absl::OkStatus();
}

std::string ColumnsOf(const DatedPut& put) {
  std::string columns;
  for (const NamedValue& key : put.keys) columns += Concat({key.column, ", "});
  for (const NamedValue& detail : put.details) columns += Concat({detail.column, ", "});
  return columns;
}

bool IsSame(const DatedPut& put, const db::Row& row) {
  for (const NamedValue& key : put.keys) {
    if (row.String(key.column) != key.value) return false;
  }
  for (const NamedValue& detail : put.details) {
    if (row.String(detail.column) != detail.value) return false;
  }
  return true;
}

// Gives a standing relation another last day.
absl::Status EndOn(db::Transaction& transaction, const DatedPut& put, const db::Row& row,
                   std::optional<Date> to) {
  std::string sql = Concat({"UPDATE ", put.table, " SET to_date = ? WHERE from_date = ?"});
  db::Values values = {to, row.Date("from_date")};
  for (const NamedValue& key : put.keys) {
    sql += Concat({" AND ", key.column, " = ?"});
    values.emplace_back(row.String(key.column));
  }
  return transaction.Execute(sql, values).status();
}

absl::Status Insert(db::Transaction& transaction, const DatedPut& put) {
  std::vector<std::string_view> columns;
  db::Values values;
  for (const std::vector<NamedValue>* part : {&put.keys, &put.details}) {
    for (const NamedValue& named : *part) {
      columns.push_back(named.column);
      values.emplace_back(named.value);
    }
  }
  columns.insert(columns.end(), {"from_date", "to_date"});
  values.emplace_back(put.days.from);
  values.emplace_back(put.days.to);
  return transaction.InsertRows(put.table, columns, std::vector<db::Values>{values}).status();
}

// What it changes to give a standing relation another last day; nothing where it has that one.
std::vector<ThingChange> ChangeOfEnd(const DatedPut& put, const db::Row& row,
                                     std::optional<Date> to) {
  const std::optional<Date> before = row.OptionalDate("to_date");
  if (before == to) return {};
  return {
      {put.anchor_id,
       {Concat({put.table, ".to_date"}), FormatOptionalDate(before), FormatOptionalDate(to),
        put.related_column.empty() ? "" : row.String(put.related_column), row.Date("from_date")}}};
}

}  // namespace

absl::Status OrganisationWriter::PutDated(const DatedPut& put) {
  CUIJIAO_RETURN_IF_ERROR(CheckRange(put.days));
  CUIJIAO_RETURN_IF_ERROR(RaiseAnchor(transaction_, put));
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(Concat({"SELECT ", ColumnsOf(put), "from_date, to_date FROM ", put.table,
                                 " WHERE ", put.group_condition, " ORDER BY from_date"}),
                         put.group_values));
  std::vector<StandingRelation> standing;
  for (const db::Row& row : rows) {
    standing.push_back({{row.Date("from_date"), row.OptionalDate("to_date")}, IsSame(put, row)});
  }
  CUIJIAO_ASSIGN_OR_RETURN(const DatedChange change, DecideDatedPut(standing, put.days));
  if (put.counts_in_figures) {
    CUIJIAO_ASSIGN_OR_RETURN(const std::optional<ClosedMonth> closed, LockBooks(transaction_));
    CUIJIAO_RETURN_IF_ERROR(CheckOpenDays(
        standing, put.days, change, closed ? std::optional(closed->closing_date) : std::nullopt));
  }
  const auto end_on = [&](const db::Row& row, std::optional<Date> to) -> absl::Status {
    CUIJIAO_RETURN_IF_ERROR(Keep(put.anchor_kind, ChangeOfEnd(put, row, to)));
    return EndOn(transaction_, put, row, to);
  };
  for (const std::size_t i : change.ended) {
    CUIJIAO_RETURN_IF_ERROR(end_on(rows[i], put.days.from - 1));
  }
  if (change.replaced) return end_on(rows[*change.replaced], put.days.to);
  return Insert(transaction_, put);
}

absl::Status OrganisationWriter::PutPost(const Post& post) {
  const bool of_project = !post.project_id.empty();
  if (of_project != post.branch_id.empty()) {
    return Refusal(absl::StatusCode::kInvalidArgument, kPostPlaceWrong,
                   "a post has a project or a branch, one of the two",
                   {{"staff_id", post.staff_id}});
  }
  const std::string& place = of_project ? post.project_id : post.branch_id;
  const std::string word = of_project ? "PROJECT" : "BRANCH";
  CUIJIAO_RETURN_IF_ERROR(of_project
                              ? RequireAll("project", "project_id", "post.project_id", {{place}})
                              : RequireAll("branch", "branch_id", "post.branch_id", {{place}}));
  return PutDated({.table = "post",
                   .anchor_table = "staff",
                   .anchor_key = "staff_id",
                   .anchor_field = "post.staff_id",
                   .anchor_id = post.staff_id,
                   .anchor_kind = OrganisationKind::kStaff,
                   .related_column = "place_id",
                   .group_condition = "staff_id = ? AND place_kind = ? AND place_id = ?",
                   .group_values = {post.staff_id, word, place},
                   .keys = {{"staff_id", post.staff_id}, {"place_kind", word}, {"place_id", place}},
                   .details = {},
                   .days = post.days});
}

absl::Status OrganisationWriter::PutTeamMembership(const TeamMembership& membership) {
  const std::string word(WordOf(membership.position));
  CUIJIAO_RETURN_IF_ERROR(
      RequireAll("staff", "staff_id", "team_membership.staff_id", {{membership.staff_id}}));
  // A person has one place in a team, and a team one leader.
  return PutDated(
      {.table = "team_membership",
       .anchor_table = "team",
       .anchor_key = "team_id",
       .anchor_field = "team_membership.team_id",
       .anchor_id = membership.team_id,
       .anchor_kind = OrganisationKind::kTeam,
       .related_column = "staff_id",
       .group_condition =
           "team_id = ? AND (staff_id = ? OR (team_position = 'LEADER' AND ? = 'LEADER'))",
       .group_values = {membership.team_id, membership.staff_id, word},
       .keys = {{"team_id", membership.team_id}, {"staff_id", membership.staff_id}},
       .details = {{"team_position", word}},
       .days = membership.days});
}

absl::Status OrganisationWriter::PutLeaderAbsence(const LeaderAbsence& absence) {
  return PutDated({.table = "leader_absence",
                   .anchor_table = "team",
                   .anchor_key = "team_id",
                   .anchor_field = "leader_absence.team_id",
                   .anchor_id = absence.team_id,
                   .anchor_kind = OrganisationKind::kTeam,
                   .related_column = "",
                   .group_condition = "team_id = ?",
                   .group_values = {absence.team_id},
                   .keys = {{"team_id", absence.team_id}},
                   .details = {},
                   .days = {absence.from, absence.to}});
}

absl::Status OrganisationWriter::PutAreaCommunity(const AreaCommunity& relation) {
  CUIJIAO_RETURN_IF_ERROR(
      RequireAll("area", "area_id", "area_community.area_id", {{relation.area_id}}));
  CUIJIAO_RETURN_IF_ERROR(PutDated({.table = "area_community",
                                    .anchor_table = "community",
                                    .anchor_key = "community_id",
                                    .anchor_field = "area_community.community_id",
                                    .anchor_id = relation.community_id,
                                    .anchor_kind = OrganisationKind::kCommunity,
                                    .related_column = "area_id",
                                    .group_condition = "community_id = ?",
                                    .group_values = {relation.community_id},
                                    .keys = {{"community_id", relation.community_id}},
                                    .details = {{"area_id", relation.area_id}},
                                    .days = relation.days,
                                    .counts_in_figures = true}));
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<db::Row> stranger,
                           transaction_.QueryOne("SELECT c.community_id FROM community c, area a"
                                                 " WHERE c.community_id = ? AND a.area_id = ?"
                                                 " AND c.project_id <> a.project_id",
                                                 {relation.community_id, relation.area_id}));
  if (!stranger) return absl::OkStatus();
  return Refusal(absl::StatusCode::kFailedPrecondition, kProjectDiffers,
                 fmt::format("community {} is of another project than area {}",
                             relation.community_id, relation.area_id),
                 {{"community_id", relation.community_id}, {"area_id", relation.area_id}});
}

absl::Status OrganisationWriter::PutAreaCollector(const AreaCollector& relation) {
  CUIJIAO_RETURN_IF_ERROR(
      RequireAll("staff", "staff_id", "area_collector.staff_id", {{relation.staff_id}}));
  return PutDated({.table = "area_collector",
                   .anchor_table = "area",
                   .anchor_key = "area_id",
                   .anchor_field = "area_collector.area_id",
                   .anchor_id = relation.area_id,
                   .anchor_kind = OrganisationKind::kArea,
                   .related_column = "staff_id",
                   .group_condition = "area_id = ?",
                   .group_values = {relation.area_id},
                   .keys = {{"area_id", relation.area_id}},
                   .details = {{"staff_id", relation.staff_id}},
                   .days = relation.days,
                   .counts_in_figures = true});
}

}  // namespace cuijiao::ledger
