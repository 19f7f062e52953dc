// Which of two encodings bytes are meant in that are well-formed in both. For common/text alone.
#ifndef CUIJIAO_COMMON_TEXT_ENCODING_CHOICE_H_
#define CUIJIAO_COMMON_TEXT_ENCODING_CHOICE_H_

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"

namespace cuijiao {

enum class EncodingChoice : std::uint8_t { kUtf8, kGb18030, kUnsure };

// Weighs what well-formed UTF-8 says as that and as GB18030; 住宅 in GB18030 is a Hebrew and an
// Armenian letter. Chinese characters of three bytes are hardly ever an accident, so that UTF-8
// with enough of them is UTF-8. GB18030 is taken where that reading is of everyday characters and
// the other of letters that no Chinese file has; where neither is plain, as with 楼, which is ¥,
// nobody guesses. `text` may end within a character.
EncodingChoice ChooseEncoding(std::string_view text);

// INVALID_ARGUMENT for kUnsure.
absl::Status RefuseUnsureEncoding();

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_TEXT_ENCODING_CHOICE_H_
