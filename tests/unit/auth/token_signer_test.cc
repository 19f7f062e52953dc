#include "common/auth/token_signer.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "common/auth/key_file.h"
#include "tests/support/test_keys.h"

namespace cuijiao {
namespace {

namespace fs = std::filesystem;

class TokenSignerTest : public ::testing::Test {
 protected:
  fs::path Written(const nlohmann::json& jwk) {
    const fs::path file = keys_.directory() / "key.jwk";
    std::ofstream(file) << jwk.dump();
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    return file;
  }

  support::TestKeys keys_;
};

TEST_F(TokenSignerTest, LoadsAPrivateKeyThatIsKeptPrivate) {
  const fs::path file = Written(keys_.service_key("waiver").ToJwk(true));
  EXPECT_EQ(TokenSigner::Load(file)->service_name(), "waiver");
  fs::permissions(file, fs::perms::group_read, fs::perm_options::add);
  EXPECT_TRUE(TokenSigner::Load(file).ok());
}

TEST_F(TokenSignerTest, RefusesAKeyFileThatIsOpenToOthers) {
  const fs::path file = Written(keys_.service_key("waiver").ToJwk(true));
  for (const fs::perms open : {fs::perms::others_read, fs::perms::group_write}) {
    fs::permissions(file, fs::perms::owner_read | open);
    const absl::Status status = TokenSigner::Load(file).status();
    EXPECT_TRUE(absl::IsFailedPrecondition(status));
    EXPECT_NE(std::string(status.message()).find(file.string()), std::string::npos);
  }
}

TEST_F(TokenSignerTest, RefusesWhatIsNoPrivateKey) {
  EXPECT_TRUE(absl::IsNotFound(TokenSigner::Load(keys_.directory() / "none.jwk").status()));
  EXPECT_FALSE(TokenSigner::Load(Written(keys_.service_key("waiver").ToJwk(false))).ok());
  EXPECT_FALSE(TokenSigner::Load(Written({{"kty", "oct"}, {"kid", "k"}, {"k", "c2VjcmV0"}})).ok());
  nlohmann::json no_use = keys_.service_key("waiver").ToJwk(true);
  no_use.erase("cuijiao_use");
  EXPECT_FALSE(TokenSigner::Load(Written(no_use)).ok());
}

TEST_F(TokenSignerTest, MakesNoTokenThatItsKeyMayNotAssert) {
  Identity staff;
  staff.staff_id = "S1";
  staff.roles = Role::kFinance;
  EXPECT_FALSE(keys_.service_signer("waiver").Sign(staff, absl::Now(), absl::Hours(1)).ok());
  Identity other;
  other.service_name = "ledger";
  other.roles = Role::kService;
  EXPECT_FALSE(keys_.service_signer("waiver").Sign(other, absl::Now(), absl::Hours(1)).ok());
  EXPECT_FALSE(TokenSigner(keys_.staff_key()).Sign(other, absl::Now(), absl::Hours(1)).ok());
}

TEST_F(TokenSignerTest, DerivesSecretsFromKeyAndPurpose) {
  const TokenSigner waiver = keys_.service_signer("waiver");
  EXPECT_EQ(waiver.DeriveSecret("page tokens").size(), 32U);
  EXPECT_EQ(waiver.DeriveSecret("page tokens"),
            keys_.service_signer("waiver").DeriveSecret("page tokens"));
  EXPECT_NE(waiver.DeriveSecret("page tokens"), waiver.DeriveSecret("other"));
  EXPECT_NE(waiver.DeriveSecret("page tokens"),
            keys_.service_signer("ledger").DeriveSecret("page tokens"));
}

TEST_F(TokenSignerTest, NeverWritesOverAKey) {
  const fs::path file = keys_.directory() / "new.jwk";
  EXPECT_TRUE(WriteNewFile(file, "one", /*is_private=*/true).ok());
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_TRUE(absl::IsAlreadyExists(WriteNewFile(file, "two", /*is_private=*/true)));
}

}  // namespace
}  // namespace cuijiao
