// Holds what passes a failpoint of this process until it is let go, and sees who waits for it.
#ifndef CUIJIAO_TESTS_SUPPORT_HELD_POINT_H_
#define CUIJIAO_TESTS_SUPPORT_HELD_POINT_H_

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/db/database.h"
#include "common/fault/failpoint.h"

namespace cuijiao::support {

class HeldPoint {
 public:
  // `point`: a literal.
  explicit HeldPoint(const char* point)
      : pause_(std::filesystem::temp_directory_path() /
               ("held_point_" + std::to_string(getpid()) + "_" + point)),
        held_((std::ofstream(pause_) << "held", point), "pause-file:" + pause_.string()) {
    EXPECT_EQ(held_.armed(), absl::OkStatus());
  }
  ~HeldPoint() { LetGo(); }
  HeldPoint(const HeldPoint&) = delete;
  HeldPoint& operator=(const HeldPoint&) = delete;

  void LetGo() { std::filesystem::remove(pause_); }

  // Until so many have come to the point.
  void AwaitHits(std::int64_t hits) {
    EXPECT_TRUE(WaitFor([&] { return held_.hits() >= hits; }));
  }

  // Until somebody waits for a row that another transaction holds, or `done` says that nobody will.
  static void AwaitLockWait(db::Database& admin, const std::function<bool()>& done) {
    EXPECT_TRUE(WaitFor([&] {
      if (done()) return true;
      const auto row = admin.Read("look", [](db::Transaction& transaction) {
        return transaction.QueryOne(
            "SELECT CAST(variable_value AS SIGNED) AS n FROM information_schema.global_status"
            " WHERE variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'");
      });
      return row.ok() && row->has_value() && (*row)->Int64("n") > 0;
    }));
  }

 private:
  static bool WaitFor(const std::function<bool()>& holds) {
    for (const absl::Time end = absl::Now() + absl::Minutes(1); absl::Now() < end;) {
      if (holds()) return true;
      absl::SleepFor(absl::Milliseconds(2));
    }
    return false;
  }

  const std::filesystem::path pause_;
  const fault::ScopedFailpoint held_;
};

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_SUPPORT_HELD_POINT_H_
