// A bank's CSV whose columns a mapping names (LED-13).
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_MAPPED_STATEMENT_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_MAPPED_STATEMENT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "services/ledger/domain/statements/statement_line.h"

namespace cuijiao::ledger {

// Which column is what. Names are compared without regard to case and width.
struct StatementMapping {
  std::string account;  // part of each line's identity
  PaymentMethod method = PaymentMethod::kBankTransfer;
  char separator = ',';
  std::string date_column;
  // "YYYY-MM-DD", "DD/MM/YYYY", "YYYYMMDD": Y, M and D stand for digits, the rest for itself; what
  // stands behind it, after a space, is not read. Empty: the forms of written_forms.h.
  std::string date_format;
  // Signed amounts in one column, below zero going out; or credits and debits apart.
  std::string amount_column;
  std::string credit_column;
  std::string debit_column;
  std::string payer_column;
  std::vector<std::string> remark_columns;
  std::string external_id_column;
  // The first cell of the row that ends the table: "合计". Empty for none.
  std::string end_marker;
};

// MAPPING_WRONG naming the field. INVALID_ARGUMENT.
absl::Status CheckMapping(const StatementMapping& mapping);

// A date written as `format` says.
absl::StatusOr<Date> ReadDateAs(std::string_view format, std::string_view text);

// Pure. The table begins with the first row that has all columns of the mapping; what stands before
// it is the bank's heading. Without an external id, a row is known by its content and by how many
// like it stand before it in the file. Errors: CheckMapping's, HEADER_WRONG, STATEMENT_INCOMPLETE
// (the end marker is missing), STATEMENT_BROKEN, STATEMENT_TOO_LARGE.
absl::StatusOr<StatementFile> ReadMappedStatement(std::string_view utf8,
                                                  const StatementMapping& mapping);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_MAPPED_STATEMENT_H_
