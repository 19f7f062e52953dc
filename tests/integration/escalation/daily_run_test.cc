// The daily run over gRPC: cases open, wait for promises, move, close and open again (ESC-9).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/fault/failpoint.h"
#include "common/status/reason.h"
#include "tests/integration/escalation/escalation_world.h"

namespace cuijiao::escalation {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> Kinds(const v1::Case& of_case) {
  std::vector<std::string> kinds;
  for (const v1::HistoryEntry& entry : of_case.history()) kinds.push_back(entry.kind());
  return kinds;
}

class DailyRunTest : public ::testing::Test {
 protected:
  DailyRunTest() { world_.PutFees({"U1"}); }

  EscalationWorld world_;
};

TEST_F(DailyRunTest, ESC1_OpensACaseForAnOverdueUnitAndForNoOther) {
  const auto run = world_.RunDaily();
  ASSERT_EQ(run.status(), absl::OkStatus());
  EXPECT_EQ(run->business_date(), "2017-03-01");
  EXPECT_EQ(run->opened_count(), 1);
  EXPECT_EQ(run->task_count(), 1);
  EXPECT_EQ(run->communities_done_before_count(), 0);
  EXPECT_THAT(world_.CasesOf("U2"), IsEmpty());
  const v1::Case opened = world_.OpenCaseOf("U1");
  EXPECT_EQ(opened.community_id(), "C1");
  EXPECT_EQ(opened.area_id(), "A1");
  EXPECT_EQ(opened.collector_id(), "S1");
  EXPECT_EQ(opened.track(), "N");
  EXPECT_EQ(opened.step(), "N2");
  EXPECT_EQ(opened.step_date(), "2017-03-01");
  EXPECT_EQ(opened.overdue_fen(), 20000);
  EXPECT_EQ(opened.months_overdue(), 2);
  EXPECT_EQ(opened.tier(), "1-3");
  EXPECT_THAT(opened.why(), HasSubstr("200.00元"));
  EXPECT_THAT(Kinds(opened), ElementsAre("OPENED"));
  EXPECT_EQ(opened.history(0).actor_id(), "service:escalation");
}

TEST_F(DailyRunTest, ESC9_TheSameDayTwiceChangesNothing) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  const v1::Case before = world_.OpenCaseOf("U1");
  const auto again = world_.RunDaily();
  ASSERT_EQ(again.status(), absl::OkStatus());
  EXPECT_EQ(again->communities_done_before_count(), 3);
  EXPECT_EQ(again->opened_count() + again->task_count() + again->reminder_count(), 0);
  EXPECT_EQ(world_.OpenCaseOf("U1").SerializeAsString(), before.SerializeAsString());
  EXPECT_THAT(world_.Messages(), SizeIs(1));
}

TEST_F(DailyRunTest, ESC1_ClosesWhenAllIsPaid) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  world_.Pay("U1", 20000);
  const v1::RunDailyResponse run = world_.RunOn(Date(2017, 3, 2));
  EXPECT_EQ(run.closed_count(), 1);
  const auto cases = world_.CasesOf("U1");
  ASSERT_EQ(cases.size(), 1U);
  EXPECT_EQ(cases[0].state(), v1::Case::STATE_CLOSED);
  EXPECT_EQ(cases[0].close_date(), "2017-03-02");
  EXPECT_EQ(cases[0].overdue_fen(), 0);
  EXPECT_THAT(Kinds(cases[0]), ElementsAre("OPENED", "CLOSED"));
  const auto worklist = world_.Worklist();
  ASSERT_EQ(worklist.status(), absl::OkStatus());
  EXPECT_EQ(worklist->entries_size(), 0);
}

TEST_F(DailyRunTest, AReversalOpensACaseAgain) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  const std::string payment = world_.Pay("U1", 20000);
  ASSERT_EQ(world_.RunOn(Date(2017, 3, 2)).closed_count(), 1);
  world_.Reverse(payment);
  const v1::RunDailyResponse run = world_.RunOn(Date(2017, 3, 3));
  EXPECT_EQ(run.opened_count(), 1);
  const auto cases = world_.CasesOf("U1");
  ASSERT_EQ(cases.size(), 2U);
  EXPECT_EQ(cases[0].state(), v1::Case::STATE_CLOSED);
  EXPECT_EQ(cases[1].state(), v1::Case::STATE_OPEN);
  EXPECT_EQ(cases[1].step(), "N2");
  EXPECT_EQ(cases[1].overdue_fen(), 20000);
}

TEST_F(DailyRunTest, ESC5_APromiseThatIsKeptIsWaitedForAndJudged) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  ASSERT_EQ(world_.Record(world_.PromiseBy("U1", 3, 15000)).status(), absl::OkStatus());
  EXPECT_EQ(world_.RunOn(Date(2017, 3, 2)).task_count(), 0);
  world_.Pay("U1", 15000);
  const v1::RunDailyResponse run = world_.RunOn(Date(2017, 3, 3));
  EXPECT_EQ(run.promises_kept_count(), 1);
  EXPECT_EQ(run.promises_broken_count(), 0);
  EXPECT_EQ(run.moved_count(), 0);
  EXPECT_EQ(run.task_count(), 1);  // 50.00 are left
  const v1::Case now = world_.OpenCaseOf("U1");
  EXPECT_EQ(now.step(), "N2");
  EXPECT_EQ(now.overdue_fen(), 5000);
  ASSERT_EQ(now.promises_size(), 1);
  EXPECT_EQ(now.promises(0).state(), v1::Promise::STATE_KEPT);
  EXPECT_EQ(now.promises(0).received_fen(), 15000);
}

TEST_F(DailyRunTest, ESC5_APromiseThatIsBrokenMovesTheCaseTheDayAfter) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  ASSERT_EQ(world_.Record(world_.PromiseBy("U1", 3, 20000)).status(), absl::OkStatus());
  world_.Pay("U1", 19999);
  const v1::RunDailyResponse on_the_day = world_.RunOn(Date(2017, 3, 4));
  EXPECT_EQ(on_the_day.promises_broken_count(), 0);
  EXPECT_EQ(on_the_day.moved_count(), 0);
  const v1::RunDailyResponse after = world_.RunOn(Date(2017, 3, 5));
  EXPECT_EQ(after.promises_broken_count(), 1);
  EXPECT_EQ(after.moved_count(), 1);
  EXPECT_EQ(after.task_count(), 1);
  const v1::Case now = world_.OpenCaseOf("U1");
  EXPECT_EQ(now.step(), "N3");
  EXPECT_EQ(now.step_date(), "2017-03-05");
  EXPECT_THAT(now.why(), HasSubstr("promise broken"));
  EXPECT_EQ(now.promises(0).state(), v1::Promise::STATE_BROKEN);
  EXPECT_THAT(Kinds(now), ElementsAre("OPENED", "CONTACT", "PROMISED", "PROMISE_JUDGED", "MOVED"));
  const v1::HistoryEntry& moved = now.history(4);
  EXPECT_EQ(moved.from_step(), "N2");
  EXPECT_EQ(moved.to_step(), "N3");
}

TEST_F(DailyRunTest, ESC5_APromiseRenewedBeforeItsDateMovesTheCaseAllTheSame) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  ASSERT_EQ(world_.Record(world_.PromiseBy("U1", 3, 20000)).status(), absl::OkStatus());
  world_.RunOn(Date(2017, 3, 3));
  ASSERT_EQ(world_.Record(world_.PromiseBy("U1", 5, 20000)).status(), absl::OkStatus());
  EXPECT_EQ(world_.RunOn(Date(2017, 3, 4)).moved_count(), 0);
  // The first broke: once, with a task at the new step.
  const v1::RunDailyResponse first = world_.RunOn(Date(2017, 3, 5));
  EXPECT_EQ(first.promises_broken_count(), 1);
  EXPECT_EQ(first.moved_count(), 1);
  EXPECT_EQ(first.task_count(), 1);
  EXPECT_EQ(world_.OpenCaseOf("U1").step(), "N3");
  EXPECT_EQ(world_.RunOn(Date(2017, 3, 8)).moved_count(), 0);
  // The second came along to N3 and broke there.
  const v1::RunDailyResponse second = world_.RunOn(Date(2017, 3, 9));
  EXPECT_EQ(second.promises_broken_count(), 1);
  EXPECT_EQ(second.moved_count(), 1);
  EXPECT_EQ(world_.OpenCaseOf("U1").step(), "N4");
  EXPECT_EQ(world_.RunOn(Date(2017, 3, 10)).moved_count(), 0);
}

TEST_F(DailyRunTest, ESC5_AContactOnTheMorningOfTheBreakStandsAtTheNextStep) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  ASSERT_EQ(world_.Record(world_.PromiseBy("U1", 3, 20000)).status(), absl::OkStatus());
  world_.SetDate(Date(2017, 3, 5));
  const absl::Status late = world_.Record(world_.PromiseBy("U1", 5, 20000)).status();
  EXPECT_EQ(ReasonOf(late), "PROMISE_TOO_LATE");
  EXPECT_EQ(ValuesOf(late)["step"], "N3");
  const auto contact = world_.Record(world_.PromiseBy("U1", 3, 20000));
  ASSERT_EQ(contact.status(), absl::OkStatus());
  EXPECT_EQ(contact->step(), "N3");
  // What the run finds: the broken promise is judged and moves nothing a second time; the new one
  // is waited for.
  const v1::RunDailyResponse run = world_.RunOn(Date(2017, 3, 5));
  EXPECT_EQ(run.promises_broken_count(), 1);
  EXPECT_EQ(run.moved_count(), 0);
  EXPECT_EQ(run.task_count(), 0);
  EXPECT_THAT(Kinds(world_.OpenCaseOf("U1")), ElementsAre("OPENED", "CONTACT", "PROMISED", "MOVED",
                                                          "CONTACT", "PROMISED", "PROMISE_JUDGED"));
  EXPECT_EQ(world_.RunOn(Date(2017, 3, 8)).moved_count(), 0);
  EXPECT_EQ(world_.RunOn(Date(2017, 3, 9)).moved_count(), 1);
  EXPECT_EQ(world_.OpenCaseOf("U1").step(), "N4");
}

TEST_F(DailyRunTest, ESC16_BrokenPromisesLeadToN4StepByStep) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  ASSERT_EQ(world_.Record(world_.PromiseBy("U1", 5, 20000)).status(), absl::OkStatus());
  EXPECT_EQ(world_.RunOn(Date(2017, 3, 7)).moved_count(), 1);
  ASSERT_EQ(world_.OpenCaseOf("U1").step(), "N3");
  ASSERT_EQ(world_.Record(world_.PromiseBy("U1", 3, 20000)).status(), absl::OkStatus());
  EXPECT_EQ(world_.RunOn(Date(2017, 3, 11)).moved_count(), 1);
  const v1::Case now = world_.OpenCaseOf("U1");
  EXPECT_EQ(now.step(), "N4");
  const auto worklist = world_.Worklist();
  ASSERT_EQ(worklist.status(), absl::OkStatus());
  ASSERT_EQ(worklist->entries_size(), 1);
  EXPECT_EQ(worklist->entries(0).channel(), "VISIT");
  // N4 is the last step of this plan: a broken promise there brings a task, no move.
  ASSERT_EQ(world_.Record(world_.PromiseBy("U1", 3, 20000)).status(), absl::OkStatus());
  const v1::RunDailyResponse run = world_.RunOn(Date(2017, 3, 15));
  EXPECT_EQ(run.promises_broken_count(), 1);
  EXPECT_EQ(run.moved_count(), 0);
  EXPECT_EQ(run.task_count(), 1);
}

TEST_F(DailyRunTest, ESC5_LaterEventsJudgeAClosedCasesPromisesAnew) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  ASSERT_EQ(world_.Record(world_.PromiseBy("U1", 3, 20000)).status(), absl::OkStatus());
  const std::string payment = world_.Pay("U1", 20000);
  ASSERT_EQ(world_.RunOn(Date(2017, 3, 2)).closed_count(), 1);
  EXPECT_EQ(world_.CasesOf("U1")[0].promises(0).state(), v1::Promise::STATE_KEPT);
  world_.Reverse(payment);
  world_.RunOn(Date(2017, 3, 10));
  const v1::Case closed = world_.CasesOf("U1")[0];
  EXPECT_EQ(closed.promises(0).state(), v1::Promise::STATE_BROKEN);
  EXPECT_EQ(closed.promises(0).received_fen(), 0);
  EXPECT_EQ(Kinds(closed).back(), "PROMISE_JUDGED");
}

TEST_F(DailyRunTest, ESC5_ARefundTakesMoneyBackFromAPromise) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  ASSERT_EQ(world_.Record(world_.PromiseBy("U1", 3, 20000)).status(), absl::OkStatus());
  const std::string payment = world_.Pay("U1", 20000);
  world_.Refund(payment, 5000);
  const v1::RunDailyResponse run = world_.RunOn(Date(2017, 3, 5));
  EXPECT_EQ(run.promises_broken_count(), 1);
  EXPECT_EQ(world_.OpenCaseOf("U1").promises(0).received_fen(), 15000);
}

TEST_F(DailyRunTest, AMovedAreaBringsTheCaseToItsNewCollector) {
  ASSERT_EQ(world_.RunDaily().status(), absl::OkStatus());
  ASSERT_EQ(world_.ledger().PutText(R"(entries { area_collector {
                area_id: "A1" staff_id: "S2" from_date: "2017-03-02" } })"),
            absl::OkStatus());
  world_.RunOn(Date(2017, 3, 2));
  EXPECT_EQ(world_.OpenCaseOf("U1").collector_id(), "S2");
}

TEST_F(DailyRunTest, AnUnknownCommunityIsSaidToBeUnknown) {
  EXPECT_EQ(ReasonOf(world_.RunDaily("C404").status()), "UNKNOWN_COMMUNITY");
}

TEST_F(DailyRunTest, ESC9_GoesOnAfterATransactionThatFailed) {
  world_.PutFees({"U9"}, "C9");
  {
    // C1 is done, C2 too; the third community's page fails.
    const fault::ScopedFailpoint failpoint("escalation.daily.before_commit", "error:gone@3");
    ASSERT_EQ(failpoint.armed(), absl::OkStatus());
    EXPECT_FALSE(world_.RunDaily().ok());
    EXPECT_GE(failpoint.hits(), 3);
  }
  EXPECT_THAT(world_.CasesOf("U1"), SizeIs(1));
  const auto run = world_.RunDaily();
  ASSERT_EQ(run.status(), absl::OkStatus());
  EXPECT_EQ(run->communities_done_before_count(), 2);
  EXPECT_EQ(run->opened_count(), 1);
  EXPECT_THAT(world_.CasesOf("U1"), SizeIs(1));
}

}  // namespace
}  // namespace cuijiao::escalation
