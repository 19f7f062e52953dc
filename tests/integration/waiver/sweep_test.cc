// The sweep's failures: told whole, and logged by whoever runs the rounds alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <sstream>
#include <string>

#include "spdlog/sinks/ostream_sink.h"
#include "spdlog/spdlog.h"
#include "tests/integration/waiver/waiver_world.h"

namespace cuijiao::waiver {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// What is logged while it lives.
class CapturedLog {
 public:
  CapturedLog() : before_(spdlog::default_logger()) {
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines_, /*force_flush=*/true)));
  }
  ~CapturedLog() { spdlog::set_default_logger(before_); }
  CapturedLog(const CapturedLog&) = delete;
  CapturedLog& operator=(const CapturedLog&) = delete;

  [[nodiscard]] std::string Text() const { return lines_.str(); }

 private:
  std::ostringstream lines_;
  const std::shared_ptr<spdlog::logger> before_;
};

TEST(Sweep, AFailureNamesItsStepAndIsNotLoggedByTheRoundItself) {
  WaiverWorld world;
  world.PutHouseholds({{"U-A", "OA", Yuan("200.00"), 10}, {"U-B", "OB", Yuan("200.00"), 10}});
  const auto asked = world.Submit("U-A", Yuan("150.00"), 6);
  const auto signed_one = world.Approve(asked.value().id(), world.Manager());
  ASSERT_TRUE(world.Settle(signed_one.value()).ok());
  ASSERT_TRUE(world.server().RunSweep().ok());
  // The ledger cannot tell its feed any more.
  ASSERT_TRUE(
      world.ledger()
          .admin_database()
          .Transact("tamper",
                    [](db::Transaction& transaction) {
                      return transaction.Execute("RENAME TABLE event TO event_away").status();
                    })
          .ok());
  const CapturedLog log;
  const absl::Status failed = world.server().RunSweep();
  EXPECT_FALSE(failed.ok());
  EXPECT_THAT(std::string(failed.message()), StartsWith("reversals: "));
  EXPECT_THAT(log.Text(), Not(HasSubstr("sweep")));
}

}  // namespace
}  // namespace cuijiao::waiver
