#include "common/db/migrations.h"

#include <map>
#include <span>
#include <utility>

#include "absl/time/clock.h"
#include "common/crypto/digest.h"
#include "common/db/migration_file.h"
#include "common/fault/failpoint.h"
#include "common/status/macros.h"
#include "fmt/format.h"

namespace cuijiao::db {
namespace {

constexpr absl::Duration kWaitForOtherApplier = absl::Minutes(1);
constexpr absl::Duration kLongestStatement = absl::Hours(4);

// What schema_migration says of one version.
struct Recorded {
  std::string file_name;
  std::string checksum;
  int statements_applied = 0;
  std::string statements_checksum;  // of those applied
  bool complete = false;
};
using Record = std::map<int, Recorded>;

std::string ChecksumOf(std::span<const std::string> statements) {
  return HexEncode(Sha256(fmt::format("{}", fmt::join(statements, ";\n"))));
}

absl::Status Stop(const std::filesystem::path& file, std::string_view why) {
  return absl::FailedPreconditionError(fmt::format("migration {}: {}", file.string(), why));
}

absl::Status CreateTables(Database& database) {
  return database.Transact("CreateMigrationTables", [](Transaction& transaction) {
    CUIJIAO_RETURN_IF_ERROR(
        transaction.ExecuteDefinition("CREATE TABLE IF NOT EXISTS schema_migration ("
                                      " version INT NOT NULL PRIMARY KEY,"
                                      " name VARCHAR(255) NOT NULL,"
                                      " checksum CHAR(64) NOT NULL,"
                                      " statements_applied INT NOT NULL,"
                                      " statements_checksum CHAR(64) NOT NULL,"
                                      " applied_time DATETIME(6) NULL)"));
    CUIJIAO_RETURN_IF_ERROR(transaction.ExecuteDefinition(
        "CREATE TABLE IF NOT EXISTS schema_migration_lock (lock_id INT NOT NULL PRIMARY KEY)"));
    return transaction
        .Execute(
            "INSERT INTO schema_migration_lock (lock_id) VALUES (1)"
            " ON DUPLICATE KEY UPDATE lock_id = lock_id")
        .status();
  });
}

absl::StatusOr<Record> LoadRecord(Transaction& transaction) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const Rows rows,
      transaction.Query("SELECT version, name, checksum, statements_applied, statements_checksum,"
                        " applied_time FROM schema_migration"));
  Record record;
  for (const Row& row : rows) {
    record[row.Int32("version")] = {row.String("name"), row.String("checksum"),
                                    row.Int32("statements_applied"),
                                    row.String("statements_checksum"), !row.IsNull("applied_time")};
  }
  return record;
}

// OK when what is recorded is the beginning of `migrations`, as they stand.
absl::Status CheckRecord(const Record& record, const std::vector<Migration>& migrations,
                         const std::filesystem::path& directory) {
  for (const auto& [version, recorded] : record) {
    const std::filesystem::path file = directory / recorded.file_name;
    if (version < 1 || static_cast<std::size_t>(version) > migrations.size()) {
      return Stop(file, "was applied, but the file is missing");
    }
    const Migration& migration = migrations[static_cast<std::size_t>(version) - 1];
    if (recorded.complete) {
      if (migration.file_name != recorded.file_name) {
        return Stop(file, fmt::format("was applied, but is now named {}", migration.file_name));
      }
      if (migration.checksum != recorded.checksum) {
        return Stop(file, "has changed since it was applied; write a new migration instead");
      }
      continue;
    }
    const auto ran = static_cast<std::size_t>(recorded.statements_applied);
    if (ran > migration.statements.size() ||
        ChecksumOf(std::span(migration.statements).first(ran)) != recorded.statements_checksum) {
      return Stop(directory / migration.file_name,
                  fmt::format("was interrupted after statement {}; the statements up to there ran "
                              "already and have changed",
                              ran));
    }
  }
  return absl::OkStatus();
}

absl::Status InsertRecord(Database& database, const Migration& migration) {
  return database.Transact("BeginMigration", [&](Transaction& transaction) {
    return transaction
        .Execute(
            "INSERT INTO schema_migration"
            " (version, name, checksum, statements_applied, statements_checksum)"
            " VALUES (?, ?, ?, 0, ?)",
            {migration.version, migration.file_name, migration.checksum, ChecksumOf({})})
        .status();
  });
}

absl::Status UpdateRecord(Transaction& transaction, const Migration& migration,
                          std::size_t statements_applied) {
  const bool complete = statements_applied == migration.statements.size();
  return transaction
      .Execute(
          "UPDATE schema_migration SET name = ?, checksum = ?, statements_applied = ?,"
          " statements_checksum = ?, applied_time = ? WHERE version = ?",
          {migration.file_name, migration.checksum, static_cast<std::int64_t>(statements_applied),
           ChecksumOf(std::span(migration.statements).first(statements_applied)),
           complete ? std::optional(absl::Now()) : std::nullopt, migration.version})
      .status();
}

// True when a definition fails because it stands already: table, column, key, foreign key there, or
// what it drops gone.
bool StandsAlready(const absl::Status& status) {
  switch (DatabaseErrorCode(status)) {
    case 1050:
    case 1051:
    case 1060:
    case 1061:
    case 1068:
    case 1091:
    case 1826:
      return true;
    default:
      return false;
  }
}

// Runs statement `index` and records it. One that changes rows is recorded in the transaction of
// the change; a definition commits by itself before, so that a run that ends between the two finds
// it standing: `may_stand` lets it.
absl::Status ApplyStatement(Database& database, const Migration& migration, std::size_t index,
                            bool may_stand) {
  return database.Transact("ApplyMigration",
                           [&](Transaction& transaction) {
                             const absl::Status ran =
                                 transaction.ExecuteDefinition(migration.statements[index]);
                             if (!ran.ok() && !(may_stand && StandsAlready(ran))) return ran;
                             CUIJIAO_RETURN_IF_ERROR(fault::Point("migration.statement_ran"));
                             return UpdateRecord(transaction, migration, index + 1);
                           },
                           {.max_attempts = 1});
}

absl::Status ApplyMigration(Database& database, const Migration& migration, std::size_t first,
                            bool continued, const std::filesystem::path& directory) {
  for (std::size_t index = first; index < migration.statements.size(); ++index) {
    const absl::Status status =
        ApplyStatement(database, migration, index, continued && index == first);
    if (!status.ok()) {
      return Stop(directory / migration.file_name,
                  fmt::format("statement {} of {} failed: {}", index + 1,
                              migration.statements.size(), std::string(status.message())));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<MigrationReport> ApplyMissing(Database& database,
                                             const std::vector<Migration>& migrations,
                                             const std::filesystem::path& directory) {
  CUIJIAO_ASSIGN_OR_RETURN(const Record record, database.Read("LoadMigrations", LoadRecord));
  CUIJIAO_RETURN_IF_ERROR(CheckRecord(record, migrations, directory));
  MigrationReport report;
  for (const Migration& migration : migrations) {
    const auto recorded = record.find(migration.version);
    const bool continued = recorded != record.end();
    if (continued && recorded->second.complete) {
      ++report.already_applied;
      continue;
    }
    std::size_t first = 0;
    if (continued) {
      first = static_cast<std::size_t>(recorded->second.statements_applied);
      report.continued = fmt::format("{} after statement {}", migration.file_name, first);
    } else {
      CUIJIAO_RETURN_IF_ERROR(InsertRecord(database, migration));
    }
    CUIJIAO_RETURN_IF_ERROR(ApplyMigration(database, migration, first, continued, directory));
    report.applied.push_back(migration.file_name);
  }
  return report;
}

DatabaseSettings ForMigrations(DatabaseSettings settings) {
  settings.pool_size = 2;  // one holds the lock, the other works
  settings.statement_timeout = absl::ZeroDuration();
  settings.answer_timeout = kLongestStatement;
  settings.lock_wait_timeout = kWaitForOtherApplier;
  return settings;
}

}  // namespace

absl::StatusOr<MigrationReport> ApplyMigrations(const DatabaseSettings& admin,
                                                const std::filesystem::path& directory) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Migration> migrations, LoadMigrations(directory));
  Database database(ForMigrations(admin));
  CUIJIAO_RETURN_IF_ERROR(CreateTables(database));
  return database.Transact(
      "LockMigrations",
      [&](Transaction& lock) -> absl::StatusOr<MigrationReport> {
        CUIJIAO_RETURN_IF_ERROR(
            lock.Query("SELECT lock_id FROM schema_migration_lock WHERE lock_id = 1 FOR UPDATE")
                .status());
        return ApplyMissing(database, migrations, directory);
      },
      {.max_attempts = 1});
}

absl::Status CheckMigrations(Database& database, const std::filesystem::path& directory) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Migration> migrations, LoadMigrations(directory));
  const absl::StatusOr<Record> record = database.Read("LoadMigrations", LoadRecord);
  constexpr int kNoSuchTable = 1146;
  constexpr int kNoRightOnTable = 1142;  // what a user with few rights is told in its place
  const int code = DatabaseErrorCode(record.status());
  if (code == kNoSuchTable || code == kNoRightOnTable) {
    return Stop(directory, "none is applied; run cuijiao-migrate");
  }
  CUIJIAO_RETURN_IF_ERROR(record.status());
  CUIJIAO_RETURN_IF_ERROR(CheckRecord(*record, migrations, directory));
  for (const Migration& migration : migrations) {
    const auto recorded = record->find(migration.version);
    if (recorded == record->end() || !recorded->second.complete) {
      return Stop(directory / migration.file_name, "is not applied; run cuijiao-migrate");
    }
  }
  return absl::OkStatus();
}

}  // namespace cuijiao::db
