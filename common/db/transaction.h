// Statements within a transaction.
#ifndef CUIJIAO_COMMON_DB_TRANSACTION_H_
#define CUIJIAO_COMMON_DB_TRANSACTION_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/row.h"
#include "common/db/value.h"

namespace cuijiao::db {

class Connection;

// Given to the body of Database::Transact and Database::Read, for use by that thread within that
// call alone. SQL is constant text with `?` for values; it is prepared once a connection and kept,
// so text that is put together anew each time (lists of varying length) costs a preparation. A
// SELECT names its columns: the client keeps a prepared `*`'s labels when the table is altered.
// Errors are as in database_error.h. After a transient error (deadlock, lock wait, lost connection)
// every further statement fails with the same status and the transaction is rolled back and run
// again, whatever the body returns; after others (a duplicate key) the body may go on.
class Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(connection) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // All rows of a SELECT, in memory. Sums of BIGINT come as numbers; OUT_OF_RANGE when one does
  // not fit 64 bits.
  absl::StatusOr<Rows> Query(std::string_view sql, const Values& values = {});

  // The only row, or none. INTERNAL when there are several.
  absl::StatusOr<std::optional<Row>> QueryOne(std::string_view sql, const Values& values = {});

  // Hands each row to `each` as it arrives. Stops at the first error that `each` returns and
  // returns it. `each` must not run statements in this transaction. The client's library keeps the
  // whole answer in its wire form while the rows are handed out: bound what is asked for (LIMIT
  // after a key) where a table grows.
  absl::Status QueryEach(std::string_view sql, const Values& values,
                         absl::FunctionRef<absl::Status(const Row&)> each);

  // INSERT, UPDATE or DELETE: the number of rows found (an UPDATE to equal values counts).
  absl::StatusOr<std::int64_t> Execute(std::string_view sql, const Values& values = {});

  // Inserts `rows`, each with one value a column, in as few statements as the protocol allows; any
  // number, also none. `on_duplicate` is appended: "ON DUPLICATE KEY UPDATE n = n + VALUES(n)".
  // The number of rows the server counts (2 for one that ON DUPLICATE KEY UPDATE changed).
  absl::StatusOr<std::int64_t> InsertRows(std::string_view table,
                                          const std::vector<std::string_view>& columns,
                                          std::span<const Values> rows,
                                          std::string_view on_duplicate = {});

  // One statement without placeholders that is not kept: definitions (CREATE, ALTER, GRANT), which
  // commit by themselves.
  absl::Status ExecuteDefinition(std::string_view sql);

  // The transient error that dooms this transaction, else OK.
  [[nodiscard]] const absl::Status& doom() const { return doom_; }

 private:
  // `status`, after it is remembered when it dooms the transaction.
  absl::Status Note(absl::Status status);

  Connection& connection_;
  absl::Status doom_;
};

}  // namespace cuijiao::db

#endif  // CUIJIAO_COMMON_DB_TRANSACTION_H_
