#include "services/ledger/domain/figures/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "common/status/reason.h"

namespace cuijiao::ledger {
namespace {

const std::set<std::string> kCommunities = {"C1", "C2"};
const std::set<std::string> kAreas = {"A1", "A2"};

TEST(CheckPlanContent, LED6_TakesTwelveRatesOrNone) {
  EXPECT_TRUE(CheckPlanContent({}, kCommunities, kAreas).ok());
  EXPECT_TRUE(
      CheckPlanContent({.planned_rate_bp = std::vector<int>(12, 500)}, kCommunities, kAreas).ok());
  for (const std::size_t months : {1U, 11U, 13U}) {
    const absl::Status status =
        CheckPlanContent({.planned_rate_bp = std::vector<int>(months, 500)}, kCommunities, kAreas);
    EXPECT_EQ(ReasonOf(status), kFieldsInvalid) << months;
  }
}

// The source's scheme does not say that a cumulative plan may not fall, so it may.
TEST(CheckPlanContent, LED6_TakesRatesThatFall) {
  std::vector<int> rates(12, 500);
  rates[5] = 400;
  EXPECT_TRUE(CheckPlanContent({.planned_rate_bp = rates}, kCommunities, kAreas).ok());
}

TEST(CheckPlanContent, LED6_TellsEveryWrongIdAtOnce) {
  const absl::Status status =
      CheckPlanContent({.historical_targets = {{"C1", Fen(1)}, {"C1", Fen(2)}, {"C9", Fen(3)}},
                        .area_tasks = {{"A9", Fen(1)}, {"A1", Fen(2)}}},
                       kCommunities, kAreas);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : FieldViolationsOf(status))
    fields.push_back(violation.field);
  EXPECT_THAT(fields, ::testing::ElementsAre("historical_targets[1].community_id",
                                             "historical_targets[2].community_id",
                                             "area_tasks[0].area_id"));
}

TEST(CheckPlanChange, LED6_RefusesAnApprovedPlanAndAStaleEtag) {
  EXPECT_TRUE(CheckPlanChange(PlanState::kDraft, "e1", "e1").ok());
  EXPECT_EQ(ReasonOf(CheckPlanChange(PlanState::kDraft, "e1", "e2")), kEtagMismatch);
  EXPECT_EQ(ReasonOf(CheckPlanChange(PlanState::kDraft, "e1", "")), kEtagMismatch);
  EXPECT_EQ(ReasonOf(CheckPlanChange(PlanState::kApproved, "e1", "e1")), kPlanApproved);
}

TEST(CheckPlanApproval, LED6_WhoPutItCannotApproveIt) {
  EXPECT_TRUE(CheckPlanApproval(PlanState::kDraft, "e1", "e1", "S1", "S2").ok());
  EXPECT_EQ(ReasonOf(CheckPlanApproval(PlanState::kDraft, "e1", "e1", "S1", "S1")), kSamePerson);
  EXPECT_EQ(ReasonOf(CheckPlanApproval(PlanState::kDraft, "e1", "e2", "S1", "S1")), kEtagMismatch);
}

TEST(ComputeAnnualTasks, LED6_IsReceivableTimesAnnualRateRoundedOnce) {
  // 333.33 × 95 % = 316.6635
  const auto tasks =
      ComputeAnnualTasks(9500, {}, {{"A1", {{"C1", Fen(11111)}, {"C2", Fen(22222)}}}});
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks[0].task, Fen(31666));
  EXPECT_FALSE(tasks[0].given);
  ASSERT_EQ(tasks[0].shares.size(), 2U);
  EXPECT_EQ(tasks[0].shares[0].share, Rational(31666, 3));
  EXPECT_EQ(tasks[0].shares[1].share, Rational(63332, 3));
}

TEST(ComputeAnnualTasks, LED6_RoundsHalfAFenUp) {
  EXPECT_EQ(ComputeAimedReceipts(Fen(1), 5000), Fen(1));
  EXPECT_EQ(ComputeAimedReceipts(Fen(1), 4999), Fen(0));
}

TEST(ComputeAnnualTasks, LED6_TakesTheGivenTask) {
  const auto tasks = ComputeAnnualTasks(9500, {{"A1", Fen(300'000'00)}},
                                        {{"A1", {{"C1", Fen(100)}}}, {"A2", {{"C2", Fen(100)}}}});
  ASSERT_EQ(tasks.size(), 2U);
  EXPECT_EQ(tasks[0].task, Fen(300'000'00));
  EXPECT_TRUE(tasks[0].given);
  EXPECT_EQ(tasks[1].task, Fen(95));
  EXPECT_FALSE(tasks[1].given);
}

TEST(ComputeAnnualTasks, LED6_DividesAGivenTaskEquallyWhereNothingIsReceivable) {
  const auto tasks = ComputeAnnualTasks(9500, {{"A1", Fen(100)}},
                                        {{"A1", {{"C1", Fen(0)}, {"C2", Fen(0)}, {"C3", Fen(0)}}}});
  ASSERT_EQ(tasks[0].shares.size(), 3U);
  for (const TaskShare& share : tasks[0].shares) EXPECT_EQ(share.share, Rational(100, 3));
}

TEST(ComputeAnnualTasks, LED6_SharesAddUpToTheTask) {
  std::mt19937_64 random(6);
  for (int run = 0; run < 300; ++run) {
    std::vector<CommunityReceivable> communities;
    for (std::uint64_t i = 0; i <= random() % 7; ++i) {
      communities.push_back(
          {"C" + std::to_string(i), Fen(static_cast<std::int64_t>(random() % 1'000'000'000))});
    }
    const auto tasks =
        ComputeAnnualTasks(static_cast<int>(random() % 10'001), {}, {{"A1", communities}});
    Rational sum;
    for (const TaskShare& share : tasks[0].shares) sum += share.share;
    ASSERT_EQ(sum, Rational(tasks[0].task));
  }
}

}  // namespace
}  // namespace cuijiao::ledger
