// Why the payroll service refuses: the machine-readable reasons of its errors, each here alone.
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_REASONS_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_REASONS_H_

#include <string_view>

namespace cuijiao::payroll {

// Runs.
inline constexpr std::string_view kSchemeNotInForce = "SCHEME_NOT_IN_FORCE";
// The ledger's too, which says it of each month.
inline constexpr std::string_view kMonthOpen = "MONTH_OPEN";
inline constexpr std::string_view kRunApproved = "RUN_APPROVED";
inline constexpr std::string_view kEarlierRunMissing = "EARLIER_RUN_MISSING";
inline constexpr std::string_view kUnknownRun = "UNKNOWN_RUN";
inline constexpr std::string_view kRunState = "RUN_STATE";
inline constexpr std::string_view kEtagMismatch = "ETAG_MISMATCH";
inline constexpr std::string_view kSamePerson = "SAME_PERSON";
inline constexpr std::string_view kWagesChanged = "WAGES_CHANGED";
inline constexpr std::string_view kNotConserved = "NOT_CONSERVED";
inline constexpr std::string_view kMinimumWageUnknown = "MINIMUM_WAGE_UNKNOWN";

// Deductions of a system before.
inline constexpr std::string_view kOpeningFrozen = "OPENING_FROZEN";
inline constexpr std::string_view kOpeningOverlaps = "OPENING_OVERLAPS";

// Disputes.
inline constexpr std::string_view kUnknownLine = "UNKNOWN_LINE";
inline constexpr std::string_view kLineDisputed = "LINE_DISPUTED";
inline constexpr std::string_view kUnknownDispute = "UNKNOWN_DISPUTE";
inline constexpr std::string_view kDisputeAnswered = "DISPUTE_ANSWERED";
inline constexpr std::string_view kAmountOutOfBounds = "AMOUNT_OUT_OF_BOUNDS";
inline constexpr std::string_view kDisputeOpen = "DISPUTE_OPEN";
inline constexpr std::string_view kCorrectionsChanged = "CORRECTIONS_CHANGED";

// Payslips and payouts.
inline constexpr std::string_view kUnknownPayslip = "UNKNOWN_PAYSLIP";
inline constexpr std::string_view kUnknownPayout = "UNKNOWN_PAYOUT";
inline constexpr std::string_view kPayoutAcknowledged = "PAYOUT_ACKNOWLEDGED";
inline constexpr std::string_view kPayoutRejected = "PAYOUT_REJECTED";
inline constexpr std::string_view kPayoutResolved = "PAYOUT_RESOLVED";
inline constexpr std::string_view kPayoutNotRejected = "PAYOUT_NOT_REJECTED";

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_REASONS_H_
