// What the late fee of bills is computed from (LED-15).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_BILLING_LATE_FEE_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_BILLING_LATE_FEE_STORE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/billing/late_fee.h"

namespace cuijiao::ledger {

// The unit's bills that were due before `through`, by due date and id; of `bill_ids` alone where
// there are any. Paid ones too: they may have been paid late. Money counts from its received date,
// wherever it was held in between. A reversed payment counts as never made; one that was reversed
// because it was paid back, and a refund, end its counting on the day they were posted. `zone` is
// the company's.
absl::StatusOr<std::vector<LateFeeBasis>> LoadLateFeeBases(db::Transaction& transaction,
                                                           std::string_view unit_id,
                                                           std::span<const std::string> bill_ids,
                                                           Date through, absl::TimeZone zone);

// One of `bill_ids` that is no bill of the unit, or none.
absl::StatusOr<std::optional<std::string>> FindUnknownBill(db::Transaction& transaction,
                                                           std::string_view unit_id,
                                                           std::span<const std::string> bill_ids);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_BILLING_LATE_FEE_STORE_H_
