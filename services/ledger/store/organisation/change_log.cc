#include "services/ledger/store/organisation/change_log.h"

#include <algorithm>
#include <array>
#include <set>

#include "common/crypto/optional_text.h"
#include "common/db/enum_words.h"
#include "common/db/sql_lists.h"
#include "common/status/macros.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/organisation/organisation_columns.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::array kChangedKindWords = {
    db::Word{OrganisationKind::kBranch, "BRANCH"},
    db::Word{OrganisationKind::kProject, "PROJECT"},
    db::Word{OrganisationKind::kCommunity, "COMMUNITY"},
    db::Word{OrganisationKind::kUnit, "UNIT"},
    db::Word{OrganisationKind::kOwner, "OWNER"},
    db::Word{OrganisationKind::kStaff, "STAFF"},
    db::Word{OrganisationKind::kTeam, "TEAM"},
    db::Word{OrganisationKind::kArea, "AREA"},
};

constexpr std::array kThingQueries = {
    db::Word{OrganisationKind::kBranch, "SELECT branch_id FROM branch WHERE branch_id = ?"},
    db::Word{OrganisationKind::kProject, "SELECT project_id FROM project WHERE project_id = ?"},
    db::Word{OrganisationKind::kCommunity,
             "SELECT community_id FROM community WHERE community_id = ?"},
    db::Word{OrganisationKind::kUnit, "SELECT unit_id FROM unit WHERE unit_id = ?"},
    db::Word{OrganisationKind::kOwner, "SELECT owner_id FROM owner WHERE owner_id = ?"},
    db::Word{OrganisationKind::kStaff, "SELECT staff_id FROM staff WHERE staff_id = ?"},
    db::Word{OrganisationKind::kTeam, "SELECT team_id FROM team WHERE team_id = ?"},
    db::Word{OrganisationKind::kArea, "SELECT area_id FROM area WHERE area_id = ?"},
};

}  // namespace

absl::Status ChangeLog::Keep(OrganisationKind kind, std::span<const ThingChange> changes,
                             IdSource& ids, const ChangeAuthor& author) {
  CUIJIAO_ASSIGN_OR_RETURN(const auto last_times, LastTimes(kind, changes));
  std::vector<db::Values> rows;
  rows.reserve(changes.size());
  for (const auto& [thing_id, change] : changes) {
    const auto last = last_times.find(thing_id);
    const absl::Time time =
        last == last_times.end()
            ? author.recorded_time
            : std::max(author.recorded_time, last->second + absl::Microseconds(1));
    db::Values row = {db::WordOf(kChangedKindWords, kind), thing_id, time, ids.NewId(),
                      change.field};
    if (PersonalFieldOf(kind, change.field)) {
      row.insert(row.end(),
                 {nullptr, nullptr, EncryptUnlessEmpty(cipher_, change.before, kChangeBeforeColumn),
                  EncryptUnlessEmpty(cipher_, change.after, kChangeAfterColumn)});
    } else {
      row.insert(row.end(),
                 {db::NullIfEmpty(change.before), db::NullIfEmpty(change.after), nullptr, nullptr});
    }
    row.insert(row.end(),
               {db::NullIfEmpty(change.related_id), change.from_date, author.recorded_by});
    rows.push_back(std::move(row));
  }
  return transaction_
      .InsertRows(
          "organisation_change",
          {"thing_kind", "thing_id", "recorded_time", "change_id", "field", "before_text",
           "after_text", "before_cipher", "after_cipher", "related_id", "from_date", "recorded_by"},
          rows)
      .status();
}

absl::StatusOr<std::map<std::string, absl::Time>> ChangeLog::LastTimes(
    OrganisationKind kind, std::span<const ThingChange> changes) {
  std::set<std::string> distinct;
  for (const ThingChange& change : changes) distinct.insert(change.first);
  const std::vector<std::string> ids(distinct.begin(), distinct.end());
  std::map<std::string, absl::Time> times;
  for (const IdChunk& chunk : ChunkIds(ids)) {
    db::Values values = {db::WordOf(kChangedKindWords, kind)};
    values.insert(values.end(), chunk.values.begin(), chunk.values.end());
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        Concat({"SELECT thing_id, MAX(recorded_time) AS last_time FROM organisation_change"
                " WHERE thing_kind = ? AND thing_id IN ",
                chunk.placeholders, " GROUP BY thing_id"}),
        values, [&](const db::Row& row) {
          times[row.String("thing_id")] = row.Time("last_time");
          return absl::OkStatus();
        }));
  }
  return times;
}

absl::StatusOr<bool> ChangeLog::ThingExists(OrganisationKind kind, std::string_view thing_id) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<db::Row> row,
                           transaction_.QueryOne(db::WordOf(kThingQueries, kind), {thing_id}));
  return row.has_value();
}

absl::StatusOr<std::vector<KeptChange>> ChangeLog::List(OrganisationKind kind,
                                                        std::string_view thing_id,
                                                        const std::optional<ChangePosition>& before,
                                                        int limit) {
  db::Values values = {db::WordOf(kChangedKindWords, kind), thing_id};
  if (before) {
    values.insert(values.end(), {before->recorded_time, before->recorded_time, before->change_id});
  }
  values.emplace_back(limit);
  std::vector<KeptChange> found;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      Concat({"SELECT change_id, recorded_time, recorded_by, field, before_text, after_text,"
              " before_cipher, after_cipher, related_id, from_date FROM organisation_change"
              " WHERE thing_kind = ? AND thing_id = ?",
              before ? " AND (recorded_time < ? OR (recorded_time = ? AND change_id < ?))" : "",
              " ORDER BY recorded_time DESC, change_id DESC LIMIT ?"}),
      values, [&](const db::Row& row) -> absl::Status {
        KeptChange& kept = found.emplace_back();
        kept.id = row.String("change_id");
        kept.recorded_time = row.Time("recorded_time");
        kept.recorded_by = row.String("recorded_by");
        FieldChange& change = kept.change;
        change.field = row.String("field");
        change.related_id = row.OptionalString("related_id").value_or("");
        change.from_date = row.OptionalDate("from_date");
        if (!PersonalFieldOf(kind, change.field)) {
          change.before = row.OptionalString("before_text").value_or("");
          change.after = row.OptionalString("after_text").value_or("");
          return absl::OkStatus();
        }
        CUIJIAO_ASSIGN_OR_RETURN(
            change.before,
            DecryptIfAny(cipher_, row.OptionalString("before_cipher"), kChangeBeforeColumn));
        CUIJIAO_ASSIGN_OR_RETURN(
            change.after,
            DecryptIfAny(cipher_, row.OptionalString("after_cipher"), kChangeAfterColumn));
        return absl::OkStatus();
      }));
  return found;
}

}  // namespace cuijiao::ledger
