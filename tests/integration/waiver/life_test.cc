// WVR-7: the life of a waiver, through gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "common/status/reason.h"
#include "services/waiver/api/policy_in_force.h"
#include "tests/integration/waiver/waiver_world.h"

namespace cuijiao::waiver {
namespace {

class WaiverLife : public ::testing::Test {
 protected:
  WaiverLife() {
    world_.PutHouseholds({{"U-A", "OA", Yuan("200.00"), 10},
                          {"U-B", "OB", Yuan("200.00"), 10},
                          {"U-M", "OM", Yuan("200.00"), 10, "M1"},
                          {"U-N", "ON", Yuan("200.00"), 0}});
  }

  v1::Waiver Approved(const std::string& unit_id, Fen waiver = Yuan("100.00")) {
    const auto asked = world_.Submit(unit_id, waiver, 6);
    EXPECT_TRUE(asked.ok()) << asked.status();
    const auto signed_one = world_.Approve(asked->id(), world_.Manager());
    EXPECT_TRUE(signed_one.ok()) << signed_one.status();
    return *signed_one;
  }

  std::int64_t SignedInJanuary() {
    return world_.ManagerMonthOf("M1", "2017-01").value().signed_fen();
  }

  WaiverWorld world_;
};

TEST_F(WaiverLife, ASignerMayNotSignTheirOwnRequest) {
  const auto asked = world_.SubmitAs(world_.Manager(), "U-A", Yuan("100.00"), 6);
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(ReasonOf(world_.Approve(asked->id(), world_.Manager()).status()), "WVR-7-OWN-REQUEST");
  EXPECT_TRUE(world_.Approve(asked->id(), world_.GeneralManager()).ok());
}

// The general manager of another branch is M1 here no more than a manager (WVR-1, WVR-2).
TEST_F(WaiverLife, WhoHasBothRolesSignsInTheOneWhosePostTheWaiverLiesUnder) {
  world_.Put(R"(entries { post { staff_id: "M1" branch_id: "B2" from_date: "2016-01-01" } })");
  const Caller both = world_.ledger().Staff("M1", RoleSet{Role::kManager, Role::kGeneralManager});
  const auto large = world_.Submit("U-A", Yuan("200.00"), 6);
  ASSERT_TRUE(large.ok()) << large.status();
  EXPECT_EQ(ReasonOf(world_.Approve(large->id(), both).status()), "WVR-1a");

  const auto small = world_.Submit("U-B", Yuan("100.00"), 6);
  ASSERT_TRUE(small.ok()) << small.status();
  const auto signed_small = world_.Approve(small->id(), both);
  ASSERT_TRUE(signed_small.ok()) << signed_small.status();
  EXPECT_EQ(signed_small->signed_as(), v1::AUTHORITY_MANAGER);
  EXPECT_EQ(SignedInJanuary(), 100'00);
}

TEST_F(WaiverLife, ASignerMayNotSignForTheirOwnHousehold) {
  const auto asked = world_.Submit("U-M", Yuan("100.00"), 6);
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(ReasonOf(world_.Approve(asked->id(), world_.Manager()).status()),
            "WVR-7-OWN-HOUSEHOLD");
  EXPECT_TRUE(world_.Approve(asked->id(), world_.GeneralManager()).ok());
}

TEST_F(WaiverLife, AHouseholdIsAllUnitsOfItsOwner) {
  // OA owns U-A alone, and U-M together with the manager.
  world_.Put(R"(entries { ownership { unit_id: "U-M" owner_id: "OA" from_date: "2016-01-01" } })");
  const auto asked = world_.Submit("U-A", Yuan("100.00"), 6);
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(ReasonOf(world_.Approve(asked->id(), world_.Manager()).status()),
            "WVR-7-OWN-HOUSEHOLD");
  EXPECT_TRUE(world_.Approve(asked->id(), world_.GeneralManager()).ok());
}

TEST_F(WaiverLife, WhoHoldsBothRolesSignsAsGeneralManager) {
  const auto asked = world_.Submit("U-A", Yuan("100.00"), 6);
  const Caller both = world_.ledger().Staff("GM1", RoleSet{Role::kManager, Role::kGeneralManager});
  const auto signed_one = world_.Approve(asked.value().id(), both);
  ASSERT_TRUE(signed_one.ok()) << signed_one.status();
  EXPECT_EQ(signed_one->signed_as(), v1::AUTHORITY_GENERAL_MANAGER);
  EXPECT_EQ(world_.ManagerMonthOf("GM1", "2017-01")->signed_fen(), 0);
}

TEST_F(WaiverLife, NobodySignsTwiceAndTheHistorySaysWhoDidWhat) {
  const v1::Waiver waiver = Approved("U-A");
  EXPECT_EQ(ReasonOf(world_.Approve(waiver.id(), world_.Manager()).status()), "WVR-7-STATE");
  EXPECT_EQ(ReasonOf(world_.Reject(waiver.id()).status()), "WVR-7-STATE");
  EXPECT_EQ(SignedInJanuary(), 10000);
  ASSERT_EQ(waiver.changes_size(), 2);
  EXPECT_EQ(waiver.changes(0).from_state(), v1::Waiver::STATE_UNSPECIFIED);
  EXPECT_EQ(waiver.changes(0).to_state(), v1::Waiver::STATE_SUBMITTED);
  EXPECT_EQ(waiver.changes(0).changed_by(), "S1");
  EXPECT_EQ(waiver.changes(1).to_state(), v1::Waiver::STATE_APPROVED);
  EXPECT_EQ(waiver.changes(1).changed_by(), "M1");
  EXPECT_EQ(waiver.evaluation().policy_version(), waiver.changes(1).policy_version());
}

TEST_F(WaiverLife, ARejectedRequestFreesTheHousehold) {
  const auto asked = world_.Submit("U-A", Yuan("100.00"), 6);
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(ReasonOf(world_.Cancel(asked->id()).status()), "WVR-7-STATE")
      << "what is only asked for is rejected, not cancelled";
  EXPECT_EQ(ReasonOf(world_.Submit("U-A", Yuan("50.00"), 6).status()), "WVR-5");
  const auto rejected = world_.Reject(asked->id());
  ASSERT_TRUE(rejected.ok()) << rejected.status();
  EXPECT_EQ(rejected->state(), v1::Waiver::STATE_REJECTED);
  EXPECT_EQ(ReasonOf(world_.Approve(asked->id(), world_.Manager()).status()), "WVR-7-STATE");
  EXPECT_TRUE(world_.Submit("U-A", Yuan("50.00"), 6).ok());
}

TEST_F(WaiverLife, WVR3_ACancelledWaiverGivesItsAmountAndItsHouseholdBack) {
  const v1::Waiver waiver = Approved("U-A");
  const auto cancelled = world_.Cancel(waiver.id());
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->state(), v1::Waiver::STATE_CANCELLED);
  const auto month = world_.ManagerMonthOf("M1", "2017-01");
  EXPECT_EQ(month->signed_fen(), 0);
  EXPECT_EQ(month->given_back_fen(), 10000);
  EXPECT_EQ(ReasonOf(world_.Settle(waiver).status()), "WVR-7-STATE");
  EXPECT_EQ(ReasonOf(world_.Cancel(waiver.id()).status()), "WVR-7-STATE");
  Approved("U-A");
}

TEST_F(WaiverLife, TheSeventhDayIsTheLast) {
  const v1::Waiver waiver = Approved("U-A");
  EXPECT_EQ(waiver.valid_through_date(), "2017-01-12");
  world_.SetDate(Date(2017, 1, 12));
  EXPECT_EQ(world_.Get(waiver.id())->state(), v1::Waiver::STATE_APPROVED);
  const auto settled = world_.Settle(waiver);
  EXPECT_TRUE(settled.ok()) << settled.status();
}

TEST_F(WaiverLife, TheEighthDayIsTooLateAndGivesTheAmountBack) {
  const v1::Waiver waiver = Approved("U-A");
  world_.SetDate(Date(2017, 1, 13));
  EXPECT_EQ(ReasonOf(world_.Settle(waiver).status()), "WVR-7-EXPIRED");
  EXPECT_EQ(world_.Get(waiver.id())->state(), v1::Waiver::STATE_EXPIRED);
  EXPECT_EQ(SignedInJanuary(), 0);
  EXPECT_THAT(world_.PaymentsOf("U-A"), ::testing::IsEmpty());
  EXPECT_TRUE(world_.Submit("U-A", Yuan("50.00"), 6).ok()) << "the household is free again";
}

TEST_F(WaiverLife, TheSweepExpiresWhatNobodyTouches) {
  const v1::Waiver waiver = Approved("U-A");
  world_.SetDate(Date(2017, 2, 1));
  ASSERT_TRUE(world_.server().RunSweep().ok());
  const auto state = world_.database().Read("test", [&](db::Transaction& transaction) {
    return transaction.QueryOne("SELECT state FROM waiver WHERE waiver_id = ?", {waiver.id()});
  });
  EXPECT_EQ((*state)->String("state"), "EXPIRED");
  EXPECT_EQ(SignedInJanuary(), 0) << "given back to the month of the signature";
}

TEST_F(WaiverLife, AnEvaluationFreesAnOverdueHouseholdAtOnce) {
  Approved("U-A");
  world_.SetDate(Date(2017, 1, 13));
  EXPECT_EQ(world_.Evaluate("U-A", Yuan("100.00"), 6, world_.Manager())->authority(),
            v1::AUTHORITY_MANAGER);
}

TEST_F(WaiverLife, TheSameRequestIsAnsweredAlikeAndOtherContentIsRefused) {
  v1::SubmitWaiverRequest request;
  request.set_request_id("REQ-1");
  request.mutable_proposal()->set_unit_id("U-A");
  request.mutable_proposal()->set_waiver_fen(10000);
  request.mutable_proposal()->set_months_to_cover(6);
  request.set_note("一次性缴清");
  const auto submit = &v1::WaiverService::StubInterface::SubmitWaiver;
  const auto first = world_.Call(submit, world_.Collector(), request);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = world_.Call(submit, world_.Collector(), request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  request.mutable_proposal()->set_waiver_fen(9999);
  EXPECT_EQ(ReasonOf(world_.Call(submit, world_.Collector(), request).status()),
            "REQUEST_ID_REUSED");
}

TEST_F(WaiverLife, AClaimThatTheLedgerContradictsIsRefused) {
  v1::SubmitWaiverRequest request;
  request.set_request_id("REQ-2");
  request.mutable_proposal()->set_unit_id("U-A");
  request.mutable_proposal()->set_waiver_fen(10000);
  request.mutable_proposal()->set_months_to_cover(5);
  request.set_note("已预交六个月");
  request.set_claimed_months_covered(6);
  request.set_claimed_arrears_fen(200000);
  const auto submit = &v1::WaiverService::StubInterface::SubmitWaiver;
  const auto refused = world_.Call(submit, world_.Collector(), request);
  EXPECT_EQ(ReasonOf(refused.status()), "CLAIM_CONTRADICTED");
  EXPECT_EQ(ValuesOf(refused.status())["months_covered"], "5");
  EXPECT_EQ(ValuesOf(refused.status()).count("arrears_fen"), 0U);
  request.set_claimed_months_covered(5);
  EXPECT_TRUE(world_.Call(submit, world_.Collector(), request).ok());
}

TEST_F(WaiverLife, TheGroundIsTestedWithTheRequest) {
  EXPECT_EQ(ReasonOf(world_.Submit("U-A", Yuan("100.00"), 0).status()), "WVR-4b");
  EXPECT_EQ(ReasonOf(world_.Submit("U-A", Yuan("2000.01"), 6).status()), "WVR-4c");
  EXPECT_EQ(ReasonOf(world_.Submit("U-N", Yuan("1.00"), 6).status()), "WVR-4c")
      << "no historical arrears";
  EXPECT_EQ(world_.SubmitAs(world_.Collector(), "NOWHERE", Yuan("1.00"), 6).status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(WaiverLife, OnlyManagersOfTheProjectSign) {
  const auto asked = world_.Submit("U-A", Yuan("100.00"), 6);
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(ReasonOf(world_.Approve(asked->id(), world_.Collector()).status()), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(
      ReasonOf(world_.Approve(asked->id(), world_.ledger().Staff("M2", Role::kManager)).status()),
      "OUT_OF_SCOPE");
}

TEST_F(WaiverLife, ListsShowTheLatestFirstPageByPage) {
  const v1::Waiver first = Approved("U-A");
  const v1::Waiver second = Approved("U-B");
  v1::ListWaiversRequest request;
  request.set_community_id("C1");
  request.set_page_size(1);
  const auto list = &v1::WaiverService::StubInterface::ListWaivers;
  const auto page = world_.Call(list, world_.Manager(), request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->waivers_size(), 1);
  EXPECT_EQ(page->waivers(0).id(), second.id());
  request.set_page_token(page->next_page_token());
  const auto last = world_.Call(list, world_.Manager(), request);
  ASSERT_TRUE(last.ok()) << last.status();
  ASSERT_EQ(last->waivers_size(), 1);
  EXPECT_EQ(last->waivers(0).id(), first.id());
  EXPECT_EQ(last->next_page_token(), "");
  request.set_community_id("C2");
  EXPECT_EQ(ReasonOf(world_.Call(list, world_.Manager(), request).status()), "PAGE_TOKEN_INVALID");
}

TEST_F(WaiverLife, AViewerOfFiguresSeesNoNotes) {
  Approved("U-A");
  v1::ListWaiversRequest waivers;
  waivers.set_community_id("C1");
  v1::GetManagerMonthRequest month;
  month.set_manager_id("M1");
  month.set_month("2017-01");
  using Stub = v1::WaiverService::StubInterface;
  for (const auto& [role, sees] : {std::pair{Role::kFinance, true}, {Role::kHqViewer, false}}) {
    const Caller caller = world_.ledger().Staff("F1", role);
    const auto listed = world_.Call(&Stub::ListWaivers, caller, waivers);
    ASSERT_TRUE(listed.ok()) << listed.status();
    ASSERT_EQ(listed->waivers_size(), 1);
    EXPECT_EQ(!listed->waivers(0).note().empty(), sees) << RoleName(role);
    const auto of_month = world_.Call(&Stub::GetManagerMonth, caller, month);
    ASSERT_TRUE(of_month.ok()) << of_month.status();
    ASSERT_EQ(of_month->waivers_size(), 1);
    EXPECT_EQ(!of_month->waivers(0).note().empty(), sees) << RoleName(role);
  }
}

TEST_F(WaiverLife, ABlockOfThePolicyThatWasUsedCannotBeChanged) {
  LoadedPolicy changed = world_.ledger().policy();
  changed.policy.mutable_waiver(0)->set_manager_below_fen(30000);
  const auto check = [this](const LoadedPolicy& policy) {
    return CheckUsedBlocks(world_.database(), "waiver", PolicyBlocksOf(policy.policy.waiver()));
  };
  EXPECT_TRUE(check(changed).ok()) << "not used yet";
  Approved("U-A");
  EXPECT_TRUE(check(world_.ledger().policy()).ok());
  const absl::Status refused = check(changed);
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("2017-01-01 has changed"));
  policy::v1::WaiverPolicy& added = *changed.policy.add_waiver();
  added = changed.policy.waiver(0);
  added.set_effective_from("2017-07-01");
  changed.policy.mutable_waiver(0)->set_manager_below_fen(20000);
  EXPECT_TRUE(check(changed).ok()) << "a later block is the way";
}

TEST(WaiverPolicyLimits, WVR2_AboveTheGeneralManagersLimitNobodySigns) {
  const PolicyEdits edits = {{"gm_max_amount_fen: 0 ", "gm_max_amount_fen: 50000 "}};
  WaiverWorld world(edits);
  world.PutHouseholds({{"U-A", "OA", Yuan("200.00"), 10}, {"U-B", "OB", Yuan("200.00"), 10}});
  EXPECT_EQ(ReasonOf(world.Submit("U-A", Yuan("500.01"), 6).status()), "WVR-2");
  const auto asked = world.Submit("U-A", Yuan("500.00"), 6);
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_TRUE(world.Approve(asked->id(), world.GeneralManager()).ok());
}

}  // namespace
}  // namespace cuijiao::waiver
