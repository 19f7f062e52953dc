// The company clock: settable in development mode alone, forward alone, the same for everyone.
#include <gtest/gtest.h>

#include <string>

#include "common/rpc/remote_clock.h"
#include "common/status/reason.h"
#include "cuijiao/ledger/v1/clock.grpc.pb.h"
#include "tests/support/ledger_fixture.h"

namespace cuijiao::ledger {
namespace {

using support::LedgerFixture;
using ClockMethods = v1::ClockService::StubInterface;

absl::StatusOr<v1::Clock> Get(const LedgerFixture& ledger) {
  return ledger.Call<v1::ClockService>(&ClockMethods::GetClock, ledger.Finance(),
                                       v1::GetClockRequest());
}

absl::StatusOr<v1::Clock> Set(const LedgerFixture& ledger, const std::string& date) {
  v1::SetClockRequest request;
  request.set_business_date(date);
  return ledger.Call<v1::ClockService>(&ClockMethods::SetClock, ledger.Administrator(), request);
}

TEST(ClockTest, MovesForwardInDevelopmentMode) {
  LedgerFixture ledger(Date(2017, 1, 1), LedgerFixture::ClockKind::kDevelopment);
  const auto start = Get(ledger);
  ASSERT_EQ(start.status(), absl::OkStatus());
  EXPECT_EQ(start->business_date(), "2017-01-01");
  EXPECT_TRUE(start->settable());
  ASSERT_EQ(Set(ledger, "2017-02-28").status(), absl::OkStatus());
  const auto moved = Get(ledger);
  ASSERT_EQ(moved.status(), absl::OkStatus());
  EXPECT_EQ(moved->business_date(), "2017-02-28");
  EXPECT_GT(moved->record_time().seconds(), start->record_time().seconds());
}

TEST(ClockTest, NeverGoesBackNotEvenWithinADay) {
  LedgerFixture ledger(Date(2017, 3, 1), LedgerFixture::ClockKind::kDevelopment);
  const auto before = Get(ledger);
  const auto refused = Set(ledger, "2017-02-28");
  EXPECT_EQ(ReasonOf(refused.status()), "CLOCK_BACKWARDS");
  EXPECT_EQ(ValuesOf(refused.status())["business_date"], "2017-03-01");
  const auto same_day = Set(ledger, "2017-03-01");
  ASSERT_EQ(same_day.status(), absl::OkStatus());
  EXPECT_GE(same_day->record_time().seconds(), before->record_time().seconds());
}

TEST(ClockTest, CannotBeSetOutsideDevelopmentMode) {
  LedgerFixture ledger;
  EXPECT_EQ(ReasonOf(Set(ledger, "2017-12-31").status()), "NOT_DEVELOPMENT");
  const auto clock = Get(ledger);
  ASSERT_EQ(clock.status(), absl::OkStatus());
  EXPECT_FALSE(clock->settable());
}

TEST(ClockTest, AnotherReplicaAndTheOtherServicesSeeItAtOnce) {
  LedgerFixture ledger(Date(2017, 1, 1), LedgerFixture::ClockKind::kDevelopment);
  const absl::TimeZone zone = LoadCompanyZone("Asia/Shanghai").value();
  DevelopmentClock replica(ledger.database(), zone);
  const std::unique_ptr<Peer> peer = ledger.PeerOf("escalation");
  RemoteClock remote(*peer, zone);
  ASSERT_EQ(remote.Now()->business_date, Date(2017, 1, 1));
  ASSERT_EQ(Set(ledger, "2017-01-02").status(), absl::OkStatus());
  EXPECT_EQ(replica.Now()->business_date, Date(2017, 1, 2));
  EXPECT_EQ(remote.Now()->business_date, Date(2017, 1, 2));
}

TEST(ClockTest, ShowsTheSystemsTimeUntilItIsFirstSet) {
  LedgerFixture ledger;
  const absl::TimeZone zone = LoadCompanyZone("Asia/Shanghai").value();
  absl::Time system_now = absl::FromCivil(absl::CivilSecond(2026, 5, 4, 23, 59, 59), zone);
  DevelopmentClock clock(ledger.database(), zone, [&] { return system_now; });
  EXPECT_EQ(clock.Now()->business_date, Date(2026, 5, 4));
  system_now += absl::Seconds(1);
  EXPECT_EQ(clock.Now()->business_date, Date(2026, 5, 5));
  // The first setting may be any day as long as nothing has been posted.
  ASSERT_EQ(clock.Set(Date(2017, 1, 1)).status(), absl::OkStatus());
  system_now += absl::Hours(11);
  EXPECT_EQ(clock.Now()->business_date, Date(2017, 1, 1));
  system_now += absl::Hours(1);
  EXPECT_EQ(clock.Now()->business_date, Date(2017, 1, 2));
  // A system clock that is set back does not take the company's with it.
  system_now -= absl::Hours(100);
  EXPECT_EQ(clock.Now()->business_date, Date(2017, 1, 1));
  EXPECT_EQ(ReasonOf(clock.Set(Date(2016, 12, 31)).status()), "CLOCK_BACKWARDS");
}

}  // namespace
}  // namespace cuijiao::ledger
