#include "common/rpc/background_rounds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"

namespace cuijiao {
namespace {

using ::testing::HasSubstr;

class BackgroundRoundsTest : public ::testing::Test {
 protected:
  const std::unique_ptr<Metrics> metrics_ = Metrics::Start().value();
};

TEST_F(BackgroundRoundsTest, DoesTheFirstRoundAtOnce) {
  absl::Notification done;
  const BackgroundRounds rounds("test", absl::InfiniteDuration(), *metrics_, [&] {
    done.Notify();
    return absl::OkStatus();
  });
  EXPECT_TRUE(done.WaitForNotificationWithTimeout(absl::Seconds(10)));
}

TEST_F(BackgroundRoundsTest, GoesOnAfterARoundThatFailedAndCountsBoth) {
  std::atomic<int> ran = 0;
  absl::Notification third;
  std::optional<BackgroundRounds> rounds;
  rounds.emplace("test", absl::Milliseconds(1), *metrics_, [&]() -> absl::Status {
    const int round = ++ran;
    if (round == 1) return absl::UnavailableError("away");
    if (round == 3) third.Notify();
    return absl::OkStatus();
  });
  EXPECT_TRUE(third.WaitForNotificationWithTimeout(absl::Seconds(10)));
  rounds.reset();
  const std::string text = metrics_->Text();
  EXPECT_THAT(text,
              HasSubstr(R"(cuijiao_background_rounds_total{outcome="failed",work="test"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(cuijiao_background_rounds_total{outcome="ok",work="test"} )" +
                              std::to_string(ran - 1)));
}

TEST_F(BackgroundRoundsTest, EndsAfterTheRoundThatRunsAndInTheMiddleOfAPause) {
  absl::Notification entered;
  absl::Notification release;
  std::atomic<int> ended = 0;
  std::optional<BackgroundRounds> rounds;
  rounds.emplace("test", absl::InfiniteDuration(), *metrics_, [&] {
    entered.Notify();
    release.WaitForNotification();
    ++ended;
    return absl::OkStatus();
  });
  entered.WaitForNotification();
  std::thread ending([&] { rounds.reset(); });
  release.Notify();
  ending.join();
  EXPECT_EQ(ended, 1);
}

}  // namespace
}  // namespace cuijiao
