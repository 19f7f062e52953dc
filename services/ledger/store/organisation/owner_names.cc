#include "services/ledger/store/organisation/owner_names.h"

#include "common/crypto/personal_text.h"
#include "common/status/macros.h"
#include "services/ledger/store/organisation/organisation_columns.h"

namespace cuijiao::ledger {

std::string OwnerNameHash(const PersonalCipher& cipher, std::string_view name) {
  return cipher.SearchHash(NormalizeName(name), kOwnerNameColumn);
}

absl::Status FillOwnerNameHashes(db::Database& database, const PersonalCipher& cipher) {
  while (true) {
    const auto fill_some = [&](db::Transaction& transaction) -> absl::StatusOr<bool> {
      CUIJIAO_ASSIGN_OR_RETURN(
          const db::Rows rows,
          transaction.Query(
              "SELECT owner_id, name_cipher FROM owner WHERE name_hash IS NULL LIMIT 500"));
      for (const db::Row& row : rows) {
        const std::string& bytes = row.String("name_cipher");
        CUIJIAO_ASSIGN_OR_RETURN(const std::string name, cipher.Decrypt(bytes, kOwnerNameColumn));
        // A name that is put meanwhile brings its own hash.
        CUIJIAO_RETURN_IF_ERROR(
            transaction
                .Execute("UPDATE owner SET name_hash = ? WHERE owner_id = ?"
                         " AND name_hash IS NULL AND name_cipher = ?",
                         {OwnerNameHash(cipher, name), row.String("owner_id"), bytes})
                .status());
      }
      return !rows.empty();
    };
    CUIJIAO_ASSIGN_OR_RETURN(const bool more, database.Transact("FillOwnerNames", fill_some));
    if (!more) return absl::OkStatus();
  }
}

}  // namespace cuijiao::ledger
