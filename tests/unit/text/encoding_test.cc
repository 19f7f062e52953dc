#include "common/text/encoding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace cuijiao {
namespace {

using testing::HasSubstr;

// "房号,业主\n" in GB18030.
constexpr char kGb18030Header[] = "\xB7\xBF\xBA\xC5,\xD2\xB5\xD6\xF7\n";

std::string MessageFor(const std::string& bytes) {
  return std::string(DecodeText(bytes).status().message());
}

TEST(DecodeText, TakesUtf8WithAndWithoutAMark) {
  EXPECT_EQ(DecodeText("房号,业主\n")->utf8, "房号,业主\n");
  EXPECT_EQ(DecodeText("\xEF\xBB\xBF房号,业主\n")->utf8, "房号,业主\n");
}

TEST(DecodeText, TakesNothingAndPlainAscii) {
  EXPECT_EQ(DecodeText("")->utf8, "");
  EXPECT_EQ(DecodeText("unit_id,amount\r\n")->utf8, "unit_id,amount\r\n");
  EXPECT_EQ(DecodeText("\xEF\xBB\xBF")->utf8, "");
}

TEST(DecodeText, SaysWhatItFound) {
  EXPECT_EQ(DecodeText("房号")->encoding, "UTF-8");
  EXPECT_EQ(DecodeText("\xEF\xBB\xBF房号")->encoding, "UTF-8 BOM");
  EXPECT_EQ(DecodeText(kGb18030Header)->encoding, "GB18030");
}

TEST(DecodeText, TellsGb18030ByItsBytes) {
  EXPECT_EQ(DecodeText(kGb18030Header)->utf8, "房号,业主\n");
}

TEST(DecodeText, TakesTheFourByteCharactersThatGbkLacks) {
  // 㐀 (U+3400) and 𠀀 (U+20000), as they occur in rare surnames.
  EXPECT_EQ(DecodeText("\xB7\xBF\x81\x39\xEE\x39\x95\x32\x82\x36")->utf8, "房㐀𠀀");
}

std::string EncodingOf(const std::string& bytes) {
  const auto text = DecodeText(bytes);
  return text.ok() ? text->encoding : "refused";
}

// Bytes of GB18030, all of which are well-formed UTF-8.
constexpr char kHome[] = "\xD7\xA1\xD5\xAC";  // 住宅; or a Hebrew and an Armenian letter
constexpr char kFloor[] = "\xC2\xA5";         // 楼; or ¥

TEST(DecodeText, LED13_WeighsBothReadingsOfBytesThatAreWellFormedInBoth) {
  const std::string rows = std::string("unit_id,kind\nU1,") + kHome + "\nU2," + kHome + "\n";
  EXPECT_EQ(EncodingOf(rows), "GB18030");
  EXPECT_EQ(DecodeText(rows)->utf8, "unit_id,kind\nU1,住宅\nU2,住宅\n");
  // What says nothing alone is read with the rest.
  EXPECT_EQ(DecodeText(std::string("3") + kFloor + "," + kHome)->utf8, "3楼,住宅");
  // Well-formed as GB18030 too: 鎴垮彿.
  EXPECT_EQ(EncodingOf("房号"), "UTF-8");
  EXPECT_EQ(EncodingOf("艾·山"), "UTF-8");
  EXPECT_EQ(EncodingOf("“房号”,m²,３栋"), "UTF-8");
  EXPECT_EQ(EncodingOf("😀房号"), "UTF-8");
  EXPECT_EQ(EncodingOf("Иван"), "UTF-8");
}

TEST(DecodeText, LED13_RefusesToGuessWhereNeitherReadingIsPlain) {
  for (const char* text : {kFloor, "unit_id\n3¥", "A·B", "m²", "Renée", "Žižek", "иван", "αβγ"}) {
    EXPECT_THAT(MessageFor(text), HasSubstr("with a byte order mark")) << text;
    EXPECT_EQ(EncodingOf(std::string(kUtf8Mark) + text), "UTF-8 BOM") << text;
  }
}

TEST(DecodeText, NamesByteAndLineOfDamagedUtf8) {
  // 0xE4 begins a character that the line end cuts off.
  EXPECT_THAT(MessageFor("房号,业主\n一单元,\xE4\n"),
              HasSubstr("UTF-8 but damaged at byte 24 (line 2)"));
}

TEST(DecodeText, CountsTheMarkInTheOffset) {
  EXPECT_THAT(MessageFor("\xEF\xBB\xBF\xFF"), HasSubstr("damaged at byte 3 (line 1)"));
}

TEST(DecodeText, NamesByteAndLineInBothEncodings) {
  // 0xFF begins no character in either; the line before is sound GB18030.
  EXPECT_THAT(MessageFor(std::string(kGb18030Header) + "\xFF\n"),
              testing::AllOf(HasSubstr("neither UTF-8, by byte 0 (line 1)"),
                             HasSubstr("nor GB18030, by byte 10 (line 2)")));
}

TEST(DecodeText, RefusesACharacterCutOffAtTheEnd) {
  EXPECT_THAT(MessageFor(std::string(kGb18030Header) + "\xB7"),
              HasSubstr("nor GB18030, by byte 10 (line 2)"));
}

TEST(DecodeText, RefusesBinaryFiles) {
  EXPECT_THAT(MessageFor(std::string("a\nb\0c", 5)), HasSubstr("a NUL at byte 3 (line 2)"));
  EXPECT_THAT(MessageFor(std::string("\xFF\xFE"
                                     "a\0",
                                     4)),
              HasSubstr("UTF-16"));
}

TEST(IsPlainUtf8, RefusesOverlongSurrogateAndNul) {
  EXPECT_TRUE(IsPlainUtf8("催缴 ok 𠀀"));
  EXPECT_FALSE(IsPlainUtf8("\xC0\xAF"));
  EXPECT_FALSE(IsPlainUtf8("\xED\xA0\x80"));
  EXPECT_FALSE(IsPlainUtf8(std::string("a\0b", 3)));
}

TEST(FoldWidth, MakesFullWidthFormsHalfWidth) {
  EXPECT_EQ(FoldWidth("２０１７－０３"), "2017-03");
  EXPECT_EQ(FoldWidth("金额（元）"), "金额(元)");
}

}  // namespace
}  // namespace cuijiao
