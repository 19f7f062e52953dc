#include "services/waiver/domain/decide_violation.h"

#include <gtest/gtest.h>

#include <vector>

namespace cuijiao::waiver {
namespace {

using Why = ViolationRefusal::Why;

SignedWaiver Waiver(std::string id, int minute, std::string signer, Fen amount = Fen(15000)) {
  return {std::move(id), WaiverState::kSettled, std::move(signer),
          absl::UnixEpoch() + absl::Minutes(minute), amount};
}

const ViolationCharge* ChargeOf(const std::variant<ViolationCharge, ViolationRefusal>& answer) {
  return std::get_if<ViolationCharge>(&answer);
}

TEST(DecideViolation, WVR6_TheLaterSignerOfStackedWaiversBearsTheLaterOne) {
  const SignedWaiver first = Waiver("W1", 1, "S-A", Fen(10000));
  const SignedWaiver second = Waiver("W2", 2, "S-B", Fen(20000));
  const auto charge =
      DecideViolation(ViolationKind::kStacked, second, std::vector<SignedWaiver>{first});
  ASSERT_NE(ChargeOf(charge), nullptr);
  EXPECT_EQ(ChargeOf(charge)->bearer_id, "S-B");
  EXPECT_EQ(ChargeOf(charge)->loss, Fen(20000));

  const auto refused =
      DecideViolation(ViolationKind::kStacked, first, std::vector<SignedWaiver>{second});
  ASSERT_EQ(ChargeOf(refused), nullptr);
  EXPECT_EQ(std::get<ViolationRefusal>(refused).why, Why::kEarlierWaiver);
  EXPECT_EQ(std::get<ViolationRefusal>(refused).other_waiver_id, "W2");
}

TEST(DecideViolation, WVR6_OfThreeStackedWaiversAllButTheFirstAreCharged) {
  const SignedWaiver a = Waiver("W1", 1, "S-A");
  const SignedWaiver b = Waiver("W2", 2, "S-B");
  const SignedWaiver c = Waiver("W3", 3, "S-C");
  EXPECT_EQ(ChargeOf(DecideViolation(ViolationKind::kStacked, a, std::vector{b, c})), nullptr);
  EXPECT_NE(ChargeOf(DecideViolation(ViolationKind::kStacked, b, std::vector{a, c})), nullptr);
  EXPECT_NE(ChargeOf(DecideViolation(ViolationKind::kStacked, c, std::vector{a, b})), nullptr);
}

TEST(DecideViolation, SignedAtTheSameMomentTheGreaterIdIsTheLater) {
  const SignedWaiver a = Waiver("W1", 1, "S-A");
  const SignedWaiver b = Waiver("W2", 1, "S-B");
  EXPECT_EQ(ChargeOf(DecideViolation(ViolationKind::kStacked, a, std::vector{b})), nullptr);
  EXPECT_NE(ChargeOf(DecideViolation(ViolationKind::kStacked, b, std::vector{a})), nullptr);
}

TEST(DecideViolation, ASingleWaiverIsNotStacked) {
  const auto refused = DecideViolation(ViolationKind::kStacked, Waiver("W1", 1, "S-A"), {});
  ASSERT_EQ(ChargeOf(refused), nullptr);
  EXPECT_EQ(std::get<ViolationRefusal>(refused).why, Why::kNotStacked);
}

TEST(DecideViolation, WVR6_OtherBreachesAreBorneByTheSigner) {
  for (const ViolationKind kind : {ViolationKind::kBeyondAuthority, ViolationKind::kSplit}) {
    const auto charge = DecideViolation(kind, Waiver("W1", 1, "S-A", Fen(7)), {});
    ASSERT_NE(ChargeOf(charge), nullptr);
    EXPECT_EQ(ChargeOf(charge)->bearer_id, "S-A");
    EXPECT_EQ(ChargeOf(charge)->loss, Fen(7));
  }
}

TEST(DecideViolation, WhatWasNotUsedIsNoLoss) {
  for (const WaiverState state : kAllWaiverStates) {
    SignedWaiver waiver = Waiver("W1", 1, "S-A");
    waiver.state = state;
    const auto answer = DecideViolation(ViolationKind::kBeyondAuthority, waiver, {});
    EXPECT_EQ(ChargeOf(answer) != nullptr, state == WaiverState::kSettled)
        << WaiverStateName(state);
  }
}

TEST(ViolationKindName, IsReadBack) {
  for (const ViolationKind kind : {ViolationKind::kStacked, ViolationKind::kBeyondAuthority,
                                   ViolationKind::kSplit, ViolationKind::kUnauthorisedPromise}) {
    EXPECT_EQ(ParseViolationKind(ViolationKindName(kind)), kind);
  }
  EXPECT_EQ(ParseViolationKind("OTHER"), std::nullopt);
}

}  // namespace
}  // namespace cuijiao::waiver
