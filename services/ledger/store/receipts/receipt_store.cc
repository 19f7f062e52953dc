#include "services/ledger/store/receipts/receipt_store.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/crypto/optional_text.h"
#include "common/db/database_error.h"
#include "common/requests/request_log.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kReasonColumn = "tax_invoice_version.reason";

IssuedReceipt ReceiptOf(const db::Row& row) {
  return {{row.String("project_id"), row.Int32("year"), row.Int64("number")},
          row.Time("issued_time")};
}

absl::Status InvoiceTaken(const TaxInvoice& invoice) {
  return Refusal(absl::StatusCode::kAlreadyExists, kTaxInvoiceTaken,
                 absl::StrCat("invoice_number ", invoice.invoice_number,
                              " is the tax invoice of another payment"),
                 {{"invoice_number", invoice.invoice_number}});
}

}  // namespace

absl::StatusOr<std::optional<IssuedReceipt>> ReceiptStore::Load(std::string_view payment_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT project_id, year, number, issued_time FROM receipt"
                            " WHERE payment_id = ?",
                            {payment_id}));
  if (!row) return std::optional<IssuedReceipt>();
  return std::optional(ReceiptOf(*row));
}

absl::StatusOr<std::vector<ListedReceipt>> ReceiptStore::List(const ReceiptSeries& series,
                                                              std::optional<PaymentState> state,
                                                              std::int64_t after, int limit) {
  db::Values values = {series.project_id, series.year, after};
  if (state) values.emplace_back(PaymentStateName(*state));
  values.emplace_back(limit);
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          Concat({"SELECT r.project_id, r.year, r.number, r.issued_time, p.payment_id, p.unit_id,"
                  " p.amount_fen, p.method, p.received_date, p.posting_date, p.prepayment_fen,"
                  " p.refunded_fen, p.state, v.version, v.invoice_number, v.issue_date,"
                  " v.recorded_by, v.recorded_time"
                  " FROM receipt r JOIN payment p ON p.payment_id = r.payment_id"
                  " LEFT JOIN tax_invoice t ON t.payment_id = r.payment_id"
                  " LEFT JOIN tax_invoice_version v ON v.payment_id = t.payment_id"
                  "   AND v.version = t.version"
                  " WHERE r.project_id = ? AND r.year = ? AND r.number > ?",
                  state ? " AND p.state = ?" : "", " ORDER BY r.number LIMIT ?"}),
          values));
  std::vector<ListedReceipt> receipts;
  for (const db::Row& row : rows) {
    ListedReceipt& listed = receipts.emplace_back();
    listed.receipt = ReceiptOf(row);
    listed.payment.id = row.String("payment_id");
    listed.payment.unit_id = row.String("unit_id");
    listed.payment.amount = row.Fen("amount_fen");
    listed.payment.method = ParseMethod(row.String("method")).value();
    listed.payment.received_date = row.Date("received_date");
    listed.payment.posting_date = row.Date("posting_date");
    listed.payment.prepayment = row.Fen("prepayment_fen");
    listed.payment.refunded = row.Fen("refunded_fen");
    listed.payment.state = ParsePaymentState(row.String("state")).value();
    if (row.IsNull("version")) continue;
    listed.tax_invoice = {.payment_id = listed.payment.id,
                          .version = row.Int32("version"),
                          .invoice_number = row.String("invoice_number"),
                          .issue_date = row.Date("issue_date"),
                          .reason = {},
                          .recorded_by = row.String("recorded_by"),
                          .recorded_time = row.Time("recorded_time")};
  }
  return receipts;
}

absl::StatusOr<std::int64_t> ReceiptStore::LastSequence(const ReceiptSeries& series) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT COALESCE(MAX(number), 0) AS number FROM receipt"
                            " WHERE project_id = ? AND year = ?",
                            {series.project_id, series.year}));
  return row->Int64("number");
}

absl::StatusOr<std::vector<TaxInvoice>> ReceiptStore::LoadTaxInvoices(std::string_view payment_id,
                                                                      bool lock) {
  if (lock) {
    CUIJIAO_RETURN_IF_ERROR(
        transaction_
            .Query("SELECT payment_id FROM tax_invoice WHERE payment_id = ? FOR UPDATE",
                   {payment_id})
            .status());
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT version, invoice_number, issue_date, reason_cipher, recorded_by,"
                         " recorded_time FROM tax_invoice_version WHERE payment_id = ?"
                         " ORDER BY version",
                         {payment_id}));
  std::vector<TaxInvoice> invoices;
  for (const db::Row& row : rows) {
    CUIJIAO_ASSIGN_OR_RETURN(
        std::string reason,
        DecryptIfAny(cipher_, row.OptionalString("reason_cipher"), kReasonColumn));
    invoices.push_back({.payment_id = std::string(payment_id),
                        .version = row.Int32("version"),
                        .invoice_number = row.String("invoice_number"),
                        .issue_date = row.Date("issue_date"),
                        .reason = std::move(reason),
                        .recorded_by = row.String("recorded_by"),
                        .recorded_time = row.Time("recorded_time")});
  }
  return invoices;
}

absl::Status ReceiptStore::KeepTaxInvoice(const TaxInvoice& invoice) {
  const absl::Status raced = Refusal(absl::StatusCode::kAborted, kRequestRaced,
                                     "a tax invoice of the payment was kept meanwhile");
  absl::Status kept;
  if (invoice.version == 1) {
    const db::Values row = {invoice.payment_id, invoice.invoice_number, invoice.version};
    kept = transaction_
               .InsertRows("tax_invoice", {"payment_id", "invoice_number", "version"}, {&row, 1})
               .status();
  } else {
    const absl::StatusOr<std::int64_t> updated = transaction_.Execute(
        "UPDATE tax_invoice SET invoice_number = ?, version = ?"
        " WHERE payment_id = ? AND version = ?",
        {invoice.invoice_number, invoice.version, invoice.payment_id, invoice.version - 1});
    if (updated.ok() && *updated != 1) return raced;
    kept = updated.status();
  }
  if (const std::string key = db::ViolatedKey(kept); !key.empty()) {
    return key == "tax_invoice_number" ? InvoiceTaken(invoice) : raced;
  }
  CUIJIAO_RETURN_IF_ERROR(kept);
  const db::Values row = {invoice.payment_id,
                          invoice.version,
                          invoice.invoice_number,
                          invoice.issue_date,
                          EncryptUnlessEmpty(cipher_, invoice.reason, kReasonColumn),
                          invoice.recorded_by,
                          invoice.recorded_time};
  return transaction_
      .InsertRows("tax_invoice_version",
                  {"payment_id", "version", "invoice_number", "issue_date", "reason_cipher",
                   "recorded_by", "recorded_time"},
                  {&row, 1})
      .status();
}

}  // namespace cuijiao::ledger
