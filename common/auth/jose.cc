#include "common/auth/jose.h"

#include <cjose/cjose.h>

#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "common/auth/token_use.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

using nlohmann::json;

constexpr char kAlgorithm[] = "ES256";

struct ReleaseJws {
  void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
};
struct ReleaseHeader {
  void operator()(cjose_header_t* header) const { cjose_header_release(header); }
};
using Jws = std::unique_ptr<cjose_jws_t, ReleaseJws>;
using Header = std::unique_ptr<cjose_header_t, ReleaseHeader>;

std::shared_ptr<cjose_jwk_t> Own(cjose_jwk_t* key) {
  return {key, [](cjose_jwk_t* owned) { cjose_jwk_release(owned); }};
}

// Empty when the member is absent or not text.
std::string TextMember(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// JSON of one base64url part; discarded when it is none.
json JsonPart(std::string_view part) {
  std::string text;
  if (!absl::WebSafeBase64Unescape({part.data(), part.size()}, &text)) {
    return json(json::value_t::discarded);
  }
  return json::parse(text, nullptr, /*allow_exceptions=*/false);
}

}  // namespace

JoseKey::JoseKey(std::shared_ptr<cjose_jwk_t> key, std::string key_id, std::string use,
                 bool is_private)
    : key_(std::move(key)),
      key_id_(std::move(key_id)),
      use_(std::move(use)),
      is_private_(is_private) {}

absl::StatusOr<JoseKey> JoseKey::FromJwk(const json& jwk) {
  if (!jwk.is_object()) return absl::InvalidArgumentError("a key is not a JSON object");
  std::string key_id = TextMember(jwk, "kid");
  if (key_id.empty() || key_id.size() > 64) {
    return absl::InvalidArgumentError("a key has no kid of 1 to 64 bytes");
  }
  if (TextMember(jwk, "kty") != "EC" || TextMember(jwk, "crv") != "P-256") {
    return absl::InvalidArgumentError(
        fmt::format("key {} is not an EC key of curve P-256", key_id));
  }
  std::string use = TextMember(jwk, "cuijiao_use");
  if (use != kStaffUse && ServiceOfUse(use).empty()) {
    return absl::InvalidArgumentError(
        fmt::format("key {}: cuijiao_use is neither \"staff\" nor \"service:<name>\"", key_id));
  }
  const std::string text = jwk.dump();
  cjose_err error{};
  std::shared_ptr<cjose_jwk_t> key = Own(cjose_jwk_import(text.data(), text.size(), &error));
  if (key == nullptr) {
    return absl::InvalidArgumentError(fmt::format("key {} is not a valid EC key", key_id));
  }
  return JoseKey(std::move(key), std::move(key_id), std::move(use), jwk.contains("d"));
}

JoseKey JoseKey::Generate(std::string key_id, std::string use) {
  cjose_err error{};
  std::shared_ptr<cjose_jwk_t> key = Own(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &error));
  // Nothing secret may be made without randomness.
  if (key == nullptr || !cjose_jwk_set_kid(key.get(), key_id.data(), key_id.size(), &error)) {
    std::abort();
  }
  return {std::move(key), std::move(key_id), std::move(use), /*is_private=*/true};
}

json JoseKey::ToJwk(bool with_private) const {
  cjose_err error{};
  char* const text = cjose_jwk_to_json(key_.get(), with_private, &error);
  if (text == nullptr) std::abort();  // only out of memory
  json jwk = json::parse(text);
  cjose_get_dealloc()(text);
  jwk["alg"] = kAlgorithm;
  jwk["use"] = "sig";
  jwk["cuijiao_use"] = use_;
  return jwk;
}

absl::StatusOr<std::string> JoseKey::Sign(std::string_view payload) const {
  if (!is_private_) {
    return absl::FailedPreconditionError(fmt::format("key {} has no private part", key_id_));
  }
  cjose_err error{};
  const Header header(cjose_header_new(&error));
  if (header == nullptr || !cjose_header_set(header.get(), CJOSE_HDR_ALG, kAlgorithm, &error) ||
      !cjose_header_set(header.get(), "typ", "JWT", &error) ||
      !cjose_header_set(header.get(), CJOSE_HDR_KID, key_id_.c_str(), &error)) {
    return absl::InternalError(fmt::format("cannot make a token header: {}", error.message));
  }
  const Jws jws(cjose_jws_sign(key_.get(), header.get(),
                               reinterpret_cast<const std::uint8_t*>(payload.data()),
                               payload.size(), &error));
  const char* compact = nullptr;
  if (jws == nullptr || !cjose_jws_export(jws.get(), &compact, &error)) {
    return absl::InternalError(fmt::format("cannot sign with key {}: {}", key_id_, error.message));
  }
  return std::string(compact);
}

bool JoseKey::Verifies(std::string_view compact) const {
  cjose_err error{};
  const Jws jws(cjose_jws_import(compact.data(), compact.size(), &error));
  if (jws == nullptr) return false;
  const char* const algorithm =
      cjose_header_get(cjose_jws_get_protected(jws.get()), CJOSE_HDR_ALG, &error);
  if (algorithm == nullptr || std::string_view(algorithm) != kAlgorithm) return false;
  return cjose_jws_verify(jws.get(), key_.get(), &error);
}

absl::StatusOr<UnverifiedJws> ReadJws(std::string_view compact) {
  const std::size_t first = compact.find('.');
  const std::size_t last = compact.rfind('.');
  if (first == std::string_view::npos || first == last || compact.find('.', first + 1) != last) {
    return absl::InvalidArgumentError("not three parts");
  }
  const json header = JsonPart(compact.substr(0, first));
  json claims = JsonPart(compact.substr(first + 1, last - first - 1));
  if (!header.is_object() || !claims.is_object()) {
    return absl::InvalidArgumentError("header or claims are not JSON objects");
  }
  // RFC 7515, 4.1.11: an extension that is not understood must not be ignored.
  if (header.contains("crit")) return absl::InvalidArgumentError("critical extensions");
  return UnverifiedJws{TextMember(header, "kid"), std::move(claims)};
}

}  // namespace cuijiao
