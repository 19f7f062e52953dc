// DashboardService over gRPC: shapes, pages, stamps, who sees names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/rpc/paging.h"
#include "common/status/reason.h"
#include "tests/integration/ledger_figures/kept_figures_world.h"

namespace cuijiao::support {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

class Dashboard : public ::testing::Test {
 protected:
  // U1, U2 (C1), U3 (C2), U9 (C9) owe 1,200.00 of 2016 each; U2 has paid 100.00, U9 600.00.
  Dashboard() : world_(Date(2017, 2, 10)) {
    world_.BillHistory();
    world_.Pay("U2", 100'00, Date(2017, 2, 1));
    world_.Pay("U9", 600'00, Date(2017, 2, 1));
  }

  static std::vector<std::string> IdsOf(const v1::Overview& overview) {
    std::vector<std::string> ids;
    for (const v1::OverviewRow& row : overview.children()) ids.push_back(row.id());
    return ids;
  }

  KeptFiguresWorld world_;
};

TEST_F(Dashboard, LED17_EveryFigureSaysWhatItIs) {
  const auto overview = world_.Overview();
  ASSERT_EQ(overview.status(), absl::OkStatus());
  EXPECT_EQ(overview->rate_stamp().definition(), "LED-8 cumulative");
  EXPECT_EQ(overview->ageing_stamp().definition(), "LED-5 ageing");
  EXPECT_EQ(overview->balance_stamp().definition(), "LED-4 balances");
  for (const v1::FigureStamp& stamp :
       {overview->rate_stamp(), overview->ageing_stamp(), overview->balance_stamp(),
        overview->total().rate().stamp()}) {
    EXPECT_EQ(stamp.as_of_date(), "2017-02-10");
    EXPECT_TRUE(stamp.has_recorded_by_time());
  }
}

TEST_F(Dashboard, LED5_BucketsAddUpToWhatIsOutstanding) {
  const auto overview = world_.Overview();
  ASSERT_EQ(overview.status(), absl::OkStatus());
  const v1::AgeingRow& row = overview->total().ageing();
  EXPECT_EQ(row.outstanding_fen(), 4'100'00);
  EXPECT_EQ(row.not_due_fen() + row.months_1_to_3_fen() + row.months_4_to_6_fen() +
                row.months_7_to_12_fen() + row.months_13_to_24_fen() + row.months_over_24_fen(),
            row.outstanding_fen());
}

TEST_F(Dashboard, LED8_ShowsThePlacesOneLevelBelow) {
  EXPECT_THAT(IdsOf(*world_.Overview()), ElementsAre("B1", "B2"));
  EXPECT_THAT(IdsOf(*world_.Overview({"branch_id", "B1"})), ElementsAre("P1"));
  EXPECT_THAT(IdsOf(*world_.Overview({"project_id", "P1"})), ElementsAre("C1", "C2"));
  EXPECT_THAT(IdsOf(*world_.Overview({"community_id", "C1"})), ElementsAre());
  EXPECT_EQ(world_.Overview({"project_id", "P1"})->total().name(), "滨江项目");
  EXPECT_EQ(world_.Overview({"community_id", "C1"})->total().name(), "翠苑");
  EXPECT_EQ(world_.Overview()->total().id(), "");
}

TEST_F(Dashboard, LED8_TheTotalIsThatOfAllPages) {
  const auto first = world_.Overview({"project_id", "P1"}, 1);
  ASSERT_EQ(first.status(), absl::OkStatus());
  EXPECT_THAT(IdsOf(*first), ElementsAre("C1"));
  const auto second = world_.Overview({"project_id", "P1"}, 1, first->next_page_token());
  ASSERT_EQ(second.status(), absl::OkStatus());
  EXPECT_THAT(IdsOf(*second), ElementsAre("C2"));
  EXPECT_EQ(second->next_page_token(), "");
  EXPECT_EQ(first->total().historical_outstanding_fen(), 3'500'00);
  EXPECT_EQ(second->total().historical_outstanding_fen(), 3'500'00);
  const auto other = world_.Overview({"project_id", "P2"}, 1, first->next_page_token());
  EXPECT_EQ(ReasonOf(other.status()), kPageTokenInvalid);
}

// Where the rate is the month's, a branch is its projects and nothing of another branch.
TEST(DashboardOfTheMonth, LED8_ABranchHasTheRatesOfItsProjects) {
  FiguresWorld world(Date(2017, 1, 1),
                     {{"rate_basis: RATE_BASIS_CUMULATIVE", "rate_basis: RATE_BASIS_MONTH"}});
  for (const char* community : {"C1", "C2", "C9"}) world.Bill(community, "2017-01", "2017-01");
  world.SetDate(Date(2017, 1, 20));
  world.Pay("U1", kMonthFen, Date(2017, 1, 20));
  world.Pay("U9", kMonthFen / 2, Date(2017, 1, 20));
  const auto rate_of = [&world](const std::string& branch_id) {
    v1::GetOverviewRequest request;
    request.set_branch_id(branch_id);
    const auto overview = world.ledger().Call<v1::DashboardService>(
        &v1::DashboardService::StubInterface::GetOverview, world.ledger().Finance(), request);
    EXPECT_EQ(overview.status(), absl::OkStatus());
    const v1::CollectionRate& rate = overview.value_or(v1::Overview()).total().rate();
    return std::pair(rate.received_fen(), rate.receivable_fen());
  };
  EXPECT_THAT(rate_of("B1"), Pair(kMonthFen, 3 * kMonthFen));
  EXPECT_THAT(rate_of("B2"), Pair(kMonthFen / 2, kMonthFen));
  EXPECT_THAT(rate_of(""), Pair(kMonthFen + kMonthFen / 2, 4 * kMonthFen));
  EXPECT_EQ(world.ProjectRate("P1", Date(2017, 1, 20)).received_fen(), kMonthFen);
}

TEST_F(Dashboard, LED6_ShowsThePlannedRateOfThePlace) {
  world_.ApprovePlan("P1", 6000, 9000);
  EXPECT_EQ(world_.Overview({"community_id", "C1"})->total().rate().planned_rate_bp(), 6000);
  const auto company = world_.Overview();
  EXPECT_EQ(company->total().rate().planned_rate_bp(), 6000);  // P2 has no plan
  EXPECT_FALSE(company->children(1).rate().has_planned_rate_bp());
}

TEST_F(Dashboard, PlacesThatAreNotThere) {
  EXPECT_EQ(ReasonOf(world_.Overview({"branch_id", "B404"}).status()), "UNKNOWN_BRANCH");
  EXPECT_EQ(ReasonOf(world_.Overview({"project_id", "P404"}).status()), "UNKNOWN_PROJECT");
  EXPECT_EQ(ReasonOf(world_.Overview({"community_id", "C404"}).status()), "UNKNOWN_COMMUNITY");
  v1::ListTopDebtorsRequest request;
  request.set_branch_id("B404");
  EXPECT_EQ(ReasonOf(world_.TopDebtors(request).status()), "UNKNOWN_BRANCH");
  request.set_project_id("P1");
  const auto two = world_.TopDebtors(request);
  EXPECT_EQ(two.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(two.status().message()),
              ::testing::HasSubstr("branch_id: 'B404': at most one place"));
}

TEST_F(Dashboard, LED5_DebtorsComeFromTheLargestAmountDownPageByPage) {
  world_.Bill("C2", "2017-03", "2017-03");  // not due yet
  v1::ListTopDebtorsRequest request;
  request.set_page_size(1);
  std::vector<std::string> told;
  do {
    const auto page = world_.TopDebtors(request);
    ASSERT_EQ(page.status(), absl::OkStatus());
    ASSERT_EQ(page->debtors_size(), 1);
    told.push_back(page->debtors(0).unit_id());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty() && told.size() < 9);
  EXPECT_THAT(told, ElementsAre("U3", "U1", "U2", "U9"));  // equal amounts: the larger id first

  v1::ListTopDebtorsRequest all;
  all.set_order(v1::ListTopDebtorsRequest::ORDER_OUTSTANDING);
  all.set_branch_id("B1");
  const auto of_branch = world_.TopDebtors(all);
  ASSERT_EQ(of_branch.status(), absl::OkStatus());
  ASSERT_EQ(of_branch->debtors_size(), 3);
  const v1::TopDebtor& first = of_branch->debtors(0);
  EXPECT_EQ(first.unit_id(), "U3");
  EXPECT_EQ(first.outstanding_fen(), 1'300'00);
  EXPECT_EQ(first.overdue_fen(), 1'200'00);
  EXPECT_EQ(first.oldest_due_date(), "2016-01-01");
  EXPECT_EQ(first.months_overdue(), 14);
  EXPECT_EQ(first.community_name(), "椒园");
  EXPECT_EQ(of_branch->stamp().definition(), "LED-5 debtors");
}

// Two replicas at midnight: one's business date has turned, the other's not yet.
TEST_F(Dashboard, LED5_DebtorsKeptOfADayToComeAreRefusedWithBothDays) {
  v1::ListTopDebtorsRequest request;
  request.set_project_id("P1");
  world_.GoTo(Date(2017, 2, 11));
  ASSERT_EQ(world_.TopDebtors(request).status(), absl::OkStatus());
  world_.GoTo(Date(2017, 2, 10));
  const absl::Status refused = world_.TopDebtors(request).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(refused), "FIGURES_AHEAD");
  EXPECT_THAT(ValuesOf(refused),
              ElementsAre(Pair("as_of_date", "2017-02-11"), Pair("business_date", "2017-02-10"),
                          Pair("community_id", "C1")));
  // What is not kept ahead is told, and so is everything else of that place from the journal.
  v1::ListTopDebtorsRequest elsewhere;
  elsewhere.set_project_id("P2");
  EXPECT_EQ(world_.TopDebtors(elsewhere).status(), absl::OkStatus());
  EXPECT_EQ(world_.Overview({"project_id", "P1"}).status(), absl::OkStatus());
  world_.GoTo(Date(2017, 2, 11));
  EXPECT_EQ(world_.TopDebtors(request).status(), absl::OkStatus());
}

TEST_F(Dashboard, LED5_NamesAreMaskedForWhoNeedNotSeeThem) {
  v1::ListTopDebtorsRequest request;
  request.set_project_id("P1");
  const auto plain = world_.TopDebtors(request, world_.ledger().Staff("M1", Role::kManager));
  ASSERT_EQ(plain.status(), absl::OkStatus());
  EXPECT_THAT(plain->debtors(0).owner_names(), ElementsAre("孙丽华"));
  EXPECT_EQ(plain->debtors(0).unit_no(), "1栋101");
  const auto masked = world_.TopDebtors(request, world_.ledger().Staff("H1", Role::kHqViewer));
  ASSERT_EQ(masked.status(), absl::OkStatus());
  EXPECT_EQ(masked->debtors(0).unit_id(), plain->debtors(0).unit_id());
  EXPECT_EQ(masked->debtors(0).overdue_fen(), plain->debtors(0).overdue_fen());
  EXPECT_THAT(masked->debtors(0).owner_names(), ElementsAre("孙**"));
  EXPECT_NE(masked->debtors(0).unit_no(), "1栋101");
}

TEST_F(Dashboard, ScopeIsThePlaceThatIsAskedFor) {
  const auto asked = [&](const Caller& caller, const std::string& branch,
                         const std::string& project) {
    v1::GetOverviewRequest request;
    request.set_branch_id(branch);
    request.set_project_id(project);
    return world_.ledger()
        .Call<v1::DashboardService>(&v1::DashboardService::StubInterface::GetOverview, caller,
                                    request)
        .status()
        .code();
  };
  const Caller gm = world_.ledger().Staff("GM1", Role::kGeneralManager);
  EXPECT_EQ(asked(gm, "B1", ""), absl::StatusCode::kOk);
  EXPECT_EQ(asked(gm, "B2", ""), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(asked(gm, "", "P1"), absl::StatusCode::kOk);
  EXPECT_EQ(asked(gm, "", ""), absl::StatusCode::kPermissionDenied);
  const Caller manager = world_.ledger().Staff("M1", Role::kManager);
  EXPECT_EQ(asked(manager, "", "P1"), absl::StatusCode::kOk);
  EXPECT_EQ(asked(manager, "B1", ""), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(asked(world_.ledger().Staff("H1", Role::kHqViewer), "", ""), absl::StatusCode::kOk);
}

}  // namespace
}  // namespace cuijiao::support
