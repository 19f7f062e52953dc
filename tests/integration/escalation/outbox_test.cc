// Reminders and their way out (N1, ESC-10).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "common/fault/failpoint.h"
#include "nlohmann/json.hpp"
#include "tests/integration/escalation/escalation_world.h"

namespace cuijiao::escalation {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class OutboxTest : public ::testing::Test {
 protected:
  OutboxTest() { world_.PutFees({"U1"}); }

  EscalationWorld world_;
};

TEST_F(OutboxTest, N1_RemindsTheOwnerTenDaysBeforeAndOnce) {
  const auto run = world_.RunDaily();
  ASSERT_EQ(run.status(), absl::OkStatus());
  EXPECT_EQ(run->reminder_count(), 1);
  for (int day = 2; day <= 4; ++day)
    EXPECT_EQ(world_.RunOn(Date(2017, 3, day)).reminder_count(), 0);
  const auto messages = world_.Messages();
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_EQ(messages[0].unit_id(), "U1");
  EXPECT_EQ(messages[0].owner_id(), "O1");
  EXPECT_EQ(messages[0].template_(), "reminder");
  EXPECT_EQ(messages[0].state(), v1::Message::STATE_PENDING);
  EXPECT_EQ(messages[0].plan_date(), "2017-03-01");
  EXPECT_THAT(messages[0].text(), HasSubstr("孙丽华"));
  EXPECT_THAT(messages[0].text(), HasSubstr("翠苑"));
  EXPECT_THAT(messages[0].text(), HasSubstr("100.00元"));
  EXPECT_THAT(messages[0].text(), HasSubstr("2017-03-10"));
}

TEST(ReminderTest, N1_BeginsOnTheTenthDayBeforeAndSpeaksTheOwnersLanguage) {
  EscalationWorld world(EscalationWorld::Door::kHere,
                        {{"notify_days_before_due: 10", "notify_days_before_due: 8"}});
  ASSERT_EQ(world.ledger().PutText(R"(entries { owner {
                id: "O1" name: "John Smith" phone: "13800138001" language: "en" } })"),
            absl::OkStatus());
  world.PutFees({"U1"});
  EXPECT_EQ(world.RunDaily()->reminder_count(), 0);  // due in nine days
  EXPECT_EQ(world.RunOn(Date(2017, 3, 2)).reminder_count(), 1);
  EXPECT_THAT(world.Messages()[0].text(), HasSubstr("Dear John Smith"));
}

TEST_F(OutboxTest, IsWrittenToTheFileOnce) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  ASSERT_EQ(world_.server().RunOutbox(), absl::OkStatus());
  ASSERT_EQ(world_.server().RunOutbox(), absl::OkStatus());
  ASSERT_THAT(world_.OutboxLines(), SizeIs(1));
  const auto line = nlohmann::json::parse(world_.OutboxLines()[0]);
  const v1::Message message = world_.Messages()[0];
  EXPECT_EQ(message.state(), v1::Message::STATE_SENT);
  EXPECT_EQ(line["id"], message.id());
  EXPECT_EQ(line["text"], message.text());
  EXPECT_EQ(line["phone"], "13800138001");
}

TEST_F(OutboxTest, ESC15_AReminderOfABillThatWasPaidIsCancelled) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  world_.Pay("U1", 30000);  // January, February, and March ahead of time
  ASSERT_EQ(world_.server().RunOutbox(), absl::OkStatus());
  EXPECT_EQ(world_.Messages()[0].state(), v1::Message::STATE_CANCELLED);
  EXPECT_THAT(world_.OutboxLines(), IsEmpty());
}

TEST_F(OutboxTest, AHandOverThatWasNotNotedHasOneEffect) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  {
    const fault::ScopedFailpoint failpoint("escalation.hand_over.before_commit", "error:gone");
    ASSERT_EQ(failpoint.armed(), absl::OkStatus());
    EXPECT_FALSE(world_.server().RunOutbox().ok());
    EXPECT_GE(failpoint.hits(), 1);
  }
  EXPECT_EQ(world_.Messages()[0].state(), v1::Message::STATE_PENDING);
  ASSERT_THAT(world_.OutboxLines(), SizeIs(1));
  ASSERT_EQ(world_.server().RunOutbox(), absl::OkStatus());
  EXPECT_EQ(world_.Messages()[0].state(), v1::Message::STATE_SENT);
  EXPECT_THAT(world_.OutboxLines(), SizeIs(1));
}

TEST_F(OutboxTest, ALineThatWasTornIsCutOff) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  std::ofstream(world_.outbox() / "messages.jsonl", std::ios::app) << R"({"id":"01TORN)";
  ASSERT_EQ(world_.server().RunOutbox(), absl::OkStatus());
  ASSERT_THAT(world_.OutboxLines(), SizeIs(1));
  EXPECT_TRUE(nlohmann::json::accept(world_.OutboxLines()[0]));
}

TEST_F(OutboxTest, ESC10_IsGivenUpAfterFiveAttempts) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  const fault::ScopedFailpoint failpoint("escalation.hand_over.before_commit", "error:gone");
  ASSERT_EQ(failpoint.armed(), absl::OkStatus());
  for (int attempt = 1; attempt <= 5; ++attempt) {
    EXPECT_EQ(world_.Messages()[0].state(), v1::Message::STATE_PENDING) << attempt;
    EXPECT_FALSE(world_.server().RunOutbox().ok());
  }
  EXPECT_EQ(world_.Messages()[0].state(), v1::Message::STATE_FAILED);
  EXPECT_EQ(world_.server().RunOutbox(), absl::OkStatus());
}

TEST_F(OutboxTest, PersonalTextIsEncryptedInItsColumns) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  ASSERT_THAT(world_.Messages(), SizeIs(1));
  const auto found = world_.admin_database().Read("look", [](db::Transaction& transaction) {
    return transaction.Query(
        "SELECT message_id FROM message WHERE INSTR(text_cipher, '孙丽华') > 0"
        " OR INSTR(phone_cipher, '13800138001') > 0");
  });
  ASSERT_EQ(found.status(), absl::OkStatus());
  EXPECT_TRUE(found->empty());
}

}  // namespace
}  // namespace cuijiao::escalation
