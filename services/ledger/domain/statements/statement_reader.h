// A file's bytes as a statement of a bank or wallet, told apart by content (LED-13).
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_STATEMENT_READER_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_STATEMENT_READER_H_

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/ledger/domain/statements/mapped_statement.h"
#include "services/ledger/domain/statements/statement_line.h"

namespace cuijiao::ledger {

// Pure. UTF-8 with or without a byte order mark, or GB18030. A wallet's bill and camt.053 say by
// themselves what is what, and a mapping with them is refused (MAPPING_NOT_WANTED); any other table
// needs one (MAPPING_MISSING). Further errors: ENCODING_UNKNOWN, and those of the kind's reader.
absl::StatusOr<StatementFile> ReadStatement(std::string_view content,
                                            const std::optional<StatementMapping>& mapping);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_STATEMENT_READER_H_
