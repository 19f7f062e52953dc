#include "common/text/text_decoder.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "common/text/encoding.h"
#include "common/text/encoding_choice.h"
#include "common/text/utf8_reading.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

constexpr std::string_view kUtf16Marks[] = {"\xFF\xFE", "\xFE\xFF"};

bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

}  // namespace

// ICU's converter with what it holds of a character that has begun.
class TextDecoder::Gb18030 {
 public:
  Gb18030() {
    UErrorCode error = U_ZERO_ERROR;
    converter_ = ucnv_open("GB18030", &error);
    ucnv_setToUCallBack(converter_, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  }
  ~Gb18030() { ucnv_close(converter_); }
  Gb18030(const Gb18030&) = delete;
  Gb18030& operator=(const Gb18030&) = delete;

  // Appends to `utf8`; or how many of `bytes` come before the character that is broken, negative
  // when it began in earlier ones.
  std::optional<std::ptrdiff_t> Take(std::string_view bytes, bool ended, std::string& utf8) {
    // No character is shorter in bytes than in UTF-16 units; room for what was held, too.
    units_.resize(bytes.size() + 8);
    UErrorCode error = U_ZERO_ERROR;
    const char* source = bytes.data();
    UChar* target = units_.data();
    ucnv_toUnicode(converter_, &target, units_.data() + units_.size(), &source,
                   bytes.data() + bytes.size(), nullptr, ended, &error);
    if (U_FAILURE(error)) {
      char bad[8];
      std::int8_t bad_length = sizeof(bad);
      UErrorCode ignored = U_ZERO_ERROR;
      ucnv_getInvalidChars(converter_, bad, &bad_length, &ignored);
      return source - bytes.data() - bad_length;
    }
    icu::UnicodeString(false, units_.data(), static_cast<std::int32_t>(target - units_.data()))
        .toUTF8String(utf8);
    return std::nullopt;
  }

 private:
  UConverter* converter_ = nullptr;
  std::vector<UChar> units_;
};

TextDecoder::TextDecoder() = default;
TextDecoder::~TextDecoder() = default;

std::string_view TextDecoder::encoding() const {
  if (state_ == State::kGb18030) return "GB18030";
  return marked_ ? "UTF-8 BOM" : "UTF-8";
}

void TextDecoder::Pass(std::string_view bytes) {
  passed_bytes_ += bytes.size();
  passed_lines_ += std::count(bytes.begin(), bytes.end(), '\n');
}

std::string TextDecoder::PlaceAt(std::string_view bytes, std::size_t offset) const {
  const auto line =
      1 + passed_lines_ +
      std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
  return fmt::format("byte {} (line {})", passed_bytes_ + offset, line);
}

absl::Status TextDecoder::RefuseNul(std::string_view bytes) const {
  const std::size_t nul = bytes.find('\0');
  if (nul == std::string_view::npos) return absl::OkStatus();
  return absl::InvalidArgumentError(
      fmt::format("a NUL at {}: this is no text file", PlaceAt(bytes, nul)));
}

absl::Status TextDecoder::Feed(std::string_view bytes, std::string& utf8) {
  CUIJIAO_RETURN_IF_ERROR(TakeMark(bytes, /*ended=*/false));
  if (state_ == State::kAscii) TakeAscii(bytes, utf8);
  if (state_ == State::kDeciding) CUIJIAO_RETURN_IF_ERROR(TakeWindow(bytes, utf8));
  if (bytes.empty()) return absl::OkStatus();
  if (state_ == State::kUtf8) return TakeUtf8(bytes, /*ended=*/false, utf8);
  if (state_ == State::kGb18030) return TakeGb18030(bytes, /*ended=*/false, utf8);
  // What is left of an ASCII text is a NUL.
  return RefuseNul(bytes);
}

absl::Status TextDecoder::Finish(std::string& utf8) {
  std::string_view none;
  CUIJIAO_RETURN_IF_ERROR(TakeMark(none, /*ended=*/true));
  if (state_ == State::kDeciding) return Decide(/*ended=*/true, utf8);
  if (state_ == State::kUtf8) return TakeUtf8({}, /*ended=*/true, utf8);
  if (state_ == State::kGb18030) return TakeGb18030({}, /*ended=*/true, utf8);
  return absl::OkStatus();
}

absl::Status TextDecoder::TakeMark(std::string_view& bytes, bool ended) {
  if (state_ != State::kBeginning) return absl::OkStatus();
  const std::size_t wanted = kUtf8Mark.size() - held_.size();
  held_ += bytes.substr(0, wanted);
  bytes.remove_prefix(std::min(wanted, bytes.size()));
  if (held_.size() < kUtf8Mark.size() && !ended) return absl::OkStatus();
  for (const std::string_view mark : kUtf16Marks) {
    if (held_.starts_with(mark)) {
      return absl::InvalidArgumentError("the text is UTF-16; save it as UTF-8 or GB18030");
    }
  }
  if (held_ == kUtf8Mark) {
    marked_ = true;
    Pass(std::exchange(held_, {}));
    state_ = State::kUtf8;
    return absl::OkStatus();
  }
  CUIJIAO_RETURN_IF_ERROR(RefuseNul(held_));
  state_ = State::kDeciding;  // with what is held as the window's beginning
  return absl::OkStatus();
}

// ASCII is the same in both encodings, and is handed out undecided.
void TextDecoder::TakeAscii(std::string_view& bytes, std::string& utf8) {
  const auto end =
      std::find_if(bytes.begin(), bytes.end(), [](char c) { return !IsAscii(c) || c == '\0'; });
  const std::string_view ascii = bytes.substr(0, static_cast<std::size_t>(end - bytes.begin()));
  utf8 += ascii;
  Pass(ascii);
  bytes.remove_prefix(ascii.size());
  if (!bytes.empty() && !IsAscii(bytes.front())) state_ = State::kDeciding;
}

absl::Status TextDecoder::TakeWindow(std::string_view& bytes, std::string& utf8) {
  const auto ascii_end = std::ranges::find_if_not(held_, IsAscii);
  if (ascii_end == held_.end() && !held_.empty()) {
    // The text's first bytes, which are no mark and plain.
    utf8 += held_;
    Pass(std::exchange(held_, {}));
    state_ = State::kAscii;
    TakeAscii(bytes, utf8);
    if (state_ == State::kAscii) return absl::OkStatus();
  }
  const std::string_view more =
      bytes.substr(0, kDecisionBytes - std::min(kDecisionBytes, held_.size()));
  held_ += more;
  bytes.remove_prefix(more.size());
  return held_.size() < kDecisionBytes ? absl::OkStatus() : Decide(/*ended=*/false, utf8);
}

absl::Status TextDecoder::Decide(bool ended, std::string& utf8) {
  const std::string window = std::exchange(held_, {});
  CUIJIAO_RETURN_IF_ERROR(RefuseNul(window));
  const std::size_t whole = ended ? window.size() : WholeUtf8Prefix(window);
  const Utf8Reading reading = ReadAsUtf8(std::string_view(window).substr(0, whole));
  if (!reading.first_damage) {
    const EncodingChoice choice = ChooseEncoding(window);
    if (choice == EncodingChoice::kUnsure) return RefuseUnsureEncoding();
    if (choice == EncodingChoice::kGb18030) {
      state_ = State::kGb18030;
      gb18030_ = std::make_unique<Gb18030>();
      return TakeGb18030(window, ended, utf8);
    }
    state_ = State::kUtf8;
    return TakeUtf8(window, ended, utf8);
  }
  const std::string damage = PlaceAt(window, *reading.first_damage);
  if (reading.wide > reading.damaged) {
    return absl::InvalidArgumentError(fmt::format("the text is UTF-8 but damaged at {}", damage));
  }
  state_ = State::kGb18030;
  gb18030_ = std::make_unique<Gb18030>();
  const std::optional<std::ptrdiff_t> bad = gb18030_->Take(window, ended, utf8);
  if (bad) {
    return absl::InvalidArgumentError(
        fmt::format("the text is neither UTF-8, by {}, nor GB18030, by {}", damage,
                    PlaceAt(window, static_cast<std::size_t>(*bad))));
  }
  Pass(window);
  return absl::OkStatus();
}

absl::Status TextDecoder::TakeUtf8(std::string_view bytes, bool ended, std::string& utf8) {
  held_ += bytes;
  const std::size_t whole = ended ? held_.size() : WholeUtf8Prefix(held_);
  const std::string_view text = std::string_view(held_).substr(0, whole);
  CUIJIAO_RETURN_IF_ERROR(RefuseNul(text));
  if (const Utf8Reading reading = ReadAsUtf8(text); reading.first_damage) {
    return absl::InvalidArgumentError(
        fmt::format("the text is UTF-8 but damaged at {}", PlaceAt(text, *reading.first_damage)));
  }
  utf8 += text;
  Pass(text);
  held_.erase(0, whole);
  return absl::OkStatus();
}

absl::Status TextDecoder::TakeGb18030(std::string_view bytes, bool ended, std::string& utf8) {
  CUIJIAO_RETURN_IF_ERROR(RefuseNul(bytes));
  if (const std::optional<std::ptrdiff_t> bad = gb18030_->Take(bytes, ended, utf8)) {
    const std::size_t offset = *bad < 0 ? 0 : static_cast<std::size_t>(*bad);
    return absl::InvalidArgumentError(
        fmt::format("the text is GB18030 but damaged at {}", PlaceAt(bytes, offset)));
  }
  Pass(bytes);
  return absl::OkStatus();
}

}  // namespace cuijiao
