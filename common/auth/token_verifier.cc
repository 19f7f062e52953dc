#include "common/auth/token_verifier.h"

#include <system_error>
#include <utility>

#include "common/auth/key_file.h"
#include "common/auth/token_claims.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"
#include "spdlog/spdlog.h"

namespace cuijiao {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxTokenBytes = 8192;
constexpr std::size_t kMaxKnownTokens = 4096;
constexpr absl::Duration kLookEvery = absl::Seconds(1);

absl::Status Unauthenticated(std::string_view reason, std::string message) {
  return Refusal(absl::StatusCode::kUnauthenticated, reason, std::move(message));
}

absl::Status Invalid(std::string_view why) {
  return Unauthenticated(kTokenInvalid, fmt::format("The token is not valid: {}.", why));
}

}  // namespace

TokenVerifier::TokenVerifier(fs::path jwks_file, TokenExpectations expectations,
                             SystemNow system_now)
    : jwks_file_(std::move(jwks_file)),
      expectations_(std::move(expectations)),
      system_now_(std::move(system_now)) {}

absl::StatusOr<std::unique_ptr<TokenVerifier>> TokenVerifier::Create(fs::path jwks_file,
                                                                     TokenExpectations expectations,
                                                                     SystemNow system_now) {
  CUIJIAO_ASSIGN_OR_RETURN(KeySet keys, Read(jwks_file));
  std::unique_ptr<TokenVerifier> verifier(
      new TokenVerifier(std::move(jwks_file), std::move(expectations), std::move(system_now)));
  const absl::MutexLock lock(&verifier->mutex_);
  verifier->keys_ = std::make_shared<const KeySet>(std::move(keys));
  verifier->looked_at_ = absl::InfinitePast();
  return verifier;
}

absl::StatusOr<TokenVerifier::KeySet> TokenVerifier::Read(const fs::path& jwks_file) {
  const auto wrong = [&](std::string_view what) {
    return absl::FailedPreconditionError(fmt::format("key file {}: {}", jwks_file.string(), what));
  };
  CUIJIAO_ASSIGN_OR_RETURN(const nlohmann::json jwks, ReadJsonFile(jwks_file));
  const auto list = jwks.find("keys");
  if (list == jwks.end() || !list->is_array() || list->empty()) return wrong("it has no keys");
  KeySet set;
  for (const nlohmann::json& jwk : *list) {
    absl::StatusOr<JoseKey> key = JoseKey::FromJwk(jwk);
    if (!key.ok()) return wrong(std::string(key.status().message()));
    if (key->is_private()) {
      return wrong(fmt::format("key {} is private; only public keys belong here", key->key_id()));
    }
    std::string key_id = key->key_id();
    if (set.keys.contains(key_id)) return wrong(fmt::format("two keys have the kid {}", key_id));
    set.keys.emplace(std::move(key_id), *std::move(key));
  }
  return set;
}

std::shared_ptr<const TokenVerifier::KeySet> TokenVerifier::CurrentKeys(absl::Time now) {
  const absl::MutexLock lock(&mutex_);
  if (now - looked_at_ < kLookEvery && now >= looked_at_) return keys_;
  looked_at_ = now;
  std::error_code error;
  FileMark mark;
  mark.modified = fs::last_write_time(jwks_file_, error);
  if (!error) mark.size = fs::file_size(jwks_file_, error);
  if (!error && mark == mark_) return keys_;
  absl::StatusOr<KeySet> read = Read(jwks_file_);
  if (!read.ok()) {
    spdlog::warn("token keys stay as they were: {}", std::string(read.status().message()));
    return keys_;
  }
  mark_ = mark;
  keys_ = std::make_shared<const KeySet>(*std::move(read));
  known_.clear();
  return keys_;
}

absl::Status TokenVerifier::CheckTimes(const Identity& identity, absl::Time not_before,
                                       absl::Time now) const {
  if (now >= identity.token_expiry + expectations_.leeway) {
    return Unauthenticated(kTokenExpired, "The token has expired.");
  }
  if (now < not_before - expectations_.leeway) {
    return Unauthenticated(kTokenNotYetValid, "The token is not valid yet.");
  }
  return absl::OkStatus();
}

absl::StatusOr<Identity> TokenVerifier::Verify(std::string_view token) {
  if (token.empty()) return Unauthenticated(kTokenMissing, "The call has no token.");
  if (token.size() > kMaxTokenBytes) return Invalid("it is too long");
  const absl::Time now = system_now_();
  const std::shared_ptr<const KeySet> keys = CurrentKeys(now);
  const std::string text(token);
  {
    const absl::MutexLock lock(&mutex_);
    if (const auto known = known_.find(text); known != known_.end()) {
      CUIJIAO_RETURN_IF_ERROR(CheckTimes(known->second.identity, known->second.not_before, now));
      return known->second.identity;
    }
  }

  const absl::StatusOr<UnverifiedJws> jws = ReadJws(token);
  if (!jws.ok()) return Invalid(std::string(jws.status().message()));
  const auto key = keys->keys.find(jws->key_id);
  if (key == keys->keys.end()) return Invalid("its key is not known");
  if (!key->second.Verifies(token)) return Invalid("it is not signed by its key with ES256");
  if (const auto issuer = jws->claims.find("iss");
      issuer == jws->claims.end() || *issuer != expectations_.issuer) {
    return Invalid("iss is another");
  }
  if (!IsMeantFor(jws->claims, expectations_.audience)) return Invalid("aud is another");
  const absl::StatusOr<TokenTimes> times = ReadTimes(jws->claims);
  if (!times.ok()) return Invalid(std::string(times.status().message()));
  if (times->expiry - times->issued > expectations_.max_lifetime)
    return Invalid("it lives too long");
  absl::StatusOr<Identity> identity = ReadIdentity(jws->claims, key->second.use());
  if (!identity.ok()) return Invalid(std::string(identity.status().message()));
  identity->key_id = key->first;
  identity->token_expiry = times->expiry;
  CUIJIAO_RETURN_IF_ERROR(CheckTimes(*identity, times->not_before, now));

  const absl::MutexLock lock(&mutex_);
  if (keys_ == keys) {  // else the key may be gone by now
    if (known_.size() >= kMaxKnownTokens) known_.clear();
    known_.emplace(text, Known{*identity, times->not_before});
  }
  return identity;
}

absl::StatusOr<nlohmann::json> TokenVerifier::VerifyDocument(std::string_view document,
                                                             std::string_view kind,
                                                             std::string_view service) {
  const auto wrong = [](const std::string& what) {
    return absl::InvalidArgumentError("the signed document is not valid: " + what);
  };
  absl::StatusOr<UnverifiedJws> jws = ReadJws(document);
  if (!jws.ok()) return wrong(std::string(jws.status().message()));
  const std::shared_ptr<const KeySet> keys = CurrentKeys(system_now_());
  const auto key = keys->keys.find(jws->key_id);
  if (key == keys->keys.end()) return wrong("its key is not known");
  if (ServiceOfUse(key->second.use()) != service) {
    return wrong(fmt::format("it is not signed by the {} service", service));
  }
  if (!key->second.Verifies(document)) return wrong("it is not as it was signed");
  const auto said = jws->claims.find(std::string(kDocumentClaim));
  if (said == jws->claims.end() || *said != kind) {
    return wrong(fmt::format("it is no document of kind {}", kind));
  }
  return std::move(jws->claims);
}

}  // namespace cuijiao
