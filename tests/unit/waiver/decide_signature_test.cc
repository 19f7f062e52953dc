#include "services/waiver/domain/decide_signature.h"

#include <gtest/gtest.h>

namespace cuijiao::waiver {
namespace {

TEST(SigningAs, TakesTheHigherRole) {
  EXPECT_EQ(SigningAs(true, false), Authority::kManager);
  EXPECT_EQ(SigningAs(false, true), Authority::kGeneralManager);
  EXPECT_EQ(SigningAs(true, true), Authority::kGeneralManager);
  EXPECT_EQ(SigningAs(false, false), Authority::kNobody);
}

TEST(FindSignatureObstacle, WVR7_RefusesOwnRequestsAndOwnHouseholds) {
  const std::vector<std::string> owners = {"S-OWNER", "S-OTHER"};
  EXPECT_EQ(FindSignatureObstacle("S-M", "S-C", owners), std::nullopt);
  EXPECT_EQ(FindSignatureObstacle("S-C", "S-C", owners), SignatureObstacle::kOwnRequest);
  EXPECT_EQ(FindSignatureObstacle("S-OTHER", "S-C", owners), SignatureObstacle::kOwnHousehold);
  EXPECT_EQ(FindSignatureObstacle("S-M", "S-C", {}), std::nullopt);
}

}  // namespace
}  // namespace cuijiao::waiver
