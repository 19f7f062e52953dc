#include "services/ledger/api/imports/row_errors.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>
#include <utility>

namespace cuijiao::ledger {
namespace {

constexpr std::size_t kMaxTold = 1000;

void KeepFirst(std::vector<RowFault>& faults) {
  std::ranges::stable_sort(faults, {}, &RowFault::line);
  if (faults.size() > kMaxTold) faults.resize(kMaxTold);
}

}  // namespace

void FileFaults::Add(std::vector<RowFault> faults, std::int64_t wrong_count) {
  wrong_count_ += wrong_count;
  std::ranges::move(faults, std::back_inserter(faults_));
  if (faults_.size() > 4 * kMaxTold) KeepFirst(faults_);
}

std::int32_t CountWrongRows(const std::vector<RowFault>& faults) {
  std::set<std::int64_t> lines;
  for (const RowFault& fault : faults) lines.insert(fault.line);
  return static_cast<std::int32_t>(lines.size());
}

void TellRowFaults(std::vector<RowFault> faults,
                   google::protobuf::RepeatedPtrField<v1::RowError>& told) {
  KeepFirst(faults);
  for (const RowFault& fault : faults) {
    v1::RowError& error = *told.Add();
    error.set_line(static_cast<std::int32_t>(fault.line));
    error.set_column(fault.column);
    error.set_message(fault.message);
    error.set_reason(fault.reason);
  }
}

}  // namespace cuijiao::ledger
