// Late fee (LED-15): computed for a day, booked only when it is charged, on principal alone. Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_BILLING_LATE_FEE_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_BILLING_LATE_FEE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"

namespace cuijiao::ledger {

// What a day of delay costs from a date on (policy: late_fee).
struct LateFeeTerms {
  Date effective_from;
  std::int64_t daily_rate_e6 = 0;  // millionths of the principal
  int grace_days = 0;
  std::int64_t cap_bp = 0;  // of the principal; 0 for no bound
};

// What is known of a bill whose late fee is asked for.
struct LateFeeBasis {
  std::string bill_id;
  Date due_date;
  // Late fee of the days up to this one was taken over with the bill (LED-19).
  std::optional<Date> taken_over_through;
  // What is rightly owed: the bill's principal less credit notes.
  Fen principal;
  // By how much the unpaid principal changed on which days, what was owed from the beginning
  // aside. Money counts from the day on which it was received.
  std::map<Date, Fen> changes;
  Fen charged_before;
};

// Days, both ends included, with one principal and one rate.
struct LateFeeSpan {
  Date from;
  Date to;
  Fen principal;
  std::int64_t daily_rate_e6 = 0;

  friend bool operator==(const LateFeeSpan&, const LateFeeSpan&) = default;
};

struct LateFee {
  std::string bill_id;
  std::vector<LateFeeSpan> spans;
  Fen accrued;             // the sum of the spans, rounded once
  std::optional<Fen> cap;  // none: no bound
  Fen charged_before;
  Fen charge;  // the accrued amount within the cap, less what was charged before, or nothing
};

// The late fee of a bill through a day: for each day after the due date and its days of grace, the
// principal unpaid at its end times the rate in force on it. Grace is that of the terms in force on
// the due date, the cap that of those in force on the last day, rounded down. `terms`: those of the
// bill's project, by their first days.
LateFee ComputeLateFee(const LateFeeBasis& basis, const std::vector<LateFeeTerms>& terms,
                       Date through);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_BILLING_LATE_FEE_H_
