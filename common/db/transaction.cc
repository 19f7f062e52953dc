#include "common/db/transaction.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "common/db/connection.h"
#include "common/db/database_error.h"
#include "common/status/macros.h"
#include "fmt/format.h"

namespace cuijiao::db {
namespace {

constexpr std::size_t kPlaceholdersMost = 65'535;
constexpr std::size_t kRowsMost = 512;

std::string InsertSql(std::string_view table, const std::vector<std::string_view>& columns,
                      std::size_t rows, std::string_view on_duplicate) {
  std::string row = "(?";
  for (std::size_t i = 1; i < columns.size(); ++i) row += ",?";
  row += ")";
  std::string sql =
      fmt::format("INSERT INTO `{}` (`{}`) VALUES ", table, fmt::join(columns, "`,`"));
  for (std::size_t i = 0; i < rows; ++i) sql.append(i == 0 ? "" : ",").append(row);
  if (!on_duplicate.empty()) sql.append(" ").append(on_duplicate);
  return sql;
}

}  // namespace

absl::Status Transaction::Note(absl::Status status) {
  if (IsTransient(status)) doom_ = status;
  return status;
}

absl::StatusOr<Rows> Transaction::Query(std::string_view sql, const Values& values) {
  Rows rows;
  CUIJIAO_RETURN_IF_ERROR(QueryEach(sql, values, [&](const Row& row) {
    rows.push_back(row);
    return absl::OkStatus();
  }));
  return rows;
}

absl::StatusOr<std::optional<Row>> Transaction::QueryOne(std::string_view sql,
                                                         const Values& values) {
  CUIJIAO_ASSIGN_OR_RETURN(Rows rows, Query(sql, values));
  if (rows.size() > 1) {
    return absl::InternalError(
        fmt::format("database: {} rows, not one, for: {}", rows.size(), sql));
  }
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

absl::Status Transaction::QueryEach(std::string_view sql, const Values& values,
                                    absl::FunctionRef<absl::Status(const Row&)> each) {
  CUIJIAO_RETURN_IF_ERROR(doom_);
  return Note(connection_.Select(sql, values, each));
}

absl::StatusOr<std::int64_t> Transaction::Execute(std::string_view sql, const Values& values) {
  CUIJIAO_RETURN_IF_ERROR(doom_);
  absl::StatusOr<std::int64_t> rows = connection_.Update(sql, values);
  if (!rows.ok()) return Note(std::move(rows).status());
  return rows;
}

absl::StatusOr<std::int64_t> Transaction::InsertRows(std::string_view table,
                                                     const std::vector<std::string_view>& columns,
                                                     std::span<const Values> rows,
                                                     std::string_view on_duplicate) {
  std::int64_t counted = 0;
  Values values;
  while (!rows.empty()) {
    // Powers of two, so that a statement's ten lengths serve every number of rows.
    const std::size_t most = std::min(kRowsMost, kPlaceholdersMost / columns.size());
    const std::size_t chunk = std::bit_floor(std::min(rows.size(), most));
    values.clear();
    values.reserve(chunk * columns.size());
    for (const Values& row : rows.first(chunk)) {
      if (row.size() != columns.size()) {
        return absl::InternalError(fmt::format("database: {} values for {} columns of {}",
                                               row.size(), columns.size(), table));
      }
      values.insert(values.end(), row.begin(), row.end());
    }
    CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t inserted,
                             Execute(InsertSql(table, columns, chunk, on_duplicate), values));
    counted += inserted;
    rows = rows.subspan(chunk);
  }
  return counted;
}

absl::Status Transaction::ExecuteDefinition(std::string_view sql) {
  CUIJIAO_RETURN_IF_ERROR(doom_);
  return Note(connection_.Run(sql));
}

}  // namespace cuijiao::db
