#include "services/ledger/store/books.h"

#include "common/status/macros.h"

namespace cuijiao::ledger {

absl::StatusOr<std::optional<Date>> LockBooks(db::Transaction& transaction) {
  // Written, not only locked: nodes of a cluster do not see each other's locks.
  CUIJIAO_RETURN_IF_ERROR(
      transaction.Execute("UPDATE books SET version = version + 1 WHERE books_id = 1").status());
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction.QueryOne("SELECT closed_through FROM books WHERE books_id = 1"));
  if (!row) return absl::InternalError("the row of the books is missing");
  return row->OptionalDate("closed_through");
}

absl::Status CloseBooksThrough(db::Transaction& transaction, Date closing_date) {
  return transaction
      .Execute("UPDATE books SET closed_through = ? WHERE books_id = 1", {closing_date})
      .status();
}

}  // namespace cuijiao::ledger
