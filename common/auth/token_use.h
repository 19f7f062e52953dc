// What a key may be used for: the member cuijiao_use of its JWK, and `sub` of its tokens.
#ifndef CUIJIAO_COMMON_AUTH_TOKEN_USE_H_
#define CUIJIAO_COMMON_AUTH_TOKEN_USE_H_

#include <string>
#include <string_view>

namespace cuijiao {

// The claim that says what kind of document a service signed.
inline constexpr std::string_view kDocumentClaim = "document";

inline constexpr std::string_view kStaffUse = "staff";
inline constexpr std::string_view kServiceUsePrefix = "service:";

// "waiver" of "service:waiver"; empty when `use` names no service.
constexpr std::string_view ServiceOfUse(std::string_view use) {
  return use.starts_with(kServiceUsePrefix) ? use.substr(kServiceUsePrefix.size())
                                            : std::string_view();
}

inline std::string ServiceUse(std::string_view service_name) {
  return std::string(kServiceUsePrefix) + std::string(service_name);
}

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_AUTH_TOKEN_USE_H_
