#include "common/clock/company_clock.h"

#include <gtest/gtest.h>

#include "absl/time/clock.h"

namespace cuijiao {
namespace {

TEST(LoadCompanyZone, KnowsTheDefaultAndRefusesWhatIsNoZone) {
  EXPECT_TRUE(LoadCompanyZone(kDefaultCompanyZone).ok());
  const auto refused = LoadCompanyZone("Asia/Nowhere");
  EXPECT_TRUE(absl::IsInvalidArgument(refused.status()));
  EXPECT_NE(std::string(refused.status().message()).find("Asia/Nowhere"), std::string::npos);
  EXPECT_TRUE(absl::IsInvalidArgument(LoadCompanyZone("").status()));
}

TEST(SystemCompanyClock, GivesTheDateOfItsZoneAndWholeMicroseconds) {
  const absl::TimeZone zone = *LoadCompanyZone(kDefaultCompanyZone);
  SystemCompanyClock clock(zone);
  const absl::Time before = absl::Now() - absl::Microseconds(1);
  const CompanyTime now = *clock.Now();
  EXPECT_GE(now.recorded_time, before);
  EXPECT_LE(now.recorded_time, absl::Now());
  EXPECT_EQ(now.business_date, absl::ToCivilDay(now.recorded_time, zone));
  EXPECT_EQ(absl::FromUnixMicros(absl::ToUnixMicros(now.recorded_time)), now.recorded_time);
}

// Two zones 26 hours apart never have the same date.
TEST(SystemCompanyClock, DatesDifferBetweenZones) {
  SystemCompanyClock west(absl::FixedTimeZone(-12 * 3600));
  SystemCompanyClock east(absl::FixedTimeZone(14 * 3600));
  EXPECT_LT(west.Now()->business_date, east.Now()->business_date);
}

TEST(FixedCompanyClock, StandsStillUntilItIsSet) {
  FixedCompanyClock clock(Date(2017, 3, 1));
  EXPECT_EQ(clock.Now()->business_date, Date(2017, 3, 1));
  EXPECT_EQ(clock.Now()->recorded_time,
            absl::FromCivil(absl::CivilSecond(2017, 3, 1, 12, 0, 0), absl::UTCTimeZone()));
  clock.Set(Date(2017, 12, 31));
  EXPECT_EQ(clock.Now()->business_date, Date(2017, 12, 31));
  clock.Set(CompanyTime{absl::UnixEpoch(), Date(2018, 1, 1)});
  EXPECT_EQ(clock.Now()->recorded_time, absl::UnixEpoch());
  EXPECT_EQ(clock.Now()->business_date, Date(2018, 1, 1));
}

TEST(FixedCompanyClock, FailsUntilItIsSetAgain) {
  FixedCompanyClock clock(Date(2017, 3, 1));
  clock.Fail(absl::UnavailableError("the clock's database is away"));
  EXPECT_TRUE(absl::IsUnavailable(clock.Now().status()));
  clock.Set(Date(2017, 3, 2));
  EXPECT_TRUE(clock.Now().ok());
}

}  // namespace
}  // namespace cuijiao
