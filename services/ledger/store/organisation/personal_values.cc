#include "services/ledger/store/organisation/personal_values.h"

#include <string_view>

#include "common/crypto/personal_text.h"
#include "services/ledger/store/organisation/organisation_columns.h"
#include "services/ledger/store/organisation/owner_names.h"

namespace cuijiao::ledger {
namespace {

// Encrypted, or NULL for an empty text.
db::Value OptionalCipher(const PersonalCipher& cipher, const std::string& text,
                         std::string_view column) {
  return text.empty() ? db::Value(nullptr) : db::Value(cipher.Encrypt(text, column));
}

}  // namespace

db::Values UnitNoValues(const PersonalCipher& cipher, const std::string& unit_no) {
  return {cipher.Encrypt(unit_no, kUnitNoColumn),
          cipher.SearchHash(NormalizeName(unit_no), kUnitNoColumn)};
}

db::Values ContactValues(const PersonalCipher& cipher, const Owner& owner) {
  const std::string phone = NormalizePhone(owner.phone);
  return {
      cipher.Encrypt(owner.name, kOwnerNameColumn), OwnerNameHash(cipher, owner.name),
      OptionalCipher(cipher, owner.phone, kOwnerPhoneColumn),
      phone.empty() ? db::Value(nullptr) : db::Value(cipher.SearchHash(phone, kOwnerPhoneColumn)),
      OptionalCipher(cipher, owner.address, kOwnerAddressColumn)};
}

}  // namespace cuijiao::ledger
