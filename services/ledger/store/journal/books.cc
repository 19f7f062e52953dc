#include "services/ledger/store/journal/books.h"

#include <cstdint>

#include "common/status/macros.h"

namespace cuijiao::ledger {

absl::StatusOr<std::optional<ClosedMonth>> LockBooks(db::Transaction& transaction) {
  // Written, not only locked: nodes of a cluster do not see each other's locks.
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t found,
      transaction.Execute("UPDATE books SET version = version + 1 WHERE books_id = 1"));
  if (found != 1) return absl::InternalError("the row of the books is missing");
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction.QueryOne(
          "SELECT month, closing_date FROM accounting_month ORDER BY month DESC LIMIT 1"));
  if (!row) return std::optional<ClosedMonth>();
  return std::optional(ClosedMonth{Month(row->Date("month")), row->Date("closing_date")});
}

}  // namespace cuijiao::ledger
