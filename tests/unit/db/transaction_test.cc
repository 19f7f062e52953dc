// What goes into the database comes out again, on a real server.
#include "common/db/transaction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

#include "common/db/database.h"
#include "common/db/value.h"
#include "tests/support/test_database.h"

namespace cuijiao::db {
namespace {

using support::TestDatabase;
using testing::ElementsAre;

static_assert(std::is_convertible_v<std::int64_t, Value>);
static_assert(std::is_convertible_v<int, Value>);
static_assert(std::is_convertible_v<std::uint32_t, Value>);
static_assert(std::is_convertible_v<std::optional<Date>, Value>);
static_assert(!std::is_constructible_v<Value, double>);
static_assert(!std::is_constructible_v<Value, std::uint64_t>);
static_assert(!std::is_constructible_v<Value, void*>);
static_assert(!std::is_constructible_v<Value, char>);

class RealDatabase : public testing::Test {
 protected:
  RealDatabase() : database_(TestDatabase::EmptySchema("transaction")) {}

  void Define(const std::string& sql) {
    const absl::Status status = database_.Transact(
        "Define", [&](Transaction& transaction) { return transaction.ExecuteDefinition(sql); });
    ASSERT_TRUE(status.ok()) << status;
  }

  absl::StatusOr<std::int64_t> Execute(const std::string& sql, const Values& values = {}) {
    return database_.Transact(
        "Execute", [&](Transaction& transaction) { return transaction.Execute(sql, values); });
  }

  absl::StatusOr<Rows> Query(const std::string& sql, const Values& values = {}) {
    return database_.Read("Query",
                          [&](Transaction& transaction) { return transaction.Query(sql, values); });
  }

  Database database_;
};

TEST_F(RealDatabase, KeepsEveryTypeExactly) {
  Define(
      "CREATE TABLE kept (id INT PRIMARY KEY, n BIGINT, t VARCHAR(300), b VARBINARY(300),"
      " d DATE, m DATETIME(6), f BIGINT, y TINYINT(1), l LONGBLOB)");
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  const std::string text = "张三丰 \xF0\xA0\xAE\xB7 it's \"quoted\" \\ %_";
  const std::string large(3'000'000, 'x');
  const absl::Time time =
      absl::FromCivil(absl::CivilSecond(2017, 2, 28, 23, 59, 59), absl::UTCTimeZone()) +
      absl::Microseconds(999'999);
  ASSERT_EQ(*Execute("INSERT INTO kept VALUES (?,?,?,?,?,?,?,?,?)",
                     {1, std::numeric_limits<std::int64_t>::max(), text, bytes, Date(2017, 2, 28),
                      time, Fen(-1), true, large}),
            1);
  ASSERT_EQ(*Execute("INSERT INTO kept VALUES (?,?,?,?,?,?,?,?,?)",
                     {2, std::numeric_limits<std::int64_t>::min(), "", std::string(),
                      Date(9999, 12, 31), time + absl::Nanoseconds(999), Fen(0), false, bytes}),
            1);
  const auto rows = Query("SELECT * FROM kept ORDER BY id");
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 2U);
  const Row& first = (*rows)[0];
  EXPECT_EQ(first.Int32("id"), 1);
  EXPECT_EQ(first.Int64("n"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(first.String("t"), text);
  EXPECT_EQ(first.String("b"), bytes);
  EXPECT_EQ(first.Date("d"), Date(2017, 2, 28));
  EXPECT_EQ(first.Time("m"), time);
  EXPECT_EQ(first.Fen("f"), Fen(-1));
  EXPECT_TRUE(first.Bool("y"));
  EXPECT_EQ(first.String("l"), large);
  const Row& second = (*rows)[1];
  EXPECT_EQ(second.Int64("n"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(second.String("t"), "");
  EXPECT_EQ(second.String("b"), "");
  EXPECT_EQ(second.Date("d"), Date(9999, 12, 31));
  EXPECT_EQ(second.Time("m"), time);
  EXPECT_FALSE(second.Bool("y"));
  EXPECT_EQ(second.String("l"), bytes);
}

TEST_F(RealDatabase, KeepsNullApartFromEmptyAndZero) {
  Define(
      "CREATE TABLE maybe (id INT PRIMARY KEY, n BIGINT, t VARCHAR(30), d DATE, m DATETIME(6),"
      " y TINYINT(1))");
  ASSERT_TRUE(Execute("INSERT INTO maybe VALUES (?,?,?,?,?,?)",
                      {1, nullptr, std::optional<std::string>(), std::optional<Date>(),
                       std::optional<absl::Time>(), std::optional<bool>()})
                  .ok());
  ASSERT_TRUE(Execute("INSERT INTO maybe VALUES (?,?,?,?,?,?)",
                      {2, std::optional(Fen(7)), std::optional<std::string>("x"),
                       std::optional(Date(2017, 1, 2)), std::optional(absl::UnixEpoch()),
                       std::optional(true)})
                  .ok());
  const auto rows = Query("SELECT * FROM maybe ORDER BY id");
  ASSERT_TRUE(rows.ok()) << rows.status();
  const Row& none = (*rows)[0];
  EXPECT_TRUE(none.IsNull("n"));
  EXPECT_EQ(none.OptionalInt64("n"), std::nullopt);
  EXPECT_EQ(none.OptionalInt32("n"), std::nullopt);
  EXPECT_EQ(none.OptionalFen("n"), std::nullopt);
  EXPECT_EQ(none.OptionalString("t"), std::nullopt);
  EXPECT_EQ(none.OptionalDate("d"), std::nullopt);
  EXPECT_EQ(none.OptionalTime("m"), std::nullopt);
  EXPECT_EQ(none.OptionalBool("y"), std::nullopt);
  const Row& some = (*rows)[1];
  EXPECT_FALSE(some.IsNull("n"));
  EXPECT_EQ(some.OptionalInt64("n"), 7);
  EXPECT_EQ(some.OptionalInt32("n"), 7);
  EXPECT_EQ(some.OptionalFen("n"), Fen(7));
  EXPECT_EQ(some.OptionalString("t"), "x");
  EXPECT_EQ(some.OptionalDate("d"), Date(2017, 1, 2));
  EXPECT_EQ(some.OptionalTime("m"), absl::UnixEpoch());
  EXPECT_EQ(some.OptionalBool("y"), true);
}

TEST_F(RealDatabase, GivesSumsAsNumbersAndRefusesWhatDoesNotFit) {
  Define("CREATE TABLE summed (id INT PRIMARY KEY, n BIGINT)");
  ASSERT_TRUE(Execute("INSERT INTO summed VALUES (1, ?), (2, ?)",
                      {std::numeric_limits<std::int64_t>::max() - 1, 1})
                  .ok());
  const std::string sum =
      "SELECT SUM(n) AS n, COUNT(*) AS c, AVG(c.one) AS a"
      " FROM summed, (SELECT 1 AS one) c";
  const auto fits = Query(sum);
  ASSERT_TRUE(fits.ok()) << fits.status();
  EXPECT_EQ(fits->front().Int64("n"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(fits->front().Int64("c"), 2);
  EXPECT_EQ(fits->front().String("a"), "1.0000");
  ASSERT_TRUE(Execute("INSERT INTO summed VALUES (3, 1)").ok());
  EXPECT_TRUE(absl::IsOutOfRange(Query(sum).status()));
  EXPECT_TRUE(absl::IsOutOfRange(Query("SELECT CAST(-1 AS UNSIGNED) AS u").status()));
  EXPECT_EQ(Query("SELECT CAST(5 AS UNSIGNED) AS u")->front().Int64("u"), 5);
}

TEST_F(RealDatabase, CountsRowsFoundAlsoWhenNothingChanges) {
  Define("CREATE TABLE state (id INT PRIMARY KEY, state INT)");
  ASSERT_EQ(*Execute("INSERT INTO state VALUES (1, 5), (2, 5)"), 2);
  EXPECT_EQ(*Execute("UPDATE state SET state = 5 WHERE state = 5"), 2);
  EXPECT_EQ(*Execute("UPDATE state SET state = 5 WHERE id = 9"), 0);
  EXPECT_EQ(*Execute("DELETE FROM state WHERE id = 1"), 1);
}

TEST_F(RealDatabase, NamesTheViolatedKeyAndConstraint) {
  Define(
      "CREATE TABLE payment (id INT PRIMARY KEY, request_id VARCHAR(20) NOT NULL,"
      " amount_fen BIGINT NOT NULL, CONSTRAINT ck_positive CHECK (amount_fen > 0),"
      " UNIQUE KEY uk_payment_request (request_id))");
  ASSERT_TRUE(Execute("INSERT INTO payment VALUES (1, 'r', 1)").ok());
  const absl::Status same_id = Execute("INSERT INTO payment VALUES (1, 's', 1)").status();
  EXPECT_TRUE(absl::IsAlreadyExists(same_id));
  EXPECT_EQ(ViolatedKey(same_id), "PRIMARY");
  const absl::Status same_request = Execute("INSERT INTO payment VALUES (2, 'r', 1)").status();
  EXPECT_EQ(ViolatedKey(same_request), "uk_payment_request");
  const absl::Status zero = Execute("INSERT INTO payment VALUES (3, 't', 0)").status();
  EXPECT_TRUE(absl::IsFailedPrecondition(zero));
  EXPECT_EQ(ViolatedConstraint(zero), "ck_positive");
}

// Ids and request ids of other case or with spaces after them are other ids.
TEST_F(RealDatabase, ComparesTextByteByByte) {
  Define("CREATE TABLE words (word VARCHAR(20) PRIMARY KEY)");
  ASSERT_TRUE(Execute("INSERT INTO words VALUES ('a'), ('A'), ('ä')").ok());
  EXPECT_EQ(Query("SELECT word FROM words WHERE word = ?", {"a"})->size(), 1U);
}

TEST_F(RealDatabase, RefusesWhatStrictModeRefuses) {
  Define("CREATE TABLE strict (d DATE, t VARCHAR(3), n INT)");
  for (const Values& values :
       {Values{"0000-00-00", "x", 1}, Values{"2017-02-30", "x", 1}, Values{"2017-02-28", "long", 1},
        Values{"2017-02-28", "x", std::int64_t{1} << 40}}) {
    EXPECT_TRUE(absl::IsInternal(Execute("INSERT INTO strict VALUES (?,?,?)", values).status()));
  }
  EXPECT_FALSE(Execute("INSERT INTO strict VALUES (?,?,?)", {Date(2017, 2, 28), "\xff", 1}).ok());
  EXPECT_EQ(Query("SELECT * FROM strict")->size(), 0U);
}

TEST_F(RealDatabase, SetsTheSession) {
  const auto rows = Query(
      "SELECT @@session.time_zone AS zone, @@character_set_connection AS charset,"
      " @@session.max_statement_time AS seconds, @@session.innodb_lock_wait_timeout AS wait");
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->front().String("zone"), "+00:00");
  EXPECT_EQ(rows->front().String("charset"), "utf8mb4");
  EXPECT_EQ(rows->front().Int64("wait"), 5);
}

// With it, a server could read the client's files.
TEST_F(RealDatabase, DoesNotLoadLocalFiles) {
  Define("CREATE TABLE loaded (t VARCHAR(300))");
  const absl::Status status = database_.Transact("LoadLocal", [](Transaction& transaction) {
    return transaction.ExecuteDefinition(
        "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE loaded");
  });
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(Query("SELECT t FROM loaded")->size(), 0U);
}

TEST_F(RealDatabase, EndsAStatementThatTakesTooLong) {
  DatabaseSettings settings = database_.settings();
  settings.statement_timeout = absl::Milliseconds(50);
  Database impatient(settings);
  const absl::Status status = impatient.Transact("Sleep", [](Transaction& transaction) {
    return transaction.Query("SELECT SLEEP(20) AS s").status();
  });
  EXPECT_TRUE(absl::IsDeadlineExceeded(status)) << status;
}

TEST_F(RealDatabase, InsertsAnyNumberOfRows) {
  Define("CREATE TABLE many (id INT PRIMARY KEY, a INT, b VARCHAR(20))");
  for (const int count : {0, 1, 3, 512, 1'800}) {
    std::vector<Values> rows;
    for (int i = 0; i < count; ++i)
      rows.push_back({i, i % 7, i % 2 == 0 ? Value("even") : nullptr});
    const auto inserted = database_.Transact("Insert", [&](Transaction& transaction) {
      return transaction.InsertRows("many", {"id", "a", "b"}, rows);
    });
    ASSERT_TRUE(inserted.ok()) << inserted.status();
    EXPECT_EQ(*inserted, count);
    const auto found = Query("SELECT COUNT(*) AS c, COUNT(b) AS even, SUM(a) AS a FROM many");
    EXPECT_EQ(found->front().Int64("c"), count);
    EXPECT_EQ(found->front().Int64("even"), (count + 1) / 2);
    ASSERT_TRUE(Execute("DELETE FROM many").ok());
  }
}

// 300 columns of 512 rows would need 153,600 placeholders; the protocol allows 65,535.
TEST_F(RealDatabase, InsertsWideRowsWithinTheProtocolsBound) {
  std::string sql = "CREATE TABLE wide (id INT PRIMARY KEY";
  std::vector<std::string> names = {"id"};
  for (int i = 1; i < 300; ++i) {
    names.push_back("c" + std::to_string(i));
    sql += ", " + names.back() + " INT";
  }
  Define(sql + ")");
  std::vector<Values> rows;
  for (int i = 0; i < 700; ++i) rows.emplace_back(300, Value(i));
  const auto inserted = database_.Transact("Insert", [&](Transaction& transaction) {
    return transaction.InsertRows("wide", {names.begin(), names.end()}, rows);
  });
  ASSERT_TRUE(inserted.ok()) << inserted.status();
  EXPECT_EQ(*inserted, 700);
  EXPECT_EQ(Query("SELECT SUM(c299) AS s FROM wide")->front().Int64("s"), 700 * 699 / 2);
}

TEST_F(RealDatabase, AddsToRowsThatAreThere) {
  Define("CREATE TABLE balance (unit INT PRIMARY KEY, fen BIGINT)");
  const std::vector<Values> rows = {{1, Fen(5)}, {2, Fen(6)}, {1, Fen(7)}};
  ASSERT_TRUE(database_
                  .Transact("Add",
                            [&](Transaction& transaction) {
                              return transaction.InsertRows(
                                  "balance", {"unit", "fen"}, rows,
                                  "ON DUPLICATE KEY UPDATE fen = fen + VALUES(fen)");
                            })
                  .ok());
  const auto found = Query("SELECT fen FROM balance ORDER BY unit");
  EXPECT_EQ((*found)[0].Fen("fen"), Fen(12));
  EXPECT_EQ((*found)[1].Fen("fen"), Fen(6));
}

TEST_F(RealDatabase, CountsTheValuesBeforeItSendsThem) {
  Define("CREATE TABLE pair (a INT, b INT)");
  EXPECT_TRUE(absl::IsInternal(Execute("INSERT INTO pair VALUES (?, ?)", {1}).status()));
  EXPECT_TRUE(absl::IsInternal(Execute("INSERT INTO pair VALUES (?, ?)", {1, 2, 3}).status()));
  // Also when the connection's statement still holds the values of its last use.
  const absl::Status again = database_.Transact("Again", [](Transaction& transaction) {
    EXPECT_TRUE(transaction.Execute("INSERT INTO pair VALUES (?, ?)", {1, 2}).ok());
    return transaction.Execute("INSERT INTO pair VALUES (?, ?)", {3}).status();
  });
  EXPECT_TRUE(absl::IsInternal(again)) << again;
  const std::vector<Values> ragged = {{1, 2}, {3}};
  EXPECT_TRUE(
      absl::IsInternal(database_
                           .Transact("Insert",
                                     [&](Transaction& transaction) {
                                       return transaction.InsertRows("pair", {"a", "b"}, ragged);
                                     })
                           .status()));
  EXPECT_EQ(Query("SELECT * FROM pair")->size(), 0U);
}

TEST_F(RealDatabase, HandsRowsOutOneByOneUntilToldToStop) {
  Define("CREATE TABLE stream (id INT PRIMARY KEY)");
  std::vector<Values> rows;
  for (int i = 0; i < 100; ++i) rows.push_back({i});
  const absl::Status status = database_.Transact("Stream", [&](Transaction& transaction) {
    EXPECT_TRUE(transaction.InsertRows("stream", {"id"}, rows).ok());
    std::vector<std::int64_t> seen;
    const absl::Status stopped = transaction.QueryEach(
        "SELECT id FROM stream WHERE id >= ? ORDER BY id", {10}, [&](const Row& row) {
          seen.push_back(row.Int64("id"));
          return seen.size() == 3 ? absl::CancelledError("enough") : absl::OkStatus();
        });
    EXPECT_EQ(stopped, absl::CancelledError("enough"));
    EXPECT_THAT(seen, ElementsAre(10, 11, 12));
    // The connection is fit for the next statement.
    EXPECT_EQ(transaction.Query("SELECT COUNT(*) AS c FROM stream")->front().Int64("c"), 100);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(RealDatabase, FindsTheOnlyRow) {
  Define("CREATE TABLE single (id INT PRIMARY KEY)");
  ASSERT_TRUE(Execute("INSERT INTO single VALUES (1), (2)").ok());
  const absl::Status status = database_.Read("QueryOne", [](Transaction& transaction) {
    const std::string_view by_id = "SELECT id FROM single WHERE id = ?";
    EXPECT_EQ((*transaction.QueryOne(by_id, {1}))->Int64("id"), 1);
    EXPECT_EQ(*transaction.QueryOne(by_id, {3}), std::nullopt);
    EXPECT_TRUE(absl::IsInternal(transaction.QueryOne("SELECT id FROM single").status()));
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

// More statements than a connection keeps, the first of them used again.
TEST_F(RealDatabase, ForgetsOldStatementsAndPreparesThemAnew) {
  const absl::Status status = database_.Read("Statements", [](Transaction& transaction) {
    for (int round = 0; round < 2; ++round) {
      for (int i = 0; i < 300; ++i) {
        const std::string sql = "SELECT " + std::to_string(i) + " + ? AS n";
        EXPECT_EQ(transaction.Query(sql, {round})->front().Int64("n"), i + round);
      }
    }
    return transaction.Query("SELECT 1 AS one").status();
  });
  EXPECT_TRUE(status.ok()) << status;
}

// A migration may run beside a service whose statements are prepared.
TEST_F(RealDatabase, SeesATableChangeUnderItsStatements) {
  Define("CREATE TABLE grown (a INT)");
  ASSERT_TRUE(Execute("INSERT INTO grown VALUES (1)").ok());
  DatabaseSettings settings = database_.settings();
  settings.pool_size = 1;
  Database one(settings);
  const auto select = [&](std::string_view sql) {
    return one.Read("Select", [sql](Transaction& transaction) { return transaction.Query(sql); });
  };
  EXPECT_EQ(select("SELECT * FROM grown")->front().Int64("a"), 1);
  EXPECT_EQ(select("SELECT a FROM grown")->front().Int64("a"), 1);
  Define("ALTER TABLE grown ADD COLUMN b VARCHAR(5) NOT NULL DEFAULT 'x' FIRST");
  const auto wider = select("SELECT * FROM grown");
  ASSERT_TRUE(wider.ok()) << wider.status();
  EXPECT_EQ(wider->front().Int64("a"), 1);
  EXPECT_EQ(wider->front().String("b"), "x");
  Define("ALTER TABLE grown MODIFY COLUMN a VARCHAR(9)");
  const auto retyped = select("SELECT a FROM grown");
  ASSERT_TRUE(retyped.ok()) << retyped.status();
  EXPECT_EQ(retyped->front().String("a"), "1");
}

using RealDatabaseDeathTest = RealDatabase;

TEST_F(RealDatabaseDeathTest, AWrongQuestionEndsTheProgramAndNamesTheColumn) {
  const auto rows = Query("SELECT 1 AS n, 'x' AS t, NULL AS e");
  ASSERT_TRUE(rows.ok());
  const Row& row = rows->front();
  EXPECT_DEATH((void)row.Int64("absent"), "'absent': is not in the answer");
  EXPECT_DEATH((void)row.Int64("t"), "'t': holds text");
  EXPECT_DEATH((void)row.String("n"), "'n': holds a number");
  EXPECT_DEATH((void)row.Date("t"), "'t': holds no DATE");
  EXPECT_DEATH((void)row.Time("t"), "'t': holds no DATETIME");
  EXPECT_DEATH((void)row.Int64("e"), "'e': is NULL");
}

}  // namespace
}  // namespace cuijiao::db
