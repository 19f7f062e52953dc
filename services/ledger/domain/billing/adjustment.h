// What changes a bill other than money: credit notes, costs and late fee charged, debts written off
// and revived (LED-15, LED-18). Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_BILLING_ADJUSTMENT_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_BILLING_ADJUSTMENT_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/domain/payments/allocation.h"

namespace cuijiao::ledger {

inline constexpr std::string_view kCreditExceedsBill = "CREDIT_EXCEEDS_BILL";
inline constexpr std::string_view kCreditTouchesSettlement = "CREDIT_TOUCHES_SETTLEMENT";
inline constexpr std::string_view kNothingUnpaid = "NOTHING_UNPAID";
inline constexpr std::string_view kThroughDateInFuture = "THROUGH_DATE_IN_FUTURE";

enum class AdjustmentKind : std::uint8_t { kCreditNote = 1, kCost = 2, kLateFee = 3 };

// Why a bill was wrong.
enum class CreditReason : std::uint8_t {
  kWrongPrice = 1,
  kWrongArea = 2,
  kWrongPeriod = 3,
  kServiceNotGiven = 4,
  kNotOwed = 5,
  kOther = 6,
};

// An allocation that a credit note may take money back from.
struct StandingAllocation {
  Allocation allocation;
  std::string waiver_id;            // that its payment settled; empty for none
  std::optional<int> settled_year;  // likewise
};

// What a credit note did besides its posting: the allocations that it changed, as they stand now.
struct Credit {
  Fen freed;
  std::vector<Allocation> changed;
};

// The decisions work on an account that holds the bills they are about, and for a credit note the
// payments of its allocations. They bring it up to date before, post on days().Today(), and use
// prepayment for what is due then. `reference_id` is the adjustment or the write-off.

// Credits `amount` of a part of a bill: what is unpaid of it first, then what was paid, the latest
// of `standing` (all allocations to that part, as they were loaded) first. FAILED_PRECONDITION:
// CREDIT_EXCEEDS_BILL, CREDIT_TOUCHES_SETTLEMENT (what a waiver's settlement paid of its arrears).
absl::StatusOr<Credit> DecideCredit(UnitPosting& posting, std::string_view reference_id,
                                    std::string_view bill_id, BillComponent component, Fen amount,
                                    std::vector<StandingAllocation> standing);

// Charges costs or late fee to a bill. FAILED_PRECONDITION: AMOUNT_TOO_LARGE, when the bill would
// owe more than the suite can carry.
absl::Status DecideCharge(UnitPosting& posting, std::string_view reference_id,
                          std::string_view bill_id, BillComponent component, Fen amount);

// A part of a bill that is written off.
struct WrittenOffPart {
  std::string bill_id;
  BillComponent component = BillComponent::kPrincipal;
  Fen amount;

  friend bool operator==(const WrittenOffPart&, const WrittenOffPart&) = default;
};

// All that is unpaid of the bills now, by due date, bill and component.
std::vector<WrittenOffPart> UnpaidParts(const UnitPosting& posting,
                                        std::span<const std::string> bill_ids);

// Writes the parts off, which are what is unpaid of their bills.
void WriteOff(UnitPosting& posting, std::string_view reference_id,
              std::span<const WrittenOffPart> parts);
// Makes them owed again.
void Revive(UnitPosting& posting, std::string_view reference_id,
            std::span<const WrittenOffPart> parts);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_BILLING_ADJUSTMENT_H_
