#include "common/text/encoding_choice.h"

#include <unicode/utf8.h>

#include <cstddef>

namespace cuijiao {
namespace {

// The characters of a reading beyond ASCII.
struct Characters {
  std::int64_t count = 0;
  std::int64_t everyday = 0;
  std::int64_t strange = 0;  // that no file of a Chinese company has; others are merely rare
  bool broken = false;

  // Whether a larger share of them is everyday.
  [[nodiscard]] bool IsPlainerThan(const Characters& other) const {
    return everyday * other.count > other.everyday * count;
  }
};

bool IsBetween(UChar32 character, UChar32 first, UChar32 last) {
  return character >= first && character <= last;
}

// Ideographs, the punctuation between them, and full-width forms.
bool IsChinese(UChar32 character) {
  return IsBetween(character, 0x3400, 0x9FFF) || IsBetween(character, 0x20000, 0x3FFFF) ||
         IsBetween(character, 0x3000, 0x303F) || IsBetween(character, 0xFF01, 0xFFEE) ||
         IsBetween(character, 0x2010, 0x203B);
}

// Signs (m², 23.5°C) and letters that a name may have here: Renée, Žižek, Greek, Cyrillic, and
// Arabic, as Uyghur is written.
bool IsRare(UChar32 character) {
  return IsBetween(character, 0xA0, 0x17F) || IsBetween(character, 0x370, 0x4FF) ||
         IsBetween(character, 0x600, 0x6FF);
}

Characters ReadUtf8(std::string_view text) {
  Characters read;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int64_t>(text.size());
  for (std::int64_t i = 0; i < length;) {
    UChar32 character = 0;
    U8_NEXT(bytes, i, length, character);
    if (character < 0) break;  // the last one, which goes on
    if (character < 0x80) continue;
    ++read.count;
    if (IsChinese(character)) {
      ++read.everyday;
    } else if (!IsRare(character)) {
      ++read.strange;
    }
  }
  return read;
}

// What GB2312 orders by rows: punctuation (A1, A3), the 3,755 characters of everyday (B0 to D7) and
// rare ones (D8 to F7); numerals, Latin letters and box lines (A2, A8, A9). What is beyond it (kana
// and other scripts, the old characters of GBK, four bytes, private use) speaks for another
// encoding: bytes of a UTF-8 text fall there by the third.
void Count(unsigned char lead, unsigned char trail, Characters& read) {
  ++read.count;
  const bool ordered = trail >= 0xA1;
  const bool everyday = lead == 0xA1 || lead == 0xA3 || (lead >= 0xB0 && lead <= 0xD7);
  const bool rare = lead == 0xA2 || lead == 0xA8 || lead == 0xA9 || (lead >= 0xD8 && lead <= 0xF7);
  if (ordered && everyday) {
    ++read.everyday;
  } else if (!ordered || !rare) {
    ++read.strange;
  }
}

Characters ReadGb18030(std::string_view text) {
  Characters read;
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    if (byte(i) < 0x80) {
      ++i;
      continue;
    }
    if (byte(i) == 0x80 || byte(i) == 0xFF) {
      read.broken = true;
      return read;
    }
    if (i + 1 == text.size()) return read;  // goes on
    const unsigned char trail = byte(i + 1);
    // With a second byte of ASCII only four bytes and old characters of GBK go on.
    if (trail < 0x80 || trail == 0xFF) {
      read.broken = true;
      return read;
    }
    Count(byte(i), trail, read);
    i += 2;
  }
  return read;
}

}  // namespace

EncodingChoice ChooseEncoding(std::string_view text) {
  const Characters utf8 = ReadUtf8(text);
  const Characters gb18030 = ReadGb18030(text);
  if (utf8.count == 0 || gb18030.broken || utf8.IsPlainerThan(gb18030) ||
      (utf8.strange == 0 && gb18030.strange > 0)) {
    return EncodingChoice::kUtf8;
  }
  const bool is_gb18030 =
      utf8.strange > 0 && gb18030.strange == 0 && 2 * gb18030.everyday > gb18030.count;
  return is_gb18030 ? EncodingChoice::kGb18030 : EncodingChoice::kUnsure;
}

absl::Status RefuseUnsureEncoding() {
  return absl::InvalidArgumentError(
      "the text can be read as UTF-8 and as GB18030, and says different things; save it as UTF-8"
      " with a byte order mark (in Excel: CSV UTF-8)");
}

}  // namespace cuijiao
