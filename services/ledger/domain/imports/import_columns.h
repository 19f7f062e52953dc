// The columns of the files that the ledger imports (LED-13): English and Chinese names, an example.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_IMPORT_COLUMNS_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_IMPORT_COLUMNS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/text/csv_table.h"

namespace cuijiao::ledger {

// Kinds of files; the numbers are those of the proto.
enum class ImportKind : std::uint8_t {
  kUnits = 1,
  kOwners = 2,
  kOpeningBills = 3,
  kReceipts = 4,
  kFinanceReceipts = 5,  // laid against the ledger (domain/receipts/finance_list.h), never imported
  kOpeningReceipts = 6,
  kOpeningTotals = 7,  // laid against the ledger (domain/imports/opening_totals.h), never imported
};

// "UNITS", "OPENING_BILLS": as the tables write it.
std::string_view ImportKindName(ImportKind kind);

struct ImportColumn {
  CsvColumn names;
  bool personal = false;  // its values are never told
  std::string example;
};

// In the order of the template; rows of a kind carry their cells in this order.
const std::vector<ImportColumn>& ImportColumns(ImportKind kind);

// The column's place; ends the process for a name that the kind does not have.
std::size_t ImportColumnIndex(ImportKind kind, std::string_view name);

// "amount (金额)": how errors call it.
std::string ImportColumnLabel(const ImportColumn& column);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_IMPORT_COLUMNS_H_
