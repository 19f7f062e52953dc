// Receipts with their tax invoices, as they stand (LED-20). Numbers are given by
// payment_follower.h.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_RECEIPT_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_RECEIPT_STORE_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/domain/receipts/receipt.h"

namespace cuijiao::ledger {

struct IssuedReceipt {
  ReceiptNumber number;
  absl::Time issued_time;
};

// A receipt with what a list shows of its payment.
struct ListedReceipt {
  IssuedReceipt receipt;
  Payment payment;  // without allocations and people
  std::optional<TaxInvoice> tax_invoice;
};

// A series of numbers.
struct ReceiptSeries {
  std::string project_id;
  int year = 0;
};

// Lives in one transaction. Errors are the database's, and DATA_LOSS for a text that cannot be
// decrypted.
class ReceiptStore {
 public:
  ReceiptStore(db::Transaction& transaction, const PersonalCipher& cipher)
      : transaction_(transaction), cipher_(cipher) {}

  // None while the payment has no number.
  absl::StatusOr<std::optional<IssuedReceipt>> Load(std::string_view payment_id);
  // After a number, in order, at most `limit`; of payments in `state` alone where one is given.
  absl::StatusOr<std::vector<ListedReceipt>> List(const ReceiptSeries& series,
                                                  std::optional<PaymentState> state,
                                                  std::int64_t after, int limit);
  // 0 for an empty series.
  absl::StatusOr<std::int64_t> LastSequence(const ReceiptSeries& series);

  // All that was kept for the payment, the one in force last; with its row locked where `lock`.
  absl::StatusOr<std::vector<TaxInvoice>> LoadTaxInvoices(std::string_view payment_id,
                                                          bool lock = false);
  // The first of a payment, or the next version of it. ALREADY_EXISTS / TAX_INVOICE_TAKEN where
  // another payment has the number; ABORTED where somebody kept one for the payment meanwhile.
  absl::Status KeepTaxInvoice(const TaxInvoice& invoice);

 private:
  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_RECEIPT_STORE_H_
