#include "services/ledger/store/journal/note_rows.h"

#include <optional>
#include <utility>

#include "common/status/macros.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {

absl::Status InsertNote(db::Transaction& transaction, const NoteTable& table, std::string_view id,
                        const Note& note, const PersonalCipher& cipher) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> last,
      transaction.QueryOne(Concat({"SELECT COALESCE(MAX(position), 0) AS position FROM ",
                                   table.table, " WHERE ", table.id_column, " = ?"}),
                           {id}));
  const db::Values row = {id, last->Int64("position") + 1,
                          cipher.Encrypt(note.text, table.cipher_column), note.recorded_by,
                          note.recorded_time};
  return transaction
      .InsertRows(table.table,
                  {table.id_column, "position", "note_cipher", "recorded_by", "recorded_time"},
                  {&row, 1})
      .status();
}

absl::StatusOr<std::vector<std::string>> LoadNotes(db::Transaction& transaction,
                                                   const NoteTable& table, std::string_view id,
                                                   const PersonalCipher& cipher) {
  std::vector<std::string> notes;
  CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
      Concat({"SELECT note_cipher FROM ", table.table, " WHERE ", table.id_column,
              " = ? ORDER BY position"}),
      {id}, [&](const db::Row& row) -> absl::Status {
        CUIJIAO_ASSIGN_OR_RETURN(std::string note,
                                 cipher.Decrypt(row.String("note_cipher"), table.cipher_column));
        notes.push_back(std::move(note));
        return absl::OkStatus();
      }));
  return notes;
}

}  // namespace cuijiao::ledger
