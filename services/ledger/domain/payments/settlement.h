// Settlements: what they pay, and the one posting of payment, waiver and prepayment (WVR-4, WVR-8;
// section 6, definitions 12, 14, 17).
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_PAYMENTS_SETTLEMENT_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_PAYMENTS_SETTLEMENT_H_

#include <span>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/ledger/domain/billing/billing.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/domain/payments/allocation.h"

namespace cuijiao::ledger {

inline constexpr std::string_view kDebtChanged = "DEBT_CHANGED";
inline constexpr std::string_view kWaiverExceedsArrears = "WAIVER_EXCEEDS_ARREARS";
inline constexpr std::string_view kCashDiffers = "CASH_DIFFERS";
inline constexpr std::string_view kReceivedInAnotherYear = "RECEIVED_IN_ANOTHER_YEAR";
inline constexpr std::string_view kWaiverPosted = "WAIVER_POSTED";

// What a settlement is to be: months to cover, or cash where `months_to_cover` is 0 and `cash` is
// not.
struct SettlementTerms {
  Fen waiver;
  int months_to_cover = 0;
  Fen cash;
};

// What a settlement pays. The names are those of the proto, and so are their meanings.
struct SettlementQuote {
  Fen arrears;
  Fen arrears_charges;
  Fen current_due;
  Fen prepay;
  Fen cash;
  Fen arrears_left;
  int months_covered = 0;
  Fen claim;
  int plan_year = 0;
};

// The quote on the posting day (the plan year is that of its month) for an account that is up to
// date. `scheduled` are the plan year's fees that are not billed yet. Money goes to historical
// bills (all components, less the waiver), then to what is due, then to plan-year months in their
// order; prepayment held before counts for the months first, earliest due date first, and is no
// cash.
SettlementQuote ComputeSettlementQuote(const UnitPosting& posting,
                                       std::span<const PlannedBill> scheduled,
                                       const SettlementTerms& terms);

// All components of the unit's bills due on or before `date` and unpaid (definition 17).
Fen ComputeClaim(const UnitPosting& posting, Date date);

// A settlement as it was posted.
struct Settlement {
  Payment payment;
  std::vector<WaivedPart> waived_parts;
};

// Posts the settlement's waiver and payment. `payment` says who paid what when, with waiver_id and
// waiver set. FAILED_PRECONDITION: WAIVER_EXCEEDS_ARREARS (more than the historical principal,
// WVR-4c), CASH_DIFFERS (the cash leaves historical arrears unpaid, WVR-4a),
// RECEIVED_IN_ANOTHER_YEAR (it would be posted in a year for which other bills are historical).
// ABORTED: DEBT_CHANGED when the account was not up to date, so that the quote cannot have been of
// this debt.
absl::StatusOr<Settlement> DecideSettlement(UnitPosting& posting, Payment payment);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_PAYMENTS_SETTLEMENT_H_
