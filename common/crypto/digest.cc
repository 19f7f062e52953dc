#include "common/crypto/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <cstdlib>
#include <iostream>

#include "absl/strings/escaping.h"
#include "common/crypto/bytes.h"

namespace cuijiao {
namespace {

void MustSucceed(bool succeeded, std::string_view what) {
  if (succeeded) return;
  std::cerr << "OpenSSL: " << what << " failed\n";
  std::abort();
}

}  // namespace

std::string Sha256(std::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  MustSucceed(
      EVP_Digest(bytes.data(), bytes.size(), Bytes(digest), nullptr, EVP_sha256(), nullptr) == 1,
      "SHA-256");
  return digest;
}

std::string HmacSha256(std::string_view key, std::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  MustSucceed(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), Bytes(bytes),
                   bytes.size(), Bytes(digest), nullptr) != nullptr,
              "HMAC-SHA256");
  return digest;
}

std::string HexEncode(std::string_view bytes) { return absl::BytesToHexString(std::string(bytes)); }

std::string SecureRandomBytes(std::size_t count) {
  std::string bytes(count, '\0');
  MustSucceed(RAND_bytes(Bytes(bytes), static_cast<int>(count)) == 1, "random bytes");
  return bytes;
}

}  // namespace cuijiao
