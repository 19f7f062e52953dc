#include "common/config/secret_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/scratch_directory.h"

namespace cuijiao {
namespace {

using testing::HasSubstr;
using testing::Not;

class SecretFile : public testing::Test {
 protected:
  std::string ErrorFor(const std::string& text, unsigned rights = 0600) {
    return std::string(ReadSecretFile(scratch_.Write("secret", text, rights)).status().message());
  }

  support::ScratchDirectory scratch_;
};

TEST_F(SecretFile, IsOneLineWithoutItsEnd) {
  EXPECT_EQ(*ReadSecretFile(scratch_.Write("a", "p w\n")), "p w");
  EXPECT_EQ(*ReadSecretFile(scratch_.Write("b", "pw\r\n")), "pw");
  EXPECT_EQ(*ReadSecretFile(scratch_.Write("c", "pw")), "pw");
}

TEST_F(SecretFile, MayBeOpenToTheGroupButToNobodyElse) {
  EXPECT_TRUE(ReadSecretFile(scratch_.Write("group", "pw", 0640)).ok());
  for (const unsigned rights : {0644U, 0602U, 0601U}) {
    EXPECT_THAT(ErrorFor("pw", rights),
                HasSubstr("secret, but every user of the machine may open it"));
  }
}

TEST_F(SecretFile, IsNamedWhenItCannotBeUsed) {
  EXPECT_EQ(ReadSecretFile(scratch_.path() / "absent").status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_THAT(ErrorFor(""), HasSubstr("secret: is empty"));
  EXPECT_THAT(ErrorFor("\n"), HasSubstr("is empty"));
  EXPECT_THAT(ErrorFor(std::string(4097, 'x')), HasSubstr("too long"));
  EXPECT_TRUE(ReadSecretFile(scratch_.Write("long", std::string(4096, 'x'))).ok());
  EXPECT_THAT(std::string(ReadSecretFile(scratch_.path()).status().message()),
              HasSubstr("not a regular file"));
}

TEST_F(SecretFile, NeverShowsInAMessage) {
  EXPECT_THAT(ErrorFor("hunter2\nmore\n"),
              testing::AllOf(HasSubstr("more than one line"), Not(HasSubstr("hunter2"))));
}

}  // namespace
}  // namespace cuijiao
