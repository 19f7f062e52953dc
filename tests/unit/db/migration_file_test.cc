#include "common/db/migration_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/scratch_directory.h"

namespace cuijiao::db {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(SplitStatements, SplitsAtASemicolonThatEndsItsLine) {
  EXPECT_THAT(*SplitStatements("CREATE TABLE a (\n  b INT\n);\nINSERT INTO a VALUES (1);  \r\n"),
              ElementsAre("CREATE TABLE a (\n  b INT\n)", "INSERT INTO a VALUES (1)"));
  EXPECT_THAT(*SplitStatements("SELECT 1; -- one\nSELECT 2;"), ElementsAre("SELECT 1", "SELECT 2"));
}

TEST(SplitStatements, DropsCommentsAndTheSemicolonsInThem) {
  EXPECT_THAT(*SplitStatements("-- head;\n\nCREATE TABLE a ( -- a table;\n  b INT -- fen;\n);\n"),
              ElementsAre("CREATE TABLE a ( \n  b INT \n)"));
  EXPECT_THAT(*SplitStatements("-- nothing;\n"), IsEmpty());
  EXPECT_THAT(*SplitStatements(""), IsEmpty());
}

TEST(SplitStatements, LeavesQuotesAlone) {
  EXPECT_THAT(*SplitStatements("INSERT INTO a VALUES ('x;\ny -- z', \"it''s;\n\", `c;\n`);\n"),
              ElementsAre("INSERT INTO a VALUES ('x;\ny -- z', \"it''s;\n\", `c;\n`)"));
  EXPECT_THAT(*SplitStatements("SELECT 'a\\';\nb';\nSELECT '''';\n"),
              ElementsAre("SELECT 'a\\';\nb'", "SELECT ''''"));
}

TEST(SplitStatements, RefusesWhatIsNotEnded) {
  EXPECT_THAT(std::string(SplitStatements("SELECT 1;\nSELECT 2").status().message()),
              HasSubstr("statement 2 does not end"));
  EXPECT_THAT(std::string(SplitStatements("SELECT 1; SELECT 2\n").status().message()),
              HasSubstr("statement 1 does not end"));
  EXPECT_THAT(std::string(SplitStatements("SELECT 'x;\n").status().message()),
              HasSubstr("quote is not closed"));
}

class Migrations : public testing::Test {
 protected:
  // The message with which the directory is refused.
  std::string Refusal() const {
    const absl::Status status = LoadMigrations(directory_.path()).status();
    EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
    return std::string(status.message());
  }

  const support::ScratchDirectory directory_;
};

TEST_F(Migrations, AreLoadedInOrderAndOtherFilesLeftAlone) {
  directory_.Write("0002_more.sql", "SELECT 2;\nSELECT 3;\n");
  directory_.Write("0001_first.sql", "SELECT 1;\n");
  directory_.Write("grants.sql", "GRANT nothing");
  directory_.Write("README.md", "about");
  const auto migrations = LoadMigrations(directory_.path());
  ASSERT_TRUE(migrations.ok()) << migrations.status();
  ASSERT_EQ(migrations->size(), 2U);
  EXPECT_EQ(migrations->front().version, 1);
  EXPECT_EQ(migrations->front().file_name, "0001_first.sql");
  EXPECT_EQ(migrations->front().checksum,
            "b4e0497804e46e0a0b0b8c31975b062152d551bac49c3c2e80932567b4085dcd");
  EXPECT_THAT(migrations->back().statements, ElementsAre("SELECT 2", "SELECT 3"));
}

TEST_F(Migrations, AreRefusedWithAGap) {
  directory_.Write("0001_first.sql", "SELECT 1;\n");
  directory_.Write("0003_third.sql", "SELECT 1;\n");
  EXPECT_THAT(Refusal(), testing::AllOf(HasSubstr("0003_third.sql"), HasSubstr("2 is missing")));
}

TEST_F(Migrations, AreRefusedWhenTheyDoNotBeginAtOne) {
  directory_.Write("0000_zero.sql", "SELECT 1;\n");
  EXPECT_THAT(Refusal(), HasSubstr("0000_zero.sql"));
}

TEST_F(Migrations, AreRefusedWithANumberTakenTwice) {
  directory_.Write("0001_first.sql", "SELECT 1;\n");
  directory_.Write("0001_other.sql", "SELECT 1;\n");
  EXPECT_THAT(Refusal(), testing::AllOf(HasSubstr("0001_other.sql"), HasSubstr("twice")));
}

TEST_F(Migrations, AreRefusedWhenBadlyNamedUnreadableOrEmpty) {
  directory_.Write("1_first.sql", "SELECT 1;\n");
  EXPECT_THAT(Refusal(), testing::AllOf(HasSubstr("1_first.sql"), HasSubstr("NNNN_name.sql")));
  directory_.Remove("1_first.sql");
  directory_.Write("0001_first.sql", "-- nothing yet\n");
  EXPECT_THAT(Refusal(), testing::AllOf(HasSubstr("0001_first.sql"), HasSubstr("no statement")));
  directory_.Write("0001_first.sql", "SELECT 1");
  EXPECT_THAT(Refusal(), testing::AllOf(HasSubstr("0001_first.sql"), HasSubstr("statement 1")));
  directory_.Remove("0001_first.sql");
  EXPECT_THAT(Refusal(), HasSubstr("holds no NNNN_name.sql"));
  EXPECT_TRUE(absl::IsFailedPrecondition(LoadMigrations(directory_.path() / "nowhere").status()));
}

}  // namespace
}  // namespace cuijiao::db
