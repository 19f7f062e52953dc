// Small CSV files that a method takes in one message: read whole, every wrong row listed.
#ifndef CUIJIAO_COMMON_TEXT_CSV_FILE_H_
#define CUIJIAO_COMMON_TEXT_CSV_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/text/csv_table.h"

namespace cuijiao {

// What is wrong with a row; `column` is the file's header cell, empty where the row as a whole is
// meant.
struct CsvFault {
  std::int64_t line = 0;
  std::string column;
  std::string problem;
  std::string reason;
};

// What a getter of CsvRecord, or its Refuse, said of a row.
CsvFault FaultOf(const CsvRecord& record, const absl::Status& refusal);

struct CsvFile {
  std::vector<CsvRecord> records;
  std::vector<CsvFault> faults;  // rows that are no records
};

// UTF-8, with or without a BOM, or GB18030. INVALID_ARGUMENT / ENCODING_UNKNOWN or HEADER_WRONG;
// RESOURCE_EXHAUSTED past `max_rows` below the header.
absl::StatusOr<CsvFile> ReadCsvFile(std::string_view content, absl::Span<const CsvColumn> columns,
                                    std::size_t max_rows);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_TEXT_CSV_FILE_H_
