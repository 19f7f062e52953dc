// The company's books: who decides by the days that are closed (LED-10), and locks no partition
// that could tell.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_BOOKS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_BOOKS_H_

#include <optional>

#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/close/close.h"

namespace cuijiao::ledger {

// Writes the row of the books, so that no month is closed beside this transaction; gives the month
// that was closed last. The order of locks: the books, partitions by id, units by id.
absl::StatusOr<std::optional<ClosedMonth>> LockBooks(db::Transaction& transaction);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_BOOKS_H_
