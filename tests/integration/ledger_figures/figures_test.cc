// One definition of the rate (LED-17): every place that shows it agrees, and as-of answers stay.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

#include "common/rpc/message_times.h"
#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "services/ledger/store/figures/figures_by_scope.h"
#include "services/ledger/store/figures/figures_store.h"
#include "tests/integration/ledger_figures/figures_world.h"

namespace cuijiao::support {
namespace {

struct Sums {
  std::int64_t received = 0;
  std::int64_t receivable = 0;
  friend bool operator==(const Sums&, const Sums&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Sums& sums) {
    return out << sums.received << "/" << sums.receivable;
  }
};

Sums SumsOf(const v1::CollectionRate& rate) { return {rate.received_fen(), rate.receivable_fen()}; }

v1::RateCurve Curve(FiguresWorld& world, const v1::GetRateCurveRequest& request) {
  return world.ledger()
      .Call<v1::PlanService>(&v1::PlanService::StubInterface::GetRateCurve,
                             world.ledger().Finance(), request)
      .value();
}

// A random half year: payments of any size on any day, some reversed, one community that moves.
class RandomHalfYear {
 public:
  explicit RandomHalfYear(std::uint64_t seed) : random_(seed) {
    world_.BillHistory();
    for (const char* community : {"C1", "C2", "C9"}) world_.Bill(community, "2017-01", "2017-06");
    world_.PutCampaign("P1", "2017-01-01", "2017-02-28");
    world_.ApprovePlan("P1", 3000, 9500);
  }

  void PlayMonth(int month) {
    const Date last = LastDayOf(Month(2017, month));
    for (int i = 0; i < 8; ++i) {
      const Date day = Date(2017, month, 1) + static_cast<int>(random_() % 28);
      world_.SetDate(last);
      static constexpr const char* kUnits[] = {"U1", "U2", "U3", "U9"};
      const v1::Payment payment = world_.Pay(
          kUnits[random_() % 4], 1 + static_cast<std::int64_t>(random_() % (3 * kMonthFen)), day);
      if (random_() % 5 == 0) world_.Reverse(payment.id());
    }
    if (month == 3) {
      ASSERT_TRUE(world_.ledger()
                      .PutText(R"(entries { area_community { area_id: "A2" community_id: "C1"
                                            from_date: "2017-03-20" } })")
                      .ok());
    }
    world_.Close(FormatMonth(Month(2017, month)), last);
  }

  FiguresWorld& world() { return world_; }

 private:
  FiguresWorld world_;
  std::mt19937_64 random_;
};

TEST(CollectionRate, LED17_IsTheSameWhereverItIsShown) {
  RandomHalfYear year(20170301);
  FiguresWorld& world = year.world();
  std::map<std::string, Sums> then;
  for (int month = 1; month <= 5; ++month) {
    year.PlayMonth(month);
    const Date last = LastDayOf(Month(2017, month));
    const std::string name = FormatMonth(Month(2017, month));
    const v1::MonthFigures figures = world.Figures(name);

    std::map<std::string, Sums> areas;
    Sums project;
    for (const v1::CommunityFigures& community : figures.communities()) {
      const Sums sums{community.rate_received_fen(), community.rate_receivable_fen()};
      EXPECT_EQ(SumsOf(world.CommunityRate(community.community_id(), last)), sums)
          << name << " " << community.community_id();
      EXPECT_LE(community.received_outside_campaigns_fen(), community.received_fen());
      areas[community.area_id()].received += sums.received;
      areas[community.area_id()].receivable += sums.receivable;
      if (community.project_id() != "P1") continue;
      project.received += sums.received;
      project.receivable += sums.receivable;
    }
    const v1::Ranking ranking = world.Ranking("P1", name);
    for (const v1::RankingRow& row : ranking.rows()) {
      EXPECT_EQ(SumsOf(row.rate()), areas[row.area_id()]) << name << " " << row.area_id();
      EXPECT_EQ(SumsOf(world.AreaRate(row.area_id(), last)), areas[row.area_id()]);
      EXPECT_EQ(row.rate().planned_rate_bp(), 3000);
    }
    EXPECT_EQ(SumsOf(world.ProjectRate("P1", last)), project) << name;
    EXPECT_EQ(world.ProjectRate("P1", last).planned_rate_bp(), 3000);
    then[name] = project;

    v1::GetRateCurveRequest curve;
    curve.set_year(2017);
    curve.set_project_id("P1");
    const v1::RateCurve points = Curve(world, curve);
    ASSERT_EQ(points.points_size(), month);
    EXPECT_TRUE(points.points(month - 1).closed());
    EXPECT_EQ(SumsOf(points.points(month - 1).rate()), project) << name;
    EXPECT_EQ(points.points(month - 1).rate().stamp().definition(), "LED-8 cumulative");
  }
  // What was answered for earlier days is answered still (LED-5, LED-16).
  for (const auto& [name, sums] : then) {
    EXPECT_EQ(SumsOf(world.ProjectRate("P1", LastDayOf(ParseMonth(name).value()))), sums) << name;
  }
}

TEST(CollectionRate, LED17_AnOpenMonthAgreesToo) {
  FiguresWorld world;
  world.Bill("C1", "2017-01", "2017-12");
  world.SetDate(Date(2017, 1, 20));
  world.Pay("U1", 3 * kMonthFen, Date(2017, 1, 15));
  const Sums area{3 * kMonthFen, 2 * kYearFen};
  EXPECT_EQ(SumsOf(world.AreaRate("A1", Date(2017, 1, 20))), area);
  const v1::Ranking ranking = world.Ranking("P1", "2017-01");
  EXPECT_FALSE(ranking.closed());
  ASSERT_EQ(ranking.rows_size(), 2);
  EXPECT_EQ(ranking.rows(0).area_id(), "A1");
  EXPECT_EQ(SumsOf(ranking.rows(0).rate()), area);
  EXPECT_EQ(ranking.rows(0).rate().rate_bp(), 1250);
  v1::GetRateCurveRequest request;
  request.set_year(2017);
  request.set_area_id("A1");
  const v1::RateCurve curve = Curve(world, request);
  ASSERT_EQ(curve.points_size(), 1);
  EXPECT_FALSE(curve.points(0).closed());
  EXPECT_EQ(SumsOf(curve.points(0).rate()), area);
}

// "As of 31 January" and "as of 31 January, as it was known on the 31st" differ by what was
// recorded later, while the month is open.
TEST(CollectionRate, LED16_IsAlsoAnsweredAsItWasKnown) {
  FiguresWorld world;
  world.Bill("C1", "2017-01", "2017-12");
  world.SetDate(Date(2017, 1, 31));
  world.Pay("U1", kMonthFen, Date(2017, 1, 10));
  const v1::CollectionRate known = world.CommunityRate("C1", Date(2017, 1, 31));
  world.SetDate(Date(2017, 2, 5));
  world.Pay("U2", kMonthFen, Date(2017, 1, 30));

  v1::GetCollectionRateRequest request;
  request.set_community_id("C1");
  request.set_as_of_date("2017-01-31");
  const auto ask = [&] {
    return world.ledger()
        .Call<v1::PlanService>(&v1::PlanService::StubInterface::GetCollectionRate,
                               world.ledger().Finance(), request)
        .value();
  };
  EXPECT_EQ(ask().received_fen(), 2 * kMonthFen);
  *request.mutable_recorded_by_time() = known.stamp().recorded_by_time();
  EXPECT_EQ(ask().received_fen(), kMonthFen);
  EXPECT_EQ(ask().stamp().recorded_by_time().seconds(), known.stamp().recorded_by_time().seconds());
}

// Puts a parking fee for U1.
void PutParking(FiguresWorld& world, std::int64_t fen_a_month, const std::string& from) {
  v1::BatchPutFeeSchedulesRequest request;
  request.set_request_id(world.ledger().NewRequestId());
  v1::FeeSchedule& schedule = *request.add_fee_schedules();
  schedule.set_unit_id("U1");
  schedule.set_fee_kind(v1::FEE_KIND_PARKING);
  schedule.set_period_months(1);
  schedule.set_fixed_fen_per_month(fen_a_month);
  schedule.set_from_date(from);
  const auto put = world.ledger().Call<v1::BillingService>(
      &v1::BillingService::StubInterface::BatchPutFeeSchedules, world.ledger().Finance(), request);
  ASSERT_EQ(put.status(), absl::OkStatus());
}

// December is closed on the 25th, and the new plan year has begun: its fees are scheduled since
// their schedules were put.
TEST(CollectionRate, Definition8_ScheduledFeesCountBefore1January) {
  FiguresWorld world(Date(2016, 12, 20));
  world.Close("2016-12", Date(2016, 12, 25));
  world.SetDate(Date(2016, 12, 27));
  PutParking(world, 10'00, "2017-01-01");
  world.SetDate(Date(2016, 12, 28));
  world.Pay("U1", 30'00, Date(2016, 12, 28));
  EXPECT_EQ(world.CommunityRate("C1", Date(2016, 12, 25)).receivable_fen(), 2 * kYearFen);  // 2016
  EXPECT_EQ(SumsOf(world.CommunityRate("C1", Date(2016, 12, 26))), (Sums{0, 2 * kYearFen}));
  EXPECT_EQ(SumsOf(world.CommunityRate("C1", Date(2016, 12, 27))),
            (Sums{0, 2 * kYearFen + 120'00}));
  EXPECT_EQ(SumsOf(world.CommunityRate("C1", Date(2016, 12, 28))),
            (Sums{30'00, 2 * kYearFen + 120'00}));
  EXPECT_EQ(SumsOf(world.CommunityRate("C1", Date(2017, 1, 1))),
            (Sums{30'00, 2 * kYearFen + 120'00}));
}

// A figure of 2017 as it was known in December counts what the schedules gave then, put by put,
// although nobody looked at 2017 before it began.
TEST(CollectionRate, LED16_ScheduledFeesAreKnownSinceTheirSchedulesWerePut) {
  FiguresWorld world(Date(2016, 12, 19));
  world.SetDate(Date(2016, 12, 20));
  PutParking(world, 10'00, "2016-12-01");
  world.SetDate(Date(2016, 12, 27));
  PutParking(world, 15'00, "2017-01-01");
  world.SetDate(Date(2017, 1, 15));
  const auto known_on = [&](Date day) {
    v1::GetCollectionRateRequest request;
    request.set_community_id("C1");
    request.set_as_of_date("2017-01-15");
    *request.mutable_recorded_by_time() =
        TimestampOf(absl::FromCivil(absl::CivilHour(day) + 12, absl::UTCTimeZone()));
    return world.ledger()
        .Call<v1::PlanService>(&v1::PlanService::StubInterface::GetCollectionRate,
                               world.ledger().Finance(), request)
        .value()
        .receivable_fen();
  };
  EXPECT_EQ(known_on(Date(2016, 12, 18)), 0);
  EXPECT_EQ(known_on(Date(2016, 12, 19)), 2 * kYearFen);
  EXPECT_EQ(known_on(Date(2016, 12, 20)), 2 * kYearFen + 120'00);
  EXPECT_EQ(known_on(Date(2016, 12, 26)), 2 * kYearFen + 120'00);
  EXPECT_EQ(known_on(Date(2016, 12, 27)), 2 * kYearFen + 180'00);
  EXPECT_EQ(known_on(Date(2017, 1, 15)), 2 * kYearFen + 180'00);
}

// With rate_basis "month": the receipts of the month, as the difference of two closing dates,
// against the bills due in it. January closes on the 25th, so that February has the days from the
// 26th on.
TEST(CollectionRate, LED8_MonthAloneComparesTheMonth) {
  FiguresWorld world;
  world.Bill("C1", "2017-01", "2017-02");  // due on 1 January and 1 February; the rest is scheduled
  world.SetDate(Date(2017, 1, 25));
  world.Pay("U1", kMonthFen, Date(2017, 1, 25));
  world.Close("2017-01", Date(2017, 1, 25));
  world.SetDate(Date(2017, 2, 28));
  world.Pay("U2", 3 * kMonthFen, Date(2017, 1, 26));

  const auto rate_of = [&](int month, Date date) {
    const auto figures = world.ledger().database().Read(
        "MonthRate", [&](db::Transaction& transaction) -> absl::StatusOr<ledger::RateSums> {
          const ledger::FigureScope scope{.project_id = "P1", .area_id = "A1", .community_id = ""};
          const auto calendar = ledger::LoadAccountingCalendar(transaction).value();
          return ledger::SumRates(
              ledger::LoadFiguresByScope(transaction, scope, calendar, Month(2017, month),
                                         {.date = date}, ledger::RateBasis::kMonth)
                  .value(),
              scope);
        });
    return Sums{figures->received.value(), figures->receivable.value()};
  };
  EXPECT_EQ(rate_of(1, Date(2017, 1, 25)), (Sums{kMonthFen, 2 * kMonthFen}));
  EXPECT_EQ(rate_of(2, Date(2017, 2, 28)), (Sums{3 * kMonthFen, 2 * kMonthFen}));
  EXPECT_EQ(rate_of(3, Date(2017, 3, 31)), (Sums{0, 2 * kMonthFen}));  // scheduled, nothing paid
}

// Both end days of a window are in it; each fen goes by the received date of the payment whose
// money it is, prepayment in the order of its use (definition 18).
TEST(MonthFigures, LED12_ReceiptsOutsideCampaignsGoByTheReceivedDate) {
  FiguresWorld world;
  world.Bill("C1", "2017-01", "2017-12");
  world.Bill("C2", "2017-01", "2017-12");
  world.PutCampaign("P1", "2017-01-10", "2017-01-20");
  world.SetDate(Date(2017, 1, 31));
  world.Pay("U1", 1, Date(2017, 1, 9));
  world.Pay("U1", 10, Date(2017, 1, 10));
  world.Pay("U1", 100, Date(2017, 1, 20));
  world.Pay("U1", 1000, Date(2017, 1, 21));
  // U3 pays 11 months in the campaign and 2 after it: one month of the second payment is too much.
  world.Pay("U3", 11 * kMonthFen, Date(2017, 1, 15));
  world.Pay("U3", 2 * kMonthFen, Date(2017, 1, 25));
  world.Close("2017-01", Date(2017, 1, 31));
  EXPECT_EQ(world.FiguresOf("2017-01", "C1").received_fen(), 1111);
  EXPECT_EQ(world.FiguresOf("2017-01", "C1").received_outside_campaigns_fen(), 1001);
  EXPECT_EQ(world.FiguresOf("2017-01", "C2").received_fen(), kYearFen);
  EXPECT_EQ(world.FiguresOf("2017-01", "C2").received_outside_campaigns_fen(), kMonthFen);
}

}  // namespace
}  // namespace cuijiao::support
