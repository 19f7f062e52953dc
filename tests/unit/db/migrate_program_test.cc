// The program cuijiao-migrate as an operator runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

#include "common/db/database.h"
#include "common/db/migrations.h"
#include "fmt/format.h"
#include "tests/support/scratch_directory.h"
#include "tests/support/test_database.h"

namespace cuijiao::db {
namespace {

using support::TestDatabase;
using testing::HasSubstr;

struct Ended {
  int exit_status = -1;
  std::string output;  // both streams
};

class MigrateProgram : public testing::Test {
 protected:
  MigrateProgram() {
    directory_.Write("password", "s3cret 'quoted'\n");
    directory_.Write("0001_first.sql", "CREATE TABLE a (id INT PRIMARY KEY);\n");
    directory_.Write("grants.sql", "GRANT SELECT ON {schema}.a TO {user};\n");
  }

  static Ended Run(const std::string& arguments) {
    const std::string command = fmt::format("'{}' {} 2>&1 </dev/null", MIGRATE_PROGRAM, arguments);
    // NOLINTNEXTLINE(bugprone-command-processor): the shell joins the program's two outputs
    std::FILE* const pipe = popen(command.c_str(), "r");
    Ended ended;
    std::array<char, 4096> piece = {};
    while (const std::size_t count = std::fread(piece.data(), 1, piece.size(), pipe)) {
      ended.output.append(piece.data(), count);
    }
    ended.exit_status = WEXITSTATUS(pclose(pipe));
    return ended;
  }

  [[nodiscard]] Ended Migrate(std::string_view socket) const {
    return Run(
        fmt::format("--socket '{}' --schema operated --user operator --password-file '{}'"
                    " --directory '{}'",
                    socket, (directory_.path() / "password").string(), directory_.path().string()));
  }

  const support::ScratchDirectory directory_;
};

TEST_F(MigrateProgram, MakesSchemaUserTablesAndRightsAndSaysSo) {
  const Ended first = Migrate(TestDatabase::SocketPath());
  EXPECT_EQ(first.exit_status, 0) << first.output;
  EXPECT_THAT(first.output, HasSubstr("operated: applied 0001_first.sql"));
  const Ended second = Migrate(TestDatabase::SocketPath());
  EXPECT_EQ(second.exit_status, 0) << second.output;
  EXPECT_THAT(second.output, HasSubstr("1 migrations applied before, 0 now"));

  DatabaseSettings settings = TestDatabase::Admin();
  settings.user = "operator";
  settings.password = "s3cret 'quoted'";
  settings.schema = "operated";
  Database database(settings);
  EXPECT_TRUE(CheckMigrations(database, directory_.path()).ok());

  directory_.Write("0001_first.sql", "CREATE TABLE a (id BIGINT PRIMARY KEY);\n");
  const Ended changed = Migrate(TestDatabase::SocketPath());
  EXPECT_EQ(changed.exit_status, 1);
  EXPECT_THAT(changed.output, HasSubstr("0001_first.sql: has changed"));
}

TEST_F(MigrateProgram, SaysWhatIsWrong) {
  const Ended away = Migrate("/nowhere/socket");
  EXPECT_EQ(away.exit_status, 1);
  EXPECT_THAT(away.output, HasSubstr("/nowhere/socket"));
  directory_.Remove("password");
  const Ended no_password = Migrate(TestDatabase::SocketPath());
  EXPECT_EQ(no_password.exit_status, 1);
  EXPECT_THAT(no_password.output, HasSubstr("password file"));
  const Ended nothing = Run("");
  EXPECT_NE(nothing.exit_status, 0);
  EXPECT_THAT(nothing.output, HasSubstr("required"));
}

}  // namespace
}  // namespace cuijiao::db
