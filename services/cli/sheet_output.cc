#include "services/cli/sheet_output.h"

#include <fmt/format.h>

#include <iostream>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "common/text/text_table.h"

namespace cuijiao::cli {
namespace {

bool IsNumber(const SheetCell& cell) {
  return std::holds_alternative<Fen>(cell) || std::holds_alternative<std::int64_t>(cell);
}

// Columns that hold a number in any row stand to the right.
std::vector<TextTable::Column> ColumnsOf(const Sheet& sheet) {
  std::vector<TextTable::Column> columns;
  for (std::size_t i = 0; i < sheet.titles.size(); ++i) {
    bool is_number = false;
    for (const std::vector<SheetCell>& row : sheet.rows) is_number = is_number || IsNumber(row[i]);
    columns.push_back(
        {sheet.titles[i], is_number ? TextTable::Align::kRight : TextTable::Align::kLeft});
  }
  return columns;
}

}  // namespace

void AddOutOption(CLI::App& command, std::string& file) {
  command.add_option("--out", file, "写入文件 Write to a file: NAME.csv or NAME.xlsx");
}

absl::Status PrintOrWrite(const Sheet& sheet, const std::string& file) {
  if (!file.empty()) {
    CUIJIAO_RETURN_IF_ERROR(WriteSheet(sheet, file));
    fmt::print("{} 行已写入 rows written to {}\n", sheet.rows.size(), file);
    return absl::OkStatus();
  }
  TextTable table(ColumnsOf(sheet));
  for (const std::vector<SheetCell>& row : sheet.rows) {
    std::vector<std::string> cells;
    for (const SheetCell& cell : row) cells.push_back(CellText(cell));
    table.AddRow(std::move(cells));
  }
  std::cout << table.Format();
  return absl::OkStatus();
}

}  // namespace cuijiao::cli
