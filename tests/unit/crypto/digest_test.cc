#include "common/crypto/digest.h"

#include <gtest/gtest.h>

namespace cuijiao {
namespace {

TEST(Sha256, GivesTheVectorsOfFips180) {
  EXPECT_EQ(HexEncode(Sha256("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(HexEncode(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(HmacSha256, GivesTheVectorOfRfc4231) {
  EXPECT_EQ(HexEncode(HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(HexEncode, WritesTwoLowerCaseDigitsForEveryByte) {
  EXPECT_EQ(HexEncode(std::string("\x00\xff\x10", 3)), "00ff10");
}

TEST(SecureRandomBytes, GivesAsManyAsAskedAndOthersEachTime) {
  EXPECT_EQ(SecureRandomBytes(32).size(), 32U);
  EXPECT_NE(SecureRandomBytes(32), SecureRandomBytes(32));
}

}  // namespace
}  // namespace cuijiao
