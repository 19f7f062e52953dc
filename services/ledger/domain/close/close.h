// Accounting months: their order, their days, and when one may close (LED-10; section 6,
// definition 2). Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_CLOSE_CLOSE_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_CLOSE_CLOSE_H_

#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"

namespace cuijiao::ledger {

// Reasons of FAILED_PRECONDITION.
inline constexpr std::string_view kMonthNotNext = "MONTH_NOT_NEXT";
inline constexpr std::string_view kClosingDateInFuture = "CLOSING_DATE_IN_FUTURE";
inline constexpr std::string_view kClosingDateNotAfterLast = "CLOSING_DATE_NOT_AFTER_LAST";
inline constexpr std::string_view kMonthClosed = "MONTH_CLOSED";
inline constexpr std::string_view kMonthOpen = "MONTH_OPEN";
inline constexpr std::string_view kMonthNotBegun = "MONTH_NOT_BEGUN";

struct ClosedMonth {
  Month month;
  Date closing_date;
  friend bool operator==(const ClosedMonth&, const ClosedMonth&) = default;
};

enum class CloseDecision { kClose, kClosedAlready };

// Whether `month` closes on `closing_date`. The first month that is ever closed may be any that has
// begun: the books begin with it. Refusals in this order: MONTH_CLOSED (with another date),
// MONTH_NOT_NEXT, CLOSING_DATE_NOT_AFTER_LAST, MONTH_NOT_BEGUN, CLOSING_DATE_IN_FUTURE.
absl::StatusOr<CloseDecision> DecideClose(const std::vector<ClosedMonth>& closed_months,
                                          Month month, Date closing_date, Date business_date);

// Before every posting date.
inline constexpr Date kBeforeAllDays(1000, 1, 1);

// The accounting month of a day that is still open (definition 2), `last_closed` being the last
// month that was closed, if any.
Month OpenMonthOf(Date open_day, std::optional<Month> last_closed);

// Days of an accounting month: after `after`, up to `last`.
struct AccountingDays {
  Date after;
  Date last;
  bool closed = false;
  friend bool operator==(const AccountingDays&, const AccountingDays&) = default;
};

// The company's accounting months as of what has been closed. A plain value. A month without
// closing date ends on its last day; so do the months before the first one that was closed, which
// never will be: what was asked about their days before stays as it was answered (LED-5).
class AccountingCalendar {
 public:
  // In the order of their months, without gaps between them.
  explicit AccountingCalendar(std::vector<ClosedMonth> closed_months);

  [[nodiscard]] const std::vector<ClosedMonth>& closed_months() const { return closed_months_; }
  [[nodiscard]] std::optional<Date> ClosingDateOf(Month month) const;
  // The closing date of a closed month; for an open one its last calendar day, or the day after
  // the last closing date if that is later.
  [[nodiscard]] AccountingDays DaysOf(Month month) const;
  // The days whose postings leave the ledger with the month (vouchers, reversals): those of DaysOf,
  // and with the first closed month all before it too, for the months before it never close.
  [[nodiscard]] AccountingDays HandedOverWith(Month month) const;
  // The accounting month that a posting date belongs to. Its year is the date's plan year
  // (definition 1).
  [[nodiscard]] Month MonthOf(Date posting_date) const;
  // The first posting date of a plan year: after the closing date of the December before it, else
  // 1 January.
  [[nodiscard]] Date YearStart(int year) const;

 private:
  std::vector<ClosedMonth> closed_months_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_CLOSE_CLOSE_H_
