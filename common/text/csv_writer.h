// Writes CSV that spreadsheets open as they should.
#ifndef CUIJIAO_COMMON_TEXT_CSV_WRITER_H_
#define CUIJIAO_COMMON_TEXT_CSV_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"

namespace cuijiao {

// What one cell holds. Text is guarded: a spreadsheet takes a cell that begins with =, +, -, @,
// a tab or a line end as a formula, so that a name such as =cmd|… could run; it gets an
// apostrophe in front, which CsvRecord takes off again. Numbers and dates need no guard.
class CsvCell {
 public:
  CsvCell(std::string_view text);  // NOLINT(google-explicit-constructor): cells are written inline
  CsvCell(const std::string& text) : CsvCell(std::string_view(text)) {}  // NOLINT
  CsvCell(const char* text) : CsvCell(std::string_view(text)) {}         // NOLINT
  CsvCell(Fen amount) : text_(FormatYuan(amount)) {}                     // NOLINT
  CsvCell(Date date) : text_(FormatDate(date)) {}                        // NOLINT
  CsvCell(Month month) : text_(FormatMonth(month)) {}                    // NOLINT
  CsvCell(std::int64_t number) : text_(std::to_string(number)) {}        // NOLINT
  CsvCell(int number) : CsvCell(std::int64_t{number}) {}                 // NOLINT

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// Rows into a string: UTF-8 with a byte order mark (Excel in China needs it), lines end in CRLF,
// cells are quoted where they must be.
class CsvWriter {
 public:
  CsvWriter();

  void AddRow(const std::vector<CsvCell>& cells);

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// `cell` without the apostrophe that CsvCell put in front of it.
std::string_view TextWithoutFormulaGuard(std::string_view cell);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_TEXT_CSV_WRITER_H_
