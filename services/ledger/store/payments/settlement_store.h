// Settlements: facts of their quotes, and their one posting (WVR-4, WVR-8).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_PAYMENTS_SETTLEMENT_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_PAYMENTS_SETTLEMENT_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/ledger/domain/payments/settlement.h"
#include "services/ledger/store/journal/journal_store.h"
#include "services/ledger/store/payments/payment_store.h"

namespace cuijiao::ledger {

// A settlement to post: the receipt is its cash, without designations.
struct SettlementOrder {
  Receipt receipt;
  std::string waiver_id;
  Fen waiver;
  std::int64_t debt_version = 0;  // of the debt that the decision was made on
};

// Posts waiver and payment in the journal of the unit's community, with the event WaiverPosted; the
// caller flushes it. Errors: ABORTED / DEBT_CHANGED, ALREADY_EXISTS / WAIVER_POSTED (by another
// request), UNKNOWN_UNIT, and DecideSettlement's.
absl::StatusOr<Settlement> RecordSettlement(JournalStore& journal, const SettlementOrder& order);

// The settlement of a waiver as its payment stands now, or none.
absl::StatusOr<std::optional<Settlement>> LoadSettlement(db::Transaction& transaction,
                                                         std::string_view waiver_id);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_PAYMENTS_SETTLEMENT_STORE_H_
