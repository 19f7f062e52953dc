// Tax invoices of payments over gRPC (LED-20).
#include "tests/integration/ledger_receipts/receipt_world.h"

namespace cuijiao::ledger {
namespace {

class TaxInvoiceTest : public ReceiptWorld {
 protected:
  v1::RecordTaxInvoiceRequest RequestOf(const std::string& payment_id, const std::string& number,
                                        const std::string& reason = "",
                                        const std::string& issue_date = "2017-03-10") {
    v1::RecordTaxInvoiceRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_payment_id(payment_id);
    request.set_invoice_number(number);
    request.set_issue_date(issue_date);
    request.set_reason(reason);
    return request;
  }

  absl::StatusOr<v1::TaxInvoice> Keep(const v1::RecordTaxInvoiceRequest& request) {
    return ledger_.Call<Receipts>(&Receipts::StubInterface::RecordTaxInvoice, ledger_.Finance(),
                                  request);
  }
};

TEST_F(TaxInvoiceTest, LED20_TheReceiptCarriesTheTaxInvoice) {
  const v1::Payment payment = Paid(PaymentRequest(100));
  const v1::RecordTaxInvoiceRequest request = RequestOf(payment.id(), "04400161302212345678");
  const auto kept = Keep(request);
  ASSERT_EQ(kept.status(), absl::OkStatus());
  EXPECT_EQ(kept->recorded_by(), "F1");
  EXPECT_EQ(Keep(request).value().SerializeAsString(), kept->SerializeAsString());
  const auto receipt = ReceiptOf(payment.id());
  ASSERT_EQ(receipt.status(), absl::OkStatus());
  EXPECT_EQ(receipt->tax_invoice().invoice_number(), "04400161302212345678");
  EXPECT_EQ(receipt->tax_invoice().issue_date(), "2017-03-10");
  EXPECT_EQ(List("P1", 2017)->receipts(0).tax_invoice().invoice_number(), "04400161302212345678");
}

TEST_F(TaxInvoiceTest, LED20_AChangeNeedsAReasonAndTheHistoryStays) {
  const v1::Payment payment = Paid(PaymentRequest(100));
  ASSERT_EQ(Keep(RequestOf(payment.id(), "12345678")).status(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Keep(RequestOf(payment.id(), "12345679")).status()), "REASON_MISSING");
  ASSERT_EQ(Keep(RequestOf(payment.id(), "12345679", "抄错号码")).status(), absl::OkStatus());
  const auto receipt = ReceiptOf(payment.id());
  ASSERT_EQ(receipt.status(), absl::OkStatus());
  EXPECT_EQ(receipt->tax_invoice().invoice_number(), "12345679");
  EXPECT_EQ(receipt->tax_invoice().reason(), "抄错号码");
  const auto masked = ReceiptOf(payment.id(), ledger_.Staff("HQ", Role::kHqViewer));
  ASSERT_EQ(masked.status(), absl::OkStatus());
  EXPECT_EQ(masked->tax_invoice().invoice_number(), "12345679");
  EXPECT_EQ(masked->tax_invoice().reason(), "");
  ASSERT_EQ(receipt->former_tax_invoices_size(), 1);
  EXPECT_EQ(receipt->former_tax_invoices(0).invoice_number(), "12345678");
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM tax_invoice_version"
                   " WHERE reason_cipher LIKE '%抄错%'"),
            0);
}

TEST_F(TaxInvoiceTest, LED20_TheSameNumberIsRefusedForAnotherPayment) {
  const v1::Payment first = Paid(PaymentRequest(100));
  const v1::Payment second = Paid(PaymentRequest(200));
  ASSERT_EQ(Keep(RequestOf(first.id(), "12345678")).status(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Keep(RequestOf(second.id(), "12345678")).status()), "TAX_INVOICE_TAKEN");
  ASSERT_EQ(Keep(RequestOf(second.id(), "12345679")).status(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Keep(RequestOf(second.id(), "12345678", "换号")).status()),
            "TAX_INVOICE_TAKEN");
  // Once it was a slip, its right payment may have it.
  ASSERT_EQ(Keep(RequestOf(first.id(), "12345670", "抄错号码")).status(), absl::OkStatus());
  EXPECT_EQ(Keep(RequestOf(second.id(), "12345678", "换号")).status(), absl::OkStatus());
}

TEST_F(TaxInvoiceTest, LED20_BadInputIsNamed) {
  const v1::Payment payment = Paid(PaymentRequest(100));
  EXPECT_EQ(ReasonOf(Keep(RequestOf("nothing", "12345678")).status()), "UNKNOWN_PAYMENT");
  EXPECT_EQ(ReasonOf(Keep(RequestOf(payment.id(), "1234567")).status()), "FIELDS_INVALID");
  EXPECT_EQ(ReasonOf(Keep(RequestOf(payment.id(), "12345678A")).status()), "FIELDS_INVALID");
  EXPECT_EQ(ReasonOf(Keep(RequestOf(payment.id(), "12345678", "", "2017-03-16")).status()),
            "ISSUE_DATE_IN_FUTURE");
  EXPECT_EQ(Keep(RequestOf(payment.id(), "12345678", "", "2017-03-15")).status(), absl::OkStatus());
}

}  // namespace
}  // namespace cuijiao::ledger
