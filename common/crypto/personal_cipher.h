// Encryption of personal data in its columns, and the keyed hash by which it is found.
#ifndef CUIJIAO_COMMON_CRYPTO_PERSONAL_CIPHER_H_
#define CUIJIAO_COMMON_CRYPTO_PERSONAL_CIPHER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/crypto/personal_keys.h"

namespace cuijiao {

// AES-256-GCM. Immutable, thread-safe. What Encrypt gives is, in bytes:
//   1 format (1) | 4 key id, big endian | 12 random nonce | the text's length | 16 tag
// so a VARBINARY(n + kOverhead) column holds n bytes of text.
class PersonalCipher {
 public:
  static constexpr std::size_t kOverhead = 1 + 4 + 12 + 16;

  // Keys as PersonalKeys::Load gives them.
  explicit PersonalCipher(PersonalKeys keys);

  // `column` ("owner.phone") is authenticated with the text, so that one column's bytes are refused
  // in another. The same text gives other bytes each time.
  [[nodiscard]] std::string Encrypt(std::string_view text, std::string_view column) const;

  // DATA_LOSS when the bytes were changed, cut, belong to another column or to a key that is not
  // among the keys (named by its id). The message never holds the text.
  [[nodiscard]] absl::StatusOr<std::string> Decrypt(std::string_view bytes,
                                                    std::string_view column) const;

  // The id of the key that new text is encrypted under.
  [[nodiscard]] std::uint32_t active_key_id() const { return keys_.active_key_id; }

  // 32 bytes, equal for equal texts of one column: what a row is found by. The caller normalises
  // the text first (NormalizePhone, NormalizeName).
  [[nodiscard]] std::string SearchHash(std::string_view normal_text, std::string_view column) const;

 private:
  const PersonalKeys keys_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_CRYPTO_PERSONAL_CIPHER_H_
