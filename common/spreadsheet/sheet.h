// A table of typed cells, and the files that spreadsheets open.
#ifndef CUIJIAO_COMMON_SPREADSHEET_SHEET_H_
#define CUIJIAO_COMMON_SPREADSHEET_SHEET_H_

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "common/calendar/date.h"
#include "common/money/fen.h"

namespace cuijiao {

// Text, money, a number that counts something, or a day.
using SheetCell = std::variant<std::string, Fen, std::int64_t, Date>;

struct Sheet {
  std::string name;                 // of the sheet; at most 31 characters
  std::vector<std::string> titles;  // of the columns, in both languages
  std::vector<std::vector<SheetCell>> rows = {};
};

// The cell as people read it: "1234.50", "2017-03-31", "12".
std::string CellText(const SheetCell& cell);

// UTF-8 with a byte order mark; text that a spreadsheet would take for a formula is guarded
// (csv_writer.h).
std::string ToCsv(const Sheet& sheet);

// Writes the file anew, by its name's end: ".csv" or ".xlsx". In a workbook money and counts are
// numbers, days are dates, and text is never a formula. INVALID_ARGUMENT with another end;
// FAILED_PRECONDITION naming the file when it cannot be written.
absl::Status WriteSheet(const Sheet& sheet, const std::filesystem::path& file);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_SPREADSHEET_SHEET_H_
