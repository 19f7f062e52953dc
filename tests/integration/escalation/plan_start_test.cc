// A plan that cannot work stops the start, and a block already used may not change (ESC-2).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/integration/escalation/escalation_world.h"

namespace cuijiao::escalation {
namespace {

using ::testing::HasSubstr;

TEST(PlanStartTest, ESC2_EveryFaultIsNamed) {
  EscalationWorld world(EscalationWorld::Door::kProcess);
  EXPECT_EQ(world.TryStart({}), absl::OkStatus());
  const absl::Status status =
      world.TryStart({{R"(first_case_step: "N2")", R"(first_case_step: "N1")"},
                      {"from_months: 1 ", "from_months: 2 "}});
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("2017-01-01"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("step 'N2' cannot be reached"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("the first tier must begin at month 1"));
}

TEST(PlanStartTest, ABlockThatCasesWereMovedUnderMayNotChange) {
  EscalationWorld world;
  const PolicyEdits edits = {{"promise_max_days: 5", "promise_max_days: 4"}};
  EXPECT_EQ(world.TryStart(edits), absl::OkStatus());
  world.PutFees({"U1"});
  ASSERT_EQ(world.RunDaily().status(), absl::OkStatus());
  const absl::Status changed = world.TryStart(edits);
  EXPECT_TRUE(absl::IsFailedPrecondition(changed)) << changed;
  EXPECT_THAT(std::string(changed.message()), HasSubstr("2017-01-01 has changed"));
  EXPECT_EQ(world.TryStart({}), absl::OkStatus());
}

}  // namespace
}  // namespace cuijiao::escalation
