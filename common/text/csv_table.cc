#include "common/text/csv_table.h"

#include <cstdlib>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/text/csv_writer.h"
#include "common/text/encoding.h"
#include "common/text/written_forms.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

// "amount (金额)".
std::string LabelOf(const CsvColumn& column) {
  return fmt::format("{} ({})", column.name, column.chinese_names.front());
}

// Header cells are compared without regard to case and width.
std::string HeaderKey(std::string_view cell) {
  std::string key = absl::AsciiStrToLower(FoldWidth(cell));
  absl::StripAsciiWhitespace(&key);
  return key;
}

// The columns by every name they go by.
std::map<std::string, const CsvColumn*> ColumnsByName(absl::Span<const CsvColumn> columns) {
  std::map<std::string, const CsvColumn*> by_name;
  for (const CsvColumn& column : columns) {
    by_name.emplace(HeaderKey(column.name), &column);
    for (const std::string& name : column.chinese_names) by_name.emplace(HeaderKey(name), &column);
  }
  return by_name;
}

// What is wrong with a header, gathered so that it can be said at once.
struct HeaderFaults {
  std::vector<std::string> unknown;
  std::vector<std::string> repeated;
  std::vector<std::string> missing;

  [[nodiscard]] absl::Status AsStatus(std::int64_t line,
                                      absl::Span<const CsvColumn> columns) const {
    std::vector<std::string> sentences;
    const auto add = [&](std::string_view what, const std::vector<std::string>& names) {
      if (!names.empty()) sentences.push_back(fmt::format("{}: {}", what, fmt::join(names, ", ")));
    };
    add("unknown columns", unknown);
    add("columns given twice", repeated);
    add("missing columns", missing);
    if (sentences.empty()) return absl::OkStatus();
    std::vector<std::string> known;
    for (const CsvColumn& column : columns) known.push_back(LabelOf(column));
    add("this file may have", known);
    return absl::InvalidArgumentError(
        fmt::format("line {}, the header: {}", line, fmt::join(sentences, "; ")));
  }
};

// Spreadsheets leave empty cells behind the last column.
void DropEmptyTail(std::vector<std::string>& cells, std::size_t keep) {
  while (cells.size() > keep && cells.back().empty()) cells.pop_back();
}

}  // namespace

const CsvRecord::Layout::Place& CsvRecord::PlaceOf(std::string_view column) const {
  const auto place = layout_->places.find(column);
  if (place == layout_->places.end()) std::abort();
  return place->second;
}

std::string_view CsvRecord::Cell(std::string_view column) const {
  const std::size_t index = PlaceOf(column).index;
  return index == Layout::kAbsent ? std::string_view() : cells_[index];
}

absl::Status CsvRecord::Refuse(std::string_view column, std::string_view reason,
                               std::string_view problem) const {
  const std::string& label = PlaceOf(column).label;
  return Refusal(
      absl::StatusCode::kInvalidArgument, reason,
      fmt::format("line {}, column {}: {}", line_, label, problem),
      {{"line", std::to_string(line_)}, {"column", label}, {"problem", std::string(problem)}});
}

absl::Status CsvRecord::CheckPresent(std::string_view column) const {
  if (!Cell(column).empty()) return absl::OkStatus();
  return Refuse(column, kCellEmpty, "the cell is empty");
}

template <typename Value>
absl::StatusOr<Value> CsvRecord::RefuseUnlessOk(std::string_view column, std::string_view reason,
                                                absl::StatusOr<Value> value) const {
  if (value.ok()) return value;
  return Refuse(column, reason, std::string(value.status().message()));
}

absl::StatusOr<std::string> CsvRecord::OptionalText(std::string_view column,
                                                    std::size_t max_bytes) const {
  const std::string_view text = TextWithoutFormulaGuard(Cell(column));
  if (text.size() > max_bytes) {
    return Refuse(column, kCellTooLong,
                  fmt::format("the text has {} bytes, more than {}", text.size(), max_bytes));
  }
  return std::string(text);
}

absl::StatusOr<std::string> CsvRecord::Text(std::string_view column, std::size_t max_bytes) const {
  CUIJIAO_RETURN_IF_ERROR(CheckPresent(column));
  return OptionalText(column, max_bytes);
}

absl::StatusOr<Fen> CsvRecord::Yuan(std::string_view column) const {
  CUIJIAO_RETURN_IF_ERROR(CheckPresent(column));
  return RefuseUnlessOk(column, kCellNotAnAmount, ReadWrittenYuan(Cell(column)));
}

absl::StatusOr<Date> CsvRecord::Date(std::string_view column) const {
  CUIJIAO_RETURN_IF_ERROR(CheckPresent(column));
  return RefuseUnlessOk(column, kCellNotADate, ReadWrittenDate(Cell(column)));
}

absl::StatusOr<Month> CsvRecord::Month(std::string_view column) const {
  CUIJIAO_RETURN_IF_ERROR(CheckPresent(column));
  return RefuseUnlessOk(column, kCellNotAMonth, ReadWrittenMonth(Cell(column)));
}

absl::StatusOr<std::int64_t> CsvRecord::Integer(std::string_view column, std::int64_t min,
                                                std::int64_t max) const {
  CUIJIAO_RETURN_IF_ERROR(CheckPresent(column));
  return RefuseUnlessOk(column, kCellNotANumber, ReadWrittenInteger(Cell(column), min, max));
}

absl::StatusOr<CsvRecord::Layout> CsvRecordReader::ReadHeader(const CsvRow& header,
                                                              absl::Span<const CsvColumn> columns) {
  CsvRecord::Layout layout;
  for (const CsvColumn& column : columns) {
    layout.places[column.name] = {LabelOf(column), CsvRecord::Layout::kAbsent};
  }
  HeaderFaults faults;
  const auto by_name = ColumnsByName(columns);
  std::vector<std::string> cells = header.cells;
  DropEmptyTail(cells, 0);
  layout.width = cells.size();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto found = by_name.find(HeaderKey(cells[i]));
    if (found == by_name.end()) {
      faults.unknown.push_back(fmt::format("'{}'", cells[i]));
      continue;
    }
    std::size_t& index = layout.places[found->second->name].index;
    if (index != CsvRecord::Layout::kAbsent) faults.repeated.push_back(LabelOf(*found->second));
    index = i;
  }
  for (const CsvColumn& column : columns) {
    const bool absent = layout.places[column.name].index == CsvRecord::Layout::kAbsent;
    if (column.required && absent) faults.missing.push_back(LabelOf(column));
  }
  CUIJIAO_RETURN_IF_ERROR(faults.AsStatus(header.line, columns));
  return layout;
}

CsvRecordReader::CsvRecordReader(absl::Span<const CsvColumn> columns, const CsvLimits& limits)
    : columns_(columns.begin(), columns.end()), rows_(limits) {}

absl::Status CsvRecordReader::AddRow(CsvRow row, std::vector<CsvRecord>& records,
                                     std::vector<CsvRowError>& row_errors) {
  if (!layout_) {
    CUIJIAO_ASSIGN_OR_RETURN(CsvRecord::Layout read, ReadHeader(row, columns_));
    layout_ = std::make_shared<const CsvRecord::Layout>(std::move(read));
    return absl::OkStatus();
  }
  DropEmptyTail(row.cells, layout_->width);
  if (row.cells.size() != layout_->width) {
    row_errors.push_back({row.line, fmt::format("the row has {} cells, the header has {}",
                                                row.cells.size(), layout_->width)});
  } else {
    records.push_back(CsvRecord(layout_, std::move(row)));
  }
  return absl::OkStatus();
}

absl::Status CsvRecordReader::Feed(std::string_view utf8, std::vector<CsvRecord>& records,
                                   std::vector<CsvRowError>& row_errors) {
  return rows_.Feed(utf8, [&](CsvRow row) { return AddRow(std::move(row), records, row_errors); });
}

absl::Status CsvRecordReader::Finish(std::vector<CsvRecord>& records,
                                     std::vector<CsvRowError>& row_errors) {
  CUIJIAO_RETURN_IF_ERROR(
      rows_.Finish([&](CsvRow row) { return AddRow(std::move(row), records, row_errors); }));
  if (!layout_) return absl::InvalidArgumentError("the file is empty: it has no header");
  return absl::OkStatus();
}

absl::StatusOr<CsvTable> CsvTable::Parse(std::string_view bytes,
                                         absl::Span<const CsvColumn> columns,
                                         const CsvLimits& limits) {
  if (bytes.size() > limits.max_bytes) {
    return absl::ResourceExhaustedError(
        fmt::format("the file has more than {} bytes", limits.max_bytes));
  }
  CUIJIAO_ASSIGN_OR_RETURN(DecodedText text, DecodeText(bytes));
  CsvTable table;
  table.encoding_ = std::move(text.encoding);
  CsvRecordReader reader(columns, limits);
  CUIJIAO_RETURN_IF_ERROR(reader.Feed(text.utf8, table.records_, table.row_errors_));
  CUIJIAO_RETURN_IF_ERROR(reader.Finish(table.records_, table.row_errors_));
  return table;
}

}  // namespace cuijiao
