#include "services/escalation/store/payment_mirror.h"

#include <vector>

namespace cuijiao::escalation {

absl::Status MirrorPayments(db::Transaction& transaction,
                            std::span<const MirroredPayment> payments) {
  std::vector<db::Values> rows;
  rows.reserve(payments.size());
  for (const auto& [unit_id, payment] : payments) {
    rows.push_back(
        {payment.payment_id, unit_id, payment.received_date, payment.amount, payment.reversed});
  }
  return transaction
      .InsertRows("unit_payment",
                  {"payment_id", "unit_id", "received_date", "amount_fen", "reversed"}, rows,
                  "ON DUPLICATE KEY UPDATE amount_fen = VALUES(amount_fen),"
                  " reversed = VALUES(reversed)")
      .status();
}

}  // namespace cuijiao::escalation
