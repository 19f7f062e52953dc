// A collector's worklist over gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "tests/integration/escalation/escalation_world.h"

namespace cuijiao::escalation {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> Units(const v1::Worklist& worklist) {
  std::vector<std::string> units;
  for (const v1::WorklistEntry& entry : worklist.entries()) units.push_back(entry.unit_id());
  return units;
}

TEST(WorklistTest, ESC6_PutsEasyReasonsFirstAndSaysWhomToCallAndWhy) {
  EscalationWorld world;
  world.PutFees({"U1", "U2"});
  ASSERT_EQ(world.RunDaily().status(), absl::OkStatus());
  const auto first = world.Worklist();
  ASSERT_EQ(first.status(), absl::OkStatus());
  EXPECT_THAT(Units(*first), ElementsAre("U1", "U2"));  // alike but for their ids
  const v1::WorklistEntry& entry = first->entries(0);
  EXPECT_EQ(first->business_date(), "2017-03-01");
  EXPECT_EQ(entry.unit_no(), "3栋2单元501");
  EXPECT_EQ(entry.owner_name(), "孙丽华");
  EXPECT_EQ(entry.owner_phone(), "13800138001");
  EXPECT_EQ(entry.step(), "N2");
  EXPECT_EQ(entry.channel(), "PHONE");
  EXPECT_EQ(entry.overdue_fen(), 20000);
  EXPECT_EQ(entry.task_due_date(), "2017-03-04");
  EXPECT_THAT(entry.why(), HasSubstr("询问并记录欠费原因"));

  v1::RecordContactRequest call = world.ContactWith("U2", v1::CONTACT_OUTCOME_NOT_REACHED);
  call.set_reason_code("FORGOT");
  ASSERT_TRUE(world.Record(call).ok());
  EXPECT_THAT(Units(*world.Worklist()), ElementsAre("U1"));  // U2 is for tomorrow
  world.RunOn(Date(2017, 3, 2));
  EXPECT_THAT(Units(*world.Worklist()), ElementsAre("U2", "U1"));
}

TEST(WorklistTest, CountsWhatThePageDoesNotShow) {
  EscalationWorld world;
  world.PutFees({"U1", "U2"});
  ASSERT_EQ(world.RunDaily().status(), absl::OkStatus());
  const auto worklist = world.Worklist("S1", 1);
  ASSERT_EQ(worklist.status(), absl::OkStatus());
  EXPECT_EQ(worklist->entries_size(), 1);
  EXPECT_EQ(worklist->further_count(), 1);
}

TEST(WorklistTest, ESC4_OldDebtsAreVisited) {
  EscalationWorld world;
  world.PutFees({"U1"});
  // The bill of January was due on the 10th: the fourth month begins after the 10th of April.
  world.RunOn(Date(2017, 4, 10));
  EXPECT_EQ(world.OpenCaseOf("U1").tier(), "1-3");
  EXPECT_EQ(world.Worklist()->entries(0).channel(), "PHONE");
  v1::RecordContactRequest call = world.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED);
  ASSERT_TRUE(world.Record(call).ok());
  world.RunOn(Date(2017, 4, 11));
  EXPECT_EQ(world.OpenCaseOf("U1").tier(), "4+");
  ASSERT_TRUE(world.Record(world.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED)).ok());
  world.RunOn(Date(2017, 4, 12));
  EXPECT_EQ(world.Worklist()->entries(0).channel(), "VISIT");
}

}  // namespace
}  // namespace cuijiao::escalation
