// LED-16: the trial balance, the curve and the ranking as they were known then.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/rpc/message_times.h"
#include "common/status/reason.h"
#include "tests/integration/ledger_figures/figures_world.h"

namespace cuijiao::support {
namespace {

using PlanMethods = v1::PlanService::StubInterface;
using ::testing::ElementsAre;

constexpr absl::Duration kJustBefore = absl::Microseconds(1);

// When the clock of a world stands on that day.
absl::Time Noon(Date day) {
  return absl::FromCivil(absl::CivilHour(day) + 12, absl::UTCTimeZone());
}

// U1 pays in January, which is closed on its last day, U2 on 10 February.
class KnownThen : public ::testing::Test {
 protected:
  KnownThen() {
    world_.Bill("C1", "2017-01", "2017-12");
    world_.SetDate(Date(2017, 1, 10));
    world_.Pay("U1", kMonthFen, Date(2017, 1, 10));
    world_.Close("2017-01", Date(2017, 1, 31));
    world_.SetDate(Date(2017, 2, 10));
    world_.Pay("U2", 2 * kMonthFen, Date(2017, 2, 10));
    world_.SetDate(Date(2017, 3, 5));
  }

  // "2017-01 100.00 closed".
  std::vector<std::string> Curve(absl::Time known_by) {
    v1::GetRateCurveRequest request;
    request.set_community_id("C1");
    request.set_year(2017);
    *request.mutable_recorded_by_time() = TimestampOf(known_by);
    const auto curve = world_.ledger().Call<v1::PlanService>(&PlanMethods::GetRateCurve,
                                                             world_.ledger().Finance(), request);
    EXPECT_EQ(curve.status(), absl::OkStatus());
    std::vector<std::string> points;
    if (!curve.ok()) return points;
    for (const v1::RateCurve::Point& point : curve->points()) {
      points.push_back(point.month() + " " + FormatYuan(Fen(point.rate().received_fen())) +
                       (point.closed() ? " closed" : " " + point.rate().stamp().as_of_date()));
    }
    return points;
  }

  absl::StatusOr<v1::Ranking> Ranking(const std::string& month, absl::Time known_by) {
    v1::GetRankingRequest request;
    request.set_project_id("P1");
    request.set_month(month);
    *request.mutable_recorded_by_time() = TimestampOf(known_by);
    return world_.ledger().Call<v1::PlanService>(&PlanMethods::GetRanking,
                                                 world_.ledger().Finance(), request);
  }

  // What all areas of the project have received.
  std::int64_t RankedFen(const std::string& month, absl::Time known_by) {
    const auto ranking = Ranking(month, known_by);
    EXPECT_EQ(ranking.status(), absl::OkStatus());
    std::int64_t received = 0;
    if (!ranking.ok()) return -1;
    for (const v1::RankingRow& row : ranking->rows()) received += row.rate().received_fen();
    return received;
  }

  FiguresWorld world_;
};

TEST_F(KnownThen, LED16_TheCurveHasWhatWasRecordedByThen) {
  const absl::Time paid = Noon(Date(2017, 2, 10));
  const absl::Time closed = Noon(Date(2017, 1, 31));
  EXPECT_THAT(Curve(Noon(Date(2017, 1, 9))), ElementsAre("2017-01 0.00 2017-01-09"));
  EXPECT_THAT(Curve(Noon(Date(2017, 1, 10)) - kJustBefore), ElementsAre("2017-01 0.00 2017-01-10"));
  EXPECT_THAT(Curve(Noon(Date(2017, 1, 10))), ElementsAre("2017-01 100.00 2017-01-10"));
  EXPECT_THAT(Curve(closed - kJustBefore), ElementsAre("2017-01 100.00 2017-01-31"));
  EXPECT_THAT(Curve(closed), ElementsAre("2017-01 100.00 closed"));
  EXPECT_THAT(Curve(paid - kJustBefore),
              ElementsAre("2017-01 100.00 closed", "2017-02 100.00 2017-02-10"));
  EXPECT_THAT(Curve(paid), ElementsAre("2017-01 100.00 closed", "2017-02 300.00 2017-02-10"));
  // A time to come asks for all that is known.
  EXPECT_THAT(Curve(Noon(Date(2017, 9, 1))),
              ElementsAre("2017-01 100.00 closed", "2017-02 300.00 2017-02-28",
                          "2017-03 300.00 2017-03-05"));
}

TEST_F(KnownThen, LED16_TheRankingHasWhatWasRecordedByThen) {
  const absl::Time paid = Noon(Date(2017, 2, 10));
  const absl::Time closed = Noon(Date(2017, 1, 31));
  EXPECT_EQ(RankedFen("2017-02", paid - kJustBefore), kMonthFen);
  EXPECT_EQ(RankedFen("2017-02", paid), 3 * kMonthFen);
  EXPECT_FALSE(Ranking("2017-01", closed - kJustBefore)->closed());
  EXPECT_TRUE(Ranking("2017-01", closed)->closed());
  EXPECT_EQ(Ranking("2017-02", paid)->stamp().recorded_by_time().seconds(),
            absl::ToUnixSeconds(paid));
  EXPECT_EQ(ReasonOf(Ranking("2017-02", closed).status()), "MONTH_NOT_BEGUN");
  EXPECT_EQ(Ranking("2017-02", Noon(Date(2017, 2, 1))).status(), absl::OkStatus());
}

TEST_F(KnownThen, LED16_TheTrialBalanceHasWhatWasRecordedByThen) {
  const auto ask = [&](absl::Time known_by) {
    v1::GetTrialBalanceRequest request;
    request.set_project_id("P1");
    request.set_as_of_date("2017-02-10");
    *request.mutable_recorded_by_time() = TimestampOf(known_by);
    return world_.ledger().Call<v1::StatementService>(
        &v1::StatementService::StubInterface::GetTrialBalance, world_.ledger().Finance(), request);
  };
  const auto cash = [&](absl::Time known_by) {
    const auto balance = ask(known_by);
    EXPECT_EQ(balance.status(), absl::OkStatus());
    std::int64_t sum = 0;
    if (!balance.ok()) return sum;
    EXPECT_EQ(balance->sum_fen(), 0);
    for (const auto& row : balance->rows()) {
      if (row.account().starts_with("CASH_")) sum += row.balance_fen();
    }
    return sum;
  };
  const absl::Time paid = Noon(Date(2017, 2, 10));
  EXPECT_EQ(cash(paid - kJustBefore), kMonthFen);
  EXPECT_EQ(cash(paid), 3 * kMonthFen);
  const v1::FigureStamp stamp = ask(paid)->stamp();
  EXPECT_EQ(stamp.definition(), "LED-4 trial balance");
  EXPECT_EQ(stamp.as_of_date(), "2017-02-10");
  EXPECT_EQ(stamp.recorded_by_time().seconds(), absl::ToUnixSeconds(paid));
  EXPECT_EQ(ReasonOf(ask(absl::UnixEpoch() - absl::Seconds(1)).status()), kFieldsInvalid);
}

}  // namespace
}  // namespace cuijiao::support
