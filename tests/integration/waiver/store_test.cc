// What the tables themselves hold, whatever the methods above them do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/db/database.h"
#include "common/db/database_error.h"
#include "common/money/fen.h"
#include "services/waiver/store/feed_position_store.h"
#include "services/waiver/store/manager_month_store.h"
#include "services/waiver/store/violation_store.h"
#include "tests/support/test_database.h"

namespace cuijiao::waiver {
namespace {

class Store : public ::testing::Test {
 protected:
  Store()
      : cipher_(PersonalKeys::Generate()),
        database_(support::TestDatabase::FreshSchema("waiver", "services/waiver/schema")) {}

  // Runs `body` (to absl::Status) in one transaction.
  template <typename Body>
  absl::Status Transact(Body body) {
    return database_.Transact("test", body);
  }

  PersonalCipher cipher_;
  db::Database database_;
};

TEST_F(Store, WVR3_TheGuardedUpdateStopsAtTheLimitByItself) {
  const absl::Status status = Transact([](db::Transaction& transaction) -> absl::Status {
    ManagerMonthStore months(transaction);
    const Month month(2017, 3);
    const Fen limit(100000);
    EXPECT_EQ(months.Lock("M1", month)->signed_fen, Fen(0));
    EXPECT_TRUE(*months.AddWithin("M1", month, Fen(85000), limit));
    EXPECT_FALSE(*months.AddWithin("M1", month, Fen(15001), limit));
    EXPECT_TRUE(*months.AddWithin("M1", month, Fen(15000), limit));
    EXPECT_FALSE(*months.AddWithin("M1", month, Fen(1), limit));
    EXPECT_EQ(months.Load("M1", month)->signed_fen, limit);
    EXPECT_EQ(months.Load("M1", Month(2017, 4))->signed_fen, Fen(0));
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(Store, NoMoreIsGivenBackThanWasSigned) {
  const absl::Status status = Transact([](db::Transaction& transaction) -> absl::Status {
    ManagerMonthStore months(transaction);
    const Month month(2017, 3);
    EXPECT_TRUE(months.Lock("M1", month).ok());
    EXPECT_TRUE(*months.AddWithin("M1", month, Fen(100), Fen(1000)));
    EXPECT_TRUE(months.GiveBack("M1", month, Fen(100)).ok());
    EXPECT_FALSE(months.GiveBack("M1", month, Fen(1)).ok());
    EXPECT_EQ(months.Load("M1", month)->given_back_fen, Fen(100));
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(Store, WVR6_OneViolationForAWaiversLoss) {
  const Violation violation{.id = "V1",
                            .kind = ViolationKind::kStacked,
                            .bearer_id = "M1",
                            .loss = Fen(1),
                            .charge_month = Month(2017, 3),
                            .waiver_id = "W1",
                            .unit_id = "U1",
                            .evidence = "",
                            .reported_by = "F1",
                            .recorded_time = absl::UnixEpoch()};
  const absl::Status status = Transact([&](db::Transaction& transaction) -> absl::Status {
    ViolationStore store(transaction, cipher_);
    EXPECT_TRUE(store.Insert(violation).ok());
    Violation second = violation;
    second.id = "V2";
    EXPECT_EQ(db::ViolatedKey(store.Insert(second)), "violation_waiver");
    Violation promise = violation;
    promise.waiver_id = "";
    promise.id = "V3";
    EXPECT_TRUE(store.Insert(promise).ok());
    promise.id = "V4";
    EXPECT_TRUE(store.Insert(promise).ok()) << "promises are no waiver's loss";
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(Store, TheFeedsPositionMovesFromWhereItWasReadAlone) {
  const absl::Status status = Transact([](db::Transaction& transaction) -> absl::Status {
    FeedPositionStore feed(transaction);
    EXPECT_EQ(*feed.Load("C1"), 0);
    EXPECT_TRUE(*feed.Advance("C1", 0, 7));
    EXPECT_FALSE(*feed.Advance("C1", 0, 9)) << "another follower was first";
    EXPECT_FALSE(*feed.Advance("C1", 6, 9));
    EXPECT_TRUE(*feed.Advance("C1", 7, 9));
    EXPECT_EQ(*feed.Load("C1"), 9);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(Store, TheServicesUserCannotChangeWhatIsAppendOnly) {
  for (const char* statement :
       {"UPDATE waiver_change SET reason_cipher = ''", "DELETE FROM waiver_change",
        "UPDATE violation SET loss_fen = 1", "DELETE FROM violation", "DELETE FROM request_log",
        "UPDATE audit_record SET outcome = ''", "UPDATE policy_block_used SET block_version = ''",
        "DELETE FROM waiver", "DELETE FROM manager_month"}) {
    EXPECT_FALSE(Transact([&](db::Transaction& transaction) {
                   return transaction.Execute(statement).status();
                 }).ok())
        << statement;
  }
}

}  // namespace
}  // namespace cuijiao::waiver
