// Disputes about lines of payslips, and finance's answers (INC-11).
#ifndef CUIJIAO_SERVICES_PAYROLL_STORE_DISPUTE_STORE_H_
#define CUIJIAO_SERVICES_PAYROLL_STORE_DISPUTE_STORE_H_

#include <cstdint>
#include <optional>
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
#include "services/payroll/domain/correction.h"
#include "services/payroll/domain/dispute.h"

namespace cuijiao::payroll {

struct DisputeRecord {
  std::string id;
  Month month;
  std::string staff_id;
  std::string line_id;
  LineOrigin line;
  Fen disputed;        // the line's amount at that time
  std::string reason;  // personal
  absl::Time disputed_time;
  DisputeState state = DisputeState::kOpen;
  // Empty until it is answered.
  std::string answered_by;
  std::optional<absl::Time> answered_time;
  std::optional<Fen> right;  // where finance corrected the line
  std::string explanation;   // personal
};

// Which disputes a list holds.
struct DisputeFilter {
  std::optional<Month> month;
  std::string staff_id;  // empty for everybody's
  bool open_only = false;
};

// Lives in one transaction. What people wrote is encrypted.
class DisputeStore {
 public:
  DisputeStore(db::Transaction& transaction, const PersonalCipher& cipher)
      : transaction_(transaction), cipher_(cipher) {}

  absl::Status Insert(const DisputeRecord& dispute);
  absl::StatusOr<std::optional<DisputeRecord>> Load(std::string_view dispute_id);
  // Whether, and how far, somebody disputed the line before.
  absl::StatusOr<std::optional<DisputeState>> LoadStateOf(Month month, std::string_view staff_id,
                                                          std::string_view line_id);
  // After a dispute, at most `limit`, by id.
  absl::StatusOr<std::vector<DisputeRecord>> List(const DisputeFilter& filter,
                                                  std::string_view after, std::int64_t limit);
  // Moves an open dispute to its state in `dispute`, with the answer; false when it is not open.
  absl::StatusOr<bool> Answer(const DisputeRecord& dispute);

  // Ids of the month's open disputes.
  absl::StatusOr<std::vector<std::string>> LoadOpenIds(Month month);
  // What finance corrected of the month's lines, by dispute.
  absl::StatusOr<std::vector<Correction>> LoadCorrections(Month month);

 private:
  absl::StatusOr<DisputeRecord> Read(const db::Row& row);

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_STORE_DISPUTE_STORE_H_
