// What is kept of each unit and each community beside the journal, so that figures of today cost
// the same however many units and years there are. The formulas are those of rate.h (LED-17). Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_KEPT_FIGURES_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_KEPT_FIGURES_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/ledger/domain/figures/rate.h"
#include "services/ledger/domain/figures/statement.h"

namespace cuijiao::ledger {

// Where a unit stands in the plan year at a date.
struct UnitFigures {
  Fen received = {};
  Fen received_outside_campaigns = {};
  Fen receivable = {};
  Fen historical_outstanding = {};
  Fen historical_recovered = {};
  Fen prepayment = {};
  Fen outstanding = {};                      // all components of all bills, due or not
  Fen overdue = {};                          // of that, what was due before the date
  std::optional<Date> oldest_due_date = {};  // of what is outstanding
  // Of what is outstanding and not overdue the first due date: from the day after it on the figures
  // are others, though nothing was posted.
  std::optional<Date> next_due_date = {};

  friend bool operator==(const UnitFigures&, const UnitFigures&) = default;
};

// `dues`: what is unpaid at `date`, by due date.
UnitFigures ComputeUnitFigures(const UnitStanding& standing, std::span<const DueAmount> dues,
                               Date date);

// The sums of a community, or of any set of units.
struct PlaceFigures {
  Fen received = {};
  Fen received_outside_campaigns = {};
  Fen receivable = {};
  Fen historical_outstanding = {};
  Fen historical_recovered = {};
  Fen prepayment = {};
  std::int64_t owing_units = 0;    // with anything outstanding, due or not
  std::int64_t overdue_units = 0;  // with anything that was due before the date
  // With a receivable of the plan year that is received in full, and no historical arrears.
  std::int64_t paid_up_units = 0;

  PlaceFigures& operator+=(const PlaceFigures& other);
  PlaceFigures& operator-=(const PlaceFigures& other);
  friend bool operator==(const PlaceFigures&, const PlaceFigures&) = default;
};

// What one unit adds to the sums of its place.
PlaceFigures ShareOf(const UnitFigures& unit);

// The sums of the rate. What falls due in a month is not kept, and is 0.
CollectionFigures CollectionFiguresOf(const PlaceFigures& place);

// The figures by the names of their columns.
template <typename Owner, typename Value>
struct NamedFigure {
  std::string_view name;
  Value Owner::*member;
};
inline constexpr std::array kUnitAmounts = {
    NamedFigure{"received_fen", &UnitFigures::received},
    NamedFigure{"received_outside_campaigns_fen", &UnitFigures::received_outside_campaigns},
    NamedFigure{"receivable_fen", &UnitFigures::receivable},
    NamedFigure{"historical_outstanding_fen", &UnitFigures::historical_outstanding},
    NamedFigure{"historical_recovered_fen", &UnitFigures::historical_recovered},
    NamedFigure{"prepayment_fen", &UnitFigures::prepayment},
    NamedFigure{"outstanding_fen", &UnitFigures::outstanding},
    NamedFigure{"overdue_fen", &UnitFigures::overdue},
};
inline constexpr std::array kUnitDates = {
    NamedFigure{"oldest_due_date", &UnitFigures::oldest_due_date},
    NamedFigure{"next_due_date", &UnitFigures::next_due_date},
};
inline constexpr std::array kPlaceAmounts = {
    NamedFigure{"received_fen", &PlaceFigures::received},
    NamedFigure{"received_outside_campaigns_fen", &PlaceFigures::received_outside_campaigns},
    NamedFigure{"receivable_fen", &PlaceFigures::receivable},
    NamedFigure{"historical_outstanding_fen", &PlaceFigures::historical_outstanding},
    NamedFigure{"historical_recovered_fen", &PlaceFigures::historical_recovered},
    NamedFigure{"prepayment_fen", &PlaceFigures::prepayment},
};
inline constexpr std::array kPlaceCounts = {
    NamedFigure{"owing_units", &PlaceFigures::owing_units},
    NamedFigure{"overdue_units", &PlaceFigures::overdue_units},
    NamedFigure{"paid_up_units", &PlaceFigures::paid_up_units},
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_KEPT_FIGURES_H_
