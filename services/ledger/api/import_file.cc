#include "services/ledger/api/import_file.h"

#include <utility>

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/text/csv_table.h"
#include "common/text/csv_writer.h"
#include "common/text/encoding.h"

namespace cuijiao::ledger {
namespace {

constexpr std::size_t kMaxRows = 50'000;
constexpr std::size_t kMaxCellBytes = 1024;

std::vector<CsvColumn> CsvColumnsOf(ImportKind kind) {
  std::vector<CsvColumn> columns;
  for (const ImportColumn& column : ImportColumns(kind)) columns.push_back(column.names);
  return columns;
}

// The record's cells by ImportColumns; a cell of thousands of bytes is a fault of the row.
void AddRawRow(ImportKind kind, const CsvRecord& record, RawImportFile& file) {
  ImportRow row{record.line(), {}};
  bool readable = true;
  for (const ImportColumn& column : ImportColumns(kind)) {
    absl::StatusOr<std::string> cell = record.OptionalText(column.names.name, kMaxCellBytes);
    if (!cell.ok()) {
      readable = false;
      file.faults.push_back({record.line(), ImportColumnLabel(column), "the text is too long",
                             std::string(kCellTooLong)});
    }
    row.cells.push_back(cell.ok() ? *std::move(cell) : std::string());
  }
  if (readable) file.rows.push_back(std::move(row));
}

}  // namespace

absl::StatusOr<RawImportFile> ReadRawImportFile(ImportKind kind, std::string_view content) {
  if (const auto text = DecodeText(content); !text.ok()) {
    return Refusal(absl::StatusCode::kInvalidArgument, kEncodingUnknown,
                   std::string(text.status().message()));
  }
  CsvLimits limits;
  limits.max_rows = kMaxRows;
  const auto table = CsvTable::Parse(content, CsvColumnsOf(kind), limits);
  if (absl::IsResourceExhausted(table.status())) {
    return Refusal(absl::StatusCode::kResourceExhausted, kTooManyRows,
                   std::string(table.status().message()));
  }
  if (!table.ok()) {
    return Refusal(absl::StatusCode::kInvalidArgument, kHeaderWrong,
                   std::string(table.status().message()));
  }
  RawImportFile file;
  file.encoding = table->encoding();
  file.row_count = static_cast<std::int64_t>(table->records().size() + table->row_errors().size());
  for (const CsvRowError& error : table->row_errors()) {
    file.faults.push_back({error.line, "", error.problem, std::string(kRowWidthWrong)});
  }
  for (const CsvRecord& record : table->records()) AddRawRow(kind, record, file);
  return file;
}

absl::StatusOr<ImportFile> ReadImportFile(ImportKind kind, std::string_view content) {
  CUIJIAO_ASSIGN_OR_RETURN(RawImportFile raw, ReadRawImportFile(kind, content));
  ImportFile file{std::move(raw.encoding), raw.row_count, {}, std::move(raw.faults)};
  for (ImportRow& raw_row : raw.rows) {
    ReadRow row = ReadImportRow(kind, std::move(raw_row));
    if (row.faults.empty()) {
      file.good_rows.push_back(std::move(row.row));
    } else {
      file.faults.insert(file.faults.end(), row.faults.begin(), row.faults.end());
    }
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
