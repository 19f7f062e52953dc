// A file's bytes as rows, with everything that is wrong with each by itself.
#ifndef CUIJIAO_SERVICES_LEDGER_API_IMPORTS_IMPORT_FILE_H_
#define CUIJIAO_SERVICES_LEDGER_API_IMPORTS_IMPORT_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/text/csv_table.h"
#include "common/text/text_decoder.h"
#include "services/ledger/domain/imports/import_rows.h"

namespace cuijiao::ledger {

// Reasons of INVALID_ARGUMENT; RESOURCE_EXHAUSTED for the last two.
inline constexpr std::string_view kTooManyRows = "TOO_MANY_ROWS";
inline constexpr std::string_view kRowTooLarge = "ROW_TOO_LARGE";

// Rows as they come out of a file.
struct ImportedRows {
  std::vector<ReadRow> good;  // canonical rows without faults of their own, by line
  std::vector<RowFault> faults;
  std::int64_t wrong_count = 0;  // rows with faults

  void Clear();
};

// Reads a file that comes in pieces; memory for one row. How it is cut changes nothing: the same
// rows are out after the same bytes.
class ImportFileReader {
 public:
  ImportFileReader(ImportKind kind, std::int64_t max_rows);

  // Appends the rows that end in `bytes`. Errors are of the file as a whole: ENCODING_UNKNOWN,
  // HEADER_WRONG, TOO_MANY_ROWS, ROW_TOO_LARGE; after one the reader is used up.
  absl::Status Feed(std::string_view bytes, ImportedRows& rows);
  // The same for what is left at the end.
  absl::Status Finish(ImportedRows& rows);

  // "UTF-8", "UTF-8 BOM" or "GB18030", as far as is known.
  [[nodiscard]] std::string_view encoding() const { return decoder_.encoding(); }
  // Rows so far, good and wrong, the header not counted.
  [[nodiscard]] std::int64_t row_count() const { return row_count_; }

 private:
  absl::Status Take(absl::Status read, ImportedRows& rows);
  void ReadRecord(const CsvRecord& record, ImportedRows& rows) const;

  const ImportKind kind_;
  const std::int64_t max_rows_;
  TextDecoder decoder_;
  CsvRecordReader reader_;
  std::int64_t row_count_ = 0;
  // Of the piece that is being read.
  std::string text_;
  std::vector<CsvRecord> records_;
  std::vector<CsvRowError> row_errors_;
};

// A whole file before the rows' cells are read.
struct RawImportFile {
  std::string encoding;
  std::int64_t row_count = 0;
  std::vector<ImportRow> rows;
  std::vector<RowFault> faults;
};

// Reads a file that is not empty, of at most 50,000 rows.
absl::StatusOr<RawImportFile> ReadRawImportFile(ImportKind kind, std::string_view content);

// A header and one example row, in Chinese or English: UTF-8 with a byte order mark.
std::string MakeImportTemplate(ImportKind kind, bool in_english);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_IMPORTS_IMPORT_FILE_H_
