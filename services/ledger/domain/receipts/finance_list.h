// Finance's own receipts list as it is read from a file and kept (LED-11).
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_FINANCE_LIST_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_FINANCE_LIST_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/ledger/domain/imports/import_cells.h"
#include "services/ledger/domain/receipts/reconciliation.h"

namespace cuijiao::ledger {

// Reason of a row that names no payment.
inline constexpr std::string_view kPaymentNotNamed = "PAYMENT_NOT_NAMED";

struct FinanceList {
  std::string id;
  std::string project_id;
  Month month;
  int version = 1;  // of the project's month
  int row_count = 0;
  Fen total;
  int difference_count = 0;  // when it was laid
  std::string imported_by;
  absl::Time recorded_time;
};

struct ReadFinanceRow {
  FinanceRow row;
  std::vector<RowFault> faults;
};

// Reads a row of ImportKind::kFinanceReceipts. Pure.
ReadFinanceRow ReadFinanceReceipt(ImportRow row);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_FINANCE_LIST_H_
