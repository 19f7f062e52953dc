#include "common/text/written_forms.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "common/text/encoding.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

std::string Fold(std::string_view text) {
  std::string folded = FoldWidth(text);
  absl::StripAsciiWhitespace(&folded);
  return folded;
}

// How one form separates its numbers: after the year, after the month, after the day.
using Separators = std::array<std::string_view, 3>;
constexpr Separators kDateForms[] = {{"-", "-", ""}, {"/", "/", ""}, {"年", "月", "日"}};
constexpr Separators kMonthForms[] = {{"-", ""}, {"/", ""}, {"年", "月"}};
constexpr std::string_view kYuan = "元";

// One or two digits, or four for the year, taken off the front of `rest`.
std::optional<int> TakeNumber(std::string_view& rest, std::size_t max_digits) {
  std::size_t digits = 0;
  while (digits < rest.size() && digits < max_digits &&
         absl::ascii_isdigit(static_cast<unsigned char>(rest[digits]))) {
    ++digits;
  }
  int number = 0;
  if (digits == 0 || !absl::SimpleAtoi(std::string(rest.substr(0, digits)), &number)) {
    return std::nullopt;
  }
  rest.remove_prefix(digits);
  return number;
}

// `count` numbers, the first of four digits, each followed by its separator of `form`.
std::optional<std::array<int, 3>> MatchForm(std::string_view text, const Separators& form,
                                            std::size_t count) {
  std::array<int, 3> numbers{};
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t before = text.size();
    const std::optional<int> number = TakeNumber(text, i == 0 ? 4 : 2);
    if (!number || (i == 0 && before - text.size() != 4)) return std::nullopt;
    if (!text.starts_with(form.at(i))) return std::nullopt;
    text.remove_prefix(form.at(i).size());
    numbers.at(i) = *number;
  }
  if (!text.empty()) return std::nullopt;
  return numbers;
}

}  // namespace

absl::StatusOr<Date> ReadWrittenDate(std::string_view text) {
  const std::string folded = Fold(text);
  for (const Separators& form : kDateForms) {
    if (const auto numbers = MatchForm(folded, form, 3)) {
      const auto [year, month, day] = *numbers;
      if (auto date = ParseDate(fmt::format("{:04}-{:02}-{:02}", year, month, day)); date.ok()) {
        return date;
      }
    }
  }
  return absl::InvalidArgumentError(fmt::format(
      "'{}' is not a date that exists, written 2017-03-01, 2017/3/1 or 2017年3月1日", text));
}

absl::StatusOr<Month> ReadWrittenMonth(std::string_view text) {
  const std::string folded = Fold(text);
  for (const Separators& form : kMonthForms) {
    if (const auto numbers = MatchForm(folded, form, 2)) {
      if (auto month = ParseMonth(fmt::format("{:04}-{:02}", (*numbers)[0], (*numbers)[1]));
          month.ok()) {
        return month;
      }
    }
  }
  return absl::InvalidArgumentError(
      fmt::format("'{}' is not a month written 2017-03, 2017/3 or 2017年3月", text));
}

absl::StatusOr<Fen> ReadWrittenYuan(std::string_view text) {
  const std::string folded = Fold(text);
  std::string_view amount = folded;
  if (amount.ends_with(kYuan)) amount.remove_suffix(kYuan.size());
  auto fen = ParseYuan(amount);
  // The error names what stands in the file.
  return fen.ok() ? fen : ParseYuan(text);
}

absl::StatusOr<std::int64_t> ReadWrittenInteger(std::string_view text, std::int64_t min,
                                                std::int64_t max) {
  const std::string folded = Fold(text);
  // The amount grammar checks where separators may stand; a whole number has no point.
  std::int64_t number = 0;
  std::string digits;
  for (const char c : folded) {
    if (c != ',') digits.push_back(c);
  }
  const bool grouped = digits.size() != folded.size();
  const bool shaped = !grouped || ParseYuan(folded).ok();
  if (shaped && absl::SimpleAtoi(digits, &number) && number >= min && number <= max) return number;
  return absl::InvalidArgumentError(
      fmt::format("'{}' is not a whole number from {} to {}", text, min, max));
}

}  // namespace cuijiao
