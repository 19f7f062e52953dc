// Reads one row of an import cell by cell, and gathers everything that is wrong with it.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_IMPORT_CELLS_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_IMPORT_CELLS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/ledger/domain/imports/import_columns.h"

namespace cuijiao::ledger {

// Reasons of wrong cells besides those of common/text/csv_table.h.
inline constexpr std::string_view kIdInvalid = "ID_INVALID";
inline constexpr std::string_view kWordUnknown = "WORD_UNKNOWN";

// What is wrong with a row; `column` is empty where the whole row is meant. Holds no personal data.
struct RowFault {
  std::int64_t line = 0;
  std::string column;
  std::string message;
  std::string reason;
  friend bool operator==(const RowFault&, const RowFault&) = default;
};

// A row: its line in the file, its cells by ImportColumns.
struct ImportRow {
  std::int64_t line = 0;
  std::vector<std::string> cells;
};

// One of the words that a cell may hold, in English and Chinese; `value` is what it stands for.
struct ImportWord {
  std::string_view english;
  std::vector<std::string_view> chinese;
  int value;
};

// Each getter reads the cell of a column, rewrites it in one canonical form (so that equal rows
// are equal byte by byte), and notes a fault where it cannot; what it then returns is not to be
// used. Empty cells: a fault, or with the Optional getters nothing.
class ImportCells {
 public:
  // A row that was staged before its kind had a column has that cell empty.
  ImportCells(ImportKind kind, ImportRow row) : kind_(kind), row_(std::move(row)) {
    row_.cells.resize(ImportColumns(kind).size());
  }

  [[nodiscard]] bool IsEmpty(std::string_view column) const;

  std::string Text(std::string_view column, std::size_t max_bytes);
  std::string OptionalText(std::string_view column, std::size_t max_bytes);
  // 1 to 32 letters, digits, '-', '_', '.', '/' and ':', as the API's ids are.
  std::string Id(std::string_view column);
  std::string OptionalId(std::string_view column);
  // Ids with ';', ',' or '、' between them.
  std::vector<std::string> Ids(std::string_view column);
  cuijiao::Date Date(std::string_view column);
  // Not negative, at most kMaxAmountFen; Amount is above zero as well.
  Fen Amount(std::string_view column);
  Fen OptionalAmount(std::string_view column);
  std::int64_t Integer(std::string_view column, std::int64_t min, std::int64_t max);
  // A decimal number that is not negative, in units of its last of `decimals` places: 89.5 with 2
  // is 8950.
  std::int64_t Decimal(std::string_view column, int decimals, std::int64_t max);
  int Word(std::string_view column, std::span<const ImportWord> words);

  void Fault(std::string_view column, std::string_view reason, std::string_view message);

  [[nodiscard]] const std::vector<RowFault>& faults() const { return faults_; }
  // With every cell that was read in its canonical form.
  [[nodiscard]] const ImportRow& row() const { return row_; }

 private:
  std::string& Cell(std::string_view column);
  // The cell's text for a message, or stars where it is personal.
  std::string Shown(std::string_view column);

  const ImportKind kind_;
  ImportRow row_;
  std::vector<RowFault> faults_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_IMPORT_CELLS_H_
