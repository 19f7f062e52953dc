// Staging: a file's rows in the database before anything is decided about them.
#include <algorithm>
#include <utility>

#include "common/status/macros.h"
#include "services/ledger/store/import_store.h"
#include "services/ledger/store/organisation_columns.h"

namespace cuijiao::ledger {
namespace {

// No import takes longer; what is older was left by a crash.
constexpr absl::Duration kAbandonedAfter = absl::Hours(1);

}  // namespace

absl::Status ImportStaging::Stage(std::span<const ImportRow> rows, absl::Time system_now) {
  CUIJIAO_RETURN_IF_ERROR(
      database_.Transact("DropAbandonedImports", [&](db::Transaction& transaction) {
        return transaction
            .Execute("DELETE FROM import_staging WHERE project_id = ? AND staged_time < ?",
                     {project_id_, system_now - kAbandonedAfter})
            .status();
      }));
  while (!rows.empty()) {
    const std::span<const ImportRow> part = rows.first(std::min(kImportChunk, rows.size()));
    std::vector<db::Values> values;
    for (const ImportRow& row : part) {
      values.push_back({import_id_, row.line, project_id_, system_now,
                        cipher_.Encrypt(RowContent(row), kStagedRowColumn)});
    }
    CUIJIAO_RETURN_IF_ERROR(database_.Transact("StageImport", [&](db::Transaction& transaction) {
      return transaction
          .InsertRows("import_staging",
                      {"import_id", "line", "project_id", "staged_time", "body_cipher"}, values)
          .status();
    }));
    rows = rows.subspan(part.size());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ImportRow>> ImportStaging::LoadAfter(db::Transaction& transaction,
                                                                std::int64_t line) const {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction.Query("SELECT line, body_cipher FROM import_staging"
                        " WHERE import_id = ? AND line > ? ORDER BY line LIMIT ?",
                        {import_id_, line, static_cast<std::int64_t>(kImportChunk)}));
  std::vector<ImportRow> staged;
  for (const db::Row& row : rows) {
    CUIJIAO_ASSIGN_OR_RETURN(const std::string content,
                             cipher_.Decrypt(row.String("body_cipher"), kStagedRowColumn));
    std::optional<std::vector<std::string>> cells = CellsOf(content);
    if (!cells) return absl::DataLossError("a staged row cannot be read");
    staged.push_back({row.Int64("line"), *std::move(cells)});
  }
  return staged;
}

absl::Status ImportStaging::Drop() {
  return database_.Transact("DropImport", [&](db::Transaction& transaction) {
    return transaction.Execute("DELETE FROM import_staging WHERE import_id = ?", {import_id_})
        .status();
  });
}

}  // namespace cuijiao::ledger
