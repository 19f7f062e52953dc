// Receipt numbers and tax invoices (LED-20).
#include "services/ledger/domain/receipts/receipt.h"

#include <gtest/gtest.h>

#include "common/status/reason.h"

namespace cuijiao::ledger {
namespace {

constexpr Date kToday(2017, 3, 15);

TaxInvoice InvoiceOf(const char* number, Date issue_date, const char* reason = "") {
  TaxInvoice invoice;
  invoice.payment_id = "Y1";
  invoice.invoice_number = number;
  invoice.issue_date = issue_date;
  invoice.reason = reason;
  return invoice;
}

TEST(ReceiptNumber, LED20_IsProjectYearAndPlace) {
  EXPECT_EQ(FormatReceiptNumber({"P1", 2017, 1}), "P1-2017-000001");
  EXPECT_EQ(FormatReceiptNumber({"P1", 2017, 999'999}), "P1-2017-999999");
  EXPECT_EQ(FormatReceiptNumber({"P1", 2017, 1'000'000}), "P1-2017-1000000");
}

TEST(DecideTaxInvoice, LED20_TheFirstNeedsNoReason) {
  const auto decided = DecideTaxInvoice({}, InvoiceOf("12345678", kToday), kToday);
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(*decided, TaxInvoiceDecision::kKeep);
}

TEST(DecideTaxInvoice, LED20_IsNotIssuedTomorrow) {
  EXPECT_EQ(ReasonOf(DecideTaxInvoice({}, InvoiceOf("12345678", kToday + 1), kToday).status()),
            kIssueDateInFuture);
}

TEST(DecideTaxInvoice, LED20_TheSameAgainChangesNothing) {
  const TaxInvoice kept = InvoiceOf("12345678", kToday);
  EXPECT_EQ(DecideTaxInvoice(kept, InvoiceOf("12345678", kToday), kToday).value(),
            TaxInvoiceDecision::kKeptAlready);
}

TEST(DecideTaxInvoice, LED20_AnotherNumberOrDateNeedsAReason) {
  const TaxInvoice kept = InvoiceOf("12345678", kToday);
  for (const TaxInvoice& wanted :
       {InvoiceOf("12345679", kToday), InvoiceOf("12345678", kToday - 1)}) {
    EXPECT_EQ(ReasonOf(DecideTaxInvoice(kept, wanted, kToday).status()), kReasonMissing);
    TaxInvoice with_reason = wanted;
    with_reason.reason = "抄错";
    EXPECT_EQ(DecideTaxInvoice(kept, with_reason, kToday).value(), TaxInvoiceDecision::kKeep);
  }
}

}  // namespace
}  // namespace cuijiao::ledger
