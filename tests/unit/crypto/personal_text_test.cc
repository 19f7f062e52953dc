#include "common/crypto/personal_text.h"

#include <gtest/gtest.h>

namespace cuijiao {
namespace {

TEST(NormalizePhone, KeepsDigitsAndDropsTheCountrysCode) {
  for (const char* phone : {"13800138000", "+86 138-0013-8000", "8613800138000", "0086 13800138000",
                            "（138）0013 8000", "+8613800138000"}) {
    EXPECT_EQ(NormalizePhone(phone), "13800138000") << phone;
  }
  EXPECT_EQ(NormalizePhone("86001234"), "86001234");
  EXPECT_EQ(NormalizePhone("021-5888 1234"), "02158881234");
  EXPECT_EQ(NormalizePhone("none"), "");
}

TEST(NormalizeName, DropsSpaceAndCase) {
  EXPECT_EQ(NormalizeName(" 张　三 丰\t"), "张三丰");
  EXPECT_EQ(NormalizeName("Li Lei"), "lilei");
}

TEST(MaskName, ShowsTheFirstCharacter) {
  EXPECT_EQ(MaskName("张三丰"), "张**");
  EXPECT_EQ(MaskName("张三"), "张*");
  EXPECT_EQ(MaskName("张"), "*");
  EXPECT_EQ(MaskName(""), "");
  EXPECT_EQ(MaskName("Ann"), "A**");
}

TEST(MaskPhone, ShowsThreeAndFourDigits) {
  EXPECT_EQ(MaskPhone("13800131234"), "138****1234");
  EXPECT_EQ(MaskPhone("02158881234"), "021****1234");
  EXPECT_EQ(MaskPhone("1234567"), "*****67");
  EXPECT_EQ(MaskPhone("12"), "**");
  EXPECT_EQ(MaskPhone(""), "");
}

TEST(MaskAddress, ShowsTheFirstSixCharacters) {
  EXPECT_EQ(MaskAddress("南湖花园三栋二单元501"), "南湖花园三栋****");
  EXPECT_EQ(MaskAddress("南湖花园"), "南湖****");
  EXPECT_EQ(MaskAddress(""), "");
}

}  // namespace
}  // namespace cuijiao
