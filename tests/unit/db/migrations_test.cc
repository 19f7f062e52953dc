// Migrations, rights and accounts on a real server.
#include "common/db/migrations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "common/fault/failpoint.h"
#include "fmt/format.h"
#include "tests/support/scratch_directory.h"
#include "tests/support/test_database.h"

namespace cuijiao::db {
namespace {

using support::TestDatabase;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kNoSuchRight = "1142";

class Migrate : public testing::Test {
 protected:
  Migrate()
      : settings_(TestDatabase::EmptySchema("migrate")),
        admin_(TestDatabase::AdminOf(settings_)),
        database_(settings_) {
    directory_.Write("0001_first.sql",
                     "CREATE TABLE a (id INT PRIMARY KEY);\nINSERT INTO a VALUES (1);\n");
    directory_.Write("0002_second.sql", "CREATE TABLE b (id INT PRIMARY KEY);\n");
  }

  absl::StatusOr<MigrationReport> Apply() { return ApplyMigrations(admin_, directory_.path()); }
  absl::Status Check() { return CheckMigrations(database_, directory_.path()); }

  // The message with which applying is refused.
  std::string RefusalToApply() {
    const absl::Status status = Apply().status();
    EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
    return std::string(status.message());
  }

  std::string RefusalAtStart() {
    const absl::Status status = Check();
    EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
    return std::string(status.message());
  }

  std::int64_t RowsOf(std::string_view table) {
    const auto rows = database_.Read("Count", [&](Transaction& transaction) {
      return transaction.Query(fmt::format("SELECT COUNT(*) AS c FROM {}", table));
    });
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows.ok() ? rows->front().Int64("c") : -1;
  }

  const support::ScratchDirectory directory_;
  const DatabaseSettings settings_;
  const DatabaseSettings admin_;
  Database database_;
};

TEST_F(Migrate, AppliesWhatIsMissingOnce) {
  const auto first = Apply();
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->applied, ElementsAre("0001_first.sql", "0002_second.sql"));
  EXPECT_EQ(first->already_applied, 0);
  EXPECT_EQ(RowsOf("a"), 1);
  EXPECT_EQ(RowsOf("b"), 0);
  EXPECT_TRUE(Check().ok()) << Check();

  directory_.Write("0003_third.sql", "INSERT INTO b VALUES (1);\nINSERT INTO b VALUES (2);\n");
  EXPECT_THAT(RefusalAtStart(), AllOf(HasSubstr("0003_third.sql"), HasSubstr("cuijiao-migrate")));
  const auto second = Apply();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_THAT(second->applied, ElementsAre("0003_third.sql"));
  EXPECT_EQ(second->already_applied, 2);
  EXPECT_EQ(second->continued, "");
  EXPECT_EQ(RowsOf("a"), 1);
  EXPECT_EQ(RowsOf("b"), 2);
  EXPECT_TRUE(Check().ok()) << Check();
  EXPECT_THAT(Apply()->applied, IsEmpty());
}

TEST_F(Migrate, AStartWithoutAnyIsRefused) {
  EXPECT_THAT(RefusalAtStart(), HasSubstr("run cuijiao-migrate"));
}

TEST_F(Migrate, RefusesOneThatHasChanged) {
  ASSERT_TRUE(Apply().ok());
  directory_.Write("0001_first.sql",
                   "CREATE TABLE a (id INT PRIMARY KEY);\nINSERT INTO a VALUES (2);\n");
  EXPECT_THAT(RefusalToApply(), AllOf(HasSubstr("0001_first.sql"), HasSubstr("has changed")));
  EXPECT_THAT(RefusalAtStart(), AllOf(HasSubstr("0001_first.sql"), HasSubstr("has changed")));
}

TEST_F(Migrate, RefusesOneThatIsGoneOrNamedAnew) {
  ASSERT_TRUE(Apply().ok());
  directory_.Remove("0002_second.sql");
  EXPECT_THAT(RefusalToApply(), AllOf(HasSubstr("0002_second.sql"), HasSubstr("missing")));
  EXPECT_THAT(RefusalAtStart(), AllOf(HasSubstr("0002_second.sql"), HasSubstr("missing")));
  directory_.Write("0002_other.sql", "CREATE TABLE b (id INT PRIMARY KEY);\n");
  EXPECT_THAT(RefusalToApply(), AllOf(HasSubstr("0002_second.sql"), HasSubstr("0002_other.sql")));
}

TEST_F(Migrate, SaysWhichStatementFailedAndGoesOnFromItOnceMended) {
  directory_.Write("0003_third.sql",
                   "CREATE TABLE c (id INT PRIMARY KEY);\nINSERT INTO c VALUES (1);\n"
                   "INSERT INTO nowhere VALUES (1);\nINSERT INTO c VALUES (3);\n");
  EXPECT_THAT(RefusalToApply(), AllOf(HasSubstr("0003_third.sql"), HasSubstr("statement 3 of 4"),
                                      HasSubstr("nowhere")));
  EXPECT_THAT(RefusalAtStart(), AllOf(HasSubstr("0003_third.sql"), HasSubstr("not applied")));

  directory_.Write("0003_third.sql",
                   "CREATE TABLE c (id INT PRIMARY KEY);\nINSERT INTO c VALUES (9);\n"
                   "INSERT INTO c VALUES (2);\nINSERT INTO c VALUES (3);\n");
  EXPECT_THAT(RefusalToApply(), AllOf(HasSubstr("0003_third.sql"), HasSubstr("after statement 2")));

  directory_.Write("0003_third.sql",
                   "CREATE TABLE c (id INT PRIMARY KEY);\nINSERT INTO c VALUES (1);\n"
                   "INSERT INTO c VALUES (2);\nINSERT INTO c VALUES (3);\n");
  const auto mended = Apply();
  ASSERT_TRUE(mended.ok()) << mended.status();
  EXPECT_EQ(mended->continued, "0003_third.sql after statement 2");
  EXPECT_THAT(mended->applied, ElementsAre("0003_third.sql"));
  EXPECT_EQ(RowsOf("c"), 3);
  EXPECT_TRUE(Check().ok()) << Check();
}

// The run ends after statement `n` ran and before that is recorded.
class Interrupted : public Migrate, public testing::WithParamInterface<int> {};

TEST_P(Interrupted, GoesOnWithoutRunningAnythingTwice) {
  if (!fault::kCompiledIn) GTEST_SKIP() << "built without CUIJIAO_FAILPOINTS";
  directory_.Write("0003_third.sql",
                   "CREATE TABLE c (id INT);\nINSERT INTO c VALUES (1);\n"
                   "ALTER TABLE c ADD COLUMN d INT;\nALTER TABLE c ADD INDEX ix_d (d);\n"
                   "DROP TABLE b;\nINSERT INTO c VALUES (2, 2);\n");
  {
    // Three statements of the first two files come before.
    const fault::ScopedFailpoint stop("migration.statement_ran", GetParam() == 1   ? "error@4"
                                                                 : GetParam() == 2 ? "error@5"
                                                                 : GetParam() == 3 ? "error@6"
                                                                 : GetParam() == 4 ? "error@7"
                                                                 : GetParam() == 5 ? "error@8"
                                                                                   : "error@9");
    EXPECT_THAT(RefusalToApply(), HasSubstr(fmt::format("statement {} of 6", GetParam())));
    EXPECT_EQ(stop.hits(), 3 + GetParam());
  }
  const auto report = Apply();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->continued, fmt::format("0003_third.sql after statement {}", GetParam() - 1));
  EXPECT_EQ(RowsOf("c"), 2);
  EXPECT_TRUE(Check().ok()) << Check();
}

INSTANTIATE_TEST_SUITE_P(AfterStatement, Interrupted, testing::Range(1, 7));

TEST_F(Migrate, ATableThatStoodBeforeIsNotTakenForItsOwn) {
  ASSERT_TRUE(Apply().ok());
  directory_.Write("0003_third.sql", "CREATE TABLE a (other INT);\n");
  EXPECT_THAT(RefusalToApply(), HasSubstr("statement 1 of 1"));
}

TEST_F(Migrate, TwoAppliersTakeTurns) {
  absl::StatusOr<MigrationReport> other;
  std::thread thread([&] { other = Apply(); });
  const absl::StatusOr<MigrationReport> mine = Apply();
  thread.join();
  ASSERT_TRUE(mine.ok()) << mine.status();
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_EQ(mine->applied.size() + other->applied.size(), 2U);
  EXPECT_EQ(RowsOf("a"), 1);
}

class Rights : public Migrate {
 protected:
  absl::Status Grant(std::string_view grants) {
    directory_.Write("grants.sql", grants);
    return ApplyGrants(admin_, directory_.path() / "grants.sql", settings_.schema, settings_.user);
  }

  absl::Status Execute(std::string_view sql) {
    return database_.Transact(
        "Execute", [&](Transaction& transaction) { return transaction.Execute(sql).status(); });
  }
};

TEST_F(Rights, AreThoseOfTheFileAlone) {
  ASSERT_TRUE(Apply().ok());
  ASSERT_TRUE(Grant("-- append only\nGRANT SELECT, INSERT ON {schema}.a TO {user};\n").ok());
  EXPECT_TRUE(Execute("INSERT INTO a VALUES (7)").ok());
  EXPECT_EQ(RowsOf("a"), 2);
  for (const char* sql :
       {"UPDATE a SET id = 8 WHERE id = 7", "DELETE FROM a", "INSERT INTO b VALUES (1)",
        "UPDATE schema_migration SET checksum = ''"}) {
    const absl::Status refused = Execute(sql);
    EXPECT_EQ(DatabaseErrorCode(refused), 1142) << sql << ": " << refused;
  }
  EXPECT_TRUE(Check().ok()) << Check();

  ASSERT_TRUE(Grant("GRANT SELECT ON {schema}.a TO {user};\n").ok());
  EXPECT_THAT(std::string(Execute("INSERT INTO a VALUES (9)").message()), HasSubstr(kNoSuchRight));
}

TEST_F(Rights, ABadFileIsNamed) {
  ASSERT_TRUE(Apply().ok());
  const absl::Status unended = Grant("GRANT SELECT ON {schema}.a TO {user}");
  EXPECT_TRUE(absl::IsFailedPrecondition(unended));
  EXPECT_THAT(std::string(unended.message()), HasSubstr("grants.sql"));
  EXPECT_FALSE(Grant("GRANT SELECT ON {schema}.nowhere TO {user};\n").ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(
      ApplyGrants(admin_, directory_.path() / "absent.sql", settings_.schema, settings_.user)));
}

TEST_F(Rights, AStartWithoutMigrationsIsRefusedAlsoWithFewRights) {
  // A user that may not even see the schema's tables.
  const DatabaseSettings admin = TestDatabase::Admin();
  ASSERT_TRUE(CreateSchemaAndUser(admin, "bare", "bare", "secret").ok());
  DatabaseSettings bare = settings_;
  bare.user = "bare";
  bare.password = "secret";
  Database database(bare);
  const absl::Status status = CheckMigrations(database, directory_.path());
  EXPECT_FALSE(status.ok());
}

TEST(CreateSchemaAndUser, MakesThemOnceAndRenewsThePassword) {
  const DatabaseSettings admin = TestDatabase::Admin();
  DatabaseSettings user = admin;
  user.schema.clear();
  user.user = "renewed";
  for (const char* password : {"plain", "it's \\ \"quoted\" 密码", "other"}) {
    const absl::Status made = CreateSchemaAndUser(admin, "renewed", "renewed", password);
    ASSERT_TRUE(made.ok()) << made;
    user.password = password;
    EXPECT_TRUE(Database(user).Ping().ok()) << password;
  }
}

TEST(CreateSchemaAndUser, RefusesNamesThatCouldEndAQuote) {
  const DatabaseSettings admin = TestDatabase::Admin();
  for (const char* name : {"", "a`b", "a'b", "a b", "a;b", "名"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(CreateSchemaAndUser(admin, name, "user", "x"))) << name;
    EXPECT_TRUE(absl::IsInvalidArgument(CreateSchemaAndUser(admin, "schema", name, "x"))) << name;
  }
}

TEST_F(Migrate, AFreshSchemaHasTheRightsOfItsDirectory) {
  directory_.Write("grants.sql", "GRANT SELECT ON {schema}.a TO {user};\n");
  const DatabaseSettings one = TestDatabase::FreshSchema("fresh", directory_.path());
  const DatabaseSettings two = TestDatabase::FreshSchema("fresh", directory_.path());
  EXPECT_NE(one.schema, two.schema);
  Database database(one);
  EXPECT_TRUE(CheckMigrations(database, directory_.path()).ok());
  const auto insert = [](Transaction& transaction) {
    return transaction.Execute("INSERT INTO b VALUES (1)").status();
  };
  EXPECT_EQ(DatabaseErrorCode(database.Transact("Insert", insert)), 1142);
  EXPECT_TRUE(Database(TestDatabase::AdminOf(one)).Transact("Insert", insert).ok());
}

}  // namespace
}  // namespace cuijiao::db
