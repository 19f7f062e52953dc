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

void RunningSha256::FreeContext::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

RunningSha256::RunningSha256() : context_(EVP_MD_CTX_new()) {
  MustSucceed(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1, "SHA-256");
}

void RunningSha256::Add(std::string_view bytes) {
  MustSucceed(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1, "SHA-256");
}

std::string RunningSha256::Digest() const {
  const std::unique_ptr<evp_md_ctx_st, FreeContext> so_far(EVP_MD_CTX_new());
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  MustSucceed(EVP_MD_CTX_copy_ex(so_far.get(), context_.get()) == 1 &&
                  EVP_DigestFinal_ex(so_far.get(), Bytes(digest), nullptr) == 1,
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
