// Receipts and the tax invoices that go with them (LED-20). Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_RECEIPT_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_RECEIPT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"

namespace cuijiao::ledger {

inline constexpr std::string_view kTaxInvoiceTaken = "TAX_INVOICE_TAKEN";
inline constexpr std::string_view kReasonMissing = "REASON_MISSING";
inline constexpr std::string_view kIssueDateInFuture = "ISSUE_DATE_IN_FUTURE";
inline constexpr std::string_view kReceivedBefore = "RECEIVED_BEFORE";

// The number of a payment, once and for ever. The series is that of the calendar year of the
// posting date: its receipts are then the payments of that year's journal and vouchers, and nothing
// comes into it any more once the year's last day is closed.
struct ReceiptNumber {
  std::string project_id;
  int year = 0;
  std::int64_t sequence = 0;  // 1, 2, 3, …
};

// "P1-2017-000012".
std::string FormatReceiptNumber(const ReceiptNumber& number);

// The tax invoice (发票) of a payment, as it was kept at a time.
struct TaxInvoice {
  std::string payment_id;
  int version = 1;
  std::string invoice_number;
  Date issue_date;
  std::string reason;  // why it took the place of the one before
  std::string recorded_by;
  absl::Time recorded_time;
};

enum class TaxInvoiceDecision { kKeep, kKeptAlready };

// Whether `wanted` may take the place of what is in force. The same number and date are kept
// already. FAILED_PRECONDITION / ISSUE_DATE_IN_FUTURE; REASON_MISSING for a change without one.
absl::StatusOr<TaxInvoiceDecision> DecideTaxInvoice(const std::optional<TaxInvoice>& in_force,
                                                    const TaxInvoice& wanted, Date business_date);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_RECEIPT_H_
