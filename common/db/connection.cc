#include "common/db/connection.h"

#include <cppconn/datatype.h>
#include <cppconn/exception.h>
#include <cppconn/parameter_metadata.h>
#include <cppconn/resultset_metadata.h>
#include <mysql_driver.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/numbers.h"
#include "common/db/database_error.h"
#include "common/status/macros.h"
#include "fmt/format.h"

namespace cuijiao::db {
namespace {

// Enough for every statement of a service; the server's own bound is 16,382 for all connections.
constexpr std::size_t kStatementsKept = 256;
constexpr std::size_t kSqlInMessage = 120;
constexpr int kAnswerOfAnotherShape = 2057;

constexpr std::string_view kSqlMode =
    "STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
    "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";

sql::SQLString Text(std::string_view text) { return {text.data(), text.size()}; }

int WholeSeconds(absl::Duration duration) {
  const std::int64_t seconds = absl::ToInt64Seconds(absl::Ceil(duration, absl::Seconds(1)));
  return static_cast<int>(std::clamp<std::int64_t>(seconds, 1, 1'000'000));
}

// Unknown option names are ignored without a word, so each is covered by a test of its effect.
sql::ConnectOptionsMap OptionsOf(const DatabaseSettings& settings) {
  sql::ConnectOptionsMap options;
  options["hostName"] =
      Text(settings.socket_path.empty() ? fmt::format("tcp://{}:{}", settings.host, settings.port)
                                        : fmt::format("unix://{}", settings.socket_path));
  options["userName"] = Text(settings.user);
  options["password"] = Text(settings.password);
  if (!settings.schema.empty()) options["schema"] = Text(settings.schema);
  options["CLIENT_FOUND_ROWS"] = true;
  options["OPT_LOCAL_INFILE"] = 0;
  options["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
  options["OPT_CONNECT_TIMEOUT"] = WholeSeconds(settings.connect_timeout);
  options["OPT_READ_TIMEOUT"] = WholeSeconds(settings.answer_timeout);
  options["OPT_WRITE_TIMEOUT"] = WholeSeconds(settings.answer_timeout);
  if (!settings.tls_ca.empty()) {
    options["sslCA"] = Text(settings.tls_ca);
    options["sslVerify"] = true;
    options["sslEnforce"] = true;
  }
  return options;
}

absl::Status Translate(std::string_view sql, const sql::SQLException& error) {
  return DatabaseError(sql.substr(0, kSqlInMessage), error.getErrorCode(), error.getSQLState(),
                       error.what());
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const DatabaseSettings& settings) {
  std::unique_ptr<Connection> connection;
  try {
    sql::ConnectOptionsMap options = OptionsOf(settings);
    connection.reset(new Connection(std::unique_ptr<sql::Connection>(
        sql::mysql::get_mysql_driver_instance()->connect(options))));
  } catch (const sql::SQLException& error) {
    const std::string where = settings.socket_path.empty()
                                  ? fmt::format("{}:{}", settings.host, settings.port)
                                  : settings.socket_path;
    return Translate(fmt::format("connecting to {} as {}", where, settings.user), error);
  }
  CUIJIAO_RETURN_IF_ERROR(connection->SetSession(settings));
  return connection;
}

absl::Status Connection::SetSession(const DatabaseSettings& settings) {
  CUIJIAO_RETURN_IF_ERROR(Run("SET NAMES utf8mb4 COLLATE utf8mb4_bin"));
  // The connector itself sets REPEATABLE READ at every connect.
  CUIJIAO_RETURN_IF_ERROR(Run("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"));
  CUIJIAO_RETURN_IF_ERROR(
      Run(fmt::format("SET SESSION sql_mode='{}', time_zone='+00:00', innodb_lock_wait_timeout={}",
                      kSqlMode, WholeSeconds(settings.lock_wait_timeout))));
  if (settings.statement_timeout > absl::ZeroDuration()) {
    bool mariadb = false;
    CUIJIAO_RETURN_IF_ERROR(Select("SELECT VERSION() AS version", {}, [&](const Row& row) {
      mariadb = row.String("version").find("MariaDB") != std::string::npos;
      return absl::OkStatus();
    }));
    const std::int64_t limit_ms = absl::ToInt64Milliseconds(settings.statement_timeout);
    CUIJIAO_RETURN_IF_ERROR(Run(mariadb
                                    ? fmt::format("SET SESSION max_statement_time={}.{:03}",
                                                  limit_ms / 1000, limit_ms % 1000)
                                    : fmt::format("SET SESSION max_execution_time={}", limit_ms)));
  }
  return Run("SET SESSION autocommit=0");
}

absl::Status Connection::TurnTo(SessionUse use) {
  if (use == use_) return absl::OkStatus();
  const bool questions = use == SessionUse::kQuestions;
  CUIJIAO_RETURN_IF_ERROR(
      Run(questions ? "SET SESSION TRANSACTION READ ONLY" : "SET SESSION TRANSACTION READ WRITE"));
  CUIJIAO_RETURN_IF_ERROR(Run(questions ? "SET SESSION autocommit=1" : "SET SESSION autocommit=0"));
  use_ = use;
  return absl::OkStatus();
}

absl::Status Connection::BeginSnapshot() {
  CUIJIAO_RETURN_IF_ERROR(Run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"));
  return Run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
}

// As statements: the connector's own commit() and rollback() keep silent about errors.
absl::Status Connection::Commit() { return Run("COMMIT"); }

absl::Status Connection::Rollback() { return Run("ROLLBACK"); }

absl::StatusOr<std::int64_t> Connection::Update(std::string_view sql, const Values& values) {
  std::int64_t rows = 0;
  absl::Status status = Guard(sql, [&] {
    Statement& statement = Prepare(sql);
    CUIJIAO_RETURN_IF_ERROR(Bind(statement, values));
    rows = statement.prepared->executeUpdate();
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return rows;
}

absl::Status Connection::Select(std::string_view sql, const Values& values,
                                absl::FunctionRef<absl::Status(const Row&)> each) {
  absl::Status status = SelectOnce(sql, values, each);
  if (DatabaseErrorCode(status) != kAnswerOfAnotherShape) return status;
  // A table was altered under a kept statement; no row has been handed out yet.
  Forget(sql);
  return SelectOnce(sql, values, each);
}

absl::Status Connection::SelectOnce(std::string_view sql, const Values& values,
                                    absl::FunctionRef<absl::Status(const Row&)> each) {
  return Guard(sql, [&] {
    Statement& statement = Prepare(sql);
    CUIJIAO_RETURN_IF_ERROR(Bind(statement, values));
    const std::unique_ptr<sql::ResultSet> answer(statement.prepared->executeQuery());
    const Columns columns = ColumnsOf(*answer);
    while (answer->next()) {
      std::vector<Row::Cell> cells;
      cells.reserve(columns.kinds.size());
      for (std::size_t i = 0; i < columns.kinds.size(); ++i) {
        CUIJIAO_ASSIGN_OR_RETURN(
            Row::Cell cell, Fetch(*answer, columns.kinds[i], static_cast<unsigned int>(i + 1)));
        cells.push_back(std::move(cell));
      }
      CUIJIAO_RETURN_IF_ERROR(each(Row(columns.labels, std::move(cells))));
    }
    return absl::OkStatus();
  });
}

absl::Status Connection::Run(std::string_view sql) {
  return Guard(sql, [&] {
    const std::unique_ptr<sql::Statement> statement(session_->createStatement());
    statement->execute(Text(sql));
    return absl::OkStatus();
  });
}

absl::Status Connection::Guard(std::string_view sql, absl::FunctionRef<absl::Status()> work) {
  try {
    return work();
  } catch (const sql::SQLException& error) {
    absl::Status status = Translate(sql, error);
    if (IsConnectionLost(status)) broken_ = true;
    return status;
  }
}

Connection::Statement& Connection::Prepare(std::string_view sql) {
  if (const auto kept = by_sql_.find(sql); kept != by_sql_.end()) {
    statements_.splice(statements_.begin(), statements_, kept->second);
    return statements_.front();
  }
  Statement made;
  made.sql = std::string(sql);
  made.prepared.reset(session_->prepareStatement(Text(sql)));
  made.placeholders = made.prepared->getParameterMetaData()->getParameterCount();
  if (statements_.size() >= kStatementsKept) {
    by_sql_.erase(statements_.back().sql);
    statements_.pop_back();
  }
  statements_.push_front(std::move(made));
  by_sql_[statements_.front().sql] = statements_.begin();
  return statements_.front();
}

void Connection::Forget(std::string_view sql) {
  const auto kept = by_sql_.find(sql);
  if (kept == by_sql_.end()) return;
  const auto statement = kept->second;
  by_sql_.erase(kept);
  statements_.erase(statement);
}

absl::Status Connection::Bind(Statement& statement, const Values& values) {
  // A placeholder left out would silently keep the value of the statement's last use.
  if (values.size() != statement.placeholders) {
    return DatabaseError(
        statement.sql.substr(0, kSqlInMessage), 0, "",
        fmt::format("{} values for {} placeholders", values.size(), statement.placeholders));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto index = static_cast<unsigned int>(i + 1);
    const Value::Storage& value = values[i].storage();
    if (const auto* const number = std::get_if<std::int64_t>(&value)) {
      statement.prepared->setInt64(index, *number);
    } else if (const auto* const text = std::get_if<std::string>(&value)) {
      statement.prepared->setString(index, Text(*text));
    } else {
      statement.prepared->setNull(index, sql::DataType::SQLNULL);
    }
  }
  return absl::OkStatus();
}

Connection::Kind Connection::KindOf(sql::ResultSetMetaData& description, unsigned int column) {
  switch (description.getColumnType(column)) {
    case sql::DataType::TINYINT:
    case sql::DataType::SMALLINT:
    case sql::DataType::MEDIUMINT:
    case sql::DataType::INTEGER:
    case sql::DataType::YEAR:
      return Kind::kInteger;
    case sql::DataType::BIGINT:
      return description.isSigned(column) ? Kind::kInteger : Kind::kUnsigned;
    case sql::DataType::DECIMAL:
    case sql::DataType::NUMERIC:
      return description.getScale(column) == 0 ? Kind::kWholeDecimal : Kind::kText;
    default:
      return Kind::kText;
  }
}

// Asked of each answer anew: a table altered under a kept statement changes them.
Connection::Columns Connection::ColumnsOf(const sql::ResultSet& answer) {
  sql::ResultSetMetaData& description = *answer.getMetaData();
  const unsigned int count = description.getColumnCount();
  Columns columns;
  auto labels = std::make_shared<ColumnLabels>();
  for (unsigned int column = 1; column <= count; ++column) {
    columns.kinds.push_back(KindOf(description, column));
    labels->push_back(description.getColumnLabel(column).asStdString());
  }
  columns.labels = std::move(labels);
  return columns;
}

absl::StatusOr<Row::Cell> Connection::Fetch(const sql::ResultSet& answer, Kind kind,
                                            unsigned int column) {
  if (answer.isNull(column)) return Row::Cell(nullptr);
  if (kind == Kind::kInteger) return Row::Cell(answer.getInt64(column));
  std::string text = answer.getString(column).asStdString();
  if (kind == Kind::kText) return Row::Cell(std::move(text));
  // The connector's own conversions of these wrap or saturate.
  std::int64_t number = 0;
  if (!absl::SimpleAtoi(text, &number)) {
    return absl::OutOfRangeError(fmt::format("database: {} does not fit 64 bits", text));
  }
  return Row::Cell(number);
}

}  // namespace cuijiao::db
