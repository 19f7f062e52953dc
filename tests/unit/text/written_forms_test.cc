#include "common/text/written_forms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace cuijiao {
namespace {

using testing::HasSubstr;

TEST(ReadWrittenDate, TakesTheThreeForms) {
  for (const char* text : {"2017-03-01", "2017/3/1", "2017/03/01", "2017年3月1日", "2017年03月01日",
                           " 2017-3-1 ", "２０１７年３月１日"}) {
    const auto date = ReadWrittenDate(text);
    ASSERT_TRUE(date.ok()) << text;
    EXPECT_EQ(*date, Date(2017, 3, 1)) << text;
  }
}

TEST(ReadWrittenDate, RefusesWhatIsNoDateAndNamesIt) {
  for (const char* text :
       {"", "2017", "2017-03", "2017-02-29", "2017/2/30", "0000-00-00", "2017年13月1日", "17/3/1",
        "2017-3/1", "2017年3月1", "2017-03-01 00:00", "2017-003-1", "3/1/2017", "1899-12-31",
        "2200-01-01", "-2017-03-01", "20170301", "2017-+3-01"}) {
    const auto date = ReadWrittenDate(text);
    ASSERT_FALSE(date.ok()) << text;
    EXPECT_THAT(date.status().message(), HasSubstr(text));
  }
}

TEST(ReadWrittenDate, TakesTheLeapDayOfALeapYear) {
  EXPECT_EQ(*ReadWrittenDate("2016年2月29日"), Date(2016, 2, 29));
}

TEST(ReadWrittenMonth, TakesTheThreeForms) {
  for (const char* text : {"2017-03", "2017/3", "2017年3月"}) {
    EXPECT_EQ(*ReadWrittenMonth(text), Month(2017, 3)) << text;
  }
  for (const char* text : {"2017-13", "2017-0", "2017年3", "2017-03-01", ""}) {
    EXPECT_FALSE(ReadWrittenMonth(text).ok()) << text;
  }
}

TEST(ReadWrittenYuan, TakesSignsSeparatorsAndTheUnit) {
  EXPECT_EQ(*ReadWrittenYuan("1,234.50"), Fen(123450));
  EXPECT_EQ(*ReadWrittenYuan("￥1,234.50"), Fen(123450));
  EXPECT_EQ(*ReadWrittenYuan("1234.5元"), Fen(123450));
  EXPECT_EQ(*ReadWrittenYuan("１２３．４５"), Fen(12345));
  EXPECT_EQ(*ReadWrittenYuan("-0.01"), Fen(-1));
}

TEST(ReadWrittenYuan, NamesTheTextThatStandsInTheFile) {
  EXPECT_THAT(ReadWrittenYuan("１.２３４元").status().message(), HasSubstr("'１.２３４元'"));
  EXPECT_FALSE(ReadWrittenYuan("元").ok());
  EXPECT_FALSE(ReadWrittenYuan("1.2万").ok());
}

TEST(ReadWrittenInteger, HoldsItsBounds) {
  EXPECT_EQ(*ReadWrittenInteger("1,000", 0, 1000), 1000);
  EXPECT_EQ(*ReadWrittenInteger("-3", -3, 3), -3);
  EXPECT_FALSE(ReadWrittenInteger("1001", 0, 1000).ok());
  EXPECT_FALSE(ReadWrittenInteger("-1", 0, 1000).ok());
  EXPECT_FALSE(ReadWrittenInteger("1.0", 0, 1000).ok());
  EXPECT_FALSE(ReadWrittenInteger("10,00", 0, 10000).ok());
  EXPECT_FALSE(ReadWrittenInteger("", 0, 1000).ok());
  EXPECT_FALSE(
      ReadWrittenInteger("9223372036854775808", 0, std::numeric_limits<std::int64_t>::max()).ok());
}

}  // namespace
}  // namespace cuijiao
