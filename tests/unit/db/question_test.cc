// Questions of one statement, without a transaction around them.
#include <gtest/gtest.h>

#include <cstdint>

#include "common/db/database.h"
#include "common/status/macros.h"
#include "fmt/format.h"
#include "tests/support/test_database.h"

namespace cuijiao::db {
namespace {

using support::TestDatabase;

absl::StatusOr<std::int64_t> OneNumber(Transaction& transaction, std::string_view sql) {
  CUIJIAO_ASSIGN_OR_RETURN(const Rows rows, transaction.Query(sql));
  return rows.front().Int64("n");
}

absl::StatusOr<std::int64_t> TallyOf(Transaction& transaction) {
  return OneNumber(transaction, "SELECT n FROM tally");
}

absl::StatusOr<std::int64_t> SessionOf(Transaction& transaction) {
  return OneNumber(transaction, "SELECT CONNECTION_ID() AS n");
}

absl::Status AddOne(Transaction& transaction) {
  return transaction.Execute("UPDATE tally SET n = n + 1").status();
}

class Question : public testing::Test {
 protected:
  Question() : settings_(TestDatabase::EmptySchema("question")), database_(settings_) {
    const absl::Status status = database_.Transact("Define", [](Transaction& transaction) {
      CUIJIAO_RETURN_IF_ERROR(transaction.ExecuteDefinition("CREATE TABLE tally (n INT)"));
      return transaction.Execute("INSERT INTO tally VALUES (0)").status();
    });
    EXPECT_TRUE(status.ok()) << status;
  }

  // The same database through so many connections.
  [[nodiscard]] DatabaseSettings Through(int connections) const {
    DatabaseSettings settings = settings_;
    settings.pool_size = connections;
    return settings;
  }

  const DatabaseSettings settings_;
  Database database_;
};

TEST_F(Question, ReadsWhatIsCommittedWhenItIsAsked) {
  Database two(Through(2));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(two.Ask("Tally", TallyOf).value(), i);
    EXPECT_TRUE(two.Transact("Add", AddOne).ok());
  }
  // Each statement at its own moment, and none leaves a transaction open.
  const absl::Status moved = two.Ask("Twice", [&](Transaction& asking) -> absl::Status {
    EXPECT_EQ(TallyOf(asking).value(), 3);
    CUIJIAO_RETURN_IF_ERROR(database_.Transact("Add", AddOne));
    EXPECT_EQ(TallyOf(asking).value(), 4);
    EXPECT_EQ(OneNumber(asking, "SELECT @@in_transaction AS n").value(), 0);
    return absl::OkStatus();
  });
  EXPECT_TRUE(moved.ok()) << moved;
}

TEST_F(Question, WritesNothing) {
  EXPECT_FALSE(database_.Ask("Write", AddOne).ok());
  EXPECT_EQ(database_.Ask("Tally", TallyOf).value(), 0);
}

// Two connections are enough for both uses; one is turned from use to use.
TEST_F(Question, HasConnectionsOfItsOwnWhereThereAreEnough) {
  for (const int size : {1, 2}) {
    Database small(Through(size));
    const std::int64_t asked = small.Ask("Ask", SessionOf).value();
    const std::int64_t transacted = small.Transact("Transact", SessionOf).value();
    EXPECT_EQ(asked == transacted, size == 1);
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(small.Ask("Ask", SessionOf).value(), asked);
      EXPECT_EQ(small.Read("Read", SessionOf).value(), transacted);
      EXPECT_EQ(small.Transact("Transact", SessionOf).value(), transacted);
    }
    // What was turned back writes in transactions again.
    const absl::Status refused = small.Transact("Refused", [](Transaction& transaction) {
      EXPECT_TRUE(AddOne(transaction).ok());
      return absl::FailedPreconditionError("no");
    });
    EXPECT_EQ(refused, absl::FailedPreconditionError("no"));
    EXPECT_EQ(small.Ask("Tally", TallyOf).value(), 0);
  }
}

TEST_F(Question, WhoseConnectionIsLostIsAskedAgain) {
  Database admin(TestDatabase::Admin());
  int runs = 0;
  const absl::Status status = database_.Ask("Lost", [&](Transaction& asking) -> absl::Status {
    if (++runs == 1) {
      CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t session, SessionOf(asking));
      CUIJIAO_RETURN_IF_ERROR(admin.Transact("Kill", [&](Transaction& killing) {
        return killing.ExecuteDefinition(fmt::format("KILL {}", session));
      }));
    }
    return TallyOf(asking).status();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(runs, 2);
}

}  // namespace
}  // namespace cuijiao::db
