// What people wrote about a payment or a write-off, in tables of one form: personal, encrypted, in
// order, append only.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_NOTE_ROWS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_NOTE_ROWS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"

namespace cuijiao::ledger {

// A table of notes: its name, the column of the id that they are about, and the name by which the
// cipher knows the text.
struct NoteTable {
  std::string_view table;
  std::string_view id_column;
  std::string_view cipher_column;
};
inline constexpr NoteTable kPaymentNotes = {"payment_note", "payment_id", "payment_note.note"};
inline constexpr NoteTable kWriteOffNotes = {"write_off_note", "write_off_id",
                                             "write_off_note.note"};

struct Note {
  std::string text;
  std::string recorded_by;
  absl::Time recorded_time;
};

// Behind the others of `id`, whose row the transaction has locked. Errors are the database's.
absl::Status InsertNote(db::Transaction& transaction, const NoteTable& table, std::string_view id,
                        const Note& note, const PersonalCipher& cipher);

// In their order. DATA_LOSS where one cannot be decrypted.
absl::StatusOr<std::vector<std::string>> LoadNotes(db::Transaction& transaction,
                                                   const NoteTable& table, std::string_view id,
                                                   const PersonalCipher& cipher);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_NOTE_ROWS_H_
