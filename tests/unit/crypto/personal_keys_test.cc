#include "common/crypto/personal_keys.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <tuple>

#include "common/crypto/digest.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

namespace fs = std::filesystem;

class KeyFile : public testing::Test {
 protected:
  KeyFile()
      : file_(fs::temp_directory_path() / fmt::format("keys-{}", HexEncode(SecureRandomBytes(8)))) {
  }
  ~KeyFile() override { fs::remove(file_); }

  // The message with which `content` is refused.
  std::string RefusalOf(const std::string& content) {
    fs::remove(file_);
    std::ofstream(file_) << content;
    fs::permissions(file_, fs::perms::owner_read | fs::perms::owner_write);
    const absl::Status status = PersonalKeys::Load(file_).status();
    EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
    const std::string message(status.message());
    EXPECT_NE(message.find(file_.string()), std::string::npos) << message;
    return message;
  }

  const fs::path file_;
};

TEST_F(KeyFile, GivesBackWhatWasWritten) {
  const PersonalKeys keys = PersonalKeys::Generate();
  ASSERT_TRUE(keys.WriteNew(file_).ok());
  const auto loaded = PersonalKeys::Load(file_);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->active_key_id, keys.active_key_id);
  EXPECT_EQ(loaded->encryption_keys, keys.encryption_keys);
  EXPECT_EQ(loaded->search_key, keys.search_key);
  EXPECT_EQ(fs::status(file_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(KeyFile, IsNeverOverwritten) {
  const PersonalKeys keys = PersonalKeys::Generate();
  ASSERT_TRUE(keys.WriteNew(file_).ok());
  EXPECT_TRUE(absl::IsAlreadyExists(PersonalKeys::Generate().WriteNew(file_)));
  EXPECT_EQ(PersonalKeys::Load(file_)->search_key, keys.search_key);
}

TEST_F(KeyFile, IsRefusedWhenOthersMayReadIt) {
  ASSERT_TRUE(PersonalKeys::Generate().WriteNew(file_).ok());
  fs::permissions(file_, fs::perms::others_read, fs::perm_options::add);
  const absl::Status status = PersonalKeys::Load(file_).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_NE(std::string(status.message()).find("chmod 600"), std::string::npos) << status;
}

TEST_F(KeyFile, ThatIsMissingIsNamed) {
  const absl::Status status = PersonalKeys::Load(file_).status();
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_NE(std::string(status.message()).find(file_.string()), std::string::npos);
}

TEST_F(KeyFile, IsRefusedWithWhatIsWrongInIt) {
  const std::string key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  const std::string listed = fmt::format(R"({{"id": 1, "key": "{}"}})", key);
  const auto file = [&](const std::string& active, const std::string& list,
                        const std::string& search) {
    return fmt::format(R"({{"active_key_id": {}, "encryption_keys": [{}], "search_key": "{}"}})",
                       active, list, search);
  };
  for (const auto& [content, why] : {
           std::tuple{std::string("{"), "not JSON"},
           std::tuple{std::string("[]"), "active_key_id"},
           std::tuple{std::string(R"({"active_key_id": 1})"), "encryption_keys"},
           std::tuple{file("-1", listed, key), "active_key_id"},
           std::tuple{file("2", listed, key), "active key 2 is not listed"},
           std::tuple{file("1", R"({"id": 1, "key": "AAEC"})", key), "key 1 is not base64"},
           std::tuple{file("1", R"({"id": 1, "key": 7})", key), "key 1 is not base64"},
           std::tuple{file("1", R"({"id": 1})", key), "an id and a key"},
           std::tuple{file("1", fmt::format("{},{}", listed, listed), key), "listed twice"},
           std::tuple{file("1", listed, "!"), "search_key"},
       }) {
    EXPECT_NE(RefusalOf(content).find(why), std::string::npos) << content << " " << why;
  }
}

}  // namespace
}  // namespace cuijiao
