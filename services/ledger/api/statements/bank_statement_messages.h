// Statements and their lines as the API tells them.
#ifndef CUIJIAO_SERVICES_LEDGER_API_STATEMENTS_BANK_STATEMENT_MESSAGES_H_
#define CUIJIAO_SERVICES_LEDGER_API_STATEMENTS_BANK_STATEMENT_MESSAGES_H_

#include <optional>

#include "cuijiao/ledger/v1/bank_statement.pb.h"
#include "cuijiao/policy/v1/policy.pb.h"
#include "services/ledger/domain/statements/bank_line.h"
#include "services/ledger/domain/statements/mapped_statement.h"
#include "services/ledger/domain/statements/statement_match.h"

namespace cuijiao::ledger {

v1::BankStatement ToMessage(const BankStatement& statement);
v1::BankStatementLine ToMessage(const BankLine& line);
// Nothing where the request has none.
std::optional<StatementMapping> MappingOf(const v1::ImportBankStatementRequest& request);
MatchWeights WeightsOf(const policy::v1::StatementMatch& policy);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_STATEMENTS_BANK_STATEMENT_MESSAGES_H_
