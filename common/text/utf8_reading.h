// What reading bytes as UTF-8 comes upon. For common/text alone.
#ifndef CUIJIAO_COMMON_TEXT_UTF8_READING_H_
#define CUIJIAO_COMMON_TEXT_UTF8_READING_H_

#include <cstddef>
#include <optional>
#include <string_view>

namespace cuijiao {

struct Utf8Reading {
  std::optional<std::size_t> first_damage;
  std::size_t damaged = 0;
  // Well-formed characters of three bytes and more: Chinese in UTF-8, hardly ever an accident.
  std::size_t wide = 0;
};

Utf8Reading ReadAsUtf8(std::string_view text);

// How many bytes of `text` come before a last character that has begun and may go on; all of them
// when there is none.
std::size_t WholeUtf8Prefix(std::string_view text);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_TEXT_UTF8_READING_H_
