// Checked rows go in: each through the path by which its thing comes in otherwise.
#ifndef CUIJIAO_SERVICES_LEDGER_API_IMPORT_APPLY_H_
#define CUIJIAO_SERVICES_LEDGER_API_IMPORT_APPLY_H_

#include <span>

#include "absl/status/status.h"
#include "common/rpc/call_context.h"
#include "services/ledger/api/ledger_context.h"
#include "services/ledger/domain/import_check.h"

namespace cuijiao::ledger {

// Applies rows of one kind that ImportCheck has let pass. The project's partitions are locked. Any
// error is of the whole import.
absl::Status ApplyRows(db::Transaction& transaction, LedgerContext& context,
                       const CallContext& call, ImportKind kind, std::span<const ReadRow> rows,
                       const ImportFacts& facts);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_IMPORT_APPLY_H_
