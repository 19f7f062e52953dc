// A file's bytes as rows, with everything that is wrong with each by itself.
#ifndef CUIJIAO_SERVICES_LEDGER_API_IMPORT_FILE_H_
#define CUIJIAO_SERVICES_LEDGER_API_IMPORT_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/ledger/domain/import_rows.h"

namespace cuijiao::ledger {

// Reasons of INVALID_ARGUMENT; RESOURCE_EXHAUSTED for the last.
inline constexpr std::string_view kEncodingUnknown = "ENCODING_UNKNOWN";
inline constexpr std::string_view kHeaderWrong = "HEADER_WRONG";
inline constexpr std::string_view kTooManyRows = "TOO_MANY_ROWS";

struct ImportFile {
  std::string encoding;  // "UTF-8", "UTF-8 BOM" or "GB18030"
  std::int64_t row_count = 0;
  // Canonical rows without faults of their own, by line.
  std::vector<ImportRow> good_rows;
  std::vector<RowFault> faults;
};

// The same before the rows' cells are read.
struct RawImportFile {
  std::string encoding;
  std::int64_t row_count = 0;
  std::vector<ImportRow> rows;
  std::vector<RowFault> faults;
};

// Reads a file that is not empty.
absl::StatusOr<RawImportFile> ReadRawImportFile(ImportKind kind, std::string_view content);
absl::StatusOr<ImportFile> ReadImportFile(ImportKind kind, std::string_view content);

// A header and one example row, in Chinese or English: UTF-8 with a byte order mark.
std::string MakeImportTemplate(ImportKind kind, bool in_english);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_IMPORT_FILE_H_
