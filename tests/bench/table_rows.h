// Rows of the ledger's tables as a plain client of Connector/C++ reads and writes them: what runs
// are measured against.
#ifndef CUIJIAO_TESTS_BENCH_TABLE_ROWS_H_
#define CUIJIAO_TESTS_BENCH_TABLE_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "common/db/database_settings.h"

namespace sql {
class Connection;
class PreparedStatement;
}  // namespace sql

namespace cuijiao::bench {

// A column's value; numbers go as numbers. Monostate: NULL.
using Cell = std::variant<std::monostate, std::int64_t, std::string>;
using TableRow = std::vector<Cell>;

// One connection with its prepared statements, for one thread. Errors are the connector's
// exceptions.
class TableClient {
 public:
  explicit TableClient(const db::DatabaseSettings& settings);
  ~TableClient();
  TableClient(const TableClient&) = delete;
  TableClient& operator=(const TableClient&) = delete;

  // Whatever a statement without values does.
  void Execute(const std::string& sql);
  // All rows of a select whose places take `key`, with every value fetched.
  std::vector<TableRow> Select(const std::string& sql, const std::string& key);
  // The same without keeping them; their number.
  std::int64_t Read(const std::string& sql, const std::string& key);
  // Writes rows [from, to) with multi-row statements, each prepared once. `on_duplicate`: what
  // follows them, " ON DUPLICATE KEY UPDATE …" or nothing.
  void Insert(const std::string& table, const std::string& on_duplicate,
              const std::vector<TableRow>& rows, std::size_t from, std::size_t to);
  void Commit();

 private:
  sql::PreparedStatement& Statement(const std::string& sql);

  std::unique_ptr<sql::Connection> connection_;
  std::map<std::string, std::unique_ptr<sql::PreparedStatement>> statements_;
};

}  // namespace cuijiao::bench

#endif  // CUIJIAO_TESTS_BENCH_TABLE_ROWS_H_
