// One row of an answer, in the suite's types.
#ifndef CUIJIAO_COMMON_DB_ROW_H_
#define CUIJIAO_COMMON_DB_ROW_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/money/fen.h"

namespace cuijiao::db {

// The labels of an answer's columns, shared by its rows.
using ColumnLabels = std::vector<std::string>;

// A row owns its values and may outlive the query. Columns are asked for by label, as the SELECT
// names them (an expression needs AS). What only a wrong program can ask ends the process with a
// message that names the column: a label that is not there, a value of another kind, NULL without
// Optional.
class Row {
 public:
  // Integer columns and sums of them come as numbers, all others as text (DECIMAL with decimals,
  // DOUBLE) or bytes.
  using Cell = std::variant<std::nullptr_t, std::int64_t, std::string>;

  Row(std::shared_ptr<const ColumnLabels> labels, std::vector<Cell> cells);

  [[nodiscard]] bool IsNull(std::string_view column) const;

  [[nodiscard]] std::int64_t Int64(std::string_view column) const;
  // Ends the process when the number does not fit.
  [[nodiscard]] std::int32_t Int32(std::string_view column) const;
  [[nodiscard]] bool Bool(std::string_view column) const;
  [[nodiscard]] cuijiao::Fen Fen(std::string_view column) const;
  // Text or bytes; valid as long as the row.
  [[nodiscard]] const std::string& String(std::string_view column) const;
  // A DATE column.
  [[nodiscard]] cuijiao::Date Date(std::string_view column) const;
  // A DATETIME column with up to six decimals, in UTC.
  [[nodiscard]] absl::Time Time(std::string_view column) const;

  [[nodiscard]] std::optional<std::int64_t> OptionalInt64(std::string_view column) const;
  [[nodiscard]] std::optional<std::int32_t> OptionalInt32(std::string_view column) const;
  [[nodiscard]] std::optional<bool> OptionalBool(std::string_view column) const;
  [[nodiscard]] std::optional<cuijiao::Fen> OptionalFen(std::string_view column) const;
  [[nodiscard]] std::optional<std::string> OptionalString(std::string_view column) const;
  [[nodiscard]] std::optional<cuijiao::Date> OptionalDate(std::string_view column) const;
  [[nodiscard]] std::optional<absl::Time> OptionalTime(std::string_view column) const;

 private:
  [[nodiscard]] const Cell& At(std::string_view column) const;

  std::shared_ptr<const ColumnLabels> labels_;
  std::vector<Cell> cells_;
};

using Rows = std::vector<Row>;

}  // namespace cuijiao::db

#endif  // CUIJIAO_COMMON_DB_ROW_H_
