#include "tests/support/plain_text.h"

#include "absl/status/statusor.h"
#include "common/status/macros.h"
#include "fmt/format.h"
#include "tests/support/must.h"

namespace cuijiao::support {
namespace {

absl::StatusOr<std::vector<std::string>> Search(db::Transaction& transaction,
                                                std::string_view text) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows columns,
      transaction.Query("SELECT table_name AS of_table, column_name AS name"
                        " FROM information_schema.columns WHERE table_schema = DATABASE()"
                        " ORDER BY table_name, column_name"));
  std::vector<std::string> found;
  for (const db::Row& column : columns) {
    const std::string& table = column.String("of_table");
    const std::string& name = column.String("name");
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction.Query(fmt::format("SELECT 1 AS found FROM `{}`"
                                      " WHERE INSTR(CAST(`{}` AS BINARY), CAST(? AS BINARY)) > 0"
                                      " LIMIT 1",
                                      table, name),
                          {text}));
    if (!rows.empty()) found.push_back(fmt::format("{}.{}", table, name));
  }
  return found;
}

}  // namespace

std::vector<std::string> ColumnsHolding(db::Database& admin, std::string_view text) {
  return Must(admin.Read("search",
                         [&](db::Transaction& transaction) { return Search(transaction, text); }));
}

}  // namespace cuijiao::support
