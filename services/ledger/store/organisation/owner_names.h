// Owners found by name, without anybody reading names: by a keyed hash.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_OWNER_NAMES_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_OWNER_NAMES_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/database.h"

namespace cuijiao::ledger {

// Spaces and case apart.
std::string OwnerNameHash(const PersonalCipher& cipher, std::string_view name);

// Fills in the hashes of owners who were there before names had one, in transactions of a few
// hundred; one statement when none is missing. DATA_LOSS for a name that cannot be decrypted.
absl::Status FillOwnerNameHashes(db::Database& database, const PersonalCipher& cipher);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_OWNER_NAMES_H_
