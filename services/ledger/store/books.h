// The company's books: which days are closed, for everything that no partition can tell (LED-10).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_BOOKS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_BOOKS_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"

namespace cuijiao::ledger {

// Locks and writes the row of the books, so that no month is closed beside this transaction; gives
// the last closing date. The order of locks: the books, partitions by id, units by id.
absl::StatusOr<std::optional<Date>> LockBooks(db::Transaction& transaction);

// Marks the books closed; locked before.
absl::Status CloseBooksThrough(db::Transaction& transaction, Date closing_date);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_BOOKS_H_
