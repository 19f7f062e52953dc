// The claims of a token and the identity they assert. Pure.
#ifndef CUIJIAO_COMMON_AUTH_TOKEN_CLAIMS_H_
#define CUIJIAO_COMMON_AUTH_TOKEN_CLAIMS_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/auth/identity.h"
#include "nlohmann/json.hpp"

namespace cuijiao {

struct TokenTimes {
  absl::Time issued;
  absl::Time not_before;  // `issued` when the token does not say
  absl::Time expiry;
};

// The identity that `claims`, signed by a key of `use`, assert (sub, roles, act); its key_id is
// left empty. INVALID_ARGUMENT saying which claim is wrong, without its value.
absl::StatusOr<Identity> ReadIdentity(const nlohmann::json& claims, std::string_view use);

// iat and exp are demanded. INVALID_ARGUMENT saying which claim is wrong.
absl::StatusOr<TokenTimes> ReadTimes(const nlohmann::json& claims);

// True when `aud` is `audience` or a list that holds it.
bool IsMeantFor(const nlohmann::json& claims, std::string_view audience);

// The claims of a token for `identity`. INVALID_ARGUMENT when a key of `use` may not assert it.
absl::StatusOr<nlohmann::json> MakeClaims(const Identity& identity, std::string_view use,
                                          const TokenTimes& times, std::string_view issuer,
                                          std::string_view audience);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_AUTH_TOKEN_CLAIMS_H_
