// ISO 20022 camt.053, bank to customer statement, versions 02 to 13 (LED-13). What is read of a
// Stmt: Acct/Id; Bal (OPBD or PRCD, CLBD); of each Ntry Amt with Ccy, CdtDbtInd, RvslInd, Sts (from
// version 04 on Sts/Cd), BookgDt, ValDt, AcctSvcrRef; of its NtryDtls/TxDtls Refs/EndToEndId,
// RltdPties/Dbtr/Nm (from version 08 on Dbtr/Pty/Nm), RmtInf/Ustrd.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_CAMT_STATEMENT_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_CAMT_STATEMENT_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "services/ledger/domain/statements/statement_line.h"

namespace cuijiao::ledger {

// Whether the text is XML at all.
bool IsXml(std::string_view utf8);

// Pure. Elements are found by their local names. A booked credit is a receipt, one for each TxDtls
// where there are several; a booked debit that reverses a credit is a return, any other debit no
// receipt; what is pending (PDNG) is listed as such. Nothing outside the text is ever looked at: a
// document type declaration is refused (DOCTYPE_FORBIDDEN), and entities of its own with it.
// Bounds: 40 levels, 400,000 elements and attributes' tags, kMaxStatementRows entries. Errors:
// STATEMENT_BROKEN naming the line, STATEMENT_UNKNOWN (another message or version),
// STATEMENT_INCOMPLETE (a balance is missing), BALANCE_DIFFERS (opening + booked entries is not
// closing), TOTALS_DIFFER (the summary's counts or sums), STATEMENT_TOO_LARGE.
absl::StatusOr<StatementFile> ReadCamtStatement(std::string_view utf8);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_CAMT_STATEMENT_H_
