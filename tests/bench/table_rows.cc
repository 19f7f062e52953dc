#include "tests/bench/table_rows.h"

#include <cppconn/connection.h>
#include <cppconn/datatype.h>
#include <cppconn/driver.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>

#include <algorithm>

namespace cuijiao::bench {
namespace {

// Rows in one statement: more make it no quicker here, and a statement has 65,535 places at most.
constexpr std::size_t kRowsAtOnce = 500;

bool IsNumber(int type) {
  return type == sql::DataType::BIGINT || type == sql::DataType::INTEGER ||
         type == sql::DataType::TINYINT || type == sql::DataType::BIT;
}

// Hands every row of `rows` to `take`.
template <typename Take>
void ForEachRow(sql::ResultSet& rows, Take take) {
  sql::ResultSetMetaData& columns = *rows.getMetaData();
  const unsigned count = columns.getColumnCount();
  std::vector<bool> is_number;
  for (unsigned i = 1; i <= count; ++i) is_number.push_back(IsNumber(columns.getColumnType(i)));
  while (rows.next()) {
    TableRow row;
    row.reserve(count);
    for (unsigned i = 1; i <= count; ++i) {
      if (rows.isNull(i)) {
        row.emplace_back();
      } else if (is_number[i - 1]) {
        row.emplace_back(rows.getInt64(i));
      } else {
        row.emplace_back(rows.getString(i).asStdString());
      }
    }
    take(std::move(row));
  }
}

}  // namespace

TableClient::TableClient(const db::DatabaseSettings& settings) {
  sql::ConnectOptionsMap options;
  options["hostName"] = "unix://" + settings.socket_path;
  options["userName"] = settings.user;
  options["password"] = settings.password;
  options["schema"] = settings.schema;
  options["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
  connection_.reset(get_driver_instance()->connect(options));
  connection_->setTransactionIsolation(sql::TRANSACTION_READ_COMMITTED);
  connection_->setAutoCommit(false);
}

TableClient::~TableClient() { statements_.clear(); }  // before their connection

sql::PreparedStatement& TableClient::Statement(const std::string& sql) {
  auto& statement = statements_[sql];
  if (statement == nullptr) statement.reset(connection_->prepareStatement(sql));
  return *statement;
}

void TableClient::Execute(const std::string& sql) {
  const std::unique_ptr<sql::Statement> statement(connection_->createStatement());
  statement->execute(sql);
}

std::vector<TableRow> TableClient::Select(const std::string& sql, const std::string& key) {
  sql::PreparedStatement& statement = Statement(sql);
  for (unsigned place = 1; place <= std::ranges::count(sql, '?'); ++place) {
    statement.setString(place, key);
  }
  const std::unique_ptr<sql::ResultSet> found(statement.executeQuery());
  std::vector<TableRow> rows;
  rows.reserve(found->rowsCount());
  ForEachRow(*found, [&](TableRow row) { rows.push_back(std::move(row)); });
  return rows;
}

std::int64_t TableClient::Read(const std::string& sql, const std::string& key) {
  sql::PreparedStatement& statement = Statement(sql);
  for (unsigned place = 1; place <= std::ranges::count(sql, '?'); ++place) {
    statement.setString(place, key);
  }
  const std::unique_ptr<sql::ResultSet> found(statement.executeQuery());
  std::int64_t count = 0;
  ForEachRow(*found, [&](const TableRow&) { ++count; });
  return count;
}

void TableClient::Insert(const std::string& table, const std::string& on_duplicate,
                         const std::vector<TableRow>& rows, std::size_t from, std::size_t to) {
  for (std::size_t begin = from; begin < to; begin += kRowsAtOnce) {
    const std::size_t end = std::min(to, begin + kRowsAtOnce);
    std::string places = "(?";
    for (std::size_t i = 1; i < rows[begin].size(); ++i) places += ",?";
    places += ")";
    std::string sql = "INSERT INTO " + table + " VALUES " + places;
    for (std::size_t i = begin + 1; i < end; ++i) sql += "," + places;
    sql::PreparedStatement& statement = Statement(sql + on_duplicate);
    unsigned place = 0;
    for (std::size_t i = begin; i < end; ++i) {
      for (const Cell& cell : rows[i]) {
        ++place;
        if (const auto* number = std::get_if<std::int64_t>(&cell)) {
          statement.setInt64(place, *number);
        } else if (const auto* text = std::get_if<std::string>(&cell)) {
          statement.setString(place, *text);
        } else {
          statement.setNull(place, 0);
        }
      }
    }
    statement.executeUpdate();
  }
}

void TableClient::Commit() { connection_->commit(); }

}  // namespace cuijiao::bench
