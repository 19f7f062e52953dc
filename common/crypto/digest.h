// Hashes, random bytes and their text forms, through OpenSSL.
#ifndef CUIJIAO_COMMON_CRYPTO_DIGEST_H_
#define CUIJIAO_COMMON_CRYPTO_DIGEST_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace cuijiao {

// SHA-256 of `bytes`: 32 bytes.
std::string Sha256(std::string_view bytes);

// HMAC-SHA256 of `bytes` under `key`: 32 bytes.
std::string HmacSha256(std::string_view key, std::string_view bytes);

// Lower-case hexadecimal.
std::string HexEncode(std::string_view bytes);

// `count` bytes of the operating system's cryptographic randomness. Ends the process when there is
// none: nothing secret may be made without it.
std::string SecureRandomBytes(std::size_t count);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_CRYPTO_DIGEST_H_
