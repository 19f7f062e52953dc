// Staging: a file's rows in the database before anything is decided about them, in parts by which
// the same bytes are known again.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_IMPORTS_IMPORT_STAGING_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_IMPORTS_IMPORT_STAGING_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "services/ledger/domain/imports/import_rows.h"

namespace cuijiao::ledger {

// Reason of ABORTED: another call goes on with this staging.
inline constexpr std::string_view kImportTakenOver = "IMPORT_TAKEN_OVER";

// Rows that are staged, checked and applied at a time: two statements of 512 rows a table.
inline constexpr std::size_t kImportPart = 1024;

// How long a call that does nothing keeps others from its staging. One that works writes every few
// thousand rows; the same request need not wait.
inline constexpr absl::Duration kStagingHold = absl::Seconds(20);

// How long what an ended call left is kept: who is cut off in the evening goes on the next day.
inline constexpr absl::Duration kStagingKept = absl::Hours(24);

// How far a file is staged.
struct StagedPart {
  std::int64_t end_bytes = 0;
  bool is_end = false;      // the file ends there
  std::string prefix_hash;  // SHA-256 of the bytes up to there
  std::int64_t through_line = 0;
  std::int64_t row_count = 0;  // rows staged up to there
};

// How far staged rows were found right.
struct CheckedPart {
  std::string checked_as;  // for whom and when
  std::string group_key;   // all groups up to this one
  std::int64_t checked_count = 0;
  std::int64_t existing_count = 0;
};

// A row as it is staged.
struct StagedRow {
  std::string group_key;
  ImportRow row;
  std::string key_hash;
  std::string row_hash;
};

// Where rows stand among those of an import: behind all rows of lesser groups, and of its own those
// up to `line`.
struct StagedPosition {
  std::string group_key;
  std::int64_t line = 0;
};

// Behind all groups: their keys are ids.
inline constexpr std::string_view kLastGroup = "\xff";

// Whose staging it is.
struct StagingKey {
  std::string project_id;
  ImportKind kind = ImportKind::kUnits;
  std::string caller;
  std::string request_id;
};

// What is staged by one call. Works in transactions of its own;
// each write fails with ABORTED / IMPORT_TAKEN_OVER when another call has taken the staging over.
// Times are the machine's.
class ImportStaging {
 public:
  ImportStaging(db::Database& database, const PersonalCipher& cipher, IdSource& ids, StagingKey key)
      : database_(database),
        cipher_(cipher),
        ids_(ids),
        key_(std::move(key)),
        holder_(ids.NewId()) {}

  // What may be gone on with in the project: of the same request, and what others have let go. The
  // last four.
  absl::StatusOr<std::vector<std::string>> FindLeftovers(absl::Time now);
  // The parts of a staging, in their order.
  absl::StatusOr<std::vector<StagedPart>> LoadParts(const std::string& import_id);

  // Begins a staging of its own, or takes one over: false when it is no longer to be had.
  absl::Status Begin(absl::Time now);
  absl::StatusOr<bool> TakeOver(const std::string& import_id, absl::Time now);
  [[nodiscard]] bool is_open() const { return !import_id_.empty(); }
  [[nodiscard]] const std::string& import_id() const { return import_id_; }

  // Stages canonical rows, with their targets (staged_targets.h), and says how far that is, in one
  // transaction.
  absl::Status StagePart(std::span<const ReadRow> rows, const StagedPart& part, absl::Time now);
  // Forgets what is staged behind `part`, and what was checked.
  absl::Status DropAfter(const StagedPart& part, absl::Time now);
  // Deletes rows behind `part`, the last one: what a call left that was cut off while it forgot
  // them.
  absl::Status DropRowsAfter(const StagedPart& part, absl::Time now);

  absl::StatusOr<CheckedPart> LoadChecked();
  absl::Status SaveChecked(const CheckedPart& checked, absl::Time now);

  // The next rows in the order of group and line, of groups up to `through_group`; at most
  // kImportPart.
  absl::StatusOr<std::vector<StagedRow>> LoadAfter(db::Transaction& transaction,
                                                   const StagedPosition& after,
                                                   std::string_view through_group) const;

  // Ends it within the transaction that applies it.
  absl::Status EndIn(db::Transaction& transaction, absl::Time now) const;
  // Ends it and deletes a transaction's worth of its rows; the rest goes with the sweep. Nothing
  // where another call has taken it over.
  absl::Status Drop(absl::Time now);
  // Lets others take it over at once.
  absl::Status Release(absl::Time now);

 private:
  // Writes the row of the import in `transaction`, if it is still held by this call.
  absl::Status Hold(db::Transaction& transaction, std::string_view phase, absl::Time until) const;

  db::Database& database_;
  const PersonalCipher& cipher_;
  IdSource& ids_;
  const StagingKey key_;
  const std::string holder_;
  std::string import_id_;
};

// Deletes what has ended and what nobody goes on with any more, in bounded transactions. How many
// imports are gone.
absl::StatusOr<int> SweepStagedImports(db::Database& database, absl::Time now);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_IMPORTS_IMPORT_STAGING_H_
