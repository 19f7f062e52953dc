// Many at once on one unit, and duplicates that race (LED-2, LED-4, LED-14).
#include <set>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "tests/integration/ledger_money/money_world.h"

namespace cuijiao::ledger {
namespace {

using ::testing::SizeIs;

constexpr int kThreads = 8;

class RaceTest : public MoneyWorld {
 protected:
  template <typename Work>
  static void InThreads(Work work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) threads.emplace_back([i, &work] { work(i); });
    for (std::thread& thread : threads) thread.join();
  }
};

TEST_F(RaceTest, LED2_RacingDuplicatesHaveOneEffectAndOneAnswer) {
  for (int round = 0; round < 5; ++round) {
    const v1::RecordPaymentRequest request = PaymentRequest(100 + round);
    absl::Mutex mutex;
    std::set<std::string> answers;
    InThreads([&](int) {
      const auto payment = Record(request);
      EXPECT_EQ(payment.status(), absl::OkStatus());
      if (!payment.ok()) return;
      const absl::MutexLock lock(&mutex);
      answers.insert(payment->SerializeAsString());
    });
    EXPECT_THAT(answers, SizeIs(1));
  }
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 5);
  ExpectBooksRight();
}

TEST_F(RaceTest, LED4_EightThreadsOnOneUnitLoseNothing) {
  PutFees(20'000);
  ASSERT_EQ(Bill("2017-01", "2017-03").status(), absl::OkStatus());
  constexpr int kEach = 6;
  InThreads([&](int thread) {
    for (int i = 0; i < kEach; ++i) {
      const auto payment = Record(PaymentRequest(1'000 + thread));
      ASSERT_EQ(payment.status(), absl::OkStatus());
      // Every third one is undone, or part of it paid back.
      if (i % 3 == 0) {
        EXPECT_EQ(Reverse(payment->id()).status(), absl::OkStatus());
      } else if (i % 3 == 1) {
        EXPECT_EQ(Refund(payment->id(), 400).status(), absl::OkStatus());
      }
    }
  });
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), kThreads * kEach);
  std::int64_t held = 0;
  for (int thread = 0; thread < kThreads; ++thread) held += 4 * (1'000 + thread) - 2 * 400;
  EXPECT_EQ(Number("SELECT SUM(held_fen) AS n FROM payment"), held);
  EXPECT_EQ(UnpaidOf(), 60'000 - held);
  EXPECT_EQ(Number("SELECT debt_version AS n FROM unit_account WHERE unit_id = 'U1'"),
            1 + 1 + kThreads * (kEach + 4));
  ExpectBooksRight();
}

TEST_F(RaceTest, LED3_OfRacingReversalsOneWins) {
  const auto payment = Record(PaymentRequest(500));
  ASSERT_EQ(payment.status(), absl::OkStatus());
  absl::Mutex mutex;
  int reversed = 0;
  InThreads([&](int) {
    const bool won = Reverse(payment->id()).ok();
    const absl::MutexLock lock(&mutex);
    reversed += won ? 1 : 0;
  });
  EXPECT_EQ(reversed, 1);
  ExpectBooksRight();
}

TEST_F(RaceTest, LED1_RacingBillingRunsMakeEachBillOnce) {
  PutFees(20'000);
  InThreads([&](int) { EXPECT_EQ(Bill("2017-01", "2017-06").status(), absl::OkStatus()); });
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM bill"), 12);
  ExpectBooksRight();
}

}  // namespace
}  // namespace cuijiao::ledger
