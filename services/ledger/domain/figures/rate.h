// The collection rate (LED-8), once for everything that shows or uses it (LED-17): dashboards,
// ranking, month close and, through the close, payroll. Principal alone counts (section 6,
// definitions 1, 7, 8 and 18). Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_RATE_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_RATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/money/fen.h"
#include "common/money/rational.h"

namespace cuijiao::ledger {

// Which receipts and receivables the rate compares (policy: rate_basis).
enum class RateBasis : std::uint8_t {
  kCumulative,  // from the start of the plan year, against the whole year's receivable
  kMonth,       // the month's receipts, against the bills due in the month
};

// The definition's name, which every figure carries: "LED-8 cumulative", "LED-8 month".
std::string_view DefinitionName(RateBasis basis);

// What a unit still holds of one payment as prepayment.
struct HeldPrepayment {
  Fen amount;
  bool in_campaign = false;  // the payment's received date lies in a campaign window
};

// Where a unit stands in a plan year at a date. Principal alone, but for the prepayment.
struct UnitStanding {
  std::string unit_id = {};
  Fen year_billed = {};             // plan-year bills made, less credit notes
  Fen year_scheduled = {};          // scheduled fees of the plan year that are not billed yet
  Fen year_paid = {};               // of plan-year bills, paid
  Fen year_paid_in_campaigns = {};  // of that, by money received in a campaign window
  Fen year_unpaid = {};             // of plan-year bills, neither paid nor given up
  Fen year_due_in_month = {};       // plan-year bills and scheduled fees that fall due in the month
  Fen historical_unpaid = {};
  Fen historical_recovered = {};                 // paid since the year's start
  std::vector<HeldPrepayment> prepayments = {};  // in the order in which they will be used
};

// Receipts of current-year fees of a unit (definition 7), and what of them was received outside
// campaign windows (definition 18).
struct YearReceipts {
  Fen total;
  Fen outside_campaigns;
  friend bool operator==(const YearReceipts&, const YearReceipts&) = default;
};
YearReceipts ComputeYearReceipts(const UnitStanding& unit);

// Receivable of the whole year of a unit (definition 8).
Fen ComputeYearReceivable(const UnitStanding& unit);

// INC-4's condition (definition 16): no historical principal is unpaid, and the prepayment held
// covers what is unpaid of the plan year, scheduled fees included.
bool MeetsBonusCondition(const UnitStanding& unit);

// The sums of a community, area or project.
struct CollectionFigures {
  Fen received = {};
  Fen received_outside_campaigns = {};
  Fen receivable = {};
  Fen due_in_month = {};
  Fen historical_outstanding = {};
  Fen historical_recovered = {};

  CollectionFigures& operator+=(const CollectionFigures& other);
  friend bool operator==(const CollectionFigures&, const CollectionFigures&) = default;
};
CollectionFigures ComputeCollectionFigures(const std::vector<UnitStanding>& units);

// The two sums that a rate compares.
struct RateSums {
  Fen received;
  Fen receivable;

  RateSums& operator+=(const RateSums& other);
  friend bool operator==(const RateSums&, const RateSums&) = default;
};
// `received_before`: receipts of the same plan year at the closing date of the month before. It and
// the bills due in the month count with RateBasis::kMonth alone.
RateSums ComputeRateSums(RateBasis basis, const CollectionFigures& figures, Fen received_before);

// The rate exactly; none without receivable.
std::optional<Rational> ExactRate(const RateSums& sums);
// The rate in bp for people, rounded once, half away from zero; none without receivable.
std::optional<std::int64_t> RoundedRateBp(const RateSums& sums);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_RATE_H_
