#include "common/calendar/date.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2199;

// Reads exactly `digits` decimal digits at `position`; -1 when there are none such.
int TakeNumber(std::string_view text, std::size_t position, std::size_t digits) {
  int value = 0;
  for (std::size_t i = position; i < position + digits; ++i) {
    if (i >= text.size() || !absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

absl::StatusOr<Date> ParseDate(std::string_view text) {
  const int year = TakeNumber(text, 0, 4);
  const int month = TakeNumber(text, 5, 2);
  const int day = TakeNumber(text, 8, 2);
  const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if (shaped && year >= kFirstYear && year <= kLastYear && month >= 1 && day >= 1) {
    const Date date(year, month, day);
    // CivilDay normalises what does not exist (30 February becomes 2 March); that is refused.
    if (date.year() == year && date.month() == month && date.day() == day) return date;
  }
  return absl::InvalidArgumentError(
      fmt::format("'{}' is not a date that exists, written YYYY-MM-DD", text));
}

absl::StatusOr<Month> ParseMonth(std::string_view text) {
  const int year = TakeNumber(text, 0, 4);
  const int month = TakeNumber(text, 5, 2);
  if (text.size() == 7 && text[4] == '-' && year >= kFirstYear && year <= kLastYear && month >= 1 &&
      month <= 12) {
    return Month(year, month);
  }
  return absl::InvalidArgumentError(fmt::format("'{}' is not a month written YYYY-MM", text));
}

std::string FormatDate(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
}

std::string FormatMonth(Month month) {
  return fmt::format("{:04}-{:02}", month.year(), month.month());
}

Date FirstDayOf(Month month) { return Date(month); }

Date LastDayOf(Month month) { return Date(month + 1) - 1; }

int DaysIn(Month month) { return LastDayOf(month).day(); }

Date AddMonthsClamped(Date date, int months) {
  const Month target = Month(date) + months;
  return Date(target.year(), target.month(), std::min(date.day(), DaysIn(target)));
}

int MonthsOverdue(Date due_date, Date date) {
  if (date <= due_date) return 0;
  // The month difference is at most one short of the answer.
  int k = std::max(1, static_cast<int>(Month(date) - Month(due_date)));
  while (AddMonthsClamped(due_date, k) < date) ++k;
  return k;
}

}  // namespace cuijiao
