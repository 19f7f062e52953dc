#include "common/db/migration_file.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "common/crypto/digest.h"
#include "common/status/macros.h"
#include "fmt/format.h"

namespace cuijiao::db {
namespace {

constexpr std::size_t kNumberDigits = 4;
constexpr std::string_view kExtension = ".sql";

absl::Status Unusable(std::string_view what, std::string_view why) {
  return absl::FailedPreconditionError(fmt::format("migration {}: {}", what, why));
}

bool IsBlankUntilLineEnd(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  const std::string_view rest = line.substr(std::min(line.find_first_not_of(" \t\r"), line.size()));
  return rest.empty() || rest.starts_with("--");
}

absl::StatusOr<Migration> LoadMigration(const std::filesystem::path& file) {
  Migration migration;
  migration.file_name = file.filename().string();
  const std::string& name = migration.file_name;
  const bool numbered =
      name.size() > kNumberDigits + 1 + kExtension.size() && name[kNumberDigits] == '_' &&
      std::all_of(name.begin(), name.begin() + kNumberDigits,
                  [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }) &&
      absl::SimpleAtoi(name.substr(0, kNumberDigits), &migration.version);
  if (!numbered) return Unusable(file.string(), "is not named NNNN_name.sql");

  std::ifstream in(file, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  if (!in.good()) return Unusable(file.string(), "cannot be read");
  migration.checksum = HexEncode(Sha256(content.str()));
  absl::StatusOr<std::vector<std::string>> statements = SplitStatements(content.str());
  if (!statements.ok()) return Unusable(file.string(), std::string(statements.status().message()));
  if (statements->empty()) return Unusable(file.string(), "holds no statement");
  migration.statements = *std::move(statements);
  return migration;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> SplitStatements(std::string_view sql) {
  std::vector<std::string> statements;
  std::string statement;
  char quote = '\0';
  for (std::size_t i = 0; i < sql.size(); ++i) {
    const char c = sql[i];
    if (quote != '\0') {
      statement.push_back(c);
      if (c == '\\' && quote != '`' && i + 1 < sql.size()) {
        statement.push_back(sql[++i]);
      } else if (c == quote) {
        quote = '\0';
      }
      continue;
    }
    if (sql.substr(i).starts_with("--")) {
      while (i + 1 < sql.size() && sql[i + 1] != '\n') ++i;
      continue;
    }
    if (c == ';' && IsBlankUntilLineEnd(sql.substr(i + 1))) {
      absl::StripAsciiWhitespace(&statement);
      if (!statement.empty()) statements.push_back(std::move(statement));
      statement.clear();
      continue;
    }
    if (c == '\'' || c == '"' || c == '`') quote = c;
    statement.push_back(c);
  }
  if (quote != '\0') return absl::InvalidArgumentError("a quote is not closed");
  if (!absl::StripAsciiWhitespace(statement).empty()) {
    return absl::InvalidArgumentError(fmt::format(
        "statement {} does not end with ';' at the end of a line", statements.size() + 1));
  }
  return statements;
}

absl::StatusOr<std::vector<Migration>> LoadMigrations(const std::filesystem::path& directory) {
  std::vector<Migration> migrations;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::filesystem::path& file = entry->path();
    const std::string name = file.filename().string();
    if (!name.ends_with(kExtension) ||
        !absl::ascii_isdigit(static_cast<unsigned char>(name.front()))) {
      continue;
    }
    CUIJIAO_ASSIGN_OR_RETURN(Migration migration, LoadMigration(file));
    migrations.push_back(std::move(migration));
  }
  if (error) return Unusable(directory.string(), error.message());
  if (migrations.empty()) return Unusable(directory.string(), "holds no NNNN_name.sql");

  std::sort(migrations.begin(), migrations.end(), [](const Migration& a, const Migration& b) {
    return std::pair(a.version, a.file_name) < std::pair(b.version, b.file_name);
  });
  int expected = 1;
  for (const Migration& migration : migrations) {
    if (migration.version < expected) {
      return Unusable((directory / migration.file_name).string(), "its number is taken twice");
    }
    if (migration.version > expected) {
      return Unusable((directory / migration.file_name).string(),
                      fmt::format("number {} is missing before it", expected));
    }
    ++expected;
  }
  return migrations;
}

}  // namespace cuijiao::db
