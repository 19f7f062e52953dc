#include "common/text/encoding.h"

#include <unicode/normalizer2.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "common/text/encoding_choice.h"
#include "common/text/utf8_reading.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

constexpr std::string_view kUtf16LittleMark = "\xFF\xFE";
constexpr std::string_view kUtf16BigMark = "\xFE\xFF";

// "byte 17 (line 2)".
std::string PlaceOf(std::string_view bytes, std::size_t offset) {
  const auto line =
      1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
  return fmt::format("byte {} (line {})", offset, line);
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

// Bytes read so far when GB18030 `text` breaks off, or the text as UTF-8.
struct Gb18030Reading {
  std::optional<std::size_t> damage;
  std::string utf8;
};

Gb18030Reading ReadAsGb18030(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, CloseConverter> converter(ucnv_open("GB18030", &error));
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  // No GB18030 character is shorter in bytes than in UTF-16 units.
  std::vector<UChar> units(text.size() + 1);
  const char* source = text.data();
  const char* const source_end = source + text.size();
  UChar* target = units.data();
  ucnv_toUnicode(converter.get(), &target, units.data() + units.size(), &source, source_end,
                 nullptr, /*flush=*/true, &error);
  Gb18030Reading reading;
  if (U_FAILURE(error)) {
    // `source` stands behind the bytes of the character that failed.
    char bad[8];
    std::int8_t bad_length = sizeof(bad);
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars(converter.get(), bad, &bad_length, &ignored);
    reading.damage = static_cast<std::size_t>(source - text.data() - bad_length);
    return reading;
  }
  icu::UnicodeString(false, units.data(), static_cast<std::int32_t>(target - units.data()))
      .toUTF8String(reading.utf8);
  return reading;
}

}  // namespace

absl::StatusOr<DecodedText> DecodeText(std::string_view bytes) {
  if (bytes.starts_with(kUtf16LittleMark) || bytes.starts_with(kUtf16BigMark)) {
    return absl::InvalidArgumentError("the text is UTF-16; save it as UTF-8 or GB18030");
  }
  if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos) {
    return absl::InvalidArgumentError(
        fmt::format("a NUL at {}: this is no text file", PlaceOf(bytes, nul)));
  }
  std::string_view text = bytes;
  const bool marked = text.starts_with(kUtf8Mark);
  if (marked) text.remove_prefix(kUtf8Mark.size());
  const Utf8Reading utf8 = ReadAsUtf8(text);
  if (!utf8.first_damage) {
    if (marked) return DecodedText{std::string(text), "UTF-8 BOM"};
    const EncodingChoice choice = ChooseEncoding(text);
    if (choice == EncodingChoice::kUtf8) return DecodedText{std::string(text), "UTF-8"};
    if (choice == EncodingChoice::kUnsure) return RefuseUnsureEncoding();
    Gb18030Reading gb18030 = ReadAsGb18030(text);
    if (gb18030.damage) return RefuseUnsureEncoding();
    return DecodedText{std::move(gb18030.utf8), "GB18030"};
  }

  const std::size_t utf8_damage = *utf8.first_damage + (bytes.size() - text.size());
  if (marked || utf8.wide > utf8.damaged) {
    return absl::InvalidArgumentError(
        fmt::format("the text is UTF-8 but damaged at {}", PlaceOf(bytes, utf8_damage)));
  }
  Gb18030Reading gb18030 = ReadAsGb18030(text);
  if (gb18030.damage) {
    return absl::InvalidArgumentError(
        fmt::format("the text is neither UTF-8, by {}, nor GB18030, by {}",
                    PlaceOf(bytes, utf8_damage), PlaceOf(bytes, *gb18030.damage)));
  }
  return DecodedText{std::move(gb18030.utf8), "GB18030"};
}

bool IsPlainUtf8(std::string_view text) {
  return text.find('\0') == std::string_view::npos && !ReadAsUtf8(text).first_damage;
}

std::string FoldWidth(std::string_view text) {
  // ASCII is its own form, and most of what is asked about.
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::ranges::all_of(text, is_ascii)) return std::string(text);
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const nfkc = icu::Normalizer2::getNFKCInstance(error);
  const icu::UnicodeString folded =
      nfkc->normalize(icu::UnicodeString::fromUTF8(
                          icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()))),
                      error);
  std::string result;
  folded.toUTF8String(result);
  return result;
}

}  // namespace cuijiao
