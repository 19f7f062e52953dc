#include "services/ledger/api/imports/import_file.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/text/csv_table.h"
#include "common/text/csv_writer.h"
#include "common/text/encoding.h"
#include "fmt/format.h"

namespace cuijiao::ledger {
namespace {

constexpr std::int64_t kMaxRows = 50'000;
constexpr std::size_t kMaxCellBytes = 1024;

std::vector<CsvColumn> CsvColumnsOf(ImportKind kind) {
  std::vector<CsvColumn> columns;
  for (const ImportColumn& column : ImportColumns(kind)) columns.push_back(column.names);
  return columns;
}

// The record's cells by ImportColumns; a cell of thousands of bytes is a fault of the row.
ImportRow RawRow(ImportKind kind, const CsvRecord& record, std::vector<RowFault>& faults) {
  ImportRow row{record.line(), {}};
  row.cells.reserve(ImportColumns(kind).size());
  for (const ImportColumn& column : ImportColumns(kind)) {
    absl::StatusOr<std::string> cell = record.OptionalText(column.names.name, kMaxCellBytes);
    if (!cell.ok()) {
      faults.push_back({record.line(), ImportColumnLabel(column), "the text is too long",
                        std::string(kCellTooLong)});
    }
    row.cells.push_back(cell.ok() ? *std::move(cell) : std::string());
  }
  return row;
}

RowFault WidthFault(const CsvRowError& error) {
  return {error.line, "", error.problem, std::string(kRowWidthWrong)};
}

absl::Status RefuseFile(absl::StatusCode code, std::string_view reason,
                        const absl::Status& status) {
  return Refusal(code, reason, std::string(status.message()));
}

CsvLimits LimitsOf(std::int64_t max_rows) {
  CsvLimits limits;
  limits.max_bytes = std::numeric_limits<std::size_t>::max();
  limits.max_rows = static_cast<std::size_t>(max_rows) + 1;  // the header
  return limits;
}

}  // namespace

void ImportedRows::Clear() {
  good.clear();
  faults.clear();
  wrong_count = 0;
}

ImportFileReader::ImportFileReader(ImportKind kind, std::int64_t max_rows)
    : kind_(kind),
      max_rows_(max_rows),
      reader_(CsvColumnsOf(kind), LimitsOf(std::numeric_limits<std::int64_t>::max() - 1)) {}

absl::Status ImportFileReader::Feed(std::string_view bytes, ImportedRows& rows) {
  text_.clear();
  if (const absl::Status decoded = decoder_.Feed(bytes, text_); !decoded.ok()) {
    return RefuseFile(absl::StatusCode::kInvalidArgument, kEncodingUnknown, decoded);
  }
  return Take(reader_.Feed(text_, records_, row_errors_), rows);
}

absl::Status ImportFileReader::Finish(ImportedRows& rows) {
  text_.clear();
  if (const absl::Status decoded = decoder_.Finish(text_); !decoded.ok()) {
    return RefuseFile(absl::StatusCode::kInvalidArgument, kEncodingUnknown, decoded);
  }
  CUIJIAO_RETURN_IF_ERROR(Take(reader_.Feed(text_, records_, row_errors_), rows));
  return Take(reader_.Finish(records_, row_errors_), rows);
}

absl::Status ImportFileReader::Take(absl::Status read, ImportedRows& rows) {
  row_count_ += static_cast<std::int64_t>(records_.size() + row_errors_.size());
  if (absl::IsResourceExhausted(read)) {
    return RefuseFile(absl::StatusCode::kResourceExhausted, kRowTooLarge, read);
  }
  if (row_count_ > max_rows_) {
    return Refusal(absl::StatusCode::kResourceExhausted, kTooManyRows,
                   fmt::format("the file has more than {} rows", max_rows_),
                   {{"max_rows", std::to_string(max_rows_)}});
  }
  if (!read.ok()) return RefuseFile(absl::StatusCode::kInvalidArgument, kHeaderWrong, read);
  for (const CsvRowError& error : row_errors_) rows.faults.push_back(WidthFault(error));
  rows.wrong_count += static_cast<std::int64_t>(row_errors_.size());
  for (const CsvRecord& record : records_) ReadRecord(record, rows);
  records_.clear();
  row_errors_.clear();
  return absl::OkStatus();
}

void ImportFileReader::ReadRecord(const CsvRecord& record, ImportedRows& rows) const {
  const std::size_t before = rows.faults.size();
  ImportRow raw = RawRow(kind_, record, rows.faults);
  if (rows.faults.size() > before) {
    ++rows.wrong_count;
    return;
  }
  ReadRow row = ReadImportRow(kind_, std::move(raw));
  if (row.faults.empty()) {
    rows.good.push_back(std::move(row));
  } else {
    ++rows.wrong_count;
    std::ranges::move(row.faults, std::back_inserter(rows.faults));
  }
}

absl::StatusOr<RawImportFile> ReadRawImportFile(ImportKind kind, std::string_view content) {
  if (const auto text = DecodeText(content); !text.ok()) {
    return RefuseFile(absl::StatusCode::kInvalidArgument, kEncodingUnknown, text.status());
  }
  const auto table = CsvTable::Parse(content, CsvColumnsOf(kind), LimitsOf(kMaxRows));
  if (absl::IsResourceExhausted(table.status())) {
    return RefuseFile(absl::StatusCode::kResourceExhausted, kTooManyRows, table.status());
  }
  if (!table.ok()) {
    return RefuseFile(absl::StatusCode::kInvalidArgument, kHeaderWrong, table.status());
  }
  RawImportFile file;
  file.encoding = table->encoding();
  file.row_count = static_cast<std::int64_t>(table->records().size() + table->row_errors().size());
  for (const CsvRowError& error : table->row_errors()) file.faults.push_back(WidthFault(error));
  for (const CsvRecord& record : table->records()) {
    const std::size_t before = file.faults.size();
    ImportRow row = RawRow(kind, record, file.faults);
    if (file.faults.size() == before) file.rows.push_back(std::move(row));
  }
  return file;
}

std::string MakeImportTemplate(ImportKind kind, bool in_english) {
  std::vector<CsvCell> header;
  std::vector<CsvCell> example;
  for (const ImportColumn& column : ImportColumns(kind)) {
    header.emplace_back(in_english ? column.names.name : column.names.chinese_names.front());
    example.emplace_back(column.example);
  }
  CsvWriter writer;
  writer.AddRow(header);
  writer.AddRow(example);
  return writer.text();
}

}  // namespace cuijiao::ledger
