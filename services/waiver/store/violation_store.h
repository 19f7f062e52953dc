// Recorded breaches (WVR-6); append only.
#ifndef CUIJIAO_SERVICES_WAIVER_STORE_VIOLATION_STORE_H_
#define CUIJIAO_SERVICES_WAIVER_STORE_VIOLATION_STORE_H_

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
#include "services/waiver/domain/decide_violation.h"

namespace cuijiao::waiver {

struct Violation {
  std::string id;
  ViolationKind kind = ViolationKind::kStacked;
  std::string bearer_id;
  Fen loss;
  Month charge_month;
  std::string waiver_id;  // empty for a promise
  std::string unit_id;
  std::string evidence;
  std::string reported_by;
  absl::Time recorded_time;
};

// Lives in one transaction; `cipher` outlives it. The evidence is stored encrypted.
class ViolationStore {
 public:
  ViolationStore(db::Transaction& transaction, const PersonalCipher& cipher)
      : transaction_(transaction), cipher_(cipher) {}

  // ALREADY_EXISTS where the waiver's loss is charged already (ViolatedKey "violation_waiver").
  absl::Status Insert(const Violation& violation);
  // Charged in a month, or also in any before it, after `after_id`, by id.
  absl::StatusOr<std::vector<Violation>> List(Month charge_month, bool with_earlier_months,
                                              std::string_view after_id, int limit);

 private:
  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
};

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_STORE_VIOLATION_STORE_H_
