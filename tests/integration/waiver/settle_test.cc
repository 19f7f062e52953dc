// WVR-8: one posting in the ledger, tested again with its own figures (section 6, definition 14).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "common/fault/failpoint.h"
#include "common/status/reason.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "cuijiao/ledger/v1/settlement.grpc.pb.h"
#include "tests/integration/waiver/waiver_world.h"

namespace cuijiao::waiver {
namespace {

namespace lv1 = ledger::v1;
using ::testing::IsEmpty;

constexpr auto kSettle = &v1::WaiverService::StubInterface::SettleWaiver;

class Settlements : public ::testing::Test {
 protected:
  Settlements() {
    world_.PutHouseholds({{"U-A", "OA", Yuan("200.00"), 10}, {"U-B", "OB", Yuan("200.00"), 10}});
  }

  v1::Waiver Approved(const std::string& unit_id, Fen waiver, const Caller& signer) {
    const auto asked = world_.Submit(unit_id, waiver, 6);
    EXPECT_TRUE(asked.ok()) << asked.status();
    const auto signed_one = world_.Approve(asked->id(), signer);
    EXPECT_TRUE(signed_one.ok()) << signed_one.status();
    return *signed_one;
  }

  lv1::Payment Pay(const std::string& unit_id, Fen amount) {
    lv1::RecordPaymentRequest request;
    request.set_request_id(world_.ledger().NewRequestId());
    request.set_unit_id(unit_id);
    request.set_amount_fen(amount.value());
    request.set_method(lv1::PAYMENT_METHOD_CASH);
    request.set_received_date("2017-01-05");
    const auto payment = world_.ledger().Call<lv1::PaymentService>(
        &lv1::PaymentService::StubInterface::RecordPayment, world_.Finance(), request);
    EXPECT_TRUE(payment.ok()) << payment.status();
    return *payment;
  }

  void Reverse(const std::string& payment_id) {
    lv1::ReversePaymentRequest request;
    request.set_request_id(world_.ledger().NewRequestId());
    request.set_payment_id(payment_id);
    request.set_reason(lv1::ReversePaymentRequest::REASON_BOUNCED);
    const auto reversed = world_.ledger().Call<lv1::PaymentService>(
        &lv1::PaymentService::StubInterface::ReversePayment, world_.Finance(), request);
    EXPECT_TRUE(reversed.ok()) << reversed.status();
  }

  v1::Waiver::State StateOf(const v1::Waiver& waiver) { return world_.Get(waiver.id())->state(); }

  void ExpectSettledOnce(const v1::Waiver& waiver) {
    EXPECT_EQ(StateOf(waiver), v1::Waiver::STATE_SETTLED);
    const auto payments = world_.PaymentsOf(waiver.unit_id());
    ASSERT_EQ(payments.size(), 1U);
    EXPECT_EQ(payments[0].waiver_id(), waiver.id());
    EXPECT_EQ(world_.HistoricalOwed(waiver.unit_id()), Fen(0));
    EXPECT_EQ(world_.TrialBalance(), Fen(0));
  }

  WaiverWorld world_;
};

TEST_F(Settlements, Definition14_TheManagersConditionsAreTestedWithTheCashThatCame) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.Manager());
  // One fen less than six months cost.
  const auto refused = world_.Settle(waiver, Yuan("3000.00"));
  EXPECT_EQ(ReasonOf(refused.status()), "WVR-1c");
  EXPECT_EQ(ValuesOf(refused.status())["failed"], "WVR-1c");
  EXPECT_EQ(StateOf(waiver), v1::Waiver::STATE_APPROVED);
  EXPECT_THAT(world_.PaymentsOf("U-A"), IsEmpty());
  ASSERT_TRUE(world_.Settle(waiver, Yuan("3000.01")).ok());
  ExpectSettledOnce(waiver);
}

TEST_F(Settlements, Definition14_AGeneralManagersWaiverIsNotBoundByThem) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.GeneralManager());
  const auto settled = world_.Settle(waiver, Yuan("2000.01"));  // one month
  ASSERT_TRUE(settled.ok()) << settled.status();
  EXPECT_EQ(Fen(settled->cash_fen()), Yuan("2000.01")) << "as settled";
  ExpectSettledOnce(waiver);
}

TEST_F(Settlements, Definition14_MonthAndHouseholdAreNotTestedAgain) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.Manager());
  world_.Put(R"(entries { ownership { unit_id: "U-B" owner_id: "OA" from_date: "2017-01-01" } })");
  const auto settled = world_.Settle(waiver);
  ASSERT_TRUE(settled.ok()) << settled.status();
  for (const auto& finding : settled->evaluation().findings()) {
    EXPECT_NE(finding.rule(), "WVR-3");
    EXPECT_NE(finding.rule(), "WVR-5");
  }
}

TEST_F(Settlements, ArrearsThatShrankBelowTheWaiverAreRefused) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.Manager());
  world_.SetDate(Date(2017, 1, 11));  // all bills of 2016 are due
  Pay("U-A", Yuan("1900.00"));
  const auto refused = world_.Settle(waiver);
  EXPECT_EQ(ReasonOf(refused.status()), "WVR-4c");
  EXPECT_EQ(StateOf(waiver), v1::Waiver::STATE_APPROVED);
  EXPECT_EQ(world_.PaymentsOf("U-A").size(), 1U);
}

TEST_F(Settlements, ASecondSettlementIsRefusedAndTheSameRequestIsAnsweredAlike) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.Manager());
  const v1::SettleWaiverRequest request = world_.SettleRequest(waiver, Fen(waiver.cash_fen()));
  const auto first = world_.Call(kSettle, world_.Collector(), request);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = world_.Call(kSettle, world_.Collector(), request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(ReasonOf(world_.Settle(waiver).status()), "WVR-7-STATE");
  EXPECT_EQ(ReasonOf(world_.Cancel(waiver.id()).status()), "WVR-7-STATE");
  ExpectSettledOnce(waiver);
}

TEST_F(Settlements, TheLedgersRefusalLeavesTheWaiverApproved) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.Manager());
  v1::SettleWaiverRequest request = world_.SettleRequest(waiver, Fen(waiver.cash_fen()));
  request.set_collector_id("NOBODY");
  EXPECT_EQ(ReasonOf(world_.Call(kSettle, world_.Collector(), request).status()),
            "UNKNOWN_COLLECTOR");
  EXPECT_EQ(StateOf(waiver), v1::Waiver::STATE_APPROVED);
  EXPECT_THAT(world_.PaymentsOf("U-A"), IsEmpty());
  request.set_request_id(world_.ledger().NewRequestId());
  request.set_collector_id("S2");
  ASSERT_TRUE(world_.Call(kSettle, world_.Collector(), request).ok());
  EXPECT_EQ(world_.PaymentsOf("U-A").at(0).collector_id(), "S2");
  ExpectSettledOnce(waiver);
}

// December's books are open, but on 31 December 2016 no bill of 2016 was historical.
TEST_F(Settlements, Definition1_MoneyOfAnotherYearSettlesNothingAndTheWaiverStays) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.Manager());
  v1::SettleWaiverRequest request = world_.SettleRequest(waiver, Fen(waiver.cash_fen()));
  request.set_received_date("2016-12-31");
  const auto refused = world_.Call(kSettle, world_.Collector(), request);
  EXPECT_EQ(ReasonOf(refused.status()), "RECEIVED_IN_ANOTHER_YEAR") << refused.status();
  EXPECT_EQ(StateOf(waiver), v1::Waiver::STATE_APPROVED);
  EXPECT_THAT(world_.PaymentsOf("U-A"), IsEmpty());
  request.set_request_id(world_.ledger().NewRequestId());
  request.set_received_date("2017-01-01");
  ASSERT_TRUE(world_.Call(kSettle, world_.Collector(), request).ok());
  ExpectSettledOnce(waiver);
}

TEST_F(Settlements, OfManyAtOnceOneIsPosted) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.Manager());
  std::atomic<int> settled = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 12; ++i) {
    threads.emplace_back([&] {
      const auto answer = world_.Settle(waiver);
      if (answer.ok()) {
        ++settled;
      } else {
        EXPECT_THAT(ReasonOf(answer.status()),
                    ::testing::AnyOf("WVR-7-STATE", "SETTLEMENT_IN_PROGRESS"))
            << answer.status();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(settled, 1);
  ExpectSettledOnce(waiver);
}

TEST_F(Settlements, OneRequestSentManyTimesAtOnceIsAnsweredAlike) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.Manager());
  const v1::SettleWaiverRequest request = world_.SettleRequest(waiver, Fen(waiver.cash_fen()));
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      const auto answer = world_.Call(kSettle, world_.Collector(), request);
      EXPECT_TRUE(answer.ok()) << answer.status();
    });
  }
  for (std::thread& thread : threads) thread.join();
  ExpectSettledOnce(waiver);
}

TEST_F(Settlements, PaymentsBesideASettlementDoNotBreakIt) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.GeneralManager());
  std::atomic<bool> done = false;
  std::thread payer([&] {
    for (int i = 0; i < 20 && !done; ++i) Pay("U-A", Fen(1));
  });
  absl::StatusOr<v1::Waiver> settled = absl::UnknownError("not asked");
  const v1::SettleWaiverRequest request = world_.SettleRequest(waiver, Yuan("3000.01"));
  for (int i = 0; i < 50 && !settled.ok(); ++i) {
    settled = world_.Call(kSettle, world_.Collector(), request);
    if (!settled.ok()) {
      EXPECT_EQ(ReasonOf(settled.status()), "DEBT_CHANGED") << settled.status();
    }
  }
  done = true;
  payer.join();
  ASSERT_TRUE(settled.ok()) << settled.status();
  EXPECT_EQ(world_.HistoricalOwed("U-A"), Fen(0));
  EXPECT_EQ(world_.TrialBalance(), Fen(0));
}

TEST_F(Settlements, ADebtThatChangedOnTheWayIsQuotedAndDecidedAgain) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.GeneralManager());
  const std::filesystem::path gate = world_.ledger().keys().directory() / "gate";
  std::ofstream(gate).put('\n');
  const fault::ScopedFailpoint held("waiver.settle.before_post",
                                    "pause-file:" + gate.string() + "@1");
  ASSERT_TRUE(held.armed().ok()) << held.armed();
  absl::StatusOr<v1::Waiver> settled = absl::UnknownError("not asked");
  std::thread settler([&] { settled = world_.Settle(waiver); });
  while (held.hits() == 0) std::this_thread::yield();
  Pay("U-A", Yuan("1.00"));
  std::filesystem::remove(gate);
  settler.join();
  ASSERT_TRUE(settled.ok()) << settled.status();
  EXPECT_EQ(held.hits(), 2) << "posted on the second quote";
  EXPECT_EQ(world_.HistoricalOwed("U-A"), Fen(0));
  EXPECT_EQ(world_.TrialBalance(), Fen(0));
}

// Each point of the way, broken by an error in this process; crashes are in tests/e2e.
class BrokenSettlements : public Settlements, public ::testing::WithParamInterface<const char*> {};

TEST_P(BrokenSettlements, AreCarriedOnByTheSameRequest) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.Manager());
  const v1::SettleWaiverRequest request = world_.SettleRequest(waiver, Fen(waiver.cash_fen()));
  {
    const fault::ScopedFailpoint broken(GetParam(), "error");
    ASSERT_TRUE(broken.armed().ok());
    EXPECT_EQ(world_.Call(kSettle, world_.Collector(), request).status().code(),
              absl::StatusCode::kUnavailable);
    EXPECT_GT(broken.hits(), 0);
  }
  const auto settled = world_.Call(kSettle, world_.Collector(), request);
  ASSERT_TRUE(settled.ok()) << settled.status();
  ExpectSettledOnce(waiver);
}

TEST_P(BrokenSettlements, AreCarriedOnByTheSweep) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.Manager());
  const v1::SettleWaiverRequest request = world_.SettleRequest(waiver, Fen(waiver.cash_fen()));
  {
    const fault::ScopedFailpoint broken(GetParam(), "error");
    ASSERT_TRUE(broken.armed().ok());
    EXPECT_FALSE(world_.Call(kSettle, world_.Collector(), request).ok());
  }
  ASSERT_TRUE(world_.server().RunSweep().ok());
  if (GetParam() == std::string("waiver.settle.before_intent")) {
    EXPECT_EQ(StateOf(waiver), v1::Waiver::STATE_APPROVED) << "nothing was promised";
    return;
  }
  ExpectSettledOnce(waiver);
  const auto settled = world_.Call(kSettle, world_.Collector(), request);
  ASSERT_TRUE(settled.ok()) << "the repeated request gets its answer: " << settled.status();
  EXPECT_EQ(settled->changes(2).changed_by(), "S1") << "who settled, not who swept";
}

INSTANTIATE_TEST_SUITE_P(WVR8, BrokenSettlements,
                         ::testing::Values("waiver.settle.before_intent",
                                           "waiver.settle.after_intent",
                                           "waiver.settle.before_post", "waiver.settle.after_post",
                                           "waiver.settle.before_done",
                                           "waiver.settle.end.before_commit",
                                           "waiver.settle.after_done"));

TEST_F(Settlements, WhatIsOnItsWayIsNeitherCancelledNorExpiredNorOpenToOthers) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.Manager());
  {
    const fault::ScopedFailpoint broken("waiver.settle.before_post", "error");
    EXPECT_FALSE(world_.Settle(waiver).ok());
    EXPECT_EQ(ReasonOf(world_.Cancel(waiver.id()).status()), "SETTLEMENT_IN_PROGRESS");
    EXPECT_EQ(ReasonOf(world_.Settle(waiver).status()), "SETTLEMENT_IN_PROGRESS");
  }
  world_.SetDate(Date(2017, 1, 20));
  EXPECT_EQ(StateOf(waiver), v1::Waiver::STATE_APPROVED) << "it was settled in time";
  ASSERT_TRUE(world_.server().RunSweep().ok());
  ExpectSettledOnce(waiver);
}

TEST_F(Settlements, AnIntentThatTheDebtOvertookIsRefusedAndTheWaiverStaysApproved) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.Manager());
  {
    const fault::ScopedFailpoint broken("waiver.settle.before_post", "error");
    EXPECT_FALSE(world_.Settle(waiver).ok());
  }
  Pay("U-A", Yuan("1.00"));
  ASSERT_TRUE(world_.server().RunSweep().ok());
  EXPECT_EQ(StateOf(waiver), v1::Waiver::STATE_APPROVED);
  EXPECT_EQ(world_.PaymentsOf("U-A").size(), 1U);
  EXPECT_TRUE(world_.Settle(waiver).ok()) << "another settlement may follow";
  EXPECT_EQ(world_.HistoricalOwed("U-A"), Fen(0));
}

TEST_F(Settlements, Definition13_AReversedPaymentReversesTheWaiverAndTheHouseholdStaysTaken) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.Manager());
  const auto settled = world_.Settle(waiver);
  ASSERT_TRUE(settled.ok()) << settled.status();
  Reverse(settled->payment_id());
  EXPECT_EQ(world_.HistoricalOwed("U-A"), Yuan("2000.00"));
  ASSERT_TRUE(world_.server().RunSweep().ok());
  EXPECT_EQ(StateOf(waiver), v1::Waiver::STATE_REVERSED);
  EXPECT_EQ(ReasonOf(world_.Submit("U-A", Yuan("100.00"), 6).status()), "WVR-5");
  EXPECT_EQ(world_.ManagerMonthOf("M1", "2017-01")->signed_fen(), 19999)
      << "a reversed one still counts";
  ASSERT_TRUE(world_.server().RunSweep().ok());
  EXPECT_EQ(world_.Get(waiver.id())->changes_size(), 4) << "once";
}

TEST_F(Settlements, AReversalAheadOfTheSettlementsEndIsNotLost) {
  const v1::Waiver waiver = Approved("U-A", Yuan("199.99"), world_.Manager());
  const v1::Waiver other = Approved("U-B", Yuan("199.99"), world_.Manager());
  ASSERT_TRUE(world_.Settle(other).ok()) << "so that the community's feed is followed";
  {
    const fault::ScopedFailpoint broken("waiver.settle.before_done", "error");
    EXPECT_FALSE(world_.Settle(waiver).ok());
    Reverse(world_.PaymentsOf("U-A").at(0).id());
    ASSERT_TRUE(world_.server().RunSweep().ok());
    EXPECT_EQ(StateOf(waiver), v1::Waiver::STATE_APPROVED) << "still on its way";
  }
  ASSERT_TRUE(world_.server().RunSweep().ok());
  EXPECT_EQ(StateOf(waiver), v1::Waiver::STATE_REVERSED);
  EXPECT_EQ(StateOf(other), v1::Waiver::STATE_SETTLED);
}

TEST_F(Settlements, OnlyTheWaiverServiceReachesTheLedgersSettlements) {
  lv1::QuoteSettlementRequest request;
  request.set_unit_id("U-A");
  const auto quote = &lv1::SettlementService::StubInterface::QuoteSettlement;
  EXPECT_EQ(world_.ledger()
                .Call<lv1::SettlementService>(quote, world_.Finance(), request)
                .status()
                .code(),
            absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace cuijiao::waiver
