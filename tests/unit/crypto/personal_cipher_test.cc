#include "common/crypto/personal_cipher.h"

#include <gtest/gtest.h>

#include <string>

namespace cuijiao {
namespace {

constexpr std::string_view kPhone = "13800138000";
constexpr std::string_view kColumn = "owner.phone";

TEST(PersonalCipher, ReadsWhatItWrote) {
  const PersonalCipher cipher(PersonalKeys::Generate());
  for (const std::string& text : {std::string(), std::string(kPhone), std::string("张三丰"),
                                  std::string("\0\xff", 2), std::string(100'000, 'x')}) {
    const std::string secret = cipher.Encrypt(text, kColumn);
    EXPECT_EQ(secret.size(), text.size() + PersonalCipher::kOverhead);
    EXPECT_EQ(*cipher.Decrypt(secret, kColumn), text);
  }
}

TEST(PersonalCipher, GivesOtherBytesEachTimeAndNeverTheText) {
  const PersonalCipher cipher(PersonalKeys::Generate());
  const std::string one = cipher.Encrypt(kPhone, kColumn);
  EXPECT_NE(one, cipher.Encrypt(kPhone, kColumn));
  EXPECT_EQ(one.find(kPhone), std::string::npos);
}

TEST(PersonalCipher, FindsEveryChangedBitAndEveryCut) {
  const PersonalCipher cipher(PersonalKeys::Generate());
  const std::string secret = cipher.Encrypt(kPhone, kColumn);
  for (std::size_t byte = 0; byte < secret.size(); ++byte) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string changed = secret;
      changed[byte] = static_cast<char>(static_cast<unsigned char>(changed[byte]) ^ (1U << bit));
      ASSERT_TRUE(absl::IsDataLoss(cipher.Decrypt(changed, kColumn).status()))
          << "byte " << byte << " bit " << bit;
    }
    ASSERT_TRUE(absl::IsDataLoss(cipher.Decrypt(secret.substr(0, byte), kColumn).status()));
  }
  EXPECT_TRUE(absl::IsDataLoss(cipher.Decrypt(secret + "x", kColumn).status()));
}

TEST(PersonalCipher, RefusesTheBytesOfAnotherColumn) {
  const PersonalCipher cipher(PersonalKeys::Generate());
  const std::string secret = cipher.Encrypt(kPhone, kColumn);
  EXPECT_TRUE(absl::IsDataLoss(cipher.Decrypt(secret, "owner.name").status()));
}

TEST(PersonalCipher, ReadsOldKeysAfterRotationUntilTheyAreRemoved) {
  PersonalKeys keys = PersonalKeys::Generate();
  const std::string old = PersonalCipher(keys).Encrypt(kPhone, kColumn);

  keys.encryption_keys.emplace(2, PersonalKeys::Generate().encryption_keys.at(1));
  keys.active_key_id = 2;
  const PersonalCipher rotated(keys);
  EXPECT_EQ(*rotated.Decrypt(old, kColumn), kPhone);
  const std::string renewed = rotated.Encrypt(kPhone, kColumn);

  keys.encryption_keys.erase(1);
  const PersonalCipher later(keys);
  EXPECT_EQ(*later.Decrypt(renewed, kColumn), kPhone);
  const absl::Status refused = later.Decrypt(old, kColumn).status();
  EXPECT_TRUE(absl::IsDataLoss(refused));
  EXPECT_NE(std::string(refused.message()).find("key 1"), std::string::npos);
}

TEST(SearchHash, IsEqualForEqualTextsOfOneColumnUnderOneKey) {
  const PersonalCipher cipher(PersonalKeys::Generate());
  const PersonalCipher other(PersonalKeys::Generate());
  const std::string hash = cipher.SearchHash(kPhone, kColumn);
  EXPECT_EQ(hash.size(), 32U);
  EXPECT_EQ(hash, cipher.SearchHash(kPhone, kColumn));
  EXPECT_NE(hash, cipher.SearchHash("13800138001", kColumn));
  EXPECT_NE(hash, cipher.SearchHash(kPhone, "staff.phone"));
  EXPECT_NE(hash, other.SearchHash(kPhone, kColumn));
  EXPECT_NE(cipher.SearchHash("c", "ab"), cipher.SearchHash("bc", "a"));
}

}  // namespace
}  // namespace cuijiao
