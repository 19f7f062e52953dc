// Where a unit stood at dates gone by, from all that ever moved it: read once for any number of
// dates (LED-16). Pure. What counts is what store/figures/figures_store.h sums for one date; the
// check of frozen figures holds the two against each other.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_UNIT_HISTORY_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_UNIT_HISTORY_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/ledger/domain/close/close.h"
#include "services/ledger/domain/figures/rate.h"

namespace cuijiao::ledger {

struct PastPayment {
  std::string payment_id;
  Date received_date;
  bool in_campaign = false;      // the received date lies in a campaign window
  bool received_before = false;  // by the system before (LED-19)
};

// A line of principal.
struct PrincipalMove {
  Date posting_date;
  Fen amount;
  Date period_end;                          // of the bill
  Date due_date;                            // likewise
  bool makes_bill = false;                  // makes or credits it
  std::optional<std::size_t> payment = {};  // of UnitHistory::payments
};

// A line of prepayment: below zero what is put in.
struct PrepaymentMove {
  Date posting_date;
  Fen amount;
  std::size_t payment = 0;
};

// A scheduled fee, on the days from `begun` on and before `ended`.
struct PastScheduledFee {
  Date period_end;
  Date due_date;
  Fen amount;
  Date begun;
  std::optional<Date> ended = {};
};

struct UnitHistory {
  std::string unit_id;
  std::vector<PastPayment> payments = {};  // in the order in which their prepayment is used
  std::vector<PrincipalMove> principal = {};
  std::vector<PrepaymentMove> prepayments = {};
  std::vector<PastScheduledFee> scheduled = {};
  std::vector<Date> undone = {};  // posting dates of reversals and refunds
};

// A date of a plan year.
struct PastDate {
  Date date;
  int plan_year = 0;
  Date year_start;       // first posting date of the plan year
  AccountingDays month;  // whose due bills count apart
};

// None where nothing of the unit counts at the date, as for a unit that is not there.
std::optional<UnitStanding> StandingAt(const UnitHistory& unit, const PastDate& at);

// Whether payroll may ask about the unit at the close of a month: a payment received in the plan
// year stands on historical principal, or one was undone in `handed_over` (definition 16).
bool MattersToPayroll(const UnitHistory& unit, const PastDate& at,
                      const AccountingDays& handed_over);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_UNIT_HISTORY_H_
