#include "services/ledger/api/row_errors.h"

#include <algorithm>
#include <cstdint>

namespace cuijiao::ledger {
namespace {

constexpr std::size_t kMaxTold = 1000;

}  // namespace

void TellRowFaults(std::vector<RowFault> faults,
                   google::protobuf::RepeatedPtrField<v1::RowError>& told) {
  std::ranges::stable_sort(faults, {}, &RowFault::line);
  if (faults.size() > kMaxTold) faults.resize(kMaxTold);
  for (const RowFault& fault : faults) {
    v1::RowError& error = *told.Add();
    error.set_line(static_cast<std::int32_t>(fault.line));
    error.set_column(fault.column);
    error.set_message(fault.message);
    error.set_reason(fault.reason);
  }
}

}  // namespace cuijiao::ledger
