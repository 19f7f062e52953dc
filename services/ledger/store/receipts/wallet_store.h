// Wallet payouts and the payments that they settle (LED-20). Payments come in by
// payment_follower.h.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_WALLET_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_WALLET_STORE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/receipts/wallet.h"

namespace cuijiao::ledger {

// Which payouts to list.
struct PayoutFilter {
  std::optional<PaymentMethod> provider;
  bool differences_only = false;
};

// Payments of a wallet that nobody has settled: of a project or of all, received in these days.
struct UnsettledRange {
  PaymentMethod provider = PaymentMethod::kWechatPay;
  std::string project_id;  // empty for all
  Date from;
  Date to;
};

// A place in the list of unsettled payments.
struct UnsettledPosition {
  Date received_date;
  std::string payment_id;
};

// Lives in one transaction. Errors are the database's, and DATA_LOSS for a text that cannot be
// decrypted.
class WalletStore {
 public:
  WalletStore(db::Transaction& transaction, const PersonalCipher& cipher)
      : transaction_(transaction), cipher_(cipher) {}

  // Those that exist and came through a wallet, by id.
  absl::StatusOr<std::vector<WalletPayment>> LoadPayments(std::span<const std::string> payment_ids);
  // The same by the wallet's transaction id: a payment has that which RecordPayment was told, or
  // which the line of the statement has that it came of.
  absl::StatusOr<std::vector<WalletPayment>> LoadByTransactions(
      PaymentMethod provider, std::span<const std::string> transaction_ids);
  // By id.
  absl::StatusOr<std::vector<WalletPayment>> LoadUnsettled(const UnsettledRange& range);
  // Of any wallet, received up to `until`, by received date and id after a place, at most `limit`.
  absl::StatusOr<std::vector<WalletPayment>> ListUnsettled(std::string_view project_id, Date until,
                                                           const UnsettledPosition& after,
                                                           int limit);

  // A new payout with its payments. ALREADY_EXISTS / PAYOUT_REFERENCE_TAKEN; ABORTED where another
  // payout took one of the payments meanwhile.
  absl::Status InsertPayout(const WalletPayout& payout, std::span<const WalletPayment> payments);
  // Takes it back. ABORTED where somebody did meanwhile.
  absl::Status CancelPayout(const WalletPayout& payout, std::string_view cancelled_by);

  absl::StatusOr<std::optional<WalletPayout>> LoadPayout(std::string_view payout_id);
  // After an id, by id, at most `limit`.
  absl::StatusOr<std::vector<WalletPayout>> ListPayouts(const PayoutFilter& filter,
                                                        std::string_view after_id, int limit);
  // What a payout settled when it was recorded, by id, with the amounts of then.
  absl::StatusOr<std::vector<WalletPayment>> LoadParts(std::string_view payout_id);

 private:
  absl::StatusOr<std::vector<WalletPayment>> LoadPaymentsWhere(std::string_view where,
                                                               const db::Values& values);
  absl::StatusOr<std::vector<WalletPayout>> LoadPayoutsWhere(std::string_view where,
                                                             const db::Values& values);

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_WALLET_STORE_H_
