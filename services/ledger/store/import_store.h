// Rows on their way in: staged, compared with those of before, and the facts to check them by.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_IMPORT_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_IMPORT_STORE_H_

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/database.h"
#include "services/ledger/domain/import_check.h"
#include "services/ledger/domain/import_rows.h"

namespace cuijiao::ledger {

// Rows that are read, checked and applied at a time.
inline constexpr std::size_t kImportChunk = 500;

// The rows of one file, staged encrypted under an import id of their own.
class ImportStaging {
 public:
  ImportStaging(db::Database& database, const PersonalCipher& cipher, std::string import_id,
                std::string project_id)
      : database_(database),
        cipher_(cipher),
        import_id_(std::move(import_id)),
        project_id_(std::move(project_id)) {}

  // Stages canonical rows, in transactions of kImportChunk rows. Rows that a crash left of imports
  // of the project that began an hour before `system_now` or earlier are deleted.
  absl::Status Stage(std::span<const ImportRow> rows, absl::Time system_now);

  // The next rows after a line, by line, at most kImportChunk.
  absl::StatusOr<std::vector<ImportRow>> LoadAfter(db::Transaction& transaction,
                                                   std::int64_t line) const;

  // Deletes the rows of this import.
  absl::Status Drop();

 private:
  db::Database& database_;
  const PersonalCipher& cipher_;
  const std::string import_id_;
  const std::string project_id_;
};

// What goes in and has gone in, for one project and kind, in one transaction.
class ImportStore {
 public:
  ImportStore(db::Transaction& transaction, const PersonalCipher& cipher, ImportFrame frame)
      : transaction_(transaction), cipher_(cipher), frame_(std::move(frame)) {}

  // Whether each row went in before, in their order: what its key said last counts.
  absl::StatusOr<std::vector<RowPast>> LoadPasts(std::span<const ReadRow> rows);
  // Remembers that the rows went in. ABORTED / REQUEST_RACED when another import was quicker.
  absl::Status RememberRows(std::span<const ReadRow> rows, absl::Time recorded_time);

  // Whether a file with this content went in as a whole.
  absl::StatusOr<bool> FileIsIn(std::string_view content_hash);
  // Likewise.
  absl::Status RememberFile(std::string_view content_hash, std::int64_t row_count,
                            std::string_view imported_by, absl::Time recorded_time);

  // What the rows are checked by.
  absl::StatusOr<ImportFacts> LoadFacts(std::span<const ReadRow> rows);

 private:
  // What a key said when it last went in.
  struct LastVersion {
    std::int64_t version = 0;
    std::string row_hash;
  };

  // By key hash; of those of the rows that went in before.
  absl::StatusOr<std::map<std::string, LastVersion>> LoadLastVersions(
      std::span<const ReadRow> rows);
  [[nodiscard]] std::string KeyHash(const ReadRow& row) const;
  [[nodiscard]] std::string ContentHash(const ReadRow& row) const;
  absl::Status LoadUnitFacts(const std::set<std::string>& unit_ids, ImportFacts& facts);
  absl::Status LoadOwnershipFacts(const std::set<std::string>& unit_ids, ImportFacts& facts);
  absl::Status LoadStaffFacts(const std::set<std::string>& staff_ids, ImportFacts& facts);

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
  const ImportFrame frame_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_IMPORT_STORE_H_
