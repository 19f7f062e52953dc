// Civil dates and months in the company's time zone. No rule reads the system clock.
#ifndef CUIJIAO_COMMON_CALENDAR_DATE_H_
#define CUIJIAO_COMMON_CALENDAR_DATE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace cuijiao {

using Date = absl::CivilDay;
using Month = absl::CivilMonth;

// "2017-03-01". INVALID_ARGUMENT naming the text when it is no such date or not in 1900..2199.
absl::StatusOr<Date> ParseDate(std::string_view text);
// "2017-03". Same errors.
absl::StatusOr<Month> ParseMonth(std::string_view text);

std::string FormatDate(Date date);
std::string FormatMonth(Month month);

Date FirstDayOf(Month month);
Date LastDayOf(Month month);
int DaysIn(Month month);

// `date` plus `months`, clamped to the last day of the month it lands in.
Date AddMonthsClamped(Date date, int months);

// Months overdue (section 6, definition 6): 0 on or before the due date, else the
// smallest k >= 1 with date <= due date + k months.
int MonthsOverdue(Date due_date, Date date);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_CALENDAR_DATE_H_
