// Payments, and money of unknown origin: what is decided when it comes in (LED-2, LED-4).
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_PAYMENTS_POSTING_PAYMENT_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_PAYMENTS_POSTING_PAYMENT_H_

#include <span>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/ledger/domain/journal/journal.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/domain/payments/allocation.h"

namespace cuijiao::ledger {

inline constexpr std::string_view kDesignationExceedsPayment = "DESIGNATION_EXCEEDS_PAYMENT";
inline constexpr std::string_view kDesignationExceedsBill = "DESIGNATION_EXCEEDS_BILL";
inline constexpr std::string_view kSuspenseAssigned = "SUSPENSE_ASSIGNED";

// Whether the payer's choices can be met: each bill is the unit's (UNKNOWN_BILL; the account holds
// every designated bill that exists), no bill gets more than it owes (DESIGNATION_EXCEEDS_BILL),
// and together they are at most the payment (DESIGNATION_EXCEEDS_PAYMENT). FAILED_PRECONDITION.
absl::Status CheckDesignations(UnitPosting& posting, Fen amount,
                               std::span<const Designation> designations);

// Puts a payment into its unit's account, which is brought up to date before. `payment` says who
// paid what when; the answer is the payment as it stands after it. Errors: CheckAmount,
// CheckDesignations. The received date was checked.
absl::StatusOr<Payment> DecidePayment(UnitPosting& posting, Payment payment);

// What of a payment stands in `posting` after a decision: unused money, numbers given, allocations.
void TakeStanding(UnitPosting& posting, Payment& payment);

// The entry that holds money of unknown origin.
JournalEntry SuspenseEntry(const Suspense& suspense);

// The entry by which held money leaves suspense, on the posting date of the payment that it became;
// that payment's own entry takes the cash into its community.
JournalEntry ReleaseEntry(const Suspense& suspense, Date posting_date);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_PAYMENTS_POSTING_PAYMENT_H_
