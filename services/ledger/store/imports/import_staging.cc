#include "services/ledger/store/imports/import_staging.h"

#include <utility>

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/store/imports/import_store.h"
#include "services/ledger/store/imports/staged_targets.h"
#include "services/ledger/store/organisation/organisation_columns.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kStaging = "STAGING";
constexpr std::string_view kStaged = "STAGED";
constexpr std::string_view kEnded = "ENDED";

constexpr std::int64_t kLeftoversMost = 4;
// Rows that one transaction deletes.
constexpr std::int64_t kDeletedAtOnce = 5000;

absl::Status TakenOver() {
  return Refusal(absl::StatusCode::kAborted, kImportTakenOver,
                 "the same file was sent in another call, which goes on with it");
}

// Deletes rows of an import behind a line; true when none are left.
absl::StatusOr<bool> DeleteSomeRows(db::Transaction& transaction, const std::string& import_id,
                                    std::int64_t after_line) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t deleted,
      transaction.Execute("DELETE FROM staged_row WHERE import_id = ? AND line > ? LIMIT ?",
                          {import_id, after_line, kDeletedAtOnce}));
  CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t targets,
                           DeleteTargets(transaction, import_id, after_line, kDeletedAtOnce));
  return deleted < kDeletedAtOnce && targets < kDeletedAtOnce;
}

// The same of an import that has ended, which nobody takes over any more.
absl::StatusOr<bool> DeleteSomeOfEnded(db::Database& database, const std::string& import_id) {
  return database.Transact("DropEndedRows", [&](db::Transaction& transaction) {
    return DeleteSomeRows(transaction, import_id, 0);
  });
}

// What is left of an ended import when its rows are gone.
absl::Status DeleteHead(db::Database& database, const std::string& import_id) {
  return database.Transact("DropStagedImport", [&](db::Transaction& transaction) -> absl::Status {
    CUIJIAO_RETURN_IF_ERROR(
        transaction.Execute("DELETE FROM staged_part WHERE import_id = ?", {import_id}).status());
    return transaction
        .Execute("DELETE FROM staged_import WHERE import_id = ? AND phase = ?", {import_id, kEnded})
        .status();
  });
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ImportStaging::FindLeftovers(absl::Time now) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows, database_.Read("FindStagedImports", [&](db::Transaction& transaction) {
        return transaction.Query(
            "SELECT import_id FROM staged_import WHERE project_id = ? AND kind = ?"
            " AND phase <> ? AND ((caller = ? AND request_id = ?) OR held_until < ?)"
            " ORDER BY import_id DESC LIMIT ?",
            {key_.project_id, ImportKindName(key_.kind), kEnded, key_.caller, key_.request_id, now,
             kLeftoversMost});
      }));
  std::vector<std::string> found;
  for (const db::Row& row : rows) found.push_back(row.String("import_id"));
  return found;
}

absl::StatusOr<std::vector<StagedPart>> ImportStaging::LoadParts(const std::string& import_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows, database_.Read("LoadStagedParts", [&](db::Transaction& transaction) {
        return transaction.Query(
            "SELECT end_bytes, is_end, prefix_hash, through_line, row_count FROM staged_part"
            " WHERE import_id = ? ORDER BY end_bytes, is_end",
            {import_id});
      }));
  std::vector<StagedPart> parts;
  for (const db::Row& row : rows) {
    parts.push_back({row.Int64("end_bytes"), row.Bool("is_end"), row.String("prefix_hash"),
                     row.Int64("through_line"), row.Int64("row_count")});
  }
  return parts;
}

absl::Status ImportStaging::Begin(absl::Time now) {
  const std::string import_id = ids_.NewId();
  const std::vector<db::Values> row = {{import_id, key_.project_id, ImportKindName(key_.kind),
                                        key_.caller, key_.request_id, holder_, now + kStagingHold,
                                        kStaging, "", "", 0, 0}};
  CUIJIAO_RETURN_IF_ERROR(database_.Transact("BeginStaging", [&](db::Transaction& transaction) {
    return transaction
        .InsertRows(
            "staged_import",
            {"import_id", "project_id", "kind", "caller", "request_id", "holder", "held_until",
             "phase", "checked_as", "checked_group", "checked_count", "existing_count"},
            row)
        .status();
  }));
  import_id_ = import_id;
  return absl::OkStatus();
}

absl::StatusOr<bool> ImportStaging::TakeOver(const std::string& import_id, absl::Time now) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t taken,
      database_.Transact("TakeStagingOver", [&](db::Transaction& transaction) {
        return transaction.Execute(
            "UPDATE staged_import SET holder = ?, caller = ?, request_id = ?, held_until = ?"
            " WHERE import_id = ? AND phase <> ?"
            " AND ((caller = ? AND request_id = ?) OR held_until < ?)",
            {holder_, key_.caller, key_.request_id, now + kStagingHold, import_id, kEnded,
             key_.caller, key_.request_id, now});
      }));
  if (taken == 1) import_id_ = import_id;
  return taken == 1;
}

absl::Status ImportStaging::Hold(db::Transaction& transaction, std::string_view phase,
                                 absl::Time until) const {
  CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t held,
                           transaction.Execute("UPDATE staged_import SET phase = ?, held_until = ?"
                                               " WHERE import_id = ? AND holder = ? AND phase <> ?",
                                               {phase, until, import_id_, holder_, kEnded}));
  return held == 1 ? absl::OkStatus() : TakenOver();
}

absl::Status ImportStaging::StagePart(std::span<const ReadRow> rows, const StagedPart& part,
                                      absl::Time now) {
  std::vector<db::Values> values;
  values.reserve(rows.size());
  for (const ReadRow& row : rows) {
    const std::string content = RowContent(row.row);
    values.push_back({import_id_, GroupKey(row.value), row.row.line, KeyHash(cipher_, row.value),
                      ContentHash(cipher_, content), cipher_.Encrypt(content, kStagedRowColumn)});
  }
  const StagedTargets targets = TargetsOf(key_.kind, import_id_, rows, cipher_, ids_);
  const std::vector<db::Values> head = {{import_id_, part.end_bytes, part.is_end, part.prefix_hash,
                                         part.through_line, part.row_count}};
  return database_.Transact("StageImport", [&](db::Transaction& transaction) -> absl::Status {
    CUIJIAO_RETURN_IF_ERROR(
        Hold(transaction, part.is_end ? kStaged : kStaging, now + kStagingHold));
    CUIJIAO_RETURN_IF_ERROR(
        transaction
            .InsertRows("staged_row",
                        {"import_id", "group_key", "line", "key_hash", "row_hash", "body_cipher"},
                        values)
            .status());
    CUIJIAO_RETURN_IF_ERROR(
        transaction.InsertRows(targets.table, targets.columns, targets.rows).status());
    return transaction
        .InsertRows(
            "staged_part",
            {"import_id", "end_bytes", "is_end", "prefix_hash", "through_line", "row_count"}, head)
        .status();
  });
}

absl::Status ImportStaging::DropAfter(const StagedPart& part, absl::Time now) {
  const absl::Status dropped =
      database_.Transact("DropStagedParts", [&](db::Transaction& transaction) -> absl::Status {
        CUIJIAO_RETURN_IF_ERROR(Hold(transaction, kStaging, now + kStagingHold));
        CUIJIAO_RETURN_IF_ERROR(
            transaction
                .Execute("UPDATE staged_import SET checked_as = '', checked_group = '',"
                         " checked_count = 0, existing_count = 0 WHERE import_id = ?",
                         {import_id_})
                .status());
        return transaction
            .Execute(
                "DELETE FROM staged_part WHERE import_id = ?"
                " AND (end_bytes > ? OR (end_bytes = ? AND is_end = 1))",
                {import_id_, part.end_bytes, part.end_bytes})
            .status();
      });
  CUIJIAO_RETURN_IF_ERROR(dropped);
  return DropRowsAfter(part, now);
}

absl::Status ImportStaging::DropRowsAfter(const StagedPart& part, absl::Time now) {
  bool all = false;
  while (!all) {
    CUIJIAO_ASSIGN_OR_RETURN(
        all, database_.Transact(
                 "DropStagedRows", [&](db::Transaction& transaction) -> absl::StatusOr<bool> {
                   CUIJIAO_RETURN_IF_ERROR(
                       Hold(transaction, part.is_end ? kStaged : kStaging, now + kStagingHold));
                   return DeleteSomeRows(transaction, import_id_, part.through_line);
                 }));
  }
  return absl::OkStatus();
}

absl::StatusOr<CheckedPart> ImportStaging::LoadChecked() {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      database_.Read("LoadImportCheck", [&](db::Transaction& transaction) {
        return transaction.QueryOne(
            "SELECT checked_as, checked_group, checked_count, existing_count FROM staged_import"
            " WHERE import_id = ?",
            {import_id_});
      }));
  if (!row) return TakenOver();
  return CheckedPart{row->String("checked_as"), row->String("checked_group"),
                     row->Int64("checked_count"), row->Int64("existing_count")};
}

absl::Status ImportStaging::SaveChecked(const CheckedPart& checked, absl::Time now) {
  return database_.Transact("SaveImportCheck", [&](db::Transaction& transaction) -> absl::Status {
    CUIJIAO_RETURN_IF_ERROR(Hold(transaction, kStaged, now + kStagingHold));
    return transaction
        .Execute(
            "UPDATE staged_import SET checked_as = ?, checked_group = ?, checked_count = ?,"
            " existing_count = ? WHERE import_id = ?",
            {checked.checked_as, checked.group_key, checked.checked_count, checked.existing_count,
             import_id_})
        .status();
  });
}

absl::StatusOr<std::vector<StagedRow>> ImportStaging::LoadAfter(
    db::Transaction& transaction, const StagedPosition& after,
    std::string_view through_group) const {
  std::vector<StagedRow> staged;
  CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
      "SELECT group_key, line, key_hash, row_hash, body_cipher FROM staged_row FORCE INDEX"
      " (PRIMARY) WHERE import_id = ? AND (group_key > ? OR (group_key = ? AND line > ?))"
      " AND group_key <= ? ORDER BY group_key, line LIMIT ?",
      {import_id_, after.group_key, after.group_key, after.line, through_group,
       static_cast<std::int64_t>(kImportPart)},
      [&](const db::Row& row) -> absl::Status {
        CUIJIAO_ASSIGN_OR_RETURN(const std::string content,
                                 cipher_.Decrypt(row.String("body_cipher"), kStagedRowColumn));
        std::optional<std::vector<std::string>> cells = CellsOf(content);
        if (!cells) return absl::DataLossError("a staged row cannot be read");
        staged.push_back({row.String("group_key"),
                          {row.Int64("line"), *std::move(cells)},
                          row.String("key_hash"),
                          row.String("row_hash")});
        return absl::OkStatus();
      }));
  return staged;
}

absl::Status ImportStaging::EndIn(db::Transaction& transaction, absl::Time now) const {
  return Hold(transaction, kEnded, now);
}

absl::Status ImportStaging::Drop(absl::Time now) {
  const std::string import_id = std::exchange(import_id_, {});
  if (import_id.empty()) return absl::OkStatus();
  CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t ended,
                           database_.Transact("DropImport", [&](db::Transaction& transaction) {
                             return transaction.Execute(
                                 "UPDATE staged_import SET phase = ?, held_until = ?"
                                 " WHERE import_id = ? AND holder = ?",
                                 {kEnded, now, import_id, holder_});
                           }));
  if (ended == 0) return absl::OkStatus();  // another call goes on with it
  CUIJIAO_ASSIGN_OR_RETURN(const bool all, DeleteSomeOfEnded(database_, import_id));
  return all ? DeleteHead(database_, import_id) : absl::OkStatus();
}

absl::Status ImportStaging::Release(absl::Time now) {
  const std::string import_id = std::exchange(import_id_, {});
  if (import_id.empty()) return absl::OkStatus();
  return database_.Transact("ReleaseStaging", [&](db::Transaction& transaction) {
    return transaction
        .Execute("UPDATE staged_import SET held_until = ? WHERE import_id = ? AND holder = ?",
                 {now, import_id, holder_})
        .status();
  });
}

absl::StatusOr<int> SweepStagedImports(db::Database& database, absl::Time now) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows, database.Read("FindEndedImports", [&](db::Transaction& transaction) {
        return transaction.Query(
            "SELECT import_id FROM staged_import"
            " WHERE held_until < ? AND (phase = ? OR held_until < ?) ORDER BY import_id",
            {now, kEnded, now - kStagingKept});
      }));
  int swept = 0;
  for (const db::Row& row : rows) {
    const std::string& import_id = row.String("import_id");
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::int64_t ended,
        database.Transact("EndStagedImport", [&](db::Transaction& transaction) {
          return transaction.Execute(
              "UPDATE staged_import SET phase = ?"
              " WHERE import_id = ? AND (phase = ? OR held_until < ?)",
              {kEnded, import_id, kEnded, now - kStagingKept});
        }));
    if (ended == 0) continue;  // taken over meanwhile
    bool all = false;
    while (!all) {
      CUIJIAO_ASSIGN_OR_RETURN(all, DeleteSomeOfEnded(database, import_id));
    }
    CUIJIAO_RETURN_IF_ERROR(DeleteHead(database, import_id));
    ++swept;
  }
  return swept;
}

}  // namespace cuijiao::ledger
