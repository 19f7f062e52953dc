// Bounded texts for messages to people.
#ifndef CUIJIAO_COMMON_STATUS_CUT_TEXT_H_
#define CUIJIAO_COMMON_STATUS_CUT_TEXT_H_

#include <cstddef>
#include <string_view>

namespace cuijiao {

// The longest beginning of `text` of at most `max_bytes` bytes that cuts no UTF-8 sequence.
constexpr std::string_view CutText(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  const auto is_continuation = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
  };
  while (max_bytes > 0 && is_continuation(text[max_bytes])) --max_bytes;
  return text.substr(0, max_bytes);
}

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_STATUS_CUT_TEXT_H_
