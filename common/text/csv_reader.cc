#include "common/text/csv_reader.h"

#include <csv.h>

#include <algorithm>
#include <utility>

#include "fmt/format.h"

namespace cuijiao {
namespace {

// The first line of `text` with its line end: LF, CRLF or CR. All of it when there is none.
std::string_view FirstLine(std::string_view text) {
  const std::size_t end = text.find_first_of("\r\n");
  if (end == std::string_view::npos) return text;
  return text.substr(0, text.substr(end, 2) == "\r\n" ? end + 2 : end + 1);
}

}  // namespace

// Drives libcsv, which knows rows and cells but no lines: it is fed one line, or a piece of one, at
// a time.
class CsvRowReader::Parsing {
 public:
  Parsing(const CsvLimits& limits, char separator) : limits_(limits) {
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&parser_, static_cast<unsigned char>(separator));
  }
  ~Parsing() { csv_free(&parser_); }
  Parsing(const Parsing&) = delete;
  Parsing& operator=(const Parsing&) = delete;

  absl::Status Feed(std::string_view text, absl::FunctionRef<absl::Status(CsvRow)> on_row) {
    on_row_ = &on_row;
    // The second half of a line end that was cut in two.
    const std::size_t rest_of_end = after_return_ && text.starts_with('\n') ? 1 : 0;
    if (rest_of_end == 1) FeedPiece(text.substr(0, 1));
    if (!text.empty()) after_return_ = false;
    text.remove_prefix(rest_of_end);
    while (status_.ok() && !text.empty()) {
      const std::string_view piece = FirstLine(text);
      text.remove_prefix(piece.size());
      if (!in_line_) ++line_;
      in_line_ = piece.back() != '\n' && piece.back() != '\r';
      after_return_ = piece.back() == '\r';
      FeedPiece(piece);
    }
    on_row_ = nullptr;
    return status_;
  }

  absl::Status Finish(absl::FunctionRef<absl::Status(CsvRow)> on_row) {
    on_row_ = &on_row;
    if (csv_fini(&parser_, &Parsing::OnCell, &Parsing::OnRow, this) != 0) {
      line_ = row_.line;
      FailOnQuote();
    }
    on_row_ = nullptr;
    return status_;
  }

 private:
  void FeedPiece(std::string_view piece) {
    if (!in_row_) {
      row_.line = line_;
      row_bytes_ = 0;
    }
    row_bytes_ += piece.size();
    const std::size_t taken =
        csv_parse(&parser_, piece.data(), piece.size(), &Parsing::OnCell, &Parsing::OnRow, this);
    if (taken < piece.size()) FailOnQuote();
    // A piece that ended no row and is not blank leaves a row open.
    in_row_ = parser_.pstate != 0;
    if (in_row_ && row_bytes_ > limits_.max_row_bytes) {
      FailOnBound("the row has more than", limits_.max_row_bytes, "bytes; a quote may be open");
    }
  }

  static void OnCell(void* cell, std::size_t size, void* self) {
    static_cast<Parsing*>(self)->AddCell({static_cast<const char*>(cell), size});
  }
  static void OnRow(int /*terminator*/, void* self) { static_cast<Parsing*>(self)->EndRow(); }

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
    status_ = (*on_row_)(std::move(row));
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
  absl::FunctionRef<absl::Status(CsvRow)>* on_row_ = nullptr;  // while a piece is fed
  csv_parser parser_{};
  CsvRow row_;
  std::size_t row_bytes_ = 0;
  bool in_row_ = false;
  bool in_line_ = false;
  bool after_return_ = false;  // the text so far ends in CR
  std::int64_t line_ = 0;
  std::size_t rows_ = 0;
  absl::Status status_;
};

CsvRowReader::CsvRowReader(const CsvLimits& limits, char separator)
    : parsing_(std::make_unique<Parsing>(limits, separator)) {}
CsvRowReader::~CsvRowReader() = default;

absl::Status CsvRowReader::Feed(std::string_view utf8,
                                absl::FunctionRef<absl::Status(CsvRow)> on_row) {
  return parsing_->Feed(utf8, on_row);
}

absl::Status CsvRowReader::Finish(absl::FunctionRef<absl::Status(CsvRow)> on_row) {
  return parsing_->Finish(on_row);
}

absl::Status ReadCsvRows(std::string_view utf8, const CsvLimits& limits,
                         absl::FunctionRef<absl::Status(CsvRow)> on_row, char separator) {
  if (utf8.size() > limits.max_bytes) {
    return absl::ResourceExhaustedError(
        fmt::format("the file has more than {} bytes", limits.max_bytes));
  }
  CsvRowReader reader(limits, separator);
  absl::Status status = reader.Feed(utf8, on_row);
  return status.ok() ? reader.Finish(on_row) : status;
}

}  // namespace cuijiao
