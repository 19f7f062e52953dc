// A CSV file whose columns are declared: found by name, in any order, in Chinese or English.
#ifndef CUIJIAO_COMMON_TEXT_CSV_TABLE_H_
#define CUIJIAO_COMMON_TEXT_CSV_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "common/text/csv_reader.h"

namespace cuijiao {

// Why a file is refused: its bytes are no text, its header is not the one that is asked for.
inline constexpr std::string_view kEncodingUnknown = "ENCODING_UNKNOWN";
inline constexpr std::string_view kHeaderWrong = "HEADER_WRONG";
// Why a cell or a row is refused.
inline constexpr std::string_view kCellEmpty = "CELL_EMPTY";
inline constexpr std::string_view kCellTooLong = "CELL_TOO_LONG";
inline constexpr std::string_view kCellNotAnAmount = "CELL_NOT_AN_AMOUNT";
inline constexpr std::string_view kCellNotADate = "CELL_NOT_A_DATE";
inline constexpr std::string_view kCellNotAMonth = "CELL_NOT_A_MONTH";
inline constexpr std::string_view kCellNotANumber = "CELL_NOT_A_NUMBER";
inline constexpr std::string_view kRowWidthWrong = "ROW_WIDTH_WRONG";
inline constexpr std::string_view kRowRepeated = "ROW_REPEATED";  // it says what another row says

// One column that a file may have.
struct CsvColumn {
  // The English name, by which the code asks for the cell: "unit_id".
  std::string name;
  // What Chinese headers call it, the usual one first: {"房号", "房间号"}. Not empty.
  std::vector<std::string> chinese_names;
  // False: the file may come without this column.
  bool required = true;
};

// One data row. Copies are cheap; all reading is const and thread-safe.
//
// The getters take the English name of a declared column; any other name ends the process. They
// fail with INVALID_ARGUMENT "line 12, column amount (金额): …", with a reason of those below and
// the values "line", "column" (the label) and "problem" (the rest of the message). Cells are UTF-8
// without spaces at their ends. A cell of a column that the file does not have reads as empty.
class CsvRecord {
 public:
  // The line on which the row begins, from 1.
  [[nodiscard]] std::int64_t line() const { return line_; }
  [[nodiscard]] bool IsEmpty(std::string_view column) const { return Cell(column).empty(); }

  // A text that is not empty and at most `max_bytes` long.
  [[nodiscard]] absl::StatusOr<std::string> Text(std::string_view column,
                                                 std::size_t max_bytes = 256) const;
  // The same, but it may be empty.
  [[nodiscard]] absl::StatusOr<std::string> OptionalText(std::string_view column,
                                                         std::size_t max_bytes = 256) const;
  // The forms of common/text/written_forms.h; an empty cell is an error: ask IsEmpty first.
  [[nodiscard]] absl::StatusOr<Fen> Yuan(std::string_view column) const;
  [[nodiscard]] absl::StatusOr<cuijiao::Date> Date(std::string_view column) const;
  [[nodiscard]] absl::StatusOr<cuijiao::Month> Month(std::string_view column) const;
  [[nodiscard]] absl::StatusOr<std::int64_t> Integer(std::string_view column, std::int64_t min,
                                                     std::int64_t max) const;

  // What is wrong with a cell, said like the getters say it: for checks that only a caller knows.
  [[nodiscard]] absl::Status Refuse(std::string_view column, std::string_view reason,
                                    std::string_view problem) const;

 private:
  friend class CsvRecordReader;
  // Where each declared column stands, shared by all records of a file.
  struct Layout {
    struct Place {
      std::string label;
      // kAbsent when the file does not have the column.
      std::size_t index;
    };
    static constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);
    std::map<std::string, Place, std::less<>> places;
    std::size_t width = 0;
  };

  CsvRecord(std::shared_ptr<const Layout> layout, CsvRow row)
      : layout_(std::move(layout)), line_(row.line), cells_(std::move(row.cells)) {}
  [[nodiscard]] const Layout::Place& PlaceOf(std::string_view column) const;
  [[nodiscard]] std::string_view Cell(std::string_view column) const;
  [[nodiscard]] absl::Status CheckPresent(std::string_view column) const;
  template <typename Value>
  [[nodiscard]] absl::StatusOr<Value> RefuseUnlessOk(std::string_view column,
                                                     std::string_view reason,
                                                     absl::StatusOr<Value> value) const;

  std::shared_ptr<const Layout> layout_;
  std::int64_t line_;
  std::vector<std::string> cells_;
};

// A row that cannot be read, for the reason kRowWidthWrong.
struct CsvRowError {
  std::int64_t line = 0;
  // "the row has 2 cells, the header has 3".
  std::string problem;
};

// The records of a text that comes in pieces; memory for one row.
class CsvRecordReader {
 public:
  // The first row is the header: each cell names a declared column in English (any case) or
  // Chinese.
  explicit CsvRecordReader(absl::Span<const CsvColumn> columns, const CsvLimits& limits = {});

  // Appends the rows that end in `utf8`, in their order, and apart from them those that have more
  // or fewer cells than the header. INVALID_ARGUMENT, everything at once, when the header has
  // unknown columns, the same column twice, or lacks a required one; errors of CsvRowReader.
  absl::Status Feed(std::string_view utf8, std::vector<CsvRecord>& records,
                    std::vector<CsvRowError>& row_errors);
  // The same for the last row. INVALID_ARGUMENT when there was no header.
  absl::Status Finish(std::vector<CsvRecord>& records, std::vector<CsvRowError>& row_errors);

 private:
  static absl::StatusOr<CsvRecord::Layout> ReadHeader(const CsvRow& header,
                                                      absl::Span<const CsvColumn> columns);
  absl::Status AddRow(CsvRow row, std::vector<CsvRecord>& records,
                      std::vector<CsvRowError>& row_errors);

  const std::vector<CsvColumn> columns_;
  CsvRowReader rows_;
  std::shared_ptr<const CsvRecord::Layout> layout_;
};

// A file that has been read whole.
class CsvTable {
 public:
  // Reads `bytes` in any encoding that DecodeText takes, as CsvRecordReader does; INVALID_ARGUMENT
  // too when the text cannot be decoded. RESOURCE_EXHAUSTED beyond `limits`.
  static absl::StatusOr<CsvTable> Parse(std::string_view bytes, absl::Span<const CsvColumn> columns,
                                        const CsvLimits& limits = {});

  // The rows in file order, and apart from them the rows that have more or fewer cells than the
  // header.
  [[nodiscard]] const std::vector<CsvRecord>& records() const { return records_; }
  [[nodiscard]] const std::vector<CsvRowError>& row_errors() const { return row_errors_; }
  // As DecodedText says it.
  [[nodiscard]] const std::string& encoding() const { return encoding_; }

 private:
  CsvTable() = default;
  std::vector<CsvRecord> records_;
  std::vector<CsvRowError> row_errors_;
  std::string encoding_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_TEXT_CSV_TABLE_H_
