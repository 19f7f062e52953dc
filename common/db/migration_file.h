// Migrations as files: NNNN_name.sql, read, checked and split into statements. No database here.
#ifndef CUIJIAO_COMMON_DB_MIGRATION_FILE_H_
#define CUIJIAO_COMMON_DB_MIGRATION_FILE_H_

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace cuijiao::db {

struct Migration {
  int version = 0;        // from the file's name, beginning at 1
  std::string file_name;  // "0001_journal.sql"
  std::string checksum;   // SHA-256 of the file's bytes, hexadecimal
  std::vector<std::string> statements;
};

// Splits SQL into statements. A statement ends with `;` as the last thing on its line; `--` to the
// line's end is a comment and dropped, except within quotes. INVALID_ARGUMENT when text is left
// over after the last `;` or a quote is not closed.
absl::StatusOr<std::vector<std::string>> SplitStatements(std::string_view sql);

// The migrations of `directory` in order. Other files (grants.sql, README.md) are left alone.
// FAILED_PRECONDITION naming the file when numbers repeat or leave a gap, a .sql file that begins
// with a digit is not named NNNN_name.sql, or one cannot be split or is empty; also when there are
// none at all.
absl::StatusOr<std::vector<Migration>> LoadMigrations(const std::filesystem::path& directory);

}  // namespace cuijiao::db

#endif  // CUIJIAO_COMMON_DB_MIGRATION_FILE_H_
