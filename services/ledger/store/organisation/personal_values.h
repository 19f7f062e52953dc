// Personal data of units and owners as its columns hold it.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_PERSONAL_VALUES_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_PERSONAL_VALUES_H_

#include <string>

#include "common/crypto/personal_cipher.h"
#include "common/db/value.h"
#include "services/ledger/domain/organisation/organisation.h"

namespace cuijiao::ledger {

// unit_no_cipher, unit_no_hash.
db::Values UnitNoValues(const PersonalCipher& cipher, const std::string& unit_no);

// name_cipher, name_hash, phone_cipher, phone_hash, address_cipher; NULL for an empty phone or
// address.
db::Values ContactValues(const PersonalCipher& cipher, const Owner& owner);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_PERSONAL_VALUES_H_
