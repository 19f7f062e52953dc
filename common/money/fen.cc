#include "common/money/fen.h"

#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

absl::Status NotAnAmount(std::string_view text) {
  return absl::InvalidArgumentError(fmt::format(
      "'{}' is not an amount in yuan with at most two decimals, up to 10 billion", text));
}

// Digits of `text` before the decimal point, with thousands separators checked and dropped.
// False when a separator stands where none may.
bool TakeWholePart(absl::string_view text, std::string& digits) {
  const bool grouped = text.find(',') != absl::string_view::npos;
  std::size_t since_separator = 0;
  bool seen_separator = false;
  for (const char c : text) {
    if (c == ',') {
      if (since_separator == 0 || since_separator > 3 || (seen_separator && since_separator != 3)) {
        return false;
      }
      seen_separator = true;
      since_separator = 0;
    } else if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      digits.push_back(c);
      ++since_separator;
    } else {
      return false;
    }
  }
  return !digits.empty() && (!grouped || since_separator == 3);
}

}  // namespace

Fen& Fen::operator+=(Fen other) {
  if (__builtin_add_overflow(value_, other.value_, &value_)) std::abort();
  return *this;
}

Fen& Fen::operator-=(Fen other) {
  if (__builtin_sub_overflow(value_, other.value_, &value_)) std::abort();
  return *this;
}

std::string FormatYuan(Fen amount) {
  const bool negative = amount.value() < 0;
  // Through unsigned, so that the most negative value has a magnitude too.
  const auto bits = static_cast<std::uint64_t>(amount.value());
  const std::uint64_t magnitude = negative ? 0 - bits : bits;
  return fmt::format("{}{}.{:02}", negative ? "-" : "", magnitude / 100, magnitude % 100);
}

absl::StatusOr<Fen> ParseYuan(std::string_view text) {
  absl::string_view rest = absl::StripAsciiWhitespace(absl::string_view(text.data(), text.size()));
  bool negative = false;
  if (!absl::ConsumePrefix(&rest, "+")) negative = absl::ConsumePrefix(&rest, "-");
  if (!absl::ConsumePrefix(&rest, "￥")) absl::ConsumePrefix(&rest, "¥");
  const std::size_t point = rest.find('.');
  std::string digits;
  if (!TakeWholePart(rest.substr(0, point), digits)) return NotAnAmount(text);
  std::string decimals(point == absl::string_view::npos ? "" : rest.substr(point + 1));
  if (decimals.size() > 2 || (point != absl::string_view::npos && decimals.empty())) {
    return NotAnAmount(text);
  }
  decimals.resize(2, '0');
  digits += decimals;
  std::int64_t value = 0;
  for (const char c : digits) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return NotAnAmount(text);
    value = value * 10 + (c - '0');
    if (value > kMaxAmountFen) return NotAnAmount(text);
  }
  return Fen(negative ? -value : value);
}

std::ostream& operator<<(std::ostream& out, Fen amount) { return out << FormatYuan(amount); }

}  // namespace cuijiao
