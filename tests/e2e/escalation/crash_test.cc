// ESC-9: the service is killed in the middle of a daily run and of a hand-over; the run goes on
// where it stopped, and nothing happens twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "tests/integration/escalation/escalation_world.h"
#include "tests/support/service_process.h"

namespace cuijiao::escalation {
namespace {

// More than a page of debts (500).
constexpr int kUnits = 620;

class KilledRun : public ::testing::Test {
 protected:
  KilledRun()
      : world_(EscalationWorld::Door::kProcess),
        setup_("escalation", world_.ledger().keys(), world_.database().settings()) {
    setup_.SetFlag("--ledger-address", world_.ledger().address());
    setup_.SetFlag("--personal-keys", world_.personal_keys_file().string());
    setup_.SetFlag("--outbox", world_.outbox().string());
    std::string entries;
    std::vector<std::string> units;
    for (int i = 0; i < kUnits; ++i) {
      units.push_back(fmt::format("K{:03}", i));
      entries += fmt::format(
          R"(entries {{ unit {{ id: "{0}" community_id: "C2" unit_no: "{0}" kind: KIND_HOME }} }})",
          units.back());
    }
    EXPECT_EQ(world_.ledger().PutText(entries), absl::OkStatus());
    // One of them has an owner, and so gets a reminder.
    EXPECT_EQ(world_.ledger().PutText(R"(entries { ownership {
                  unit_id: "K000" owner_id: "O1" from_date: "2016-01-01" } })"),
              absl::OkStatus());
    world_.PutFees(units, "C2");
  }

  // Starts the service; the world calls it from here on.
  std::unique_ptr<support::ServiceProcess> Start(const std::string& failpoints = "") {
    auto process = std::make_unique<support::ServiceProcess>(setup_, failpoints);
    world_.UseServiceAt(process->address());
    return process;
  }

  std::int64_t Count(const std::string& what) {
    const auto rows = world_.admin_database().Read("count", [&](db::Transaction& transaction) {
      return transaction.Query("SELECT COUNT(*) AS n FROM " + what);
    });
    EXPECT_EQ(rows.status(), absl::OkStatus());
    return rows->front().Int64("n");
  }

  EscalationWorld world_;
  support::ServiceSetup setup_;
};

// Where the process dies, and how many cases stand then.
struct Kill {
  const char* point;
  std::int64_t cases;
};

class KilledInTheRun : public KilledRun, public ::testing::WithParamInterface<Kill> {};

TEST_P(KilledInTheRun, GoesOnWhereItStopped) {
  const std::string armed = GetParam().point;
  {
    const auto process = Start(armed);
    EXPECT_FALSE(world_.RunDaily("C2").ok());
    EXPECT_EQ(process->AwaitEnd(), SIGKILL);
    ASSERT_TRUE(setup_.WasHit(armed.substr(0, armed.find('='))));
  }
  EXPECT_EQ(Count("collection_case"), GetParam().cases);
  const auto process = Start();
  const auto run = world_.RunDaily("C2");
  ASSERT_EQ(run.status(), absl::OkStatus());
  EXPECT_EQ(run->opened_count(), kUnits - GetParam().cases);
  EXPECT_EQ(Count("collection_case"), kUnits);
  EXPECT_EQ(Count("case_history"), kUnits);
  EXPECT_EQ(Count("task WHERE open_case_id IS NOT NULL"), kUnits);
  EXPECT_EQ(Count("message"), 1);
  const auto again = world_.RunDaily("C2");
  ASSERT_EQ(again.status(), absl::OkStatus());
  EXPECT_EQ(again->communities_done_before_count(), 1);
}

INSTANTIATE_TEST_SUITE_P(ESC9, KilledInTheRun,
                         ::testing::Values(Kill{"escalation.feed.before_commit=kill", 0},
                                           Kill{"escalation.daily_reminders.before_commit=kill", 0},
                                           Kill{"escalation.daily.before_commit=kill@1", 0},
                                           Kill{"escalation.daily.after_commit=kill@1", 500},
                                           Kill{"escalation.daily.before_commit=kill@2", 500}),
                         [](const auto& param) {
                           std::string name = param.param.point;
                           for (char& c : name) c = std::isalnum(c) != 0 ? c : '_';
                           return name;
                         });

TEST_F(KilledRun, ESC10_AMessageHandedOverBeforeTheKillStandsOnceInTheFile) {
  {
    const auto process = Start("escalation.hand_over.before_commit=kill");
    // The sender's next round may come before the run has ended.
    world_.RunDaily("C2").status().IgnoreError();
    EXPECT_EQ(process->AwaitEnd(), SIGKILL);
  }
  ASSERT_EQ(world_.OutboxLines().size(), 1U);
  EXPECT_EQ(Count("message WHERE state = 'PENDING'"), 1);
  const auto process = Start();
  const absl::Time give_up = absl::Now() + absl::Seconds(60);
  while (Count("message WHERE state = 'SENT'") == 0 && absl::Now() < give_up) {
    absl::SleepFor(absl::Milliseconds(50));
  }
  EXPECT_EQ(Count("message WHERE state = 'SENT'"), 1);
  EXPECT_EQ(world_.OutboxLines().size(), 1U);
}

}  // namespace
}  // namespace cuijiao::escalation
