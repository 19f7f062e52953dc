#include "common/auth/token_signer.h"

#include "common/auth/key_file.h"
#include "common/auth/token_claims.h"
#include "common/auth/token_use.h"
#include "common/crypto/digest.h"
#include "common/status/macros.h"
#include "fmt/format.h"

namespace cuijiao {

absl::StatusOr<TokenSigner> TokenSigner::Load(const std::filesystem::path& jwk_file) {
  CUIJIAO_RETURN_IF_ERROR(CheckKeptPrivate(jwk_file));
  CUIJIAO_ASSIGN_OR_RETURN(const nlohmann::json jwk, ReadJsonFile(jwk_file));
  absl::StatusOr<JoseKey> key = JoseKey::FromJwk(jwk);
  if (!key.ok() || !key->is_private()) {
    return absl::FailedPreconditionError(
        fmt::format("key file {}: {}", jwk_file.string(),
                    key.ok() ? "it has no private part" : std::string(key.status().message())));
  }
  return TokenSigner(*std::move(key));
}

absl::StatusOr<std::string> TokenSigner::Sign(const Identity& identity, absl::Time now,
                                              absl::Duration ttl, std::string_view issuer,
                                              std::string_view audience) const {
  CUIJIAO_ASSIGN_OR_RETURN(
      const nlohmann::json claims,
      MakeClaims(identity, key_.use(), TokenTimes{now, now, now + ttl}, issuer, audience));
  return key_.Sign(claims.dump());
}

absl::StatusOr<std::string> TokenSigner::SignDocument(std::string_view kind,
                                                      nlohmann::json claims) const {
  claims[std::string(kDocumentClaim)] = kind;
  return key_.Sign(claims.dump());
}

std::string TokenSigner::service_name() const { return std::string(ServiceOfUse(key_.use())); }

std::string TokenSigner::DeriveSecret(std::string_view purpose) const {
  const nlohmann::json jwk = key_.ToJwk(/*with_private=*/true);
  return HmacSha256(jwk.at("d").get<std::string>(), purpose);
}

}  // namespace cuijiao
