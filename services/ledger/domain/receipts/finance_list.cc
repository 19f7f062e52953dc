#include "services/ledger/domain/receipts/finance_list.h"

#include <utility>

namespace cuijiao::ledger {

ReadFinanceRow ReadFinanceReceipt(ImportRow row) {
  ReadFinanceRow read;
  read.row.line = static_cast<int>(row.line);
  ImportCells cells(ImportKind::kFinanceReceipts, std::move(row));
  read.row.receipt_number = cells.OptionalText("receipt_number", 64);
  read.row.external_reference = cells.OptionalText("external_reference", 64);
  read.row.unit_id = cells.OptionalId("unit_id");
  if (!cells.IsEmpty("received_date")) read.row.received_date = cells.Date("received_date");
  read.row.amount = cells.Amount("amount");
  const bool named = !read.row.receipt_number.empty() || !read.row.external_reference.empty() ||
                     (!read.row.unit_id.empty() && read.row.received_date);
  if (!named && cells.faults().empty()) {
    cells.Fault("", kPaymentNotNamed,
                "neither a receipt number, nor a reference, nor a unit with a received date");
  }
  read.faults = cells.faults();
  return read;
}

}  // namespace cuijiao::ledger
