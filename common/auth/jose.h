// ES256 keys and signatures: the one place that touches the JOSE library.
#ifndef CUIJIAO_COMMON_AUTH_JOSE_H_
#define CUIJIAO_COMMON_AUTH_JOSE_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

struct _cjose_jwk_int;

namespace cuijiao {

// One P-256 key, private or public. Immutable; verifying and signing are thread-safe.
class JoseKey {
 public:
  // A JWK as JSON: {"kty":"EC","crv":"P-256","kid":…,"x":…,"y":…[,"d":…],"cuijiao_use":…}.
  // INVALID_ARGUMENT saying what is wrong (other curve or type, no kid, no or unknown
  // cuijiao_use); never holds key material.
  static absl::StatusOr<JoseKey> FromJwk(const nlohmann::json& jwk);
  // A new random private key for `use`: "staff" or "service:<name>".
  static JoseKey Generate(std::string key_id, std::string use);

  // Private parts only with `with_private`.
  [[nodiscard]] nlohmann::json ToJwk(bool with_private) const;

  // The compact JWS of `payload`, header {"alg":"ES256","typ":"JWT","kid":…}.
  // FAILED_PRECONDITION when the key has no private part.
  [[nodiscard]] absl::StatusOr<std::string> Sign(std::string_view payload) const;
  // True when `compact` says alg ES256 and is signed so by this key.
  [[nodiscard]] bool Verifies(std::string_view compact) const;

  [[nodiscard]] const std::string& key_id() const { return key_id_; }
  [[nodiscard]] const std::string& use() const { return use_; }
  [[nodiscard]] bool is_private() const { return is_private_; }

 private:
  JoseKey(std::shared_ptr<_cjose_jwk_int> key, std::string key_id, std::string use,
          bool is_private);

  std::shared_ptr<_cjose_jwk_int> key_;
  std::string key_id_;
  std::string use_;
  bool is_private_ = false;
};

// A compact JWS taken apart, not yet verified.
struct UnverifiedJws {
  std::string key_id;
  nlohmann::json claims;
};

// INVALID_ARGUMENT when `compact` is not three base64url parts of JSON, JSON and bytes, or its
// header names critical extensions.
absl::StatusOr<UnverifiedJws> ReadJws(std::string_view compact);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_AUTH_JOSE_H_
