// Wrong rows of a file as an answer tells them (LED-13).
#ifndef CUIJIAO_SERVICES_LEDGER_API_ROW_ERRORS_H_
#define CUIJIAO_SERVICES_LEDGER_API_ROW_ERRORS_H_

#include <vector>

#include "cuijiao/ledger/v1/import.pb.h"
#include "services/ledger/domain/import_cells.h"

namespace cuijiao::ledger {

// Adds the faults by line, the first 1000 of them; faults of one line stay in their order.
void TellRowFaults(std::vector<RowFault> faults,
                   google::protobuf::RepeatedPtrField<v1::RowError>& told);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_ROW_ERRORS_H_
