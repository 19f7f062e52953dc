#include "services/ledger/domain/close/close.h"

#include <algorithm>
#include <utility>

#include "common/status/reason.h"
#include "fmt/format.h"

namespace cuijiao::ledger {
namespace {

absl::Status Refuse(std::string_view reason, std::string message,
                    std::map<std::string, std::string> values) {
  return Refusal(absl::StatusCode::kFailedPrecondition, reason, std::move(message),
                 std::move(values));
}

}  // namespace

absl::StatusOr<CloseDecision> DecideClose(const std::vector<ClosedMonth>& closed_months,
                                          Month month, Date closing_date, Date business_date) {
  for (const ClosedMonth& closed : closed_months) {
    if (closed.month != month) continue;
    if (closed.closing_date == closing_date) return CloseDecision::kClosedAlready;
    return Refuse(
        kMonthClosed, "The month is closed with another date.",
        {{"month", FormatMonth(month)}, {"closing_date", FormatDate(closed.closing_date)}});
  }
  if (!closed_months.empty()) {
    const ClosedMonth& last = closed_months.back();
    if (month != last.month + 1) {
      return Refuse(kMonthNotNext, "Another month is the next to close.",
                    {{"month", FormatMonth(month)}, {"next_month", FormatMonth(last.month + 1)}});
    }
    if (closing_date <= last.closing_date) {
      return Refuse(kClosingDateNotAfterLast, "The closing date is not after the one before it.",
                    {{"closing_date", FormatDate(closing_date)},
                     {"last_closing_date", FormatDate(last.closing_date)}});
    }
  } else if (month > Month(business_date)) {
    // A slip of the pen here could not be undone: the next to close would be the month after it.
    return Refuse(kMonthNotBegun, "The books do not begin with a month that has not begun.",
                  {{"month", FormatMonth(month)}, {"business_date", FormatDate(business_date)}});
  }
  if (closing_date > business_date) {
    return Refuse(
        kClosingDateInFuture, "The closing date is after the business date.",
        {{"closing_date", FormatDate(closing_date)}, {"business_date", FormatDate(business_date)}});
  }
  return CloseDecision::kClose;
}

Month OpenMonthOf(Date open_day, std::optional<Month> last_closed) {
  const Month calendar_month(open_day);
  return last_closed ? std::max(calendar_month, *last_closed + 1) : calendar_month;
}

AccountingCalendar::AccountingCalendar(std::vector<ClosedMonth> closed_months)
    : closed_months_(std::move(closed_months)) {}

std::optional<Date> AccountingCalendar::ClosingDateOf(Month month) const {
  const auto it = std::find_if(closed_months_.begin(), closed_months_.end(),
                               [&](const ClosedMonth& closed) { return closed.month == month; });
  if (it == closed_months_.end()) return std::nullopt;
  return it->closing_date;
}

AccountingDays AccountingCalendar::DaysOf(Month month) const {
  Date after = ClosingDateOf(month - 1).value_or(LastDayOf(month - 1));
  if (const std::optional<Date> closing_date = ClosingDateOf(month)) {
    return {.after = after, .last = *closing_date, .closed = true};
  }
  const bool follows_closed = !closed_months_.empty() && month > closed_months_.back().month;
  if (follows_closed) after = std::max(after, closed_months_.back().closing_date);
  return {.after = after, .last = std::max(LastDayOf(month), after + 1)};
}

AccountingDays AccountingCalendar::HandedOverWith(Month month) const {
  AccountingDays days = DaysOf(month);
  if (!closed_months_.empty() && month == closed_months_.front().month) days.after = kBeforeAllDays;
  return days;
}

Month AccountingCalendar::MonthOf(Date posting_date) const {
  const Month calendar_month(posting_date);
  if (closed_months_.empty() || calendar_month < closed_months_.front().month) {
    return calendar_month;
  }
  for (const ClosedMonth& closed : closed_months_) {
    if (posting_date <= closed.closing_date) return closed.month;
  }
  return OpenMonthOf(posting_date, closed_months_.back().month);
}

Date AccountingCalendar::YearStart(int year) const {
  const std::optional<Date> closing_date = ClosingDateOf(Month(year - 1, 12));
  return closing_date ? *closing_date + 1 : Date(year, 1, 1);
}

}  // namespace cuijiao::ledger
