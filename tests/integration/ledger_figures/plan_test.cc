// Plans, tasks and campaigns over gRPC (LED-6, LED-12).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "common/status/reason.h"
#include "tests/integration/ledger_figures/figures_world.h"

namespace cuijiao::support {
namespace {

using PlanMethods = v1::PlanService::StubInterface;

v1::PutAnnualPlanRequest DraftOf(FiguresWorld& world, int rates) {
  v1::PutAnnualPlanRequest request;
  request.set_request_id(world.ledger().NewRequestId());
  request.set_project_id("P1");
  request.set_year(2017);
  for (int i = 0; i < rates; ++i) request.add_planned_rate_bp(500 * (i + 1));
  request.set_annual_rate_bp(9500);
  request.set_remarks("第一稿");
  return request;
}

absl::StatusOr<v1::AnnualPlan> Put(FiguresWorld& world, const v1::PutAnnualPlanRequest& request) {
  return world.ledger().Call<v1::PlanService>(&PlanMethods::PutAnnualPlan, world.ledger().Finance(),
                                              request);
}

absl::StatusOr<v1::AnnualPlan> Approve(FiguresWorld& world, const std::string& etag,
                                       const Caller& caller) {
  v1::ApproveAnnualPlanRequest request;
  request.set_project_id("P1");
  request.set_year(2017);
  request.set_etag(etag);
  return world.ledger().Call<v1::PlanService>(&PlanMethods::ApproveAnnualPlan, caller, request);
}

TEST(AnnualPlan, LED6_IsPutReplacedAndRead) {
  FiguresWorld world;
  v1::PutAnnualPlanRequest request = DraftOf(world, 12);
  v1::HistoricalTarget& target = *request.add_historical_targets();
  target.set_community_id("C1");
  target.set_amount_fen(1000'00);
  const auto draft = Put(world, request);
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->state(), v1::AnnualPlan::STATE_DRAFT);
  EXPECT_EQ(Put(world, request)->etag(), draft->etag());  // the same request again

  v1::PutAnnualPlanRequest next = DraftOf(world, 0);
  EXPECT_EQ(ReasonOf(Put(world, next).status()), "ETAG_MISMATCH");  // it does not know the draft
  next.set_etag(draft->etag());
  const auto replaced = Put(world, next);
  ASSERT_TRUE(replaced.ok()) << replaced.status();

  v1::GetAnnualPlanRequest get;
  get.set_project_id("P1");
  get.set_year(2017);
  const auto read = world.ledger().Call<v1::PlanService>(&PlanMethods::GetAnnualPlan,
                                                         world.ledger().Finance(), get);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->SerializeAsString(), replaced->SerializeAsString());
  EXPECT_EQ(read->planned_rate_bp_size(), 0);
  EXPECT_EQ(read->historical_targets_size(), 0);
  get.set_year(2018);
  EXPECT_EQ(ReasonOf(world.ledger()
                         .Call<v1::PlanService>(&PlanMethods::GetAnnualPlan,
                                                world.ledger().Finance(), get)
                         .status()),
            "UNKNOWN_PLAN");
}

TEST(AnnualPlan, LED6_RefusesWhatIsNotTheProjects) {
  FiguresWorld world;
  EXPECT_EQ(ReasonOf(Put(world, DraftOf(world, 11)).status()), "FIELDS_INVALID");
  v1::PutAnnualPlanRequest request = DraftOf(world, 12);
  request.add_area_tasks()->set_area_id("A9");  // of project P2
  EXPECT_EQ(ReasonOf(Put(world, request).status()), "FIELDS_INVALID");
}

TEST(AnnualPlan, LED6_ApprovalFixesTheTasks) {
  FiguresWorld world;
  v1::PutAnnualPlanRequest request = DraftOf(world, 12);
  v1::AreaTask& given = *request.add_area_tasks();
  given.set_area_id("A2");
  given.set_amount_fen(777'77);
  const auto draft = Put(world, request);
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(ReasonOf(Approve(world, draft->etag(), world.ledger().Finance()).status()),
            "SAME_PERSON");
  const Caller other = world.ledger().Staff("F2", Role::kFinance);
  EXPECT_EQ(ReasonOf(Approve(world, "stale", other).status()), "ETAG_MISMATCH");

  const auto approved = Approve(world, draft->etag(), other);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->state(), v1::AnnualPlan::STATE_APPROVED);
  // U1 and U2 are A1's, U3 is A2's; nothing is billed yet, all of it is scheduled.
  EXPECT_EQ(approved->receivable_fen(), 3 * kYearFen);
  EXPECT_EQ(approved->aimed_receipts_fen(), 3 * kYearFen * 95 / 100);
  ASSERT_EQ(approved->area_tasks_size(), 2);
  EXPECT_EQ(approved->area_tasks(0).amount_fen(), 2 * kYearFen * 95 / 100);
  EXPECT_EQ(approved->area_tasks(1).amount_fen(), 777'77);

  EXPECT_EQ(ReasonOf(Approve(world, approved->etag(), other).status()), "PLAN_APPROVED");
  v1::PutAnnualPlanRequest late = DraftOf(world, 12);
  late.set_etag(approved->etag());
  EXPECT_EQ(ReasonOf(Put(world, late).status()), "PLAN_APPROVED");
}

// The receivable of a year is known from the year before it on: a task fixed earlier would be zero.
TEST(AnnualPlan, LED6_IsNotApprovedBeforeTheYearAhead) {
  FiguresWorld world;
  const Caller other = world.ledger().Staff("F2", Role::kFinance);
  for (const auto& [year, reason] : {std::pair(2018, ""), {2019, "YEAR_TOO_EARLY"}}) {
    v1::PutAnnualPlanRequest request = DraftOf(world, 12);
    request.set_year(year);
    const auto draft = Put(world, request);
    ASSERT_TRUE(draft.ok()) << draft.status();
    v1::ApproveAnnualPlanRequest approve;
    approve.set_project_id("P1");
    approve.set_year(year);
    approve.set_etag(draft->etag());
    const auto approved =
        world.ledger().Call<v1::PlanService>(&PlanMethods::ApproveAnnualPlan, other, approve);
    EXPECT_EQ(ReasonOf(approved.status()), reason) << year;
    EXPECT_EQ(approved.value_or(v1::AnnualPlan()).receivable_fen(),
              approved.ok() ? 3 * kYearFen : 0);
  }
}

TEST(AnnualPlan, LED6_ADraftPlansNothing) {
  FiguresWorld world;
  ASSERT_TRUE(Put(world, DraftOf(world, 12)).ok());
  EXPECT_FALSE(world.ProjectRate("P1", Date(2017, 1, 1)).has_planned_rate_bp());
  world.Close("2017-01", Date(2017, 1, 31));
  EXPECT_FALSE(world.FiguresOf("2017-01", "C1").has_planned_rate_bp());
  EXPECT_EQ(world.Figures("2017-01").tasks_size(), 0);
}

TEST(Campaign, LED12_DoesNotTouchAClosedMonth) {
  FiguresWorld world;
  world.Close("2017-01", Date(2017, 1, 25));
  v1::PutCampaignRequest request;
  request.set_request_id(world.ledger().NewRequestId());
  request.set_project_id("P1");
  request.set_name("预交活动");
  request.set_from_date("2017-01-25");
  request.set_to_date("2017-02-28");
  const auto put = [&] {
    return world.ledger().Call<v1::PlanService>(&PlanMethods::PutCampaign, world.ledger().Finance(),
                                                request);
  };
  EXPECT_EQ(ReasonOf(put().status()), "MONTH_CLOSED");
  request.set_request_id(world.ledger().NewRequestId());
  request.set_from_date("2017-01-26");
  const auto campaign = put();
  ASSERT_TRUE(campaign.ok()) << campaign.status();
  request.set_request_id(world.ledger().NewRequestId());
  request.set_to_date("2017-01-25");
  EXPECT_EQ(ReasonOf(put().status()), "FIELDS_INVALID");

  v1::ListCampaignsRequest list;
  list.set_project_id("P1");
  const auto campaigns = world.ledger().Call<v1::PlanService>(&PlanMethods::ListCampaigns,
                                                              world.ledger().Finance(), list);
  ASSERT_TRUE(campaigns.ok()) << campaigns.status();
  ASSERT_EQ(campaigns->campaigns_size(), 1);
  EXPECT_EQ(campaigns->campaigns(0).SerializeAsString(), campaign->SerializeAsString());
}

// Which of the scope's fields a request sets: exactly one.
TEST(CollectionRateRequest, LED8_NamesOnePlace) {
  FiguresWorld world;
  v1::GetCollectionRateRequest request;
  const auto ask = [&] {
    return world.ledger().Call<v1::PlanService>(&PlanMethods::GetCollectionRate,
                                                world.ledger().Finance(), request);
  };
  EXPECT_EQ(ReasonOf(ask().status()), "FIELDS_INVALID");
  request.set_project_id("P1");
  EXPECT_TRUE(ask().ok());
  request.set_area_id("A1");
  EXPECT_EQ(ReasonOf(ask().status()), "FIELDS_INVALID");
  request.clear_project_id();
  request.set_area_id("A404");
  EXPECT_EQ(ask().status().code(), absl::StatusCode::kNotFound);
}

TEST(Ranking, LED9_AMonthThatHasNotBegunHasNone) {
  FiguresWorld world;
  v1::GetRankingRequest request;
  request.set_project_id("P1");
  request.set_month("2017-02");
  EXPECT_EQ(ReasonOf(world.ledger()
                         .Call<v1::PlanService>(&PlanMethods::GetRanking, world.ledger().Finance(),
                                                request)
                         .status()),
            "MONTH_NOT_BEGUN");
}

}  // namespace
}  // namespace cuijiao::support
