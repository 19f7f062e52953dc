// Cash in hand and its handover over gRPC (LED-20).
#include <atomic>
#include <map>
#include <thread>

#include "common/rpc/message_times.h"
#include "cuijiao/ledger/v1/cash.grpc.pb.h"
#include "cuijiao/ledger/v1/import.grpc.pb.h"
#include "tests/integration/ledger_money/money_world.h"
#include "tests/support/held_point.h"

namespace cuijiao::ledger {
namespace {

using Cash = v1::CashService;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class CashTest : public MoneyWorld {
 protected:
  support::Caller Collector() { return ledger_.Staff("S1", Role::kCollector); }
  support::Caller Cashier() { return ledger_.Staff("F2", Role::kFinance); }

  std::string Take(std::int64_t fen, const support::Caller& caller,
                   const std::string& received = "2017-03-15", const std::string& unit = "U1") {
    v1::RecordPaymentRequest request = PaymentRequest(fen, received, unit);
    request.set_method(v1::PAYMENT_METHOD_CASH);
    const auto payment =
        ledger_.Call<Payments>(&Payments::StubInterface::RecordPayment, caller, request);
    EXPECT_EQ(payment.status(), absl::OkStatus());
    return payment.value_or(v1::Payment()).id();
  }

  v1::StateHandoverRequest Statement(std::int64_t fen, const std::string& collector = "S1") {
    v1::StateHandoverRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_holder_staff_id(collector);
    request.set_handover_date("2017-03-15");
    request.set_amount_fen(fen);
    return request;
  }
  absl::StatusOr<v1::CashHandover> State(const v1::StateHandoverRequest& request,
                                         const support::Caller& caller) {
    return ledger_.Call<Cash>(&Cash::StubInterface::StateHandover, caller, request);
  }
  absl::StatusOr<v1::CashHandover> State(std::int64_t fen) {
    return State(Statement(fen), Collector());
  }

  absl::StatusOr<v1::CashHandover> Confirm(const std::string& handover_id, std::int64_t counted,
                                           const std::string& reason,
                                           const support::Caller& caller) {
    v1::ConfirmHandoverRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_handover_id(handover_id);
    request.set_counted_fen(counted);
    request.set_reason(reason);
    return ledger_.Call<Cash>(&Cash::StubInterface::ConfirmHandover, caller, request);
  }
  absl::StatusOr<v1::CashHandover> Confirm(const std::string& handover_id, std::int64_t counted,
                                           const std::string& reason = "") {
    return Confirm(handover_id, counted, reason, Cashier());
  }

  absl::StatusOr<v1::CashHandover> Reject(const std::string& handover_id) {
    v1::RejectHandoverRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_handover_id(handover_id);
    request.set_reason("金额不符，请重新清点");
    return ledger_.Call<Cash>(&Cash::StubInterface::RejectHandover, Cashier(), request);
  }

  absl::StatusOr<v1::CashHandover> HandoverOf(const std::string& handover_id) {
    v1::GetHandoverRequest request;
    request.set_handover_id(handover_id);
    return ledger_.Call<Cash>(&Cash::StubInterface::GetHandover, Cashier(), request);
  }

  absl::StatusOr<v1::ListCashReturnsResponse> ListReturns(const v1::ListCashReturnsRequest& request,
                                                          const support::Caller& caller) {
    return ledger_.Call<Cash>(&Cash::StubInterface::ListCashReturns, caller, request);
  }
  absl::StatusOr<v1::ListCashReturnsResponse> ListReturns(
      const v1::ListCashReturnsRequest& request) {
    return ListReturns(request, Cashier());
  }
  std::vector<v1::CashReturn> Returns() {
    const auto listed = ListReturns({});
    EXPECT_EQ(listed.status(), absl::OkStatus());
    if (!listed.ok()) return {};
    return {listed->returns().begin(), listed->returns().end()};
  }

  std::map<std::string, v1::CashPosition> Positions(const std::string& project = "",
                                                    const std::string& collector = "") {
    v1::ListCashPositionsRequest request;
    request.set_project_id(project);
    request.set_holder_staff_id(collector);
    const auto listed =
        ledger_.Call<Cash>(&Cash::StubInterface::ListCashPositions, Cashier(), request);
    EXPECT_EQ(listed.status(), absl::OkStatus());
    std::map<std::string, v1::CashPosition> positions;
    if (!listed.ok()) return positions;
    for (const v1::CashPosition& position : listed->positions()) {
      positions[position.holder_staff_id()] = position;
    }
    return positions;
  }
};

TEST_F(CashTest, LED20_CashIsInTheHandOfWhoRecordedItUntilItIsConfirmed) {
  const std::string first = Take(10'000, Collector(), "2017-03-10");
  const std::string second = Take(5'050, Collector());
  Take(7'000, ledger_.Finance(), "2017-03-12", "U9");
  ASSERT_EQ(Record(PaymentRequest(99'900)).status(), absl::OkStatus());  // no cash
  auto positions = Positions();
  ASSERT_THAT(positions, SizeIs(2));
  EXPECT_EQ(positions["S1"].in_hand_fen(), 15'050);
  EXPECT_EQ(positions["S1"].payment_count(), 2);
  EXPECT_EQ(positions["S1"].oldest_received_date(), "2017-03-10");
  EXPECT_EQ(positions["F1"].in_hand_fen(), 7'000);
  EXPECT_THAT(Positions("P2"), SizeIs(1));
  EXPECT_THAT(Positions("", "S1"), SizeIs(1));

  const auto stated = State(15'050);
  ASSERT_EQ(stated.status(), absl::OkStatus());
  EXPECT_EQ(stated->state(), v1::CashHandover::STATE_STATED);
  EXPECT_EQ(stated->taken_fen(), 15'050);
  EXPECT_EQ(stated->payment_count(), 2);
  EXPECT_EQ(stated->stated_by(), "S1");
  EXPECT_EQ(Positions()["S1"].in_hand_fen(), 15'050);
  EXPECT_EQ(Positions()["S1"].stated_fen(), 15'050);
  EXPECT_THAT(HandoverOf(stated->id())->payment_ids(), ElementsAre(first, second));

  const auto confirmed = Confirm(stated->id(), 15'050);
  ASSERT_EQ(confirmed.status(), absl::OkStatus());
  EXPECT_EQ(confirmed->state(), v1::CashHandover::STATE_CONFIRMED);
  EXPECT_EQ(confirmed->difference_fen(), 0);
  EXPECT_EQ(confirmed->decided_by(), "F2");
  EXPECT_FALSE(Positions().contains("S1"));
}

TEST_F(CashTest, LED20_ADifferenceIsListedWithItsReasonAndStays) {
  Take(10'000, Collector());
  const auto stated = State(9'900);
  ASSERT_EQ(stated.status(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Confirm(stated->id(), 9'900).status()), "REASON_MISSING");
  const auto confirmed = Confirm(stated->id(), 9'900, "少收一张");
  ASSERT_EQ(confirmed.status(), absl::OkStatus());
  EXPECT_EQ(confirmed->difference_fen(), -100);
  v1::ListHandoversRequest request;
  request.set_differences_only(true);
  const auto listed = ledger_.Call<Cash>(&Cash::StubInterface::ListHandovers, Cashier(), request);
  ASSERT_EQ(listed.status(), absl::OkStatus());
  ASSERT_THAT(listed->handovers(), SizeIs(1));
  EXPECT_EQ(listed->handovers(0).reason(), "少收一张");
  EXPECT_EQ(Positions()["S1"].in_hand_fen(), 0);
  EXPECT_EQ(Positions()["S1"].difference_fen(), -100);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM cash_handover WHERE reason_cipher LIKE '%少收%'"), 0);
  // Money alone makes it good.
  const auto made_good = State(100);
  ASSERT_EQ(made_good.status(), absl::OkStatus());
  EXPECT_EQ(made_good->payment_count(), 0);
  ASSERT_EQ(Confirm(made_good->id(), 100, "补交短款").status(), absl::OkStatus());
  EXPECT_THAT(Positions(), IsEmpty());
}

TEST_F(CashTest, LED20_APaymentIsInOneHandover) {
  Take(10'000, Collector());
  const auto first = State(10'000);
  ASSERT_EQ(first.status(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(State(0).status()), "NOTHING_TO_HAND_OVER");
  Take(500, Collector());
  EXPECT_EQ(State(500).value().taken_fen(), 500);
  ASSERT_EQ(Reject(first->id()).status(), absl::OkStatus());
  EXPECT_THAT(HandoverOf(first->id())->payment_ids(), IsEmpty());
  EXPECT_EQ(ReasonOf(Confirm(first->id(), 10'000).status()), "HANDOVER_DECIDED");
  EXPECT_EQ(ReasonOf(Reject(first->id()).status()), "HANDOVER_DECIDED");
  const auto again = State(10'000);
  ASSERT_EQ(again.status(), absl::OkStatus());
  EXPECT_EQ(again->taken_fen(), 10'000);
}

TEST_F(CashTest, LED20_StatementsAtTheSameTimeShareNoPayment) {
  for (int i = 0; i < 10; ++i) Take(100 + i, Collector());
  std::vector<std::thread> threads;
  std::atomic<int> stated = 0;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      const auto handover = State(1'045);
      if (handover.ok() && handover->payment_count() > 0) ++stated;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(stated, 1);
  EXPECT_EQ(Number("SELECT COUNT(DISTINCT handover_id) AS n FROM cash_payment"), 1);
  EXPECT_EQ(Number("SELECT SUM(taken_fen) AS n FROM cash_handover"), 1'045);
}

TEST_F(CashTest, LED20_AReversedPaymentIsTakenOut) {
  const std::string bad = Take(10'000, Collector());
  const std::string good = Take(500, Collector());
  const std::string before = Take(70, Collector());
  ASSERT_EQ(Reverse(before).status(), absl::OkStatus());
  const auto stated = State(10'500);
  ASSERT_EQ(stated.status(), absl::OkStatus());
  EXPECT_EQ(stated->taken_fen(), 10'500);
  ASSERT_EQ(Reverse(bad).status(), absl::OkStatus());
  EXPECT_EQ(Positions()["S1"].in_hand_fen(), 500);
  const auto confirmed = Confirm(stated->id(), 500);
  ASSERT_EQ(confirmed.status(), absl::OkStatus());
  EXPECT_EQ(confirmed->taken_fen(), 500);
  EXPECT_EQ(confirmed->payment_count(), 1);
  const auto told = HandoverOf(stated->id());
  ASSERT_EQ(told.status(), absl::OkStatus());
  EXPECT_THAT(told->payment_ids(), ElementsAre(good));
  EXPECT_THAT(told->taken_out_payment_ids(), ElementsAre(bad));
  // What was in the collector's hand came back out of it.
  EXPECT_THAT(Returns(), IsEmpty());
  EXPECT_EQ(HandoverOf(stated->id())->returned_fen(), 0);
}

TEST_F(CashTest, LED20_WhatIsReversedAfterItWasCountedIsPaidBackByTheCompany) {
  const std::string first = Take(10'000, Collector());
  const std::string second = Take(500, Collector());
  const auto stated = State(10'500);
  ASSERT_EQ(stated.status(), absl::OkStatus());
  const auto confirmed = Confirm(stated->id(), 10'400, "少收一张");
  ASSERT_EQ(confirmed.status(), absl::OkStatus());
  const auto position = Positions()["S1"];
  ASSERT_EQ(Refund(first, 2'500).status(), absl::OkStatus());
  ledger_.set_date(Date(2017, 3, 20));
  ASSERT_EQ(Reverse(first).status(), absl::OkStatus());

  const auto returns = Returns();
  ASSERT_THAT(returns, SizeIs(1));
  EXPECT_EQ(returns[0].payment_id(), first);
  EXPECT_EQ(returns[0].unit_id(), "U1");
  EXPECT_EQ(returns[0].amount_fen(), 7'500);  // what it still held
  EXPECT_EQ(returns[0].handover_id(), stated->id());
  EXPECT_EQ(returns[0].holder_staff_id(), "S1");
  EXPECT_EQ(returns[0].reversed_by(), "F1");
  EXPECT_EQ(returns[0].reversal_date(), "2017-03-20");
  EXPECT_EQ(returns[0].reason(), v1::ReversePaymentRequest::REASON_BOUNCED);
  EXPECT_TRUE(returns[0].has_record_time());

  // Nothing else of the handover changes, nor of what the collector answers for.
  const auto after = HandoverOf(stated->id());
  ASSERT_EQ(after.status(), absl::OkStatus());
  EXPECT_EQ(after->returned_fen(), 7'500);
  EXPECT_EQ(after->taken_fen(), confirmed->taken_fen());
  EXPECT_EQ(after->payment_count(), 2);
  EXPECT_EQ(after->counted_fen(), 10'400);
  EXPECT_EQ(after->difference_fen(), -100);
  EXPECT_THAT(after->payment_ids(), ElementsAre(first, second));
  EXPECT_THAT(after->taken_out_payment_ids(), IsEmpty());
  EXPECT_EQ(Positions()["S1"].SerializeAsString(), position.SerializeAsString());
  v1::ListHandoversRequest list;
  const auto listed = ledger_.Call<Cash>(&Cash::StubInterface::ListHandovers, Cashier(), list);
  ASSERT_EQ(listed.status(), absl::OkStatus());
  EXPECT_EQ(listed->handovers(0).returned_fen(), 7'500);
}

// Money that was booked to the wrong unit: out of the company's cash and into the hand of who
// records it anew.
TEST_F(CashTest, LED20_ReturnsAreListedByWhatIsAskedForInPages) {
  const std::string first = Take(100, Collector());
  const std::string second = Take(200, Collector());
  const auto stated = State(300);
  ASSERT_EQ(Confirm(stated->id(), 300).status(), absl::OkStatus());
  ASSERT_EQ(Reverse(first).status(), absl::OkStatus());
  ASSERT_EQ(Reverse(second).status(), absl::OkStatus());
  Take(200, ledger_.Finance(), "2017-03-15", "U2");
  EXPECT_EQ(Positions()["F1"].in_hand_fen(), 200);
  v1::ListCashReturnsRequest request;
  request.set_page_size(1);
  const auto page = ListReturns(request);
  ASSERT_EQ(page.status(), absl::OkStatus());
  ASSERT_THAT(page->returns(), SizeIs(1));
  EXPECT_EQ(page->returns(0).payment_id(), first);
  request.set_page_token(page->next_page_token());
  const auto rest = ListReturns(request);
  ASSERT_EQ(rest.status(), absl::OkStatus());
  EXPECT_EQ(rest->returns(0).payment_id(), second);
  EXPECT_EQ(rest->next_page_token(), "");
  const auto count = [&](const std::string& project, const std::string& collector,
                         const std::string& handover) {
    v1::ListCashReturnsRequest asked;
    asked.set_project_id(project);
    asked.set_holder_staff_id(collector);
    asked.set_handover_id(handover);
    return ListReturns(asked)->returns_size();
  };
  EXPECT_EQ(count("P1", "", ""), 2);
  EXPECT_EQ(count("P2", "", ""), 0);
  EXPECT_EQ(count("", "S1", stated->id()), 2);
  EXPECT_EQ(count("", "S2", ""), 0);
  EXPECT_EQ(count("", "", "01ARZ3NDEKTSV4RRFFQ69G5FAV"), 0);
  EXPECT_EQ(ListReturns({}, Collector()).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(CashTest, LED20_NobodyConfirmsWhatTheyHandInOrStated) {
  Take(7'000, ledger_.Finance());
  const auto own = State(Statement(7'000, "S2"), ledger_.Finance());  // nothing of S2
  ASSERT_EQ(own.status(), absl::OkStatus());
  EXPECT_EQ(own->taken_fen(), 0);
  EXPECT_EQ(ReasonOf(Confirm(own->id(), 7'000, "?", ledger_.Finance()).status()), "SAME_PERSON");
  EXPECT_EQ(Confirm(own->id(), 7'000, "预交备用金").status(), absl::OkStatus());
}

TEST_F(CashTest, LED20_InTheFieldEverybodyStatesTheirOwn) {
  Take(100, Collector());
  EXPECT_EQ(ReasonOf(State(Statement(100), ledger_.Staff("L1", Role::kTeamLeader)).status()),
            "OUT_OF_SCOPE");
  EXPECT_EQ(ReasonOf(State(Statement(100), ledger_.Staff("S2", Role::kCollector)).status()),
            "OUT_OF_SCOPE");
  EXPECT_EQ(State(Statement(100), ledger_.Finance()).status(), absl::OkStatus());
}

TEST_F(CashTest, LED20_AStatementUpToATimeLeavesTheRest) {
  Take(100, Collector());
  ledger_.set_date(Date(2017, 3, 16));
  Take(200, Collector());
  v1::StateHandoverRequest request = Statement(100);
  *request.mutable_recorded_by_time() =
      TimestampOf(absl::FromCivil(absl::CivilDay(2017, 3, 16), absl::UTCTimeZone()));
  EXPECT_EQ(State(request, Collector()).value().taken_fen(), 100);
  EXPECT_EQ(State(200).value().taken_fen(), 200);
}

TEST_F(CashTest, LED20_ARepeatedRequestHasOneEffect) {
  Take(100, Collector());
  const v1::StateHandoverRequest request = Statement(100);
  const auto first = State(request, Collector());
  ASSERT_EQ(first.status(), absl::OkStatus());
  EXPECT_EQ(State(request, Collector()).value().SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM cash_handover"), 1);
}

// A file tells of money that was banked long ago.
TEST_F(CashTest, LED20_CashOfAnImportedFileIsInNobodysHand) {
  v1::ImportFileRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_project_id("P1");
  request.set_kind(v1::IMPORT_KIND_RECEIPTS);
  request.set_content(
      "流水号,房屋编号,房号,金额,支付方式,收款日期,收费员编号,协同人编号\n"
      "R-1,U1,,100.00,cash,2017-03-10,,\n");
  const auto imported = ledger_.Call<v1::ImportService>(
      &v1::ImportService::StubInterface::ImportFile, ledger_.Finance(), request);
  ASSERT_EQ(imported.status(), absl::OkStatus());
  ASSERT_EQ(imported->imported_count(), 1) << imported->DebugString();
  EXPECT_THAT(Positions(), IsEmpty());
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM cash_payment WHERE handed_over = 1"), 1);
}

// Who took it in has it in hand, not who found out later whose it was.
TEST_F(CashTest, LED20_CashOutOfSuspenseIsInTheHandOfWhoTookIt) {
  v1::RecordSuspenseRequest hold;
  hold.set_request_id(ledger_.NewRequestId());
  hold.set_project_id("P1");
  hold.set_amount_fen(10'000);
  hold.set_method(v1::PAYMENT_METHOD_CASH);
  hold.set_received_date("2017-03-10");
  const auto held =
      ledger_.Call<Payments>(&Payments::StubInterface::RecordSuspense, ledger_.Finance(), hold);
  ASSERT_EQ(held.status(), absl::OkStatus());
  v1::AssignSuspenseRequest assign;
  assign.set_request_id(ledger_.NewRequestId());
  assign.set_suspense_id(held->id());
  assign.set_unit_id("U1");
  ASSERT_EQ(
      ledger_.Call<Payments>(&Payments::StubInterface::AssignSuspense, Cashier(), assign).status(),
      absl::OkStatus());
  EXPECT_EQ(Positions()["F1"].in_hand_fen(), 10'000);
}

TEST_F(CashTest, LED20_BadInputIsNamed) {
  EXPECT_EQ(ReasonOf(State(Statement(100, "S77"), ledger_.Finance()).status()), "UNKNOWN_STAFF");
  v1::StateHandoverRequest tomorrow = Statement(100);
  tomorrow.set_handover_date("2017-03-16");
  EXPECT_EQ(ReasonOf(State(tomorrow, Collector()).status()), "HANDOVER_DATE_IN_FUTURE");
  EXPECT_EQ(ReasonOf(State(-1).status()), "FIELDS_INVALID");
  EXPECT_EQ(ReasonOf(HandoverOf("nothing").status()), "UNKNOWN_HANDOVER");
  EXPECT_EQ(ReasonOf(Confirm("nothing", 1).status()), "UNKNOWN_HANDOVER");
}

// A reversal that is under way when finance counts is waited for: the handover is counted without
// the money that the collector gave back, which is lost in neither place.
TEST_F(CashTest, LED20_AConfirmationWaitsForAReversalThatIsUnderWay) {
  const std::string back = Take(20'000, Collector());
  Take(30'000, Collector());
  const auto stated = State(30'000);
  ASSERT_EQ(stated.status(), absl::OkStatus());
  EXPECT_EQ(stated->taken_fen(), 50'000);
  support::HeldPoint reversal("ledger.reverse_payment.cash_kept");
  std::thread reverser([&] { EXPECT_EQ(Reverse(back).status(), absl::OkStatus()); });
  reversal.AwaitHits(1);
  std::atomic<bool> confirmed = false;
  std::thread cashier([&] {
    EXPECT_EQ(Confirm(stated->id(), 30'000).status(), absl::OkStatus());
    confirmed = true;
  });
  support::HeldPoint::AwaitLockWait(ledger_.admin_database(), [&] { return confirmed.load(); });
  reversal.LetGo();
  reverser.join();
  cashier.join();
  const auto handover = HandoverOf(stated->id());
  ASSERT_EQ(handover.status(), absl::OkStatus());
  EXPECT_EQ(handover->taken_fen(), 30'000);
  EXPECT_EQ(handover->difference_fen(), 0);
  EXPECT_THAT(handover->taken_out_payment_ids(), ElementsAre(back));
  EXPECT_THAT(Returns(), IsEmpty());
  ExpectBooksRight();
}

// And one that comes while finance decides is of the company's money, after it.
TEST_F(CashTest, LED20_AReversalWaitsForAConfirmationThatIsUnderWay) {
  const std::string back = Take(20'000, Collector());
  const auto stated = State(20'000);
  ASSERT_EQ(stated.status(), absl::OkStatus());
  support::HeldPoint confirmation("ledger.confirm_handover.decided");
  std::thread cashier([&] { EXPECT_EQ(Confirm(stated->id(), 20'000).status(), absl::OkStatus()); });
  confirmation.AwaitHits(1);
  std::atomic<bool> reversed = false;
  std::thread reverser([&] {
    EXPECT_EQ(Reverse(back).status(), absl::OkStatus());
    reversed = true;
  });
  support::HeldPoint::AwaitLockWait(ledger_.admin_database(), [&] { return reversed.load(); });
  EXPECT_FALSE(reversed);
  confirmation.LetGo();
  cashier.join();
  reverser.join();
  const auto handover = HandoverOf(stated->id());
  ASSERT_EQ(handover.status(), absl::OkStatus());
  EXPECT_EQ(handover->taken_fen(), 20'000);
  EXPECT_EQ(handover->difference_fen(), 0);
  EXPECT_THAT(handover->taken_out_payment_ids(), IsEmpty());
  const auto returns = Returns();
  ASSERT_THAT(returns, SizeIs(1));
  EXPECT_EQ(returns[0].payment_id(), back);
  EXPECT_EQ(returns[0].amount_fen(), 20'000);
  ExpectBooksRight();
}

// Nobody has asked for the collector's cash yet, so that nobody has followed the payment.
TEST_F(CashTest, LED20_AReversalBeforeAnybodyFollowsThePaymentLeavesNoCash) {
  const std::string back = Take(20'000, Collector());
  ASSERT_EQ(Reverse(back).status(), absl::OkStatus());
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM cash_payment WHERE taken_by = 'S1'"), 1);
  EXPECT_THAT(Positions(), IsEmpty());
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM cash_payment WHERE taken_by = 'S1'"), 1);
  EXPECT_THAT(Returns(), IsEmpty());
}

}  // namespace
}  // namespace cuijiao::ledger
