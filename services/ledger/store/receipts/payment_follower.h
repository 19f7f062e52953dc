// Follows the payments of a project through their journals, and gives each what it is to have
// beside them (LED-20): a receipt number, its place in somebody's cash or in a wallet.
//
// Nothing of this is written when a payment is recorded: a counter of the project there would make
// payments of all its communities wait for each other. Whoever needs it follows first, and the
// background sweep does within a minute. Opening receipts (LED-19) get nothing of it.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_PAYMENT_FOLLOWER_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_PAYMENT_FOLLOWER_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/db/database.h"

namespace cuijiao::ledger {

// Of a payment y: who took its money, which is whoever took it into suspense where it came from
// there.
inline constexpr std::string_view kTakenBy =
    "COALESCE((SELECT s.recorded_by FROM suspense s WHERE s.payment_id = y.payment_id"
    " ORDER BY s.suspense_id LIMIT 1), y.recorded_by)";

// Follows every payment of the project that is committed when it is called; of all projects where
// `project_id` is empty, a step of each in turn, so that one with a long backlog keeps no other
// waiting. Gives the number of payments. One statement when
// there is nothing new; else transactions of a bounded number of journal entries each, named
// NumberReceipts. In each, the project's row of receipt_numbering is written first and nothing else
// is locked for long: any number may run at a time, one of them goes on and the others find its
// work done. A transaction that is lost leaves no gap, since its numbers go with it.
// DEADLINE_EXCEEDED when `deadline` passes between two of them; what was followed stands.
absl::StatusOr<int> FollowPayments(db::Database& database, std::string_view project_id,
                                   absl::Time now, absl::Time deadline = absl::InfiniteFuture(),
                                   std::int64_t entries_at_once = 2'000);

// Payments in cash that nobody has in hand, because they were banked before they came here: those
// of an imported file. To be called in the transaction that records them.
absl::Status KeepCashHandedOver(db::Transaction& transaction, std::string_view project_id,
                                std::string_view recorded_by,
                                std::span<const std::string> payment_ids);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_PAYMENT_FOLLOWER_H_
