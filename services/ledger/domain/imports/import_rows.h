// Rows of imports, read: what each says, and everything that is wrong with it by itself (LED-13).
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_IMPORT_ROWS_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_IMPORT_ROWS_H_

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "services/ledger/domain/billing/billing.h"
#include "services/ledger/domain/imports/import_cells.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/domain/organisation/organisation.h"

namespace cuijiao::ledger {

// Reasons of rows whose cells do not go together.
inline constexpr std::string_view kPeriodWrong = "PERIOD_WRONG";
inline constexpr std::string_view kUnitMissing = "UNIT_MISSING";
inline constexpr std::string_view kNothingOwed = "NOTHING_OWED";

// A unit, and what it is charged from a date on; a row without fee kind has no schedule.
struct UnitRow {
  Unit unit;
  std::optional<FeeSchedule> schedule;
  // The posting day from which on figures count the fee: a day before the import for a company that
  // goes live within its plan year (LED-19); empty for the day of the import.
  std::optional<Date> counts_from;
};

struct OwnerRow {
  Owner owner;
  Ownership ownership;
};

struct OpeningBillRow {
  std::string unit_id;
  FeeKind fee_kind = FeeKind::kProperty;
  Date period_start;
  Date period_end;
  Date due_date;
  ComponentAmounts unpaid;
  std::optional<Date> posting_date;  // empty for the day of the import
};

// What the system before received (LED-19).
struct OpeningReceiptRow {
  std::string reference;
  std::string unit_id;
  Fen amount;
  Date received_date;
  std::string bill_id;  // what it pays (MakeBillId); empty where the payer named none
};

// The unit is named by its id or by the number on its door.
struct ReceiptRow {
  std::string external_reference;
  std::string unit_id;
  std::string unit_no;
  Fen amount;
  PaymentMethod method = PaymentMethod::kCash;
  Date received_date;
  std::string collector_id;
  std::vector<std::string> collaborator_ids;
};

using ImportedValue =
    std::variant<UnitRow, OwnerRow, OpeningBillRow, ReceiptRow, OpeningReceiptRow>;

// A row that was read. `value` is to be used when there are no faults.
struct ReadRow {
  ImportRow row;  // canonical
  ImportedValue value;
  std::vector<RowFault> faults;
  // Only what it says of the unit or owner itself goes in: its fee or ownership is in already.
  bool facts_alone = false;
};

// Pure. Reading a canonical row gives the same again.
ReadRow ReadImportRow(ImportKind kind, ImportRow row);

// What makes the row itself: a unit's fee from a date, an ownership from a date, a bill's period, a
// receipt's reference, an opening receipt's unit and reference. Two rows of a file with one key are
// a mistake.
std::string RowKey(const ImportedValue& value);

// What the row is about: rows of one group are compared with one another (import_check.h). The unit
// of units, opening bills and opening receipts, the owner of owners; receipts are one group, in the
// file's order.
std::string GroupKey(const ImportedValue& value);

// All that the row says, byte by byte the same for rows that say the same.
std::string RowContent(const ImportRow& row);
// What it says of the unit or the owner itself, likewise; empty of kinds whose rows say nothing of
// the kind.
std::string FactsContent(ImportKind kind, const ImportRow& row);
// The cells of a RowContent; nothing when it is none.
std::optional<std::vector<std::string>> CellsOf(std::string_view content);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_IMPORT_ROWS_H_
