// Rows and cells of a CSV text, without any meaning.
#ifndef CUIJIAO_COMMON_TEXT_CSV_READER_H_
#define CUIJIAO_COMMON_TEXT_CSV_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace cuijiao {

// Bounds on what is read; beyond one of them the reading ends with RESOURCE_EXHAUSTED.
struct CsvLimits {
  std::size_t max_bytes = std::size_t{256} << 20;
  std::size_t max_rows = 2'000'000;
  std::size_t max_columns = 200;
  std::size_t max_cell_bytes = 4096;
  // Of a whole row: a quote that is never closed does not take the rest of the file into memory.
  std::size_t max_row_bytes = std::size_t{1} << 20;
};

struct CsvRow {
  // The line, from 1, on which the row begins; a quoted cell may carry a row over several lines.
  std::int64_t line = 0;
  std::vector<std::string> cells;
};

// Reads a text that comes in pieces, in memory for one row. Cells are parted by commas, or by
// `separator`, and may be quoted (RFC 4180); spaces and tabs around unquoted cells are dropped.
// Line ends are LF, CRLF or CR. Empty lines and rows of empty cells alone are no rows, but count as
// lines. How the text is cut changes nothing: a row is there as soon as its line has ended.
class CsvRowReader {
 public:
  explicit CsvRowReader(const CsvLimits& limits, char separator = ',');
  ~CsvRowReader();
  CsvRowReader(const CsvRowReader&) = delete;
  CsvRowReader& operator=(const CsvRowReader&) = delete;

  // Calls `on_row` with every row that ends in `utf8`, until it returns an error, which is passed
  // on. INVALID_ARGUMENT naming the line where a quote stands wrong, RESOURCE_EXHAUSTED beyond a
  // bound; after an error the reader is used up.
  absl::Status Feed(std::string_view utf8, absl::FunctionRef<absl::Status(CsvRow)> on_row);
  // The text has ended: its last row may have no line end.
  absl::Status Finish(absl::FunctionRef<absl::Status(CsvRow)> on_row);

 private:
  class Parsing;
  const std::unique_ptr<Parsing> parsing_;
};

// Calls `on_row` with every row of `utf8` in order, as CsvRowReader does.
absl::Status ReadCsvRows(std::string_view utf8, const CsvLimits& limits,
                         absl::FunctionRef<absl::Status(CsvRow)> on_row, char separator = ',');

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_TEXT_CSV_READER_H_
