#include "common/text/text_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include <string>
#include <utility>

#include "common/text/encoding.h"

namespace cuijiao {
namespace {

using testing::HasSubstr;

std::string Gb18030(const std::string& utf8) {
  const auto text = icu::UnicodeString::fromUTF8(utf8);
  std::string bytes(utf8.size() * 2, '\0');
  const int32_t length =
      text.extract(0, text.length(), bytes.data(), static_cast<uint32_t>(bytes.size()), "GB18030");
  bytes.resize(static_cast<std::size_t>(length));
  return bytes;
}

struct Decoded {
  std::string utf8;
  std::string encoding;
  absl::Status status;
};

Decoded DecodeInPieces(std::string_view bytes, std::size_t piece) {
  TextDecoder decoder;
  Decoded decoded;
  while (!bytes.empty() && decoded.status.ok()) {
    decoded.status = decoder.Feed(bytes.substr(0, piece), decoded.utf8);
    bytes.remove_prefix(std::min(piece, bytes.size()));
  }
  if (decoded.status.ok()) decoded.status = decoder.Finish(decoded.utf8);
  decoded.encoding = decoder.encoding();
  return decoded;
}

// 𠮷 has four bytes in both encodings.
const std::string kText = "unit_id,房号\nU1,3栋2单元501𠮷\r\nU2,ASCII alone\n";

TEST(TextDecoder, LED13_GivesWhatDecodeTextGivesHoweverTheBytesAreCut) {
  for (const std::string& bytes :
       {kText, std::string(kUtf8Mark) + kText, Gb18030(kText), std::string("plain\nascii\n"),
        std::string("a"), std::string(), std::string("\xE6\x88\xBF"),
        Gb18030("unit_id,kind\nU1,住宅\n"), std::string("“艾·山”")}) {
    const auto whole = DecodeText(bytes);
    ASSERT_TRUE(whole.ok()) << whole.status();
    for (const std::size_t piece : {1U, 2U, 3U, 5U, 64U, 1000U}) {
      const Decoded decoded = DecodeInPieces(bytes, piece);
      EXPECT_EQ(decoded.status, absl::OkStatus()) << piece;
      EXPECT_EQ(decoded.utf8, whole->utf8) << piece;
      EXPECT_EQ(decoded.encoding, whole->encoding) << piece;
    }
  }
}

TEST(TextDecoder, LED13_RefusesWhatDecodeTextRefusesHoweverTheBytesAreCut) {
  const std::string damaged = std::string(kText) + "U3,\xE6\x88\n";
  for (const std::string& bytes :
       {std::string("\xFF\xFEu\0", 4), std::string("a\0b", 3), std::string("ab,\0", 4), damaged,
        std::string(kUtf8Mark) + damaged, Gb18030(kText) + "\xFF", Gb18030("unit_no\n3楼\n")}) {
    EXPECT_FALSE(DecodeText(bytes).ok());
    for (const std::size_t piece : {1U, 2U, 3U, 7U, 1000U}) {
      EXPECT_TRUE(absl::IsInvalidArgument(DecodeInPieces(bytes, piece).status)) << piece;
    }
  }
}

TEST(TextDecoder, LED13_FindsDamageAtTheVeryEndOfALongFile) {
  std::string lines;
  for (int i = 0; i < 20'000; ++i) lines += "U1,3栋2单元501\n";
  const Decoded utf8 = DecodeInPieces(lines + "\xE6\x88", 4096);
  EXPECT_THAT(std::string(utf8.status.message()), HasSubstr("(line 20001)"));
  EXPECT_THAT(std::string(utf8.status.message()),
              HasSubstr("byte " + std::to_string(lines.size())));
  const Decoded gb18030 = DecodeInPieces(Gb18030(lines) + "\x81", 4096);
  EXPECT_THAT(std::string(gb18030.status.message()), HasSubstr("GB18030 but damaged"));
  EXPECT_EQ(gb18030.encoding, "GB18030");
  EXPECT_TRUE(DecodeInPieces(lines, 4096).status.ok());
  EXPECT_EQ(DecodeInPieces(Gb18030(lines), 4096).utf8, lines);
}

// What is out after so many bytes is the same however they came: staging relies on it.
TEST(TextDecoder, LED13_HandsOutTheSameAfterTheSameBytes) {
  const std::string text = std::string(100, 'a') + kText + kText;
  for (const std::string& bytes : {text, Gb18030(text)}) {
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
      std::string at_once;
      TextDecoder first;
      ASSERT_TRUE(first.Feed(std::string_view(bytes).substr(0, cut), at_once).ok());
      std::string by_ones;
      TextDecoder second;
      for (std::size_t i = 0; i < cut; ++i) {
        ASSERT_TRUE(second.Feed(std::string_view(bytes).substr(i, 1), by_ones).ok());
      }
      ASSERT_EQ(at_once, by_ones) << cut;
    }
  }
}

}  // namespace
}  // namespace cuijiao
