// One session with the server. For common/db alone: the only header that knows the connector.
#ifndef CUIJIAO_COMMON_DB_CONNECTION_H_
#define CUIJIAO_COMMON_DB_CONNECTION_H_

#include <cppconn/connection.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/database_settings.h"
#include "common/db/row.h"
#include "common/db/value.h"

namespace cuijiao::db {

// What a session is for. Sessions are kept apart by it, for turning one costs round trips.
enum class SessionUse : std::uint8_t {
  kTransactions,  // autocommit off: a transaction begins with the first statement
  kQuestions,     // autocommit on, read only: each statement is a transaction of its own
};

// Not thread-safe. Made for transactions.
// No exception of the connector leaves it. After an error for which IsConnectionLost holds,
// broken() is true and the connection is only good for being destroyed.
class Connection {
 public:
  // Connects and sets the session: READ COMMITTED, strict SQL mode, UTC, utf8mb4, time limits.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const DatabaseSettings& settings);

  [[nodiscard]] SessionUse use() const { return use_; }
  // To be called between transactions.
  absl::Status TurnTo(SessionUse use);

  absl::Status BeginSnapshot();
  absl::Status Commit();
  absl::Status Rollback();

  // A prepared INSERT, UPDATE or DELETE; the number of rows.
  absl::StatusOr<std::int64_t> Update(std::string_view sql, const Values& values);
  // A prepared SELECT, its rows one by one until `each` returns an error.
  absl::Status Select(std::string_view sql, const Values& values,
                      absl::FunctionRef<absl::Status(const Row&)> each);
  // Unprepared text.
  absl::Status Run(std::string_view sql);

  [[nodiscard]] bool broken() const { return broken_; }

 private:
  // How a column is fetched.
  enum class Kind { kInteger, kUnsigned, kWholeDecimal, kText };

  // The columns of an answer.
  struct Columns {
    std::vector<Kind> kinds;
    std::shared_ptr<const ColumnLabels> labels;
  };

  struct Statement {
    std::string sql;
    std::unique_ptr<sql::PreparedStatement> prepared;
    std::size_t placeholders = 0;
  };

  explicit Connection(std::unique_ptr<sql::Connection> session) : session_(std::move(session)) {}

  absl::Status SetSession(const DatabaseSettings& settings);

  absl::Status SelectOnce(std::string_view sql, const Values& values,
                          absl::FunctionRef<absl::Status(const Row&)> each);

  // Runs `work`, which may throw the connector's exceptions, for the statement `sql`.
  absl::Status Guard(std::string_view sql, absl::FunctionRef<absl::Status()> work);

  // The prepared statement of `sql`, made when it is not kept; the least recently used beyond the
  // bound is dropped.
  Statement& Prepare(std::string_view sql);
  void Forget(std::string_view sql);
  // INTERNAL when the number of values is not that of the placeholders.
  static absl::Status Bind(Statement& statement, const Values& values);
  static Columns ColumnsOf(const sql::ResultSet& answer);
  static Kind KindOf(sql::ResultSetMetaData& description, unsigned int column);
  static absl::StatusOr<Row::Cell> Fetch(const sql::ResultSet& answer, Kind kind,
                                         unsigned int column);

  // Statements hold on to the session: declared after it, they are destroyed before it.
  std::unique_ptr<sql::Connection> session_;
  std::list<Statement> statements_;  // the most recently used first
  std::unordered_map<std::string_view, std::list<Statement>::iterator>
      by_sql_;  // keys: Statement::sql
  SessionUse use_ = SessionUse::kTransactions;
  bool broken_ = false;
};

}  // namespace cuijiao::db

#endif  // CUIJIAO_COMMON_DB_CONNECTION_H_
