#include "common/text/csv_reader.h"

#include <csv.h>

#include <algorithm>
#include <utility>

#include "fmt/format.h"

namespace cuijiao {
namespace {

// Drives libcsv, which knows rows and cells but no lines: it is fed one line at a time.
class RowReading {
 public:
  RowReading(const CsvLimits& limits, absl::FunctionRef<absl::Status(CsvRow)> on_row,
             char separator)
      : limits_(limits), on_row_(on_row) {
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&parser_, static_cast<unsigned char>(separator));
  }
  ~RowReading() { csv_free(&parser_); }
  RowReading(const RowReading&) = delete;
  RowReading& operator=(const RowReading&) = delete;

  absl::Status FeedLine(std::string_view line, std::int64_t number) {
    line_ = number;
    if (!in_row_) row_.line = number;
    const std::size_t taken = csv_parse(&parser_, line.data(), line.size(), &RowReading::OnCell,
                                        &RowReading::OnRow, this);
    if (taken < line.size()) FailOnQuote();
    // A line that ended no row and is not blank leaves a quoted cell open.
    in_row_ = parser_.pstate != 0;
    return status_;
  }

  absl::Status Finish() {
    if (csv_fini(&parser_, &RowReading::OnCell, &RowReading::OnRow, this) != 0) {
      line_ = row_.line;
      FailOnQuote();
    }
    return status_;
  }

 private:
  static void OnCell(void* cell, std::size_t size, void* self) {
    static_cast<RowReading*>(self)->AddCell({static_cast<const char*>(cell), size});
  }
  static void OnRow(int /*terminator*/, void* self) { static_cast<RowReading*>(self)->EndRow(); }

  void AddCell(std::string_view cell) {
    if (cell.size() > limits_.max_cell_bytes) {
      FailOnBound("a cell has more than", limits_.max_cell_bytes, "bytes");
    } else if (row_.cells.size() >= limits_.max_columns) {
      FailOnBound("the row has more than", limits_.max_columns, "cells");
    }
    if (status_.ok()) row_.cells.emplace_back(cell);
  }

  void EndRow() {
    CsvRow row = std::exchange(row_, CsvRow{});
    const bool blank = std::all_of(row.cells.begin(), row.cells.end(),
                                   [](const std::string& cell) { return cell.empty(); });
    if (!status_.ok() || blank) return;
    if (++rows_ > limits_.max_rows)
      return FailOnBound("there are more than", limits_.max_rows, "rows");
    status_ = on_row_(std::move(row));
  }

  void FailOnQuote() {
    status_.Update(absl::InvalidArgumentError(fmt::format(
        "line {}: a quote (\") is not closed, or stands inside an unquoted cell", line_)));
  }

  void FailOnBound(std::string_view what, std::size_t bound, std::string_view unit) {
    status_.Update(
        absl::ResourceExhaustedError(fmt::format("line {}: {} {} {}", line_, what, bound, unit)));
  }

  const CsvLimits limits_;
  const absl::FunctionRef<absl::Status(CsvRow)> on_row_;
  csv_parser parser_{};
  CsvRow row_;
  bool in_row_ = false;
  std::int64_t line_ = 0;
  std::size_t rows_ = 0;
  absl::Status status_;
};

// The first line of `text` with its line end: LF, CRLF or CR.
std::string_view FirstLine(std::string_view text) {
  const std::size_t end = text.find_first_of("\r\n");
  if (end == std::string_view::npos) return text;
  return text.substr(0, text.substr(end, 2) == "\r\n" ? end + 2 : end + 1);
}

}  // namespace

absl::Status ReadCsvRows(std::string_view utf8, const CsvLimits& limits,
                         absl::FunctionRef<absl::Status(CsvRow)> on_row, char separator) {
  if (utf8.size() > limits.max_bytes) {
    return absl::ResourceExhaustedError(
        fmt::format("the file has more than {} bytes", limits.max_bytes));
  }
  RowReading reading(limits, on_row, separator);
  std::int64_t number = 0;
  while (!utf8.empty()) {
    const std::string_view line = FirstLine(utf8);
    utf8.remove_prefix(line.size());
    if (absl::Status status = reading.FeedLine(line, ++number); !status.ok()) return status;
  }
  return reading.Finish();
}

}  // namespace cuijiao
