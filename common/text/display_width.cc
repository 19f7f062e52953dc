#include "common/text/display_width.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace cuijiao {
namespace {

std::size_t ColumnsOf(UChar32 character) {
  switch (u_charType(character)) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
      return 0;
    default:
      break;
  }
  const int width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

std::string Spaces(std::size_t taken, std::size_t columns) {
  return std::string(columns > taken ? columns - taken : 0, ' ');
}

}  // namespace

std::size_t DisplayWidth(std::string_view text) {
  std::size_t columns = 0;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int64_t>(text.size());
  for (std::int64_t i = 0; i < length;) {
    UChar32 character = 0;
    U8_NEXT_OR_FFFD(bytes, i, length, character);
    columns += ColumnsOf(character);
  }
  return columns;
}

std::string PadEnd(std::string_view text, std::size_t columns) {
  return std::string(text) + Spaces(DisplayWidth(text), columns);
}

std::string PadStart(std::string_view text, std::size_t columns) {
  return Spaces(DisplayWidth(text), columns) + std::string(text);
}

}  // namespace cuijiao
