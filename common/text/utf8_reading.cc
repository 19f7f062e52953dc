#include "common/text/utf8_reading.h"

#include <unicode/utf8.h>

#include <cstdint>

namespace cuijiao {

Utf8Reading ReadAsUtf8(std::string_view text) {
  Utf8Reading reading;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int64_t>(text.size());
  for (std::int64_t i = 0; i < length;) {
    const std::int64_t start = i;
    UChar32 character = 0;
    U8_NEXT(bytes, i, length, character);
    if (character < 0) {
      if (!reading.first_damage) reading.first_damage = static_cast<std::size_t>(start);
      ++reading.damaged;
    } else if (i - start >= 3) {
      ++reading.wide;
    }
  }
  return reading;
}

std::size_t WholeUtf8Prefix(std::string_view text) {
  // The last three bytes decide: a lead byte among them that asks for more than is there.
  for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if (U8_IS_TRAIL(byte)) continue;
    const auto trails = static_cast<std::size_t>(U8_COUNT_TRAIL_BYTES(byte));
    const bool goes_on = U8_IS_LEAD(byte) && back <= trails;
    return goes_on ? text.size() - back : text.size();
  }
  return text.size();
}

}  // namespace cuijiao
