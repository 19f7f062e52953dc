#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "common/db/migration_file.h"
#include "common/db/migrations.h"
#include "common/status/macros.h"
#include "fmt/format.h"

namespace cuijiao::db {
namespace {

constexpr std::size_t kNameLengthMost = 64;

// Names are put into the text of statements: nothing that could end a quote may be in them.
absl::Status CheckName(std::string_view what, std::string_view name) {
  bool plain = !name.empty() && name.size() <= kNameLengthMost;
  for (const char c : name) {
    plain = plain && (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_');
  }
  if (plain) return absl::OkStatus();
  return absl::InvalidArgumentError(
      fmt::format("{} '{}' must be letters, digits and underscores", what, name));
}

// From any host: who may connect from where is the network's to say.
std::string Account(std::string_view user) { return fmt::format("'{}'@'%'", user); }

std::string QuotedSchema(std::string_view schema) { return fmt::format("`{}`", schema); }

std::string QuotedText(std::string_view text) {
  return fmt::format("'{}'", absl::StrReplaceAll(std::string(text), {{"\\", "\\\\"}, {"'", "''"}}));
}

DatabaseSettings WithoutSchema(DatabaseSettings settings) {
  settings.schema.clear();
  return settings;
}

// Definitions commit by themselves; each is run once.
absl::Status RunAll(const DatabaseSettings& admin, const std::vector<std::string>& statements) {
  Database database(WithoutSchema(admin));
  return database.Transact("DefineAccount",
                           [&](Transaction& transaction) {
                             for (const std::string& statement : statements) {
                               CUIJIAO_RETURN_IF_ERROR(transaction.ExecuteDefinition(statement));
                             }
                             return absl::OkStatus();
                           },
                           {.max_attempts = 3});
}

}  // namespace

absl::Status CreateSchemaAndUser(const DatabaseSettings& admin, std::string_view schema,
                                 std::string_view user, std::string_view password) {
  CUIJIAO_RETURN_IF_ERROR(CheckName("schema", schema));
  CUIJIAO_RETURN_IF_ERROR(CheckName("user", user));
  const std::string identified =
      fmt::format("{} IDENTIFIED BY {}", Account(user), QuotedText(password));
  // Ids and words compare byte by byte; what people search by is normalised before it is stored.
  return RunAll(
      admin,
      {fmt::format("CREATE DATABASE IF NOT EXISTS {} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
                   QuotedSchema(schema)),
       fmt::format("CREATE USER IF NOT EXISTS {}", identified),
       fmt::format("ALTER USER {}", identified)});
}

absl::Status ApplyGrants(const DatabaseSettings& admin, const std::filesystem::path& grants_file,
                         std::string_view schema, std::string_view user) {
  CUIJIAO_RETURN_IF_ERROR(CheckName("schema", schema));
  CUIJIAO_RETURN_IF_ERROR(CheckName("user", user));
  std::ifstream in(grants_file, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  if (!in.good()) {
    return absl::FailedPreconditionError(
        fmt::format("grants {}: cannot be read", grants_file.string()));
  }
  absl::StatusOr<std::vector<std::string>> grants = SplitStatements(absl::StrReplaceAll(
      content.str(), {{"{user}", Account(user)}, {"{schema}", QuotedSchema(schema)}}));
  if (!grants.ok()) {
    return absl::FailedPreconditionError(
        fmt::format("grants {}: {}", grants_file.string(), std::string(grants.status().message())));
  }
  std::vector<std::string> statements = {
      fmt::format("REVOKE ALL PRIVILEGES, GRANT OPTION FROM {}", Account(user)),
      fmt::format("GRANT SELECT ON {}.schema_migration TO {}", QuotedSchema(schema),
                  Account(user))};
  statements.insert(statements.end(), grants->begin(), grants->end());
  return RunAll(admin, statements);
}

}  // namespace cuijiao::db
