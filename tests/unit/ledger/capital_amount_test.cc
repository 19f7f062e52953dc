// Amounts in capital numerals (LED-20).
#include "services/ledger/domain/receipts/capital_amount.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <string>

namespace cuijiao::ledger {
namespace {

struct CapitalCase {
  std::int64_t fen;
  const char* words;
};

class CapitalAmountTest : public ::testing::TestWithParam<CapitalCase> {};

TEST_P(CapitalAmountTest, LED20_WritesTheAmount) {
  EXPECT_EQ(CapitalAmount(Fen(GetParam().fen)), GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    Whole, CapitalAmountTest,
    ::testing::Values(CapitalCase{0, "零元整"}, CapitalCase{100, "壹元整"},
                      CapitalCase{1'000, "壹拾元整"}, CapitalCase{1'900, "壹拾玖元整"},
                      CapitalCase{2'000, "贰拾元整"}, CapitalCase{10'000, "壹佰元整"},
                      CapitalCase{10'100, "壹佰零壹元整"}, CapitalCase{11'000, "壹佰壹拾元整"},
                      CapitalCase{100'000, "壹仟元整"}, CapitalCase{100'100, "壹仟零壹元整"},
                      CapitalCase{101'000, "壹仟零壹拾元整"},
                      CapitalCase{999'900, "玖仟玖佰玖拾玖元整"}));

INSTANTIATE_TEST_SUITE_P(
    JiaoAndFen, CapitalAmountTest,
    ::testing::Values(CapitalCase{123'456, "壹仟贰佰叁拾肆元伍角陆分"},
                      CapitalCase{350, "叁元伍角整"}, CapitalCase{305, "叁元零伍分"},
                      CapitalCase{315, "叁元壹角伍分"}, CapitalCase{10'005, "壹佰元零伍分"},
                      CapitalCase{10'050, "壹佰元伍角整"}, CapitalCase{1, "壹分"},
                      CapitalCase{10, "壹角整"}, CapitalCase{99, "玖角玖分"},
                      CapitalCase{-123'456, "负壹仟贰佰叁拾肆元伍角陆分"}));

INSTANTIATE_TEST_SUITE_P(Wan, CapitalAmountTest,
                         ::testing::Values(CapitalCase{999'999, "玖仟玖佰玖拾玖元玖角玖分"},
                                           CapitalCase{1'000'000, "壹万元整"},
                                           CapitalCase{1'000'100, "壹万零壹元整"},
                                           CapitalCase{1'010'000, "壹万零壹佰元整"},
                                           CapitalCase{1'100'000, "壹万壹仟元整"},
                                           CapitalCase{10'000'000, "壹拾万元整"},
                                           CapitalCase{10'700'053, "壹拾万柒仟元伍角叁分"},
                                           CapitalCase{1'640'902, "壹万陆仟肆佰零玖元零贰分"},
                                           CapitalCase{100'000'001, "壹佰万元零壹分"},
                                           CapitalCase{100'000'100, "壹佰万零壹元整"}));

INSTANTIATE_TEST_SUITE_P(Yi, CapitalAmountTest,
                         ::testing::Values(CapitalCase{9'999'999'999,
                                                       "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"},
                                           CapitalCase{10'000'000'000, "壹亿元整"},
                                           CapitalCase{10'000'000'100, "壹亿零壹元整"},
                                           CapitalCase{10'001'000'000, "壹亿零壹万元整"},
                                           CapitalCase{10'100'000'000, "壹亿零壹佰万元整"},
                                           CapitalCase{11'000'000'000, "壹亿壹仟万元整"},
                                           CapitalCase{1'000'000'000'000, "壹佰亿元整"},
                                           CapitalCase{100'000'000'000'000, "壹万亿元整"}));

// The words read back: an independent reading, place by place, gives the amount again.
std::int64_t ReadBack(const std::string& words) {
  static const std::map<std::string, int> kFigures = {{"零", 0}, {"壹", 1}, {"贰", 2}, {"叁", 3},
                                                      {"肆", 4}, {"伍", 5}, {"陆", 6}, {"柒", 7},
                                                      {"捌", 8}, {"玖", 9}};
  std::int64_t total = 0;
  std::int64_t yi = 0;
  std::int64_t wan = 0;
  std::int64_t section = 0;
  std::int64_t figure = 0;
  for (std::size_t i = 0; i < words.size(); i += 3) {
    const std::string word = words.substr(i, 3);
    if (const auto found = kFigures.find(word); found != kFigures.end()) {
      figure = found->second;
      continue;
    }
    if (word == "拾") section += figure * 10;
    if (word == "佰") section += figure * 100;
    if (word == "仟") section += figure * 1'000;
    if (word == "万") wan = (section + figure) * 10'000, section = 0;
    if (word == "亿") yi = (wan + section + figure) * 100'000'000, wan = section = 0;
    if (word == "元") total += (yi + wan + section + figure) * 100;
    if (word == "角") total += figure * 10;
    if (word == "分") total += figure;
    figure = 0;
  }
  return total;
}

TEST(CapitalAmount, LED20_ReadsBackAsTheAmount) {
  std::mt19937_64 random(20);
  for (int bits = 1; bits <= 45; ++bits) {
    for (int round = 0; round < 200; ++round) {
      const auto fen = static_cast<std::int64_t>(random() & ((std::uint64_t{1} << bits) - 1));
      const std::string words = CapitalAmount(Fen(fen));
      ASSERT_EQ(ReadBack(words), fen) << words;
      ASSERT_EQ(words.find("零零"), std::string::npos) << words;
    }
  }
}

TEST(CapitalAmount, LED20_TheSmallestNumberHasWordsToo) {
  const std::string words = CapitalAmount(Fen(std::numeric_limits<std::int64_t>::min()));
  EXPECT_EQ(words.substr(0, 3), "负");
  EXPECT_EQ(words, "负玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零捌分");
}

}  // namespace
}  // namespace cuijiao::ledger
