#include "common/db/row.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "common/db/value.h"

namespace cuijiao::db {
namespace {

Row RowOf(const std::string& text) {
  return {std::make_shared<const ColumnLabels>(ColumnLabels{"t"}), {Row::Cell(text)}};
}

absl::Time At(absl::CivilSecond second, absl::Duration after = absl::ZeroDuration()) {
  return absl::FromCivil(second, absl::UTCTimeZone()) + after;
}

TEST(Row, ReadsDatesAndTimesWithAnyNumberOfDecimals) {
  EXPECT_EQ(RowOf("2016-02-29").Date("t"), Date(2016, 2, 29));
  EXPECT_EQ(RowOf("0001-01-01").Date("t"), Date(1, 1, 1));
  EXPECT_EQ(RowOf("2017-03-15 23:59:59").Time("t"), At(absl::CivilSecond(2017, 3, 15, 23, 59, 59)));
  EXPECT_EQ(RowOf("2017-03-15 00:00:00.5").Time("t"),
            At(absl::CivilSecond(2017, 3, 15), absl::Milliseconds(500)));
  EXPECT_EQ(RowOf("2017-03-15 00:00:00.000001").Time("t"),
            At(absl::CivilSecond(2017, 3, 15), absl::Microseconds(1)));
}

using RowDeathTest = testing::TestWithParam<std::string>;

TEST_P(RowDeathTest, RefusesWhatIsNoDateAndNoTime) {
  EXPECT_DEATH((void)RowOf(GetParam()).Date("t"), "'t': holds no DATE");
  EXPECT_DEATH((void)RowOf(GetParam()).Time("t"), "'t': holds no DATETIME");
}

INSTANTIATE_TEST_SUITE_P(Forms, RowDeathTest,
                         testing::Values("", "2017-02-29 00:00:00", "2017-13-01 00:00:00",
                                         "2017-00-01 00:00:00", "2017/03/15 00:00:00",
                                         "2017-03-15 24:00:00", "2017-03-15 00:60:00",
                                         "2017-03-15 00:00:60", "2017-03-15T00:00:00",
                                         "2017-03-15 00:00:00.", "2017-03-15 00:00:00.0000001",
                                         "2017-03-15 00:00:00.00000x", "2017-03-15 00:00",
                                         "2017-3-15"));

TEST(Value, WritesTheFormsThatRowsRead) {
  const std::vector<absl::Time> times = {
      At(absl::CivilSecond(1, 1, 1)),
      At(absl::CivilSecond(1969, 12, 31, 23, 59, 59), absl::Microseconds(999'999)),
      At(absl::CivilSecond(2017, 3, 15, 12, 0, 0), absl::Microseconds(1)),
      At(absl::CivilSecond(9999, 12, 31, 23, 59, 59))};
  for (const absl::Time time : times) {
    const Value written(time + absl::Nanoseconds(999));
    EXPECT_EQ(RowOf(std::get<std::string>(written.storage())).Time("t"), time);
  }
  const Value date(Date(2017, 3, 5));
  EXPECT_EQ(std::get<std::string>(date.storage()), "2017-03-05");
  EXPECT_EQ(std::get<std::string>(Value(times[2]).storage()), "2017-03-15 12:00:00.000001");
}

}  // namespace
}  // namespace cuijiao::db
