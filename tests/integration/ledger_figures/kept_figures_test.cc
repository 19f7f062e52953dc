// Kept figures are those of the journal, to the fen, whatever happens (LED-8, LED-16, LED-17).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "common/fault/failpoint.h"
#include "services/ledger/store/figures/figure_follower.h"
#include "tests/integration/ledger_figures/kept_figures_world.h"

namespace cuijiao::support {
namespace {

class KeptFigures : public ::testing::Test {
 protected:
  void Follow(Date date) {
    SystemIdSource ids;
    ASSERT_EQ(ledger::FollowFigures(world_.ledger().database(), ids, {}, {absl::Now(), date}),
              absl::OkStatus());
  }

  KeptFiguresWorld world_;
};

// Each step of the story is followed by a comparison.
class KeptFiguresStory : public KeptFigures {
 protected:
  template <typename Act>
  void Step(const std::string& what, Act act) {
    if (HasFatalFailure()) return;
    SCOPED_TRACE(what);
    act();
    world_.ExpectKeptIsTheJournals();
  }
  void Go(Date date) {
    Step("on " + FormatDate(date), [&] { world_.GoTo(date); });
  }
};

TEST_F(KeptFiguresStory, LED17_AreTheJournalsAfterEveryStepOfTwoYears) {
  KeptFiguresWorld& world = world_;
  Step("nothing but schedules", [] {});
  Step("bills of 2016", [&] { world.BillHistory(); });
  Step("bills of 2017", [&] {
    for (const char* id : {"C1", "C2", "C9"}) world.Bill(id, "2017-01", "2017-04");
  });
  std::string late;
  Step("a part of what is owed", [&] { late = world.Pay("U1", 333'33, Date(2017, 1, 1)).id(); });
  std::string early;
  Step("everything and some prepayment",
       [&] { early = world.Pay("U2", 1'650'00, Date(2017, 1, 1)).id(); });
  Step("a whole year ahead", [&] { world.Pay("U9", 2'500'00, Date(2017, 1, 1)); });
  Step("a campaign over what was paid before",
       [&] { world.PutCampaign("P1", "2017-01-01", "2017-01-31"); });
  Go(Date(2017, 1, 2));
  Go(Date(2017, 2, 2));  // bills of February are overdue, prepayment was used
  Step("money of nobody", [&] { world.HoldMoney("P1", 77'00); });
  const std::string held = world.HoldMoney("P2", 55'00);
  Step("a price change in the middle of a month",
       [&] { world.PutFee("U3", v1::FEE_KIND_PROPERTY, "2017-07-16", 130'00); });
  Step("a fee by area", [&] { world.PutFee("U9", v1::FEE_KIND_PARKING, "2017-05-01", 0, 12'345); });
  Step("a resized unit", [&] { world.Resize("U9", "C9", 12'345); });
  Step("a vacancy", [&] { world.PutVacancy("U2", "2017-06-01", "2017-07-31"); });
  Step("January closed on the business date itself",
       [&] { ASSERT_EQ(world.TryClose("2017-01", "2017-02-02").status(), absl::OkStatus()); });
  Step("money posted for tomorrow", [&] { world.Pay("U1", 120'00, Date(2017, 2, 2)); });
  Step("a schedule put for tomorrow",
       [&] { world.PutFee("U2", v1::FEE_KIND_PARKING, "2017-06-01", 20'00); });
  Step("a bill made for tomorrow", [&] { world.Bill("C2", "2017-05", "2017-05"); });
  Go(Date(2017, 2, 3));
  Step("a reversal", [&] { world.Reverse(late); });
  Step("a refund", [&] { world.Refund(early, 70'00); });
  Step("a refund of what was used", [&] { world.Refund(early, 200'00); });
  Step("money found its owner", [&] { world.AssignMoney(held, "U9"); });
  Go(Date(2017, 3, 15));
  Step("a credit note", [&] { world.CreditNote(world.BillOf("U1", "2017-02-01"), 30'00); });
  Step("costs", [&] { world.ChargeCost(world.BillOf("U1", "2016-03-01"), 15'00); });
  std::string given_up;
  Step("a write-off", [&] { given_up = world.WriteOff("U1", world.BillOf("U1", "2016-02-01")); });
  Step("its revival", [&] { world.Revive(given_up); });
  Step("a settlement with a waiver", [&] { world.Settle("U3", 150'00, 6); });
  Step("another campaign, in the other project",
       [&] { world.PutCampaign("P2", "2017-03-01", "2017-03-31"); });
  Step("money in the campaign", [&] { world.Pay("U9", 1'000'00, Date(2017, 3, 10)); });
  Step("the rest of the year's bills", [&] {
    for (const char* id : {"C1", "C2", "C9"}) world.Bill(id, "2017-04", "2017-12");
  });
  Step("a unit that is charged from the next year on", [&] {
    world.Resize("U5", "C1", 5'000);
    world.PutFee("U5", v1::FEE_KIND_PROPERTY, "2018-01-01", 90'00);
  });
  Step("the next year's first bills", [&] { world.Bill("C1", "2018-01", "2018-02"); });
  Go(Date(2017, 12, 31));
  Go(Date(2018, 1, 5));  // a plan year that began on 1 January
  Step("months closed late", [&] {
    for (const auto& [month, day] : {std::pair("2017-02", "2017-02-28"),
                                     {"2017-03", "2017-03-31"},
                                     {"2017-04", "2017-04-30"},
                                     {"2017-05", "2017-05-31"},
                                     {"2017-06", "2017-06-30"},
                                     {"2017-07", "2017-07-31"},
                                     {"2017-08", "2017-08-31"},
                                     {"2017-09", "2017-09-30"},
                                     {"2017-10", "2017-10-31"},
                                     {"2017-11", "2017-11-30"}}) {
      ASSERT_EQ(world.TryClose(month, day).status(), absl::OkStatus());
    }
  });
  Step("arrears paid in January", [&] { world.Pay("U1", 500'00, Date(2018, 1, 3)); });
  Step("December closed on a day of January",
       [&] { ASSERT_EQ(world.TryClose("2017-12", "2018-01-04").status(), absl::OkStatus()); });
  Step("arrears paid in the new plan year", [&] { world.Pay("U1", 40'00, Date(2018, 1, 5)); });
  Go(Date(2018, 2, 20));
  const v1::VerifyIntegrityResponse checked = world.Verify();
  EXPECT_TRUE(checked.intact()) << checked.ShortDebugString();
}

// December closes on the business date: that day belongs to the old plan year again.
TEST_F(KeptFiguresStory, LED10_ADayThatGoesBackToTheOldPlanYear) {
  Step("bills", [&] {
    world_.BillHistory();
    world_.Bill("C1", "2017-01", "2017-03");
  });
  Go(Date(2017, 1, 5));
  Step("December closed today",
       [&] { ASSERT_EQ(world_.TryClose("2016-12", "2017-01-05").status(), absl::OkStatus()); });
  Go(Date(2017, 1, 6));
}

TEST_F(KeptFigures, LED17_AnswerForToday) {
  world_.BillHistory();
  world_.ExpectKeptIsTheJournals();
  ASSERT_EQ(world_.Tamper("UPDATE figure_community SET received_fen = received_fen + 7"
                          " WHERE community_id = 'C1'"),
            1);
  ASSERT_EQ(world_.Tamper("UPDATE figure_due SET outstanding_fen = outstanding_fen + 7"
                          " WHERE community_id = 'C1' AND due_date = '2016-01-01'"),
            1);
  EXPECT_EQ(world_.CommunityRate("C1", Date(2017, 1, 1)).received_fen(), 7);
  EXPECT_EQ(world_.AreaRate("A1", Date(2017, 1, 1)).received_fen(), 7);
  EXPECT_EQ(world_.ProjectRate("P1", Date(2017, 1, 1)).received_fen(), 7);
  EXPECT_EQ(world_.Ranking("P1", "2017-01").rows(0).rate().received_fen(), 7);
  v1::GetRateCurveRequest curve;
  curve.set_community_id("C1");
  curve.set_year(2017);
  EXPECT_EQ(world_.ledger()
                .Call<v1::PlanService>(&v1::PlanService::StubInterface::GetRateCurve,
                                       world_.ledger().Finance(), curve)
                ->points(0)
                .rate()
                .received_fen(),
            7);
  v1::GetAgeingRequest ageing;
  ageing.set_community_id("C1");
  EXPECT_EQ(world_.ledger()
                .Call<v1::StatementService>(&v1::StatementService::StubInterface::GetAgeing,
                                            world_.ledger().Finance(), ageing)
                ->total()
                .outstanding_fen(),
            2 * kYearFen + 7);
  // Another day is the journal's.
  EXPECT_EQ(world_.CommunityRate("C1", Date(2016, 12, 31)).received_fen(), 0);
}

TEST_F(KeptFigures, LED17_NothingIsWrittenWhenNothingIsNew) {
  world_.BillHistory();
  Follow(Date(2017, 1, 1));
  const std::string versions = "SELECT SUM(version) AS n FROM figure_community";
  const std::int64_t before = world_.Number(versions);
  Follow(Date(2017, 1, 1));
  EXPECT_EQ(world_.Number(versions), before);
  world_.Pay("U1", 1'00, Date(2017, 1, 1));
  Follow(Date(2017, 1, 1));
  EXPECT_EQ(world_.Number(versions), before + 1);  // C1 alone
}

// A replica whose day has not turned yet neither undoes nor uses what another one has followed.
TEST_F(KeptFigures, LED16_ADayBehindIsAnsweredFromTheJournal) {
  world_.BillHistory();
  world_.Bill("C1", "2017-01", "2017-01");
  world_.GoTo(Date(2017, 1, 2));
  world_.ExpectKeptIsTheJournals();
  world_.GoTo(Date(2017, 1, 1));
  const auto row = world_.Overview({"community_id", "C1"});
  ASSERT_EQ(row.status(), absl::OkStatus());
  EXPECT_EQ(row->total().ageing().not_due_fen(), 2 * kMonthFen);
  EXPECT_EQ(world_.Number("SELECT COUNT(*) AS n FROM figure_community"
                          " WHERE as_of_date = '2017-01-02' AND is_complete = 1"),
            3);
}

// More units, entries and changes than one step takes, begun by several at a time.
TEST_F(KeptFigures, LED17_ManyFollowersComeToTheSame) {
  world_.BillHistory();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < 5; ++n) {
        if (i == 0) world_.Pay(n % 2 == 0 ? "U1" : "U3", 10'00 + n, Date(2017, 1, 1));
        SystemIdSource ids;
        EXPECT_EQ(ledger::FollowFigures(world_.ledger().database(), ids, {},
                                        {absl::Now(), Date(2017, 1, 1)}),
                  absl::OkStatus());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  world_.ExpectKeptIsTheJournals();
}

// Steps of one entry and one unit. One that breaks before its commit ends the run, and the next one
// goes on; one whose commit got no answer is looked at again.
TEST_F(KeptFigures, LED17_ManySmallStepsComeToTheSameThoughOneBreaks) {
  world_.BillHistory();
  SystemIdSource ids;
  const auto follow = [&] {
    return ledger::FollowFigures(world_.ledger().database(), ids, {},
                                 {absl::Now(), Date(2017, 1, 1)}, absl::InfiniteFuture(),
                                 {.entries = 1, .units = 1});
  };
  Follow(Date(2017, 1, 1));
  for (int step = 1; step <= 5; ++step) {
    ASSERT_EQ(world_.Tamper("DELETE FROM figure_community"), 3);
    world_.Pay("U1", 1'00 + step, Date(2017, 1, 1));
    world_.Pay("U3", 2'00 + step, Date(2017, 1, 1));
    {
      const fault::ScopedFailpoint broken("FollowFigures.before_commit",
                                          "error@" + std::to_string(step));
      EXPECT_FALSE(follow().ok());
    }
    const fault::ScopedFailpoint unanswered("FollowFigures.after_commit",
                                            "error@" + std::to_string(step));
    ASSERT_EQ(follow(), absl::OkStatus());
    EXPECT_GT(unanswered.hits(), step);
    world_.ExpectKeptIsTheJournals();
  }
}

TEST_F(KeptFigures, LED17_AreMadeAnewWhereTheyWereTakenAway) {
  world_.BillHistory();
  world_.ExpectKeptIsTheJournals();
  ASSERT_EQ(world_.Tamper("DELETE FROM figure_community WHERE community_id = 'C1'"), 1);
  world_.ExpectKeptIsTheJournals();
}

TEST_F(KeptFigures, LED17_AFollowerStopsAtItsDeadline) {
  world_.BillHistory();
  SystemIdSource ids;
  const absl::Status status =
      ledger::FollowFigures(world_.ledger().database(), ids, {}, {absl::Now(), Date(2017, 1, 1)},
                            absl::Now() - absl::Seconds(1));
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded) << status;
  world_.ExpectKeptIsTheJournals();
}

}  // namespace
}  // namespace cuijiao::support
