// Rows on their way in: compared with those of before, and the facts to check them by.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_IMPORTS_IMPORT_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_IMPORTS_IMPORT_STORE_H_

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
#include "services/ledger/domain/imports/import_check.h"
#include "services/ledger/domain/imports/import_rows.h"
#include "services/ledger/store/imports/import_staging.h"

namespace cuijiao::ledger {

// What the row is by itself, and all that it says, as keyed hashes: 32 bytes. `content` is the
// row's RowContent.
std::string KeyHash(const PersonalCipher& cipher, const ImportedValue& value);
std::string ContentHash(const PersonalCipher& cipher, std::string_view content);

// What a row's key said when it last went in, and what was said last of its unit or owner.
struct RowMemory {
  RowPast past = RowPast::kNew;
  std::int64_t version = 0;  // of the key's rows that went in
  // Likewise of what was said of a unit or owner that was there; the hashes are empty of rows about
  // what is new, which is remembered by the row alone.
  std::string thing_hash;
  std::string facts_hash;
  std::int64_t facts_version = 0;
  bool facts_are_in = false;  // the same was said last
};

// What goes in and has gone in, for one project and kind, in one transaction.
class ImportStore {
 public:
  ImportStore(db::Transaction& transaction, const PersonalCipher& cipher, ImportFrame frame)
      : transaction_(transaction), cipher_(cipher), frame_(std::move(frame)) {}

  // Whether each row went in before, in their order: what its key said last counts, and what any
  // row, of any project, said last of its unit or owner. `read` are the same rows, and `facts`
  // those that LoadFacts has of them.
  absl::StatusOr<std::vector<RowMemory>> LoadMemory(std::span<const StagedRow> rows,
                                                    std::span<const ReadRow> read,
                                                    const ImportFacts& facts);
  // Remembers that rows with that memory went in, and what they say of units and owners that were
  // there; many are written together. ABORTED / REQUEST_RACED when another import was quicker.
  absl::Status RememberRows(std::span<const StagedRow* const> rows,
                            std::span<const RowMemory> memory, absl::Time recorded_time);

  // Whether a file with this content went in as a whole.
  absl::StatusOr<bool> FileIsIn(std::string_view content_hash);
  // Likewise.
  absl::Status RememberFile(std::string_view content_hash, std::int64_t row_count,
                            std::string_view imported_by, absl::Time recorded_time);

  // What the rows are checked by.
  absl::StatusOr<ImportFacts> LoadFacts(std::span<const ReadRow> rows);

 private:
  struct LastVersion {
    std::int64_t version = 0;
    std::string row_hash;
  };
  // By key, the last versions that went in.
  absl::StatusOr<std::map<std::string, LastVersion>> LoadLast(std::string_view project_id,
                                                              std::vector<std::string> keys);
  absl::Status LoadUnitFacts(const std::set<std::string>& unit_ids, ImportFacts& facts);
  absl::Status LoadClosedDays(const std::set<std::string>& community_ids, ImportFacts& facts);
  absl::Status LoadClosedWithFigures(const std::set<std::string>& community_ids,
                                     ImportFacts& facts);
  absl::Status LoadLastReceived(const std::set<std::string>& unit_ids, ImportFacts& facts);
  absl::Status LoadOwnershipFacts(const std::set<std::string>& unit_ids, ImportFacts& facts);
  absl::Status LoadStaffFacts(const std::set<std::string>& staff_ids, ImportFacts& facts);

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
  const ImportFrame frame_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_IMPORTS_IMPORT_STORE_H_
