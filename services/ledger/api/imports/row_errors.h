// Wrong rows of a file as an answer tells them (LED-13).
#ifndef CUIJIAO_SERVICES_LEDGER_API_IMPORTS_ROW_ERRORS_H_
#define CUIJIAO_SERVICES_LEDGER_API_IMPORTS_ROW_ERRORS_H_

#include <cstdint>
#include <vector>

#include "cuijiao/ledger/v1/import.pb.h"
#include "services/ledger/domain/imports/import_cells.h"

namespace cuijiao::ledger {

// Faults of a file of any size: counts the rows, and keeps those of the first lines.
class FileFaults {
 public:
  // Faults of `wrong_count` rows.
  void Add(std::vector<RowFault> faults, std::int64_t wrong_count);
  [[nodiscard]] std::int64_t wrong_count() const { return wrong_count_; }
  [[nodiscard]] const std::vector<RowFault>& faults() const { return faults_; }

 private:
  std::vector<RowFault> faults_;
  std::int64_t wrong_count_ = 0;
};

// How many rows have faults.
std::int32_t CountWrongRows(const std::vector<RowFault>& faults);

// Adds the faults by line, the first 1000 of them; faults of one line stay in their order. Messages
// are in Chinese, by the reason, and in English.
void TellRowFaults(std::vector<RowFault> faults,
                   google::protobuf::RepeatedPtrField<v1::RowError>& told);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_IMPORTS_ROW_ERRORS_H_
