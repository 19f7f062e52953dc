// Makes tokens: services for their own calls, and the development keys for people.
#ifndef CUIJIAO_COMMON_AUTH_TOKEN_SIGNER_H_
#define CUIJIAO_COMMON_AUTH_TOKEN_SIGNER_H_

#include <filesystem>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/auth/identity.h"
#include "common/auth/jose.h"

namespace cuijiao {

// Holds one private key. Immutable, thread-safe.
class TokenSigner {
 public:
  // Reads a private JWK. NOT_FOUND; FAILED_PRECONDITION naming the file when others than its
  // owner (and group, for reading) may touch it, or when it is no such key.
  static absl::StatusOr<TokenSigner> Load(const std::filesystem::path& jwk_file);
  explicit TokenSigner(JoseKey key) : key_(std::move(key)) {}

  // The token of `identity` (staff, or this service with its actor), valid from `now` for `ttl`;
  // its key_id and token_expiry are ignored. INVALID_ARGUMENT when the key's use does not allow it.
  [[nodiscard]] absl::StatusOr<std::string> Sign(const Identity& identity, absl::Time now,
                                                 absl::Duration ttl,
                                                 std::string_view issuer = "cuijiao",
                                                 std::string_view audience = "cuijiao") const;

  // A document that this service answers for: `claims` with "document" set to `kind`. It is no
  // token: it has neither audience nor expiry.
  [[nodiscard]] absl::StatusOr<std::string> SignDocument(std::string_view kind,
                                                         nlohmann::json claims) const;

  // "waiver" for the key of service:waiver, empty for the staff key.
  [[nodiscard]] std::string service_name() const;

  // 32 bytes for `purpose`, the same for every replica that holds this key.
  [[nodiscard]] std::string DeriveSecret(std::string_view purpose) const;

 private:
  JoseKey key_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_AUTH_TOKEN_SIGNER_H_
