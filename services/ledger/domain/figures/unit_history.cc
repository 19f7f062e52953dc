#include "services/ledger/domain/figures/unit_history.h"

#include <algorithm>
#include <map>

namespace cuijiao::ledger {
namespace {

bool IsWithin(Date date, const AccountingDays& days) {
  return date > days.after && date <= days.last;
}

// A bill of the plan year.
void AddOfYear(const PrincipalMove& move, const UnitHistory& unit, const PastDate& at,
               UnitStanding& standing) {
  standing.year_unpaid += move.amount;
  if (move.payment) {
    standing.year_paid -= move.amount;
    if (unit.payments[*move.payment].in_campaign) standing.year_paid_in_campaigns -= move.amount;
  } else if (move.makes_bill) {
    standing.year_billed += move.amount;
    if (IsWithin(move.due_date, at.month)) standing.year_due_in_month += move.amount;
  }
}

bool AddPrincipal(const UnitHistory& unit, const PastDate& at, UnitStanding& standing) {
  const Date first_day(at.plan_year, 1, 1);
  const Date last_day(at.plan_year, 12, 31);
  bool counts = false;
  for (const PrincipalMove& move : unit.principal) {
    if (move.posting_date > at.date || move.period_end > last_day) continue;
    counts = true;
    if (move.period_end >= first_day) {
      AddOfYear(move, unit, at, standing);
      continue;
    }
    standing.historical_unpaid += move.amount;
    if (move.payment && move.posting_date >= at.year_start) {
      standing.historical_recovered -= move.amount;
    }
  }
  return counts;
}

bool AddScheduled(const UnitHistory& unit, const PastDate& at, UnitStanding& standing) {
  bool counts = false;
  for (const PastScheduledFee& fee : unit.scheduled) {
    if (fee.period_end.year() != at.plan_year) continue;
    if (fee.begun > at.date || (fee.ended && *fee.ended <= at.date)) continue;
    counts = true;
    standing.year_scheduled += fee.amount;
    if (IsWithin(fee.due_date, at.month)) standing.year_due_in_month += fee.amount;
  }
  return counts;
}

bool AddPrepayments(const UnitHistory& unit, const PastDate& at, UnitStanding& standing) {
  std::map<std::size_t, Fen> held;  // by payment, which is the order of use
  for (const PrepaymentMove& move : unit.prepayments) {
    if (move.posting_date <= at.date) held[move.payment] -= move.amount;
  }
  for (const auto& [payment, amount] : held) {
    if (amount == Fen()) continue;
    standing.prepayments.push_back({amount, unit.payments[payment].in_campaign});
  }
  return !standing.prepayments.empty();
}

bool HasRecoveredArrears(const UnitHistory& unit, const PastDate& at) {
  const Date first_day(at.plan_year, 1, 1);
  std::map<std::size_t, Fen> paid;
  for (const PrincipalMove& move : unit.principal) {
    if (!move.payment || move.posting_date > at.date || move.period_end >= first_day) continue;
    const PastPayment& payment = unit.payments[*move.payment];
    if (payment.received_before || payment.received_date < at.year_start) continue;
    paid[*move.payment] += move.amount;
  }
  return std::ranges::any_of(paid, [](const auto& of) { return of.second != Fen(); });
}

}  // namespace

std::optional<UnitStanding> StandingAt(const UnitHistory& unit, const PastDate& at) {
  UnitStanding standing{.unit_id = unit.unit_id};
  const bool owes = AddPrincipal(unit, at, standing);
  const bool is_scheduled = AddScheduled(unit, at, standing);
  const bool has_prepaid = AddPrepayments(unit, at, standing);
  if (!owes && !is_scheduled && !has_prepaid) return std::nullopt;
  return standing;
}

bool MattersToPayroll(const UnitHistory& unit, const PastDate& at,
                      const AccountingDays& handed_over) {
  return std::ranges::any_of(unit.undone, [&](Date date) { return IsWithin(date, handed_over); }) ||
         HasRecoveredArrears(unit, at);
}

}  // namespace cuijiao::ledger
