// Checks the JWT of a call against the company's JWKS file.
#ifndef CUIJIAO_COMMON_AUTH_TOKEN_VERIFIER_H_
#define CUIJIAO_COMMON_AUTH_TOKEN_VERIFIER_H_

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/auth/identity.h"
#include "common/auth/jose.h"

namespace cuijiao {

// Reasons of UNAUTHENTICATED.
inline constexpr std::string_view kTokenMissing = "TOKEN_MISSING";
inline constexpr std::string_view kTokenInvalid = "TOKEN_INVALID";
inline constexpr std::string_view kTokenExpired = "TOKEN_EXPIRED";
inline constexpr std::string_view kTokenNotYetValid = "TOKEN_NOT_YET_VALID";

// What tokens of the installation must say.
struct TokenExpectations {
  std::string issuer = "cuijiao";
  std::string audience = "cuijiao";
  absl::Duration leeway = absl::Seconds(5);            // for clocks that differ
  absl::Duration max_lifetime = absl::Hours(24 * 31);  // exp at most this far from iat
};

// A token is a compact JWS, alg ES256 (no other), whose claims are
//   iss, aud (text or list), sub, iat, nbf (optional), exp, roles: [role names]
//   act: {sub, roles}   only of services: the person for whom the service calls
// `sub` is a staff id, or "service:<name>" for services, whose roles are ["service"].
// A key asserts only what its cuijiao_use says: "staff" any staff id, "service:<name>" that
// service. Times are the system's, not the company clock's: a token is not part of the business.
// Thread-safe. A token that was found valid is remembered until it expires or the keys change.
class TokenVerifier {
 public:
  using SystemNow = std::function<absl::Time()>;

  // Reads `jwks_file` ({"keys":[…]} of public keys). NOT_FOUND, or FAILED_PRECONDITION naming the
  // file and what is wrong (no keys, two of one kid, a private key among them).
  static absl::StatusOr<std::unique_ptr<TokenVerifier>> Create(
      std::filesystem::path jwks_file, TokenExpectations expectations = {},
      SystemNow system_now = [] { return absl::Now(); });

  // UNAUTHENTICATED with one of the reasons above; the message never holds the token.
  // Looks at most once a second whether the file has changed; one that has become unreadable or
  // wrong is logged, and the keys read before stay in force.
  absl::StatusOr<Identity> Verify(std::string_view token);

  // The claims of a document of `kind` that the service `service` signed
  // (TokenSigner::SignDocument), also with a key of before that is still listed. INVALID_ARGUMENT
  // saying what is wrong.
  absl::StatusOr<nlohmann::json> VerifyDocument(std::string_view document, std::string_view kind,
                                                std::string_view service);

 private:
  struct KeySet {
    std::map<std::string, JoseKey, std::less<>> keys;  // by key id
  };
  struct FileMark {
    std::filesystem::file_time_type modified;
    std::uintmax_t size = 0;
    friend bool operator==(const FileMark&, const FileMark&) = default;
  };

  TokenVerifier(std::filesystem::path jwks_file, TokenExpectations expectations,
                SystemNow system_now);
  static absl::StatusOr<KeySet> Read(const std::filesystem::path& jwks_file);
  std::shared_ptr<const KeySet> CurrentKeys(absl::Time now);
  absl::Status CheckTimes(const Identity& identity, absl::Time not_before, absl::Time now) const;

  struct Known {
    Identity identity;
    absl::Time not_before;
  };

  const std::filesystem::path jwks_file_;
  const TokenExpectations expectations_;
  const SystemNow system_now_;

  absl::Mutex mutex_;
  std::shared_ptr<const KeySet> keys_ ABSL_GUARDED_BY(mutex_);
  FileMark mark_ ABSL_GUARDED_BY(mutex_);
  absl::Time looked_at_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, Known> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_AUTH_TOKEN_VERIFIER_H_
