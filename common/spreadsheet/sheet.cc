#include "common/spreadsheet/sheet.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <fstream>
#include <string_view>

#include "common/text/csv_writer.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

// Spreadsheets keep 15 digits of a number; an amount of more stays text, and so exact.
constexpr std::int64_t kMostFenAsNumber = 99'999'999'999'999;
constexpr double kNarrowColumn = 12;
constexpr double kWideColumn = 40;

absl::Status NotWritten(const std::filesystem::path& file, std::string_view why) {
  return absl::FailedPreconditionError(
      fmt::format("the file '{}' cannot be written: {}", file.string(), why));
}

// A workbook with one sheet; closed once.
class Workbook {
 public:
  Workbook(const std::filesystem::path& file, const std::string& name)
      : book_(workbook_new(file.c_str())),
        sheet_(workbook_add_worksheet(book_, name.c_str())),
        title_(workbook_add_format(book_)),
        money_(workbook_add_format(book_)),
        day_(workbook_add_format(book_)) {
    format_set_bold(title_);
    format_set_num_format(money_, "#,##0.00");
    format_set_num_format(day_, "yyyy-mm-dd");
  }
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;

  void PutTitle(lxw_col_t column, const std::string& title) {
    worksheet_write_string(sheet_, 0, column, title.c_str(), title_);
    worksheet_set_column(sheet_, column, column,
                         std::clamp(static_cast<double>(title.size()), kNarrowColumn, kWideColumn),
                         nullptr);
  }

  void Put(lxw_row_t row, lxw_col_t column, const SheetCell& cell) {
    if (const auto* amount = std::get_if<Fen>(&cell)) {
      PutMoney(row, column, *amount);
    } else if (const auto* day = std::get_if<Date>(&cell)) {
      lxw_datetime date = {static_cast<int>(day->year()), day->month(), day->day(), 0, 0, 0};
      worksheet_write_datetime(sheet_, row, column, &date, day_);
    } else if (const auto* count = std::get_if<std::int64_t>(&cell)) {
      worksheet_write_number(sheet_, row, column, static_cast<double>(*count), nullptr);
    } else {
      worksheet_write_string(sheet_, row, column, std::get<std::string>(cell).c_str(), nullptr);
    }
  }

  // Writes the file; the workbook is gone afterwards.
  lxw_error Close() { return workbook_close(book_); }

 private:
  // The file holds the decimal digits of the amount: the library prints the number with 16 digits,
  // which gives back every amount of up to 15. No sum is made of it here.
  void PutMoney(lxw_row_t row, lxw_col_t column, Fen amount) {
    if (std::max(amount, -amount) > Fen(kMostFenAsNumber)) {
      worksheet_write_string(sheet_, row, column, FormatYuan(amount).c_str(), nullptr);
      return;
    }
    worksheet_write_number(sheet_, row, column, std::stod(FormatYuan(amount)), money_);
  }

  lxw_workbook* book_;
  lxw_worksheet* sheet_;
  lxw_format* title_;
  lxw_format* money_;
  lxw_format* day_;
};

absl::Status WriteXlsx(const Sheet& sheet, const std::filesystem::path& file) {
  Workbook book(file, sheet.name);
  lxw_col_t column = 0;
  for (const std::string& title : sheet.titles) book.PutTitle(column++, title);
  lxw_row_t row = 0;
  for (const std::vector<SheetCell>& cells : sheet.rows) {
    ++row;
    column = 0;
    for (const SheetCell& cell : cells) book.Put(row, column++, cell);
  }
  const lxw_error error = book.Close();
  return error == LXW_NO_ERROR ? absl::OkStatus() : NotWritten(file, lxw_strerror(error));
}

CsvCell ToCsvCell(const SheetCell& cell) {
  return std::visit([](const auto& value) { return CsvCell(value); }, cell);
}

}  // namespace

std::string CellText(const SheetCell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  return ToCsvCell(cell).text();
}

std::string ToCsv(const Sheet& sheet) {
  CsvWriter csv;
  csv.AddRow({sheet.titles.begin(), sheet.titles.end()});
  for (const std::vector<SheetCell>& row : sheet.rows) {
    std::vector<CsvCell> cells;
    for (const SheetCell& cell : row) cells.push_back(ToCsvCell(cell));
    csv.AddRow(cells);
  }
  return csv.text();
}

absl::Status WriteSheet(const Sheet& sheet, const std::filesystem::path& file) {
  if (file.extension() == ".xlsx") return WriteXlsx(sheet, file);
  if (file.extension() != ".csv") {
    return absl::InvalidArgumentError(
        fmt::format("the file '{}' ends neither in .csv nor in .xlsx", file.string()));
  }
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << ToCsv(sheet);
  out.close();
  return out ? absl::OkStatus() : NotWritten(file, "the directory does not take it");
}

}  // namespace cuijiao
