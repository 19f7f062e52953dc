#include "services/ledger/domain/receipts/receipt.h"

#include "common/status/reason.h"
#include "fmt/format.h"

namespace cuijiao::ledger {

std::string FormatReceiptNumber(const ReceiptNumber& number) {
  return fmt::format("{}-{}-{:06}", number.project_id, number.year, number.sequence);
}

absl::StatusOr<TaxInvoiceDecision> DecideTaxInvoice(const std::optional<TaxInvoice>& in_force,
                                                    const TaxInvoice& wanted, Date business_date) {
  if (wanted.issue_date > business_date) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kIssueDateInFuture,
                   fmt::format("issue_date {} is after the business date {}",
                               FormatDate(wanted.issue_date), FormatDate(business_date)),
                   {{"issue_date", FormatDate(wanted.issue_date)},
                    {"business_date", FormatDate(business_date)}});
  }
  if (!in_force) return TaxInvoiceDecision::kKeep;
  if (in_force->invoice_number == wanted.invoice_number &&
      in_force->issue_date == wanted.issue_date) {
    return TaxInvoiceDecision::kKeptAlready;
  }
  if (!wanted.reason.empty()) return TaxInvoiceDecision::kKeep;
  return Refusal(absl::StatusCode::kFailedPrecondition, kReasonMissing,
                 fmt::format("reason: payment {} has the tax invoice {}, which changes only with a "
                             "reason",
                             wanted.payment_id, in_force->invoice_number),
                 {{"payment_id", wanted.payment_id}, {"invoice_number", in_force->invoice_number}});
}

}  // namespace cuijiao::ledger
