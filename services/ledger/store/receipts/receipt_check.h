// Whether what stands beside the journal is right (LED-4, LED-13, LED-20): receipt numbers, cash
// and its handovers, wallets and their payouts, lines of statements. Each check is one statement.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_RECEIPT_CHECK_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_RECEIPT_CHECK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "services/ledger/store/journal/kept_fault.h"

namespace cuijiao::ledger {

// The community's payments, as far as they were followed (payment_follower.h), and at least those
// of entries up to `followed_through`: each has one receipt, in the series of its project and year,
// and its place in cash or a wallet by its method; who reversed one in cash is kept. They are
// followed up to that entry, and not beyond the journal. The first fault by payment.
absl::StatusOr<std::optional<KeptFault>> CheckFollowedPayments(db::Transaction& transaction,
                                                               const std::string& community_id,
                                                               std::int64_t followed_through);

// The project's series of receipts have no gap and no stranger; its lines of statements that are
// matched name payments that exist and carry their amounts. The first fault.
absl::StatusOr<std::optional<KeptFault>> CheckProjectReceipts(db::Transaction& transaction,
                                                              const std::string& project_id);

// Handovers and payouts come to what their payments come to, and each payment is in at most one
// that stands. The first fault of each kind.
absl::StatusOr<std::vector<KeptFault>> CheckCashAndWallets(db::Transaction& transaction);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_RECEIPT_CHECK_H_
