// OpenSSL takes and gives unsigned bytes; here they are kept in strings.
#ifndef CUIJIAO_COMMON_CRYPTO_BYTES_H_
#define CUIJIAO_COMMON_CRYPTO_BYTES_H_

#include <string>
#include <string_view>

namespace cuijiao {

inline unsigned char* Bytes(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

inline const unsigned char* Bytes(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_CRYPTO_BYTES_H_
