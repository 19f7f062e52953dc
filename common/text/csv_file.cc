#include "common/text/csv_file.h"

#include <map>
#include <utility>

#include "common/status/reason.h"
#include "common/text/encoding.h"

namespace cuijiao {

CsvFault FaultOf(const CsvRecord& record, const absl::Status& refusal) {
  const std::map<std::string, std::string> values = ValuesOf(refusal);
  const auto value = [&values](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
  };
  std::string problem = value("problem");
  if (problem.empty()) problem = std::string(refusal.message());
  return {record.line(), value("column"), std::move(problem), std::string(ReasonOf(refusal))};
}

absl::StatusOr<CsvFile> ReadCsvFile(std::string_view content, absl::Span<const CsvColumn> columns,
                                    std::size_t max_rows) {
  const absl::StatusOr<DecodedText> text = DecodeText(content);
  if (!text.ok()) {
    return Refusal(absl::StatusCode::kInvalidArgument, kEncodingUnknown,
                   std::string(text.status().message()));
  }
  // The header is a row too.
  const absl::StatusOr<CsvTable> table =
      CsvTable::Parse(text->utf8, columns, {.max_rows = max_rows + 1});
  if (!table.ok()) {
    if (!absl::IsInvalidArgument(table.status())) return table.status();
    return Refusal(absl::StatusCode::kInvalidArgument, kHeaderWrong,
                   std::string(table.status().message()));
  }
  CsvFile file;
  file.records = table->records();
  for (const CsvRowError& error : table->row_errors()) {
    file.faults.push_back({error.line, "", error.problem, "ROW_WIDTH_WRONG"});
  }
  return file;
}

}  // namespace cuijiao
