// Transactions that lose: to each other, to the network, to the server's end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/barrier.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/db/database.h"
#include "common/fault/failpoint.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"
#include "tests/support/tcp_proxy.h"
#include "tests/support/test_database.h"

namespace cuijiao::db {
namespace {

using support::TcpProxy;
using support::TestDatabase;

absl::Status AddTo(Transaction& transaction, int id) {
  return transaction.Execute("UPDATE counter SET n = n + 1 WHERE id = ?", {id}).status();
}

absl::Status InsertRequest(Transaction& transaction, std::string_view request_id) {
  return transaction.Execute("INSERT INTO request (id) VALUES (?)", {request_id}).status();
}

class Repeat : public testing::Test {
 protected:
  Repeat() : settings_(TestDatabase::EmptySchema("repeat")), database_(settings_) {
    const absl::Status status = database_.Transact("Define", [](Transaction& transaction) {
      CUIJIAO_RETURN_IF_ERROR(
          transaction.ExecuteDefinition("CREATE TABLE counter (id INT PRIMARY KEY, n INT)"));
      CUIJIAO_RETURN_IF_ERROR(
          transaction.ExecuteDefinition("CREATE TABLE request (id VARCHAR(40) PRIMARY KEY)"));
      return transaction.Execute("INSERT INTO counter VALUES (1, 0), (2, 0)").status();
    });
    EXPECT_TRUE(status.ok()) << status;
  }

  std::int64_t Counted(int id) {
    return database_
        .Read("Counted",
              [&](Transaction& transaction) {
                return transaction.Query("SELECT n FROM counter WHERE id = ?", {id});
              })
        ->front()
        .Int64("n");
  }

  bool Stands(std::string_view request_id) {
    return !database_
                .Read("Stands",
                      [&](Transaction& transaction) {
                        return transaction.Query("SELECT id FROM request WHERE id = ?",
                                                 {request_id});
                      })
                ->empty();
  }

  static std::int64_t ConnectionId(Transaction& transaction) {
    return transaction.Query("SELECT CONNECTION_ID() AS id")->front().Int64("id");
  }

  // Ends the session of `transaction` at the server and waits until it is gone.
  static void Kill(Transaction& transaction) {
    const std::int64_t id = ConnectionId(transaction);
    Database admin(TestDatabase::Admin());
    const absl::Status status = admin.Transact("Kill", [&](Transaction& killing) {
      return killing.ExecuteDefinition(fmt::format("KILL {}", id));
    });
    ASSERT_TRUE(status.ok()) << status;
  }

  // Settings that lead through `proxy`.
  [[nodiscard]] DatabaseSettings Through(const TcpProxy& proxy) const {
    DatabaseSettings settings = settings_;
    settings.socket_path.clear();
    settings.host = "127.0.0.1";
    settings.port = proxy.port();
    return settings;
  }

  static std::string Upstream() { return "unix:" + TestDatabase::SocketPath(); }

  const DatabaseSettings settings_;
  Database database_;
};

TEST_F(Repeat, ADeadlocksLoserRunsAgain) {
  absl::Barrier* const both_hold_one = new absl::Barrier(2);
  std::atomic<int> runs{0};
  const auto lock_both = [&](int first, int second) {
    bool first_run = true;
    return database_.Transact("LockBoth", [&, first, second](Transaction& transaction) {
      ++runs;
      CUIJIAO_RETURN_IF_ERROR(AddTo(transaction, first));
      if (std::exchange(first_run, false) && both_hold_one->Block()) delete both_hold_one;
      return AddTo(transaction, second);
    });
  };
  absl::Status other;
  std::thread thread([&] { other = lock_both(2, 1); });
  const absl::Status mine = lock_both(1, 2);
  thread.join();
  EXPECT_TRUE(mine.ok()) << mine;
  EXPECT_TRUE(other.ok()) << other;
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(Counted(1), 2);
  EXPECT_EQ(Counted(2), 2);
}

TEST_F(Repeat, ALockWaitsEndRunsAgainAndGivesUpWithAborted) {
  DatabaseSettings impatient_settings = settings_;
  impatient_settings.lock_wait_timeout = absl::Seconds(1);
  Database impatient(impatient_settings);
  int runs = 0;
  const absl::Status status = database_.Transact("Hold", [&](Transaction& holding) {
    CUIJIAO_RETURN_IF_ERROR(AddTo(holding, 1));
    const absl::Status refused = impatient.Transact("Wait",
                                                    [&](Transaction& waiting) {
                                                      ++runs;
                                                      return AddTo(waiting, 1);
                                                    },
                                                    {.max_attempts = 2});
    EXPECT_TRUE(absl::IsAborted(refused)) << refused;
    EXPECT_EQ(DatabaseErrorCode(refused), 1205);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Counted(1), 1);
}

TEST_F(Repeat, AConnectionLostBeforeCommitRunsAgain) {
  int runs = 0;
  const auto result =
      database_.Transact("Killed", [&](Transaction& transaction) -> absl::StatusOr<std::string> {
        ++runs;
        CUIJIAO_RETURN_IF_ERROR(AddTo(transaction, 1));
        if (runs == 1) Kill(transaction);
        CUIJIAO_RETURN_IF_ERROR(AddTo(transaction, 2));
        return fmt::format("run {}", runs);
      });
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(*result, "run 2");
  EXPECT_EQ(Counted(1), 1);
  EXPECT_EQ(Counted(2), 1);
}

TEST_F(Repeat, ABodyThatOverlooksALostConnectionIsRunAgainAllTheSame) {
  int runs = 0;
  const absl::Status status = database_.Transact("Careless", [&](Transaction& transaction) {
    ++runs;
    EXPECT_TRUE(AddTo(transaction, 1).ok());
    if (runs == 1) {
      Kill(transaction);
      EXPECT_FALSE(AddTo(transaction, 2).ok());
      EXPECT_FALSE(transaction.doom().ok());
      EXPECT_EQ(transaction.Query("SELECT 1 AS one").status(), transaction.doom());
    }
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Counted(1), 1);
  EXPECT_EQ(Counted(2), 0);
}

TEST_F(Repeat, IdleConnectionsThatDiedCostOneAttempt) {
  absl::Barrier* const all_connected = new absl::Barrier(4);
  std::vector<std::int64_t> ids(4);
  std::vector<std::thread> threads;
  for (std::int64_t& id : ids) {
    threads.emplace_back([&] {
      const absl::Status status = database_.Transact("Connect", [&](Transaction& transaction) {
        id = ConnectionId(transaction);
        if (all_connected->Block()) delete all_connected;
        return absl::OkStatus();
      });
      EXPECT_TRUE(status.ok()) << status;
    });
  }
  for (std::thread& thread : threads) thread.join();
  Database admin(TestDatabase::Admin());
  for (const std::int64_t id : ids) {
    ASSERT_TRUE(admin
                    .Transact("Kill",
                              [&](Transaction& transaction) {
                                return transaction.ExecuteDefinition(fmt::format("KILL {}", id));
                              })
                    .ok());
  }
  const absl::Status status = database_.Transact(
      "AfterRestart", [](Transaction& transaction) { return AddTo(transaction, 1); },
      {.max_attempts = 2});
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(Repeat, AnErrorOfTheBodyRollsBackAndIsNotRepeated) {
  int runs = 0;
  const absl::Status status = database_.Transact("Refuse", [&](Transaction& transaction) {
    ++runs;
    EXPECT_TRUE(InsertRequest(transaction, "refused").ok());
    return absl::FailedPreconditionError("a rule says no");
  });
  EXPECT_EQ(status, absl::FailedPreconditionError("a rule says no"));
  EXPECT_EQ(runs, 1);
  EXPECT_FALSE(Stands("refused"));
}

TEST_F(Repeat, ABodyThatThrowsLeavesNothingBehind) {
  DatabaseSettings settings = settings_;
  settings.pool_size = 1;
  Database one(settings);
  const auto throwing = [](Transaction& transaction) -> absl::Status {
    EXPECT_TRUE(InsertRequest(transaction, "thrown").ok());
    throw std::runtime_error("out of something");
  };
  EXPECT_THROW((void)one.Transact("Throw", throwing), std::runtime_error);
  EXPECT_TRUE(
      one.Transact("Next", [](Transaction& transaction) { return AddTo(transaction, 1); }).ok());
  EXPECT_FALSE(Stands("thrown"));
}

TEST_F(Repeat, ADuplicateKeyLeavesTheTransactionUsable) {
  const absl::Status status = database_.Transact("Duplicate", [](Transaction& transaction) {
    CUIJIAO_RETURN_IF_ERROR(InsertRequest(transaction, "twice"));
    EXPECT_TRUE(absl::IsAlreadyExists(InsertRequest(transaction, "twice")));
    return InsertRequest(transaction, "other");
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_TRUE(Stands("twice"));
  EXPECT_TRUE(Stands("other"));
}

TEST_F(Repeat, AReadIsOneSnapshotAndWritesNothing) {
  const absl::Status status = database_.Read("Snapshot", [&](Transaction& reading) {
    const std::string_view sql = "SELECT n FROM counter WHERE id = 1";
    // The snapshot is taken before the first statement.
    EXPECT_TRUE(
        database_.Transact("Write", [](Transaction& writing) { return AddTo(writing, 1); }).ok());
    EXPECT_EQ(reading.Query(sql)->front().Int64("n"), 0);
    EXPECT_FALSE(AddTo(reading, 1).ok());
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(Counted(1), 1);
}

TEST_F(Repeat, ATransactionReadsWhatIsCommittedMeanwhile) {
  const absl::Status status = database_.Transact("ReadCommitted", [&](Transaction& transaction) {
    const std::string_view sql = "SELECT n FROM counter WHERE id = 1";
    EXPECT_EQ(transaction.Query(sql)->front().Int64("n"), 0);
    EXPECT_TRUE(
        database_.Transact("Write", [](Transaction& writing) { return AddTo(writing, 1); }).ok());
    EXPECT_EQ(transaction.Query(sql)->front().Int64("n"), 1);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(Repeat, AnExhaustedPoolIsWaitedForNoLongerThanAllowed) {
  DatabaseSettings settings = settings_;
  settings.pool_size = 1;
  settings.pool_wait = absl::Milliseconds(30);
  Database small(settings);
  const absl::Status status = small.Transact("Outer", [&](Transaction&) {
    const auto inner = [](Transaction& transaction) { return AddTo(transaction, 1); };
    const absl::Status refused = small.Transact("Inner", inner);
    EXPECT_TRUE(absl::IsResourceExhausted(refused)) << refused;
    EXPECT_EQ(ReasonOf(refused), kReasonPoolExhausted);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(Repeat, ADeadlineBoundsTheWaitForAConnection) {
  DatabaseSettings settings = settings_;
  settings.pool_size = 1;
  settings.pool_wait = absl::InfiniteDuration();
  Database small(settings);
  const absl::Status status = small.Transact("Outer", [&](Transaction&) {
    const auto inner = [](Transaction& transaction) { return AddTo(transaction, 1); };
    EXPECT_TRUE(absl::IsResourceExhausted(
        small.Transact("Inner", inner, {.deadline = absl::Now() + absl::Milliseconds(30)})));
    EXPECT_TRUE(
        absl::IsDeadlineExceeded(small.Transact("Inner", inner, {.deadline = absl::Now()})));
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(Repeat, ManyThreadsShareFewConnections) {
  DatabaseSettings settings = settings_;
  settings.pool_size = 3;
  Database small(settings);
  std::vector<std::thread> threads;
  for (int i = 0; i < 12; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 20; ++j) {
        const absl::Status status =
            small.Transact("Add", [](Transaction& transaction) { return AddTo(transaction, 1); });
        EXPECT_TRUE(status.ok()) << status;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Counted(1), 240);
}

TEST_F(Repeat, AServerThatIsAwayIsUnavailable) {
  DatabaseSettings settings = settings_;
  settings.socket_path += ".absent";
  Database away(settings);
  const absl::Status status = away.Ping();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(ReasonOf(status), kReasonDatabaseAway);
  EXPECT_FALSE(IsCommitUnknown(status));
  EXPECT_NE(std::string(status.message()).find(settings.socket_path), std::string::npos) << status;
}

TEST_F(Repeat, AWrongPasswordIsNotTriedAgain) {
  DatabaseSettings settings = settings_;
  settings.password = "wrong";
  Database wrong(settings);
  const absl::Status status = wrong.Ping();
  EXPECT_TRUE(absl::IsInternal(status)) << status;
  EXPECT_EQ(DatabaseErrorCode(status), 1045);
}

// The commit reaches the server, its answer never comes back.
class AnswerLost : public Repeat {
 protected:
  AnswerLost() : proxy_(Upstream()), far_(Through(proxy_)) {}

  // A body that inserts `request_id` and loses what the server answers to its first commit. Another
  // thread waits for the commit to stand, and then lets the connection break and the next one pass.
  absl::Status Lose(std::string_view request_id, const ConfirmCommit& confirm) {
    int runs = 0;
    std::thread network;
    const absl::Status status =
        far_.Transact("LoseAnswer",
                      [&](Transaction& transaction) {
                        CUIJIAO_RETURN_IF_ERROR(InsertRequest(transaction, request_id));
                        if (++runs == 1) {
                          proxy_.SetMode(TcpProxy::Mode::kBlackHoleAnswers);
                          network = std::thread([&, request_id] {
                            while (!Stands(request_id)) absl::SleepFor(absl::Milliseconds(2));
                            BreakConnection();
                          });
                        }
                        return absl::OkStatus();
                      },
                      {.confirm_commit = confirm});
    passing_.Notify();
    network.join();
    EXPECT_EQ(runs, 1);
    return status;
  }

  // Resets the connection, and lets connections pass from the first that comes after it, or the
  // end.
  void BreakConnection() {
    const int before = proxy_.accepted();
    proxy_.SetMode(TcpProxy::Mode::kReset);
    while (proxy_.accepted() == before && !passing_.HasBeenNotified()) {
      absl::SleepFor(absl::Milliseconds(1));
    }
    proxy_.SetMode(TcpProxy::Mode::kPass);
  }

  // Looks `request_id` up as a service does.
  static ConfirmCommit LookUp(std::string request_id) {
    return [request_id](Transaction& transaction) -> absl::StatusOr<bool> {
      CUIJIAO_ASSIGN_OR_RETURN(
          const Rows rows,
          transaction.Query("SELECT id FROM request WHERE id = ? LOCK IN SHARE MODE",
                            {request_id}));
      return !rows.empty();
    };
  }

  TcpProxy proxy_;
  Database far_;
  absl::Notification passing_;
};

TEST_F(AnswerLost, IsToldApartFromAllElse) {
  const absl::Status status = Lose("unknown", {});
  EXPECT_TRUE(IsCommitUnknown(status)) << status;
  EXPECT_TRUE(Stands("unknown"));
}

TEST_F(AnswerLost, IsOkWhenTheRequestIsFound) {
  const absl::Status status = Lose("confirmed", LookUp("confirmed"));
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_TRUE(Stands("confirmed"));
}

TEST_F(AnswerLost, StaysUnknownWhenTheLookingUpFails) {
  const absl::Status status = Lose("unsure", [](Transaction&) -> absl::StatusOr<bool> {
    return absl::InternalError("cannot look");
  });
  EXPECT_TRUE(IsCommitUnknown(status)) << status;
}

// The commit itself never reaches the server: it is looked up, not found and run again.
TEST_F(AnswerLost, RunsAgainWhenTheRequestIsNotFound) {
  int runs = 0;
  std::thread network;
  const absl::Status status =
      far_.Transact("LoseCommit",
                    [&](Transaction& transaction) {
                      CUIJIAO_RETURN_IF_ERROR(InsertRequest(transaction, "repeated"));
                      if (++runs == 1) {
                        const long long sent = proxy_.bytes_from_clients();
                        proxy_.SetMode(TcpProxy::Mode::kBlackHole);
                        network = std::thread([&, sent] {
                          while (proxy_.bytes_from_clients() == sent)
                            absl::SleepFor(absl::Milliseconds(1));
                          BreakConnection();
                        });
                      }
                      return absl::OkStatus();
                    },
                    {.confirm_commit = LookUp("repeated")});
  passing_.Notify();
  network.join();
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(runs, 2);
  EXPECT_TRUE(Stands("repeated"));
}

TEST_F(AnswerLost, EndsTheWaitForAnAnswerInTime) {
  DatabaseSettings settings = Through(proxy_);
  settings.answer_timeout = absl::Seconds(1);
  Database impatient(settings);
  ASSERT_TRUE(impatient.Ping().ok());
  proxy_.SetMode(TcpProxy::Mode::kBlackHole);
  const absl::Time before = absl::Now();
  const absl::Status status =
      impatient.Transact("NoAnswer", [](Transaction& transaction) { return AddTo(transaction, 1); },
                         {.max_attempts = 1});
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_FALSE(IsCommitUnknown(status));
  EXPECT_LT(absl::Now() - before, absl::Seconds(10));
}

TEST_F(AnswerLost, ASlowNetworkIsOnlySlow) {
  proxy_.SetDelay(absl::Milliseconds(20));
  const absl::Time before = absl::Now();
  ASSERT_TRUE(far_.Ping().ok());
  EXPECT_GE(absl::Now() - before, absl::Milliseconds(60));
}

TEST_F(Repeat, FailpointsStandBeforeAndAfterEachCommit) {
  if (!fault::kCompiledIn) GTEST_SKIP() << "built without CUIJIAO_FAILPOINTS";
  {
    const fault::ScopedFailpoint before("Record.before_commit", "error:stopped");
    EXPECT_EQ(
        database_.Transact("Record", [](Transaction& t) { return InsertRequest(t, "before"); }),
        absl::UnavailableError("stopped"));
    EXPECT_EQ(before.hits(), 1);
    EXPECT_FALSE(Stands("before"));
  }
  const fault::ScopedFailpoint after("Record.after_commit", "error@1");
  EXPECT_TRUE(IsCommitUnknown(
      database_.Transact("Record", [](Transaction& t) { return InsertRequest(t, "after"); })));
  EXPECT_EQ(after.hits(), 1);
  EXPECT_TRUE(Stands("after"));
}

}  // namespace
}  // namespace cuijiao::db
