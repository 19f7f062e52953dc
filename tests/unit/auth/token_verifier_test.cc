#include "common/auth/token_verifier.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <string>

#include "absl/strings/escaping.h"
#include "common/auth/token_use.h"
#include "common/crypto/digest.h"
#include "common/status/reason.h"
#include "tests/support/test_keys.h"

namespace cuijiao {
namespace {

using nlohmann::json;

std::string Base64(const std::string& text) {
  std::string coded;
  absl::WebSafeBase64Escape(text, &coded);
  return coded;
}

class TokenVerifierTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto verifier = TokenVerifier::Create(keys_.jwks_file(), {}, [this] { return now_; });
    ASSERT_TRUE(verifier.ok()) << verifier.status();
    verifier_ = *std::move(verifier);
  }

  json StaffClaims() const {
    return {{"iss", "cuijiao"},
            {"aud", "cuijiao"},
            {"sub", "S1"},
            {"roles", {"manager"}},
            {"iat", absl::ToUnixSeconds(now_)},
            {"exp", absl::ToUnixSeconds(now_ + absl::Hours(1))}};
  }
  json ServiceClaims() const {
    json claims = StaffClaims();
    claims["sub"] = "service:waiver";
    claims["roles"] = {"service"};
    return claims;
  }

  // The reason of the refusal; "ok" when there is none.
  std::string Verdict(const std::string& token) {
    const absl::StatusOr<Identity> identity = verifier_->Verify(token);
    if (identity.ok()) return "ok";
    EXPECT_TRUE(absl::IsUnauthenticated(identity.status()));
    EXPECT_EQ(std::string(identity.status().message()).find(token.empty() ? "#" : token),
              std::string::npos);
    return ReasonOf(identity.status());
  }
  std::string Verdict(const JoseKey& key, const json& claims) {
    return Verdict(key.Sign(claims.dump()).value());
  }

  support::TestKeys keys_;
  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  std::unique_ptr<TokenVerifier> verifier_;
};

TEST_F(TokenVerifierTest, ReadsStaff) {
  json claims = StaffClaims();
  claims["roles"] = {"manager", "finance"};
  const Identity identity =
      verifier_->Verify(keys_.staff_key().Sign(claims.dump()).value()).value();
  EXPECT_EQ(identity.staff_id, "S1");
  EXPECT_EQ(identity.roles, Role::kManager | Role::kFinance);
  EXPECT_FALSE(identity.is_service());
  EXPECT_EQ(identity.key_id, "staff-1");
  EXPECT_EQ(identity.token_expiry, now_ + absl::Hours(1));
  EXPECT_EQ(identity.caller(), "staff:S1");
  EXPECT_EQ(identity.acting_staff_id(), "S1");
}

TEST_F(TokenVerifierTest, ReadsAServiceWithItsActor) {
  json claims = ServiceClaims();
  claims["act"] = {{"sub", "S7"}, {"roles", {"collector"}}};
  const Identity identity =
      verifier_->Verify(keys_.service_key("waiver").Sign(claims.dump()).value()).value();
  EXPECT_EQ(identity.service_name, "waiver");
  EXPECT_EQ(identity.actor, (Actor{"S7", Role::kCollector}));
  EXPECT_EQ(identity.caller(), "service:waiver");
  EXPECT_EQ(identity.acting_staff_id(), "S7");
  EXPECT_EQ(identity.acting_roles(), RoleSet(Role::kCollector));
}

TEST_F(TokenVerifierTest, RefusesWhatIsNoToken) {
  EXPECT_EQ(Verdict(""), kTokenMissing);
  for (const char* text : {"x", "a.b", "a.b.c", "..", "a.b.c.d", "\xff.\xff.\xff"}) {
    EXPECT_EQ(Verdict(text), kTokenInvalid) << text;
  }
  EXPECT_EQ(Verdict(std::string(9000, 'a')), kTokenInvalid);
}

TEST_F(TokenVerifierTest, RefusesOtherAlgorithms) {
  const std::string claims = Base64(StaffClaims().dump());
  EXPECT_EQ(Verdict(Base64(R"({"alg":"none","kid":"staff-1"})") + "." + claims + "."),
            kTokenInvalid);
  // HS256 keyed with the public key's text: the classic confusion.
  const std::string signed_part = Base64(R"({"alg":"HS256","kid":"staff-1"})") + "." + claims;
  EXPECT_EQ(Verdict(signed_part + "." +
                    Base64(HmacSha256(keys_.staff_key().ToJwk(false).dump(), signed_part))),
            kTokenInvalid);
}

TEST(ReadJws, RefusesCriticalExtensions) {
  const std::string rest = "." + Base64("{}") + "." + Base64("signature");
  EXPECT_EQ(ReadJws(Base64(R"({"kid":"k"})") + rest)->key_id, "k");
  EXPECT_TRUE(
      absl::IsInvalidArgument(ReadJws(Base64(R"({"kid":"k","crit":["exp"]})") + rest).status()));
}

TEST_F(TokenVerifierTest, RefusesSignaturesOfOtherKeys) {
  const JoseKey stranger = JoseKey::Generate("stranger-1", "staff");
  EXPECT_EQ(Verdict(stranger, StaffClaims()), kTokenInvalid);
  const JoseKey forger = JoseKey::Generate("staff-1", "staff");
  EXPECT_EQ(Verdict(forger, StaffClaims()), kTokenInvalid);
}

TEST_F(TokenVerifierTest, RefusesChangedClaims) {
  const std::string token = keys_.staff_key().Sign(StaffClaims().dump()).value();
  json claims = StaffClaims();
  claims["roles"] = {"general_manager"};
  EXPECT_EQ(Verdict(token), "ok");
  EXPECT_EQ(Verdict(token.substr(0, token.find('.') + 1) + Base64(claims.dump()) +
                    token.substr(token.rfind('.'))),
            kTokenInvalid);
}

TEST_F(TokenVerifierTest, AKeyAssertsOnlyWhatItIsFor) {
  const JoseKey& waiver = keys_.service_key("waiver");
  EXPECT_EQ(Verdict(waiver, ServiceClaims()), "ok");
  EXPECT_EQ(Verdict(waiver, StaffClaims()), kTokenInvalid);
  EXPECT_EQ(Verdict(keys_.service_key("ledger"), ServiceClaims()), kTokenInvalid);
  EXPECT_EQ(Verdict(keys_.staff_key(), ServiceClaims()), kTokenInvalid);

  json service_with_staff_roles = ServiceClaims();
  service_with_staff_roles["roles"] = {"service", "general_manager"};
  EXPECT_EQ(Verdict(waiver, service_with_staff_roles), kTokenInvalid);
  json staff_with_service_role = StaffClaims();
  staff_with_service_role["roles"] = {"manager", "service"};
  EXPECT_EQ(Verdict(keys_.staff_key(), staff_with_service_role), kTokenInvalid);
  json staff_with_actor = StaffClaims();
  staff_with_actor["act"] = {{"sub", "S2"}, {"roles", {"finance"}}};
  EXPECT_EQ(Verdict(keys_.staff_key(), staff_with_actor), kTokenInvalid);
  json service_as_actor = ServiceClaims();
  service_as_actor["act"] = {{"sub", "S2"}, {"roles", {"service"}}};
  EXPECT_EQ(Verdict(waiver, service_as_actor), kTokenInvalid);
}

TEST_F(TokenVerifierTest, DemandsEachClaim) {
  for (const char* claim : {"iss", "aud", "sub", "roles", "iat", "exp"}) {
    json claims = StaffClaims();
    claims.erase(claim);
    EXPECT_EQ(Verdict(keys_.staff_key(), claims), kTokenInvalid) << claim;
  }
  const std::pair<const char*, json> wrong[] = {{"iss", "other"},
                                                {"aud", "other"},
                                                {"aud", json::array({"other"})},
                                                {"sub", ""},
                                                {"sub", "two words"},
                                                {"sub", 7},
                                                {"roles", json::array()},
                                                {"roles", "manager"},
                                                {"roles", {"chief"}},
                                                {"exp", "tomorrow"},
                                                {"exp", 1.5e9},
                                                {"iat", nullptr}};
  for (const auto& [claim, value] : wrong) {
    json claims = StaffClaims();
    claims[claim] = value;
    EXPECT_EQ(Verdict(keys_.staff_key(), claims), kTokenInvalid) << claim << " " << value;
  }
  json listed = StaffClaims();
  listed["aud"] = {"other", "cuijiao"};
  EXPECT_EQ(Verdict(keys_.staff_key(), listed), "ok");
}

TEST_F(TokenVerifierTest, HoldsTheTimesWithALeewayOfFiveSeconds) {
  const std::string token = keys_.staff_key().Sign(StaffClaims().dump()).value();
  const absl::Time issued = now_;
  now_ = issued - absl::Seconds(6);
  EXPECT_EQ(Verdict(token), kTokenNotYetValid);
  now_ = issued - absl::Seconds(5);
  EXPECT_EQ(Verdict(token), "ok");
  now_ = issued + absl::Hours(1) + absl::Seconds(4);
  EXPECT_EQ(Verdict(token), "ok");
  now_ = issued + absl::Hours(1) + absl::Seconds(5);
  EXPECT_EQ(Verdict(token), kTokenExpired);
}

TEST_F(TokenVerifierTest, RefusesTokensThatLiveTooLong) {
  json claims = StaffClaims();
  claims["exp"] = absl::ToUnixSeconds(now_ + absl::Hours(24 * 31));
  EXPECT_EQ(Verdict(keys_.staff_key(), claims), "ok");
  claims["exp"] = absl::ToUnixSeconds(now_ + absl::Hours(24 * 31)) + 1;
  EXPECT_EQ(Verdict(keys_.staff_key(), claims), kTokenInvalid);
}

TEST_F(TokenVerifierTest, RefusesTokensIssuedInTheFutureWhateverTheirNotBeforeSays) {
  json claims = StaffClaims();
  claims["nbf"] = absl::ToUnixSeconds(now_);
  claims["iat"] = absl::ToUnixSeconds(now_ + absl::Hours(24 * 365));
  claims["exp"] = absl::ToUnixSeconds(now_ + absl::Hours(24 * 365 + 1));
  EXPECT_EQ(Verdict(keys_.staff_key(), claims), kTokenNotYetValid);
}

TEST_F(TokenVerifierTest, TakesUpChangedKeysAndForgetsTokensOfOldOnes) {
  const std::string old_token = keys_.staff_key().Sign(StaffClaims().dump()).value();
  const JoseKey renewed = JoseKey::Generate("staff-2", "staff");
  EXPECT_EQ(Verdict(old_token), "ok");
  EXPECT_EQ(Verdict(renewed, StaffClaims()), kTokenInvalid);

  std::ofstream(keys_.jwks_file()) << json{{"keys", {renewed.ToJwk(false)}}}.dump();
  now_ += absl::Seconds(2);
  EXPECT_EQ(Verdict(renewed, StaffClaims()), "ok");
  EXPECT_EQ(Verdict(old_token), kTokenInvalid);
}

TEST_F(TokenVerifierTest, KeepsItsKeysWhenTheFileIsBroken) {
  std::ofstream(keys_.jwks_file()) << "{ half a fi";
  now_ += absl::Seconds(2);
  EXPECT_EQ(Verdict(keys_.staff_key(), StaffClaims()), "ok");
}

TEST(TokenVerifierCreate, NamesWhatIsWrongWithTheFile) {
  const support::TestKeys keys;
  const auto message_of = [&](const std::string& text) {
    std::ofstream(keys.jwks_file()) << text;
    return std::string(TokenVerifier::Create(keys.jwks_file()).status().message());
  };
  const json public_key = keys.staff_key().ToJwk(false);
  EXPECT_TRUE(absl::IsNotFound(TokenVerifier::Create(keys.directory() / "none").status()));
  EXPECT_NE(message_of("no json").find("not JSON"), std::string::npos);
  EXPECT_NE(message_of(R"({"keys":[]})").find("no keys"), std::string::npos);
  EXPECT_NE(message_of(json{{"keys", {keys.staff_key().ToJwk(true)}}}.dump()).find("private"),
            std::string::npos);
  EXPECT_NE(message_of(json{{"keys", {public_key, public_key}}}.dump()).find("two keys"),
            std::string::npos);
  json useless = public_key;
  useless["cuijiao_use"] = "service:";
  EXPECT_NE(message_of(json{{"keys", {useless}}}.dump()).find("cuijiao_use"), std::string::npos);
  EXPECT_NE(message_of(json{{"keys", {{{"kty", "oct"}, {"kid", "k"}, {"k", "YQ"}}}}}.dump())
                .find("P-256"),
            std::string::npos);
}

}  // namespace
}  // namespace cuijiao
