// Bringing a schema up to date, and checking that it is.
//
// A directory of migrations (services/<service>/schema) holds NNNN_name.sql, numbered from 0001
// without gaps, and grants.sql. A migration that was applied is never edited: its checksum is kept
// in the table schema_migration and compared at each start.
#ifndef CUIJIAO_COMMON_DB_MIGRATIONS_H_
#define CUIJIAO_COMMON_DB_MIGRATIONS_H_

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/database.h"
#include "common/db/database_settings.h"

namespace cuijiao::db {

struct MigrationReport {
  std::vector<std::string> applied;  // file names, in order
  // "0002_bills.sql after statement 3": a migration that an earlier run left half done, and that
  // this one went on with; empty when there was none.
  std::string continued;
  int already_applied = 0;
};

// Creates the schema and the user when absent, and sets the user's password. The names must be
// letters, digits and underscores (INVALID_ARGUMENT). `admin` may create both; its schema is not
// used.
absl::Status CreateSchemaAndUser(const DatabaseSettings& admin, std::string_view schema,
                                 std::string_view user, std::string_view password);

// Applies what is not yet applied of `directory` to the schema of `admin`, whose user may change
// it. One applier at a time: another waits for up to a minute. FAILED_PRECONDITION naming the file:
// a migration that was applied and has changed or is missing, a gap or a repeated number, a
// statement that fails (with its number; what ran before it stands, and after the file is mended
// from that statement on, the next run goes on there).
absl::StatusOr<MigrationReport> ApplyMigrations(const DatabaseSettings& admin,
                                                const std::filesystem::path& directory);

// Runs a file of GRANT statements, split as migrations are. In them `{user}` stands for the quoted
// account ('ledger'@'%') and `{schema}` for the quoted schema (`ledger`):
//   GRANT SELECT, INSERT ON {schema}.journal_entry TO {user};
// Rights that the user had before on the schema are taken away first, so that the file says all of
// them; reading schema_migration is always granted.
absl::Status ApplyGrants(const DatabaseSettings& admin, const std::filesystem::path& grants_file,
                         std::string_view schema, std::string_view user);

// OK when exactly the migrations of `directory` are applied, completely and unchanged; else
// FAILED_PRECONDITION naming the first that is not. A service calls it at start, as its own
// restricted user, before it answers anyone.
absl::Status CheckMigrations(Database& database, const std::filesystem::path& directory);

}  // namespace cuijiao::db

#endif  // CUIJIAO_COMMON_DB_MIGRATIONS_H_
