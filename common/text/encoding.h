// Text of unknown encoding, as it comes in files from outside, into UTF-8.
#ifndef CUIJIAO_COMMON_TEXT_ENCODING_H_
#define CUIJIAO_COMMON_TEXT_ENCODING_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace cuijiao {

// The byte order mark of UTF-8, by which Excel knows the encoding of a CSV file.
inline constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

struct DecodedText {
  std::string utf8;  // without a byte order mark
  // What the bytes were: "UTF-8", "UTF-8 BOM" or "GB18030".
  std::string encoding;
};

// `bytes` in UTF-8 (with or without a byte order mark) or GB18030, told apart by content. Text that
// is well-formed in both is weighed (encoding_choice.h), and refused where neither is plain.
// INVALID_ARGUMENT; naming the byte offset (from 0) and the line (from 1) of what is wrong: bytes
// of neither encoding, UTF-8 that is damaged in few places, a NUL byte, a UTF-16 file.
absl::StatusOr<DecodedText> DecodeText(std::string_view bytes);

// True when `text` is well-formed UTF-8 without NUL.
bool IsPlainUtf8(std::string_view text);

// `text` (UTF-8) with full-width digits, letters and signs made half-width (Unicode NFKC), so
// that ２０１７－０３ and （元） read as 2017-03 and (元). For headers, dates and numbers only.
std::string FoldWidth(std::string_view text);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_TEXT_ENCODING_H_
