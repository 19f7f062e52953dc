// Hashes, random bytes and their text forms, through OpenSSL.
#ifndef CUIJIAO_COMMON_CRYPTO_DIGEST_H_
#define CUIJIAO_COMMON_CRYPTO_DIGEST_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // OpenSSL's EVP_MD_CTX

namespace cuijiao {

// SHA-256 of `bytes`: 32 bytes.
std::string Sha256(std::string_view bytes);

// SHA-256 of bytes that come in pieces. Move only.
class RunningSha256 {
 public:
  RunningSha256();

  void Add(std::string_view bytes);
  // Of all bytes so far; more may be added.
  [[nodiscard]] std::string Digest() const;

 private:
  struct FreeContext {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, FreeContext> context_;
};

// HMAC-SHA256 of `bytes` under `key`: 32 bytes.
std::string HmacSha256(std::string_view key, std::string_view bytes);

// Lower-case hexadecimal.
std::string HexEncode(std::string_view bytes);

// `count` bytes of the operating system's cryptographic randomness. Ends the process when there is
// none: nothing secret may be made without it.
std::string SecureRandomBytes(std::size_t count);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_CRYPTO_DIGEST_H_
