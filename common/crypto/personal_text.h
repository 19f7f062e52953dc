// Personal data as people write it: one form to search by, and masked for those who need not
// see it. All functions are pure and take UTF-8; a byte that is not is one character.
#ifndef CUIJIAO_COMMON_CRYPTO_PERSONAL_TEXT_H_
#define CUIJIAO_COMMON_CRYPTO_PERSONAL_TEXT_H_

#include <string>
#include <string_view>

namespace cuijiao {

// Digits alone, without the country code: "+86 138-0013-8000", "0086…" and "8613800138000" all
// give "13800138000".
std::string NormalizePhone(std::string_view phone);

// Without white space, wide (U+3000) or not; Latin letters small.
std::string NormalizeName(std::string_view name);

// The first character and a star for each other: 张三丰 gives 张**. A single one gives a star.
std::string MaskName(std::string_view name);

// The first three and last four digits: 138****1234. Of shorter numbers only the last two.
std::string MaskPhone(std::string_view phone);

// The first six characters, then "****". Of six or fewer, the first two.
std::string MaskAddress(std::string_view address);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_CRYPTO_PERSONAL_TEXT_H_
