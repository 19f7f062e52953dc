// What the payroll system pulls (INC-12).
#ifndef CUIJIAO_SERVICES_PAYROLL_STORE_PAYOUT_STORE_H_
#define CUIJIAO_SERVICES_PAYROLL_STORE_PAYOUT_STORE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "common/money/fen.h"
#include "services/payroll/domain/payout_state.h"

namespace cuijiao::payroll {

struct PayoutRecord {
  std::string id;
  std::int64_t position = 0;
  Month month;
  std::string staff_id;
  std::string employee_no;
  Fen amount;
  PayoutState state = PayoutState::kReleased;
  std::string reject_reason;  // personal
};

// A step of a payout, kept for ever.
struct PayoutChange {
  std::string change_id;
  std::string payout_id;
  PayoutState state = PayoutState::kReleased;
  std::string by;
  absl::Time time;
  std::string note;  // personal
};

// Which payouts a list holds.
struct PayoutFilter {
  std::int64_t after_position = 0;
  std::optional<Month> month;
  std::optional<PayoutState> state;
};

// Lives in one transaction. What people wrote is encrypted.
class PayoutStore {
 public:
  PayoutStore(db::Transaction& transaction, const PersonalCipher& cipher)
      : transaction_(transaction), cipher_(cipher) {}

  // The first of `count` positions that follow each other and are nobody else's.
  absl::StatusOr<std::int64_t> TakePositions(std::int64_t count);
  absl::Status Insert(std::span<const PayoutRecord> payouts);

  // At most `limit`, by position.
  absl::StatusOr<std::vector<PayoutRecord>> Load(const PayoutFilter& filter, std::int64_t limit);
  absl::StatusOr<std::optional<PayoutRecord>> LoadPayout(std::string_view payout_id);
  // Those that exist, in any order.
  absl::StatusOr<std::vector<PayoutRecord>> LoadPayouts(std::span<const std::string> payout_ids);

  // Moves a payout from `from` to its state in `payout`, with its position, employee number and
  // reject reason; false when it is not in `from`.
  absl::StatusOr<bool> Move(const PayoutRecord& payout, PayoutState from);
  absl::Status InsertChanges(std::span<const PayoutChange> changes);
  // Whether a payout of the month is still to be taken or resolved.
  absl::StatusOr<bool> HasOpen(Month month);

 private:
  absl::StatusOr<PayoutRecord> Read(const db::Row& row);
  absl::StatusOr<std::vector<PayoutRecord>> Read(const db::Rows& rows);

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_STORE_PAYOUT_STORE_H_
