#include "common/money/fen.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <sstream>
#include <string>

#include "absl/container/flat_hash_set.h"

namespace cuijiao {
namespace {

using testing::HasSubstr;

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kSmallest = std::numeric_limits<std::int64_t>::min();

TEST(Fen, AddsSubtractsNegatesAndCompares) {
  Fen sum(150);
  sum += Fen(1);
  sum -= Fen(51);
  EXPECT_EQ(sum, Fen(100));
  EXPECT_EQ(-sum, Fen(-100));
  EXPECT_EQ(Fen(1) - Fen(3), Fen(-2));
  EXPECT_LT(Fen(-1), Fen(0));
  EXPECT_EQ(Fen(), Fen(0));
}

TEST(Fen, ReachesBothEndsOfItsRange) {
  EXPECT_EQ((Fen(kLargest - 1) + Fen(1)).value(), kLargest);
  EXPECT_EQ((Fen(kSmallest + 1) - Fen(1)).value(), kSmallest);
}

TEST(FenDeathTest, EndsTheProcessRatherThanWrap) {
  EXPECT_DEATH((void)(Fen(kLargest) + Fen(1)), "");
  EXPECT_DEATH((void)(Fen(kSmallest) + Fen(-1)), "");
  EXPECT_DEATH((void)(Fen(kSmallest) - Fen(1)), "");
  EXPECT_DEATH((void)(Fen(0) - Fen(kSmallest)), "");
  EXPECT_DEATH((void)-Fen(kSmallest), "");
}

TEST(Fen, HashesByValue) {
  const absl::flat_hash_set<Fen> amounts = {Fen(1), Fen(2), Fen(1)};
  EXPECT_EQ(amounts.size(), 2U);
}

TEST(FormatYuan, WritesTwoDecimalsAndTheSign) {
  EXPECT_EQ(FormatYuan(Fen(0)), "0.00");
  EXPECT_EQ(FormatYuan(Fen(1)), "0.01");
  EXPECT_EQ(FormatYuan(Fen(-1)), "-0.01");
  EXPECT_EQ(FormatYuan(Fen(99)), "0.99");
  EXPECT_EQ(FormatYuan(Fen(100)), "1.00");
  EXPECT_EQ(FormatYuan(Fen(-123450)), "-1234.50");
  EXPECT_EQ(FormatYuan(Fen(kLargest)), "92233720368547758.07");
  EXPECT_EQ(FormatYuan(Fen(kSmallest)), "-92233720368547758.08");
}

TEST(FormatYuan, IsWhatAStreamShows) {
  std::ostringstream out;
  out << Fen(-7);
  EXPECT_EQ(out.str(), "-0.07");
}

struct Written {
  std::string text;
  std::int64_t fen;
};

class ParseYuanTakes : public testing::TestWithParam<Written> {};

TEST_P(ParseYuanTakes, TheAmountAsWritten) {
  const auto fen = ParseYuan(GetParam().text);
  ASSERT_TRUE(fen.ok()) << fen.status();
  EXPECT_EQ(fen->value(), GetParam().fen);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, ParseYuanTakes,
    testing::Values(Written{"0", 0}, Written{"0.00", 0}, Written{"-0", 0}, Written{"1", 100},
                    Written{"1234.5", 123450}, Written{"1234.56", 123456},
                    Written{"1,234.50", 123450}, Written{"12,345,678.90", 1234567890},
                    Written{"999", 99900}, Written{"1,000", 100000}, Written{"+3", 300},
                    Written{"-3", -300}, Written{"-0.01", -1}, Written{"￥1234.50", 123450},
                    Written{"¥1,234", 123400}, Written{"-￥3.00", -300}, Written{"  5.5\t", 550},
                    Written{"007", 700}, Written{"10000000000", kMaxAmountFen},
                    Written{"10,000,000,000.00", kMaxAmountFen},
                    Written{"-10000000000", -kMaxAmountFen}));

class ParseYuanRefuses : public testing::TestWithParam<std::string> {};

TEST_P(ParseYuanRefuses, AndNamesTheText) {
  const auto fen = ParseYuan(GetParam());
  ASSERT_FALSE(fen.ok()) << *fen;
  EXPECT_EQ(fen.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(fen.status().message(), HasSubstr("'" + GetParam() + "'"));
}

INSTANTIATE_TEST_SUITE_P(Forms, ParseYuanRefuses,
                         testing::Values("", " ", "-", "+", "￥", ".", ".5", "5.", "1.234", "1.2.3",
                                         "1..2", "--1", "+-1", "1-", "1e3", "0x10", "NaN", "inf",
                                         "一百", "1 000", "12,34", "1,2345", ",123", "123,",
                                         "1,,234", "1,23,456", "1234,567", "1,23.00", "1.2,3",
                                         "1.-2", "1.+2", "￥-3", "10000000000.01",
                                         "99999999999999999999999", "9223372036854775807", "1\n2"));

TEST(ParseYuan, ReadsBackWhatFormatYuanWrote) {
  std::mt19937_64 random(300'000);
  std::uniform_int_distribution<std::int64_t> amounts(-kMaxAmountFen, kMaxAmountFen);
  for (int i = 0; i < 10'000; ++i) {
    const Fen amount(amounts(random));
    const auto read = ParseYuan(FormatYuan(amount));
    ASSERT_TRUE(read.ok()) << read.status();
    ASSERT_EQ(*read, amount);
  }
}

}  // namespace
}  // namespace cuijiao
