// Rows of a wallet's or bank's table: columns found by name, cells read with every fault noted.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_STATEMENT_ROWS_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_STATEMENT_ROWS_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "common/text/csv_reader.h"
#include "services/ledger/domain/statements/statement_line.h"

namespace cuijiao::ledger {

// Without spaces and tabs at its ends.
std::string_view Trimmed(std::string_view text);

// INVALID_ARGUMENT of a whole file.
absl::Status RefuseStatement(std::string_view reason, std::string message);

// Calls `on_line` with the number (from 1) and the text of every line; line ends are LF, CRLF or CR
// and not part of it. Stops at the first error.
absl::Status ForEachTextLine(
    std::string_view text, absl::FunctionRef<absl::Status(std::int64_t, std::string_view)> on_line);

// An amount with at most five decimals, in 0.00001 yuan: wallets write fees so. Signs and thousands
// separators as in ReadWrittenYuan; at most 10 billion yuan either way.
absl::StatusOr<std::int64_t> ReadYuanE5(std::string_view text);

// Adds to a sum, which stays at its bound where it would pass it: no file states so much.
void AddE5(std::int64_t& sum, std::int64_t yuan_e5);

// "0.60", "0.60012": with two decimals where that is exact, else with five.
std::string FormatYuanE5(std::int64_t yuan_e5);

// 0.00001 yuan to fen: the nearest, half away from zero.
Fen FenFromE5(std::int64_t yuan_e5);

// Where the columns of a table stand. Names are compared without regard to case, width and
// brackets' kind.
class StatementColumns {
 public:
  // HEADER_WRONG naming the required columns that `header` lacks, and those that it has twice.
  static absl::StatusOr<StatementColumns> Find(const CsvRow& header,
                                               const std::vector<std::string>& required);

  [[nodiscard]] bool Has(std::string_view name) const;
  [[nodiscard]] std::size_t width() const { return width_; }
  // Empty where the table has no such column.
  [[nodiscard]] std::string_view Cell(const CsvRow& row, std::string_view name) const;

 private:
  std::map<std::string, std::size_t> places_;
  std::size_t width_ = 0;
};

// One row in reading. Each getter notes a fault where the cell cannot be read; what it then returns
// is not to be used.
class StatementRow {
 public:
  StatementRow(const StatementColumns& columns, const CsvRow& row) : columns_(columns), row_(row) {}

  [[nodiscard]] std::int64_t line() const { return row_.line; }
  [[nodiscard]] std::string Text(std::string_view column) const;
  std::string RequiredText(std::string_view column);
  // The date of "2017-08-31 09:40:02" or of a date alone.
  Date DateOf(std::string_view column);
  // Signed; an empty cell is a fault, or with OptionalAmount zero.
  Fen Amount(std::string_view column);
  Fen OptionalAmount(std::string_view column);
  // In 0.00001 yuan; an empty cell is zero.
  std::int64_t OptionalAmountE5(std::string_view column);

  void Fault(std::string_view column, std::string_view reason, std::string message);
  [[nodiscard]] const std::vector<RowFault>& faults() const { return faults_; }

 private:
  const StatementColumns& columns_;
  const CsvRow& row_;
  std::vector<RowFault> faults_;
};

// Sums that a file states of itself, laid against its rows.
class StatedTotals {
 public:
  // Notes a difference: "应结订单总金额: the file states 10.00, its rows make 9.00".
  void Compare(std::string_view name, std::string_view stated, std::string_view computed);
  // TOTALS_DIFFER with every difference.
  [[nodiscard]] absl::Status AsStatus() const;

 private:
  std::vector<std::string> differences_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_STATEMENT_ROWS_H_
