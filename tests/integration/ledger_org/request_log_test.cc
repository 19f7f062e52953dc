// The same request has one effect and one answer, whoever asks twice and however close together.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "common/requests/request_log.h"
#include "common/rpc/request_id.h"
#include "common/status/reason.h"
#include "tests/support/ledger_fixture.h"

namespace cuijiao::ledger {
namespace {

using support::LedgerFixture;

RequestKey Key(const std::string& request_id, const std::string& content = "c1") {
  return {"test/Method", "staff:F1", request_id, content};
}

absl::StatusOr<std::string> Once(LedgerFixture& ledger, const RequestKey& key,
                                 const std::string& branch_id) {
  return RunOnce(ledger.database(), "test", key, absl::UnixEpoch(), absl::InfiniteFuture(),
                 [&](db::Transaction& transaction) -> absl::StatusOr<std::string> {
                   const auto inserted = transaction.Execute(
                       "INSERT INTO branch (branch_id, name) VALUES (?, 'x')", {branch_id});
                   if (!inserted.ok()) return inserted.status();
                   return "made " + branch_id;
                 });
}

TEST(RequestLogTest, TheSameRequestGetsTheFirstAnswerAgain) {
  LedgerFixture ledger;
  EXPECT_EQ(Once(ledger, Key("r1"), "B1").value(), "made B1");
  EXPECT_EQ(Once(ledger, Key("r1"), "B2").value(), "made B1");
  RequestKey of_another = Key("r1");
  of_another.caller = "staff:F2";
  EXPECT_EQ(Once(ledger, of_another, "B3").value(), "made B3");
}

TEST(RequestLogTest, TheSameIdWithOtherContentIsRefused) {
  LedgerFixture ledger;
  ASSERT_EQ(Once(ledger, Key("r1"), "B1").status(), absl::OkStatus());
  const auto reused = Once(ledger, Key("r1", "c2"), "B2");
  EXPECT_TRUE(absl::IsAlreadyExists(reused.status()));
  EXPECT_EQ(ReasonOf(reused.status()), kRequestIdReused);
}

TEST(RequestLogTest, AFailedRequestIsNotRemembered) {
  LedgerFixture ledger;
  ASSERT_EQ(Once(ledger, Key("r1"), "B1").status(), absl::OkStatus());
  EXPECT_FALSE(Once(ledger, Key("r2"), "B1").ok());
  EXPECT_EQ(Once(ledger, Key("r2"), "B2").value(), "made B2");
}

TEST(RequestLogTest, RacingDuplicatesHaveOneEffectAndOneAnswer) {
  LedgerFixture ledger;
  constexpr int kRacers = 8;
  std::vector<std::string> answers(kRacers);
  std::atomic<int> waiting = 0;
  std::vector<std::thread> racers;
  for (int i = 0; i < kRacers; ++i) {
    racers.emplace_back([&, i] {
      ++waiting;
      while (waiting < kRacers) std::this_thread::yield();
      const auto answer = Once(ledger, Key("r1"), "B" + std::to_string(i));
      answers[static_cast<std::size_t>(i)] = answer.ok() ? *answer : answer.status().ToString();
    });
  }
  for (std::thread& racer : racers) racer.join();
  for (const std::string& answer : answers) EXPECT_EQ(answer, answers.front());
  const auto count = ledger.database().Read("count", [](db::Transaction& transaction) {
    return transaction.Query("SELECT branch_id FROM branch");
  });
  ASSERT_EQ(count.status(), absl::OkStatus());
  EXPECT_EQ(count->size(), 1U);
}

TEST(RequestLogTest, ManyAreReplayedAtOnceInTheirOrder) {
  LedgerFixture ledger;
  ASSERT_EQ(Once(ledger, Key("r1"), "B1").status(), absl::OkStatus());
  ASSERT_EQ(Once(ledger, Key("r3"), "B3").status(), absl::OkStatus());
  const std::vector<RequestKey> keys = {Key("r3"), Key("r2"), Key("r1", "c2"), Key("r1")};
  const auto done =
      ledger.database().Read("replay", [&](db::Transaction& transaction) -> absl::Status {
        const auto replays = ReplayMany(transaction, keys);
        EXPECT_EQ(replays[0].value(), "made B3");
        EXPECT_EQ(replays[1].value(), std::nullopt);
        EXPECT_EQ(ReasonOf(replays[2].status()), kRequestIdReused);
        EXPECT_EQ(replays[3].value(), "made B1");
        return absl::OkStatus();
      });
  EXPECT_EQ(done, absl::OkStatus());
}

}  // namespace
}  // namespace cuijiao::ledger
