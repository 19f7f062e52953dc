// Personal text that may be empty, in a column that may be NULL: NULL for the empty text.
#ifndef CUIJIAO_COMMON_CRYPTO_OPTIONAL_TEXT_H_
#define CUIJIAO_COMMON_CRYPTO_OPTIONAL_TEXT_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/crypto/personal_cipher.h"

namespace cuijiao {

// `column` as PersonalCipher::Encrypt wants it: "waiver.note".
inline std::optional<std::string> EncryptUnlessEmpty(const PersonalCipher& cipher,
                                                     std::string_view text,
                                                     std::string_view column) {
  return text.empty() ? std::nullopt : std::optional(cipher.Encrypt(text, column));
}

// The empty text for NULL; else, and with its errors, PersonalCipher::Decrypt.
inline absl::StatusOr<std::string> DecryptIfAny(const PersonalCipher& cipher,
                                                const std::optional<std::string>& bytes,
                                                std::string_view column) {
  if (!bytes) return std::string();
  return cipher.Decrypt(*bytes, column);
}

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_CRYPTO_OPTIONAL_TEXT_H_
