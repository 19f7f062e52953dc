#include "common/rpc/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>

#include "absl/synchronization/notification.h"

namespace cuijiao {
namespace {

TEST(WorkerPool, RunsAsManyAtOnceAsItHasThreads) {
  WorkerPool pool(3, 0);
  std::atomic<int> inside = 0;
  absl::Notification all_inside;
  absl::Notification release;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(pool.TryRun([&] {
      if (++inside == 3) all_inside.Notify();
      release.WaitForNotification();
    }));
  }
  EXPECT_TRUE(all_inside.WaitForNotificationWithTimeout(absl::Seconds(10)));
  EXPECT_FALSE(pool.TryRun([] {}));
  release.Notify();
}

TEST(WorkerPool, RefusesMoreThanMayWait) {
  std::atomic<int> ran = 0;
  {
    WorkerPool pool(1, 2);
    absl::Notification entered;
    absl::Notification release;
    ASSERT_TRUE(pool.TryRun([&] {
      entered.Notify();
      release.WaitForNotification();
    }));
    entered.WaitForNotification();
    EXPECT_TRUE(pool.TryRun([&] { ++ran; }));
    EXPECT_TRUE(pool.TryRun([&] { ++ran; }));
    EXPECT_FALSE(pool.TryRun([&] { ++ran; }));
    release.Notify();
  }
  EXPECT_EQ(ran, 2);  // what waited was run before the pool ended
}

}  // namespace
}  // namespace cuijiao
