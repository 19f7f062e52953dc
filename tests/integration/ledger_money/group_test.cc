// Payments that share a transaction: each is answered as if it were alone (LED-2, LED-4).
#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <thread>

#include "absl/synchronization/blocking_counter.h"
#include "absl/time/clock.h"
#include "common/fault/failpoint.h"
#include "common/rpc/method_runner.h"
#include "common/rpc/request_id.h"
#include "common/status/grpc_status.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/domain/payments/posting_payment.h"
#include "tests/integration/ledger_money/money_world.h"
#include "tests/support/many_units.h"

namespace cuijiao::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class GroupTest : public MoneyWorld {
 protected:
  absl::StatusOr<v1::BatchRecordPaymentsResponse> RecordBatch(
      const std::vector<v1::RecordPaymentRequest>& payments,
      const support::Caller* caller = nullptr) const {
    v1::BatchRecordPaymentsRequest request;
    for (const v1::RecordPaymentRequest& payment : payments) *request.add_payments() = payment;
    return ledger_.Call<Payments>(&Payments::StubInterface::BatchRecordPayments,
                                  caller == nullptr ? ledger_.Finance() : *caller, request);
  }

  // The reason of each payment's refusal; "OK" for a payment.
  std::vector<std::string> Reasons(const std::vector<v1::RecordPaymentRequest>& payments) {
    const auto response = RecordBatch(payments);
    EXPECT_EQ(response.status(), absl::OkStatus());
    std::vector<std::string> reasons;
    if (!response.ok()) return reasons;
    for (const auto& outcome : response->outcomes()) {
      reasons.push_back(outcome.has_payment() ? "OK"
                                              : ReasonOf(FromStatusMessage(outcome.error())));
    }
    return reasons;
  }

  v1::RecordPaymentRequest Designated(std::int64_t fen, const std::string& bill_id,
                                      std::int64_t bill_fen) const {
    v1::RecordPaymentRequest request = PaymentRequest(fen);
    v1::Designation& designation = *request.add_designations();
    designation.set_bill_id(bill_id);
    designation.set_amount_fen(bill_fen);
    return request;
  }
};

TEST_F(GroupTest, LED2_ABadNeighbourFailsAlone) {
  PutFees(20'000);
  ASSERT_EQ(Bill("2017-01", "2017-03").status(), absl::OkStatus());
  const std::string january = Bills().front().id();
  v1::RecordPaymentRequest of_nobody = PaymentRequest(100);
  of_nobody.set_collector_id("NOBODY");
  v1::RecordPaymentRequest twice_named = PaymentRequest(100);
  twice_named.set_collector_id("S1");
  twice_named.add_collaborator_ids("S1");

  EXPECT_THAT(Reasons({PaymentRequest(1'000), PaymentRequest(100, "2017-03-15", "NOWHERE"),
                       PaymentRequest(2'000, "2017-03-15", "U2"), of_nobody, twice_named,
                       PaymentRequest(100, "2017-03-16"), Designated(100, "U1/none", 100),
                       Designated(30'000, january, 20'000), Designated(100, january, 101),
                       PaymentRequest(4'000, "2017-03-15", "U3"), PaymentRequest(8'000)}),
              ElementsAre("OK", kUnknownUnit, "OK", kUnknownCollector, kCollaboratorRepeated,
                          kReceivedDateInFuture, kUnknownBill, kDesignationExceedsBill,
                          kDesignationExceedsPayment, "OK", "OK"));
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 4);
  EXPECT_EQ(UnpaidOf("U1"), 60'000 - 9'000);
  EXPECT_EQ(UnpaidOf("U2"), 60'000 - 2'000);
  ExpectBooksRight();
}

TEST_F(GroupTest, LED2_AnOutcomeTellsReasonAndValuesAsRecordPaymentDoes) {
  const v1::RecordPaymentRequest request = PaymentRequest(100, "2017-03-15", "NOWHERE");
  const absl::Status alone = Record(request).status();
  const auto response = RecordBatch({request});
  ASSERT_EQ(response.status(), absl::OkStatus());
  const absl::Status told = FromStatusMessage(response->outcomes(0).error());
  EXPECT_EQ(told.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(told.message(), alone.message());
  EXPECT_EQ(ValuesOf(told), ValuesOf(alone));
}

TEST_F(GroupTest, LED10_AReceiptOfAClosedMonthIsPostedOnTheFirstOpenDayAlone) {
  ASSERT_EQ(Number("SELECT COUNT(*) AS n FROM accounting_month"), 0);
  ASSERT_EQ(ledger_.admin_database().Transact(
                "close",
                [](db::Transaction& transaction) {
                  return transaction
                      .Execute(
                          "UPDATE journal_partition SET closed_through = '2017-02-28'"
                          " WHERE partition_id = 'C1'")
                      .status();
                }),
            absl::OkStatus());
  const auto response = RecordBatch({PaymentRequest(100, "2017-02-27"), PaymentRequest(100),
                                     PaymentRequest(100, "2017-02-27", "U3")});
  ASSERT_EQ(response.status(), absl::OkStatus());
  EXPECT_EQ(response->outcomes(0).payment().posting_date(), "2017-03-01");
  EXPECT_EQ(response->outcomes(1).payment().posting_date(), "2017-03-15");
  EXPECT_EQ(response->outcomes(2).payment().posting_date(), "2017-02-27");
  ExpectBooksRight();
}

TEST_F(GroupTest, LED2_TwoOfOneRequestInAGroupHaveOneEffectAndOneAnswer) {
  const v1::RecordPaymentRequest request = PaymentRequest(700);
  v1::RecordPaymentRequest other_content = request;
  other_content.set_amount_fen(701);
  const auto response = RecordBatch({request, request, other_content});
  ASSERT_EQ(response.status(), absl::OkStatus());
  const v1::Payment& payment = response->outcomes(0).payment();
  EXPECT_EQ(response->outcomes(1).payment().SerializeAsString(), payment.SerializeAsString());
  EXPECT_EQ(ReasonOf(FromStatusMessage(response->outcomes(2).error())), kRequestIdReused);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 1);

  // Alone it is the same request, and in another batch too.
  const auto alone = Record(request);
  ASSERT_EQ(alone.status(), absl::OkStatus());
  EXPECT_EQ(alone->SerializeAsString(), payment.SerializeAsString());
  EXPECT_EQ(ReasonOf(Record(other_content).status()), kRequestIdReused);
  EXPECT_THAT(Reasons({PaymentRequest(1), request, other_content}),
              ElementsAre("OK", "OK", kRequestIdReused));
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 2);
  ExpectBooksRight();
}

TEST_F(GroupTest, LED2_PaymentsOfOneUnitFollowEachOther) {
  PutFees(20'000);
  ASSERT_EQ(Bill("2017-01", "2017-03").status(), absl::OkStatus());
  const std::int64_t version =
      Number("SELECT debt_version AS n FROM unit_account WHERE unit_id = 'U1'");
  const auto response =
      RecordBatch({PaymentRequest(30'000), PaymentRequest(25'000), PaymentRequest(10'000)});
  ASSERT_EQ(response.status(), absl::OkStatus());
  const v1::Payment& first = response->outcomes(0).payment();
  const v1::Payment& second = response->outcomes(1).payment();
  const v1::Payment& third = response->outcomes(2).payment();
  ASSERT_THAT(first.allocations(), SizeIs(2));
  EXPECT_EQ(first.allocations(1).amount_fen(), 10'000);
  ASSERT_THAT(second.allocations(), SizeIs(2));
  EXPECT_EQ(second.allocations(0).bill_id(), first.allocations(1).bill_id());
  EXPECT_EQ(second.allocations(1).amount_fen(), 15'000);
  ASSERT_THAT(third.allocations(), SizeIs(1));
  EXPECT_EQ(third.allocations(0).amount_fen(), 5'000);
  EXPECT_EQ(third.prepayment_fen(), 5'000);
  EXPECT_EQ(Number("SELECT debt_version AS n FROM unit_account WHERE unit_id = 'U1'"), version + 3);
  EXPECT_EQ(UnpaidOf(), 0);
  ExpectBooksRight();
}

TEST_F(GroupTest, LED4_OneThatTheDatabaseDoesNotTakeFailsAlone) {
  ASSERT_EQ(
      ledger_.admin_database().Transact("constrain",
                                        [](db::Transaction& transaction) {
                                          return transaction.ExecuteDefinition(
                                              "ALTER TABLE payment ADD CONSTRAINT payment_not_this"
                                              " CHECK (external_reference <> 'NOT-THIS')");
                                        }),
      absl::OkStatus());
  v1::RecordPaymentRequest refused = PaymentRequest(300);
  refused.set_external_reference("NOT-THIS");
  const auto response =
      RecordBatch({PaymentRequest(100), refused, PaymentRequest(200, "2017-03-15", "U3")});
  ASSERT_EQ(response.status(), absl::OkStatus());
  EXPECT_TRUE(response->outcomes(0).has_payment());
  EXPECT_TRUE(response->outcomes(1).has_error());
  EXPECT_TRUE(response->outcomes(2).has_payment());
  EXPECT_EQ(Number("SELECT SUM(amount_fen) AS n FROM payment"), 300);
  ExpectBooksRight();
}

TEST_F(GroupTest, LED2_ACommitWithoutAnswerIsLookedUp) {
  const fault::ScopedFailpoint lost("RecordPayment.after_commit", "error@1");
  ASSERT_EQ(lost.armed(), absl::OkStatus());
  EXPECT_THAT(Reasons({PaymentRequest(100), PaymentRequest(200, "2017-03-15", "U3")}),
              ElementsAre("OK", "OK"));
  EXPECT_EQ(lost.hits(), 2);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 2);
  ExpectBooksRight();
}

TEST_F(GroupTest, LED2_ABatchIsWithinTheCallersReachOrNothingOfIt) {
  const support::Caller collector = ledger_.Staff("S1", Role::kCollector);
  EXPECT_EQ(
      RecordBatch({PaymentRequest(1), PaymentRequest(1, "2017-03-15", "U2")}, &collector).status(),
      absl::OkStatus());
  EXPECT_EQ(
      ReasonOf(RecordBatch({PaymentRequest(1), PaymentRequest(1, "2017-03-15", "U9")}, &collector)
                   .status()),
      "OUT_OF_SCOPE");
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 2);
}

TEST_F(GroupTest, LED2_ABatchHasOneToAThousandPayments) {
  support::PutManyUnits(ledger_, 1, 50);
  EXPECT_EQ(ReasonOf(RecordBatch({}).status()), kFieldsInvalid);
  std::vector<v1::RecordPaymentRequest> payments;
  for (int i = 0; i < 1'000; ++i) {
    payments.push_back(PaymentRequest(1 + i, "2017-03-15", support::LoadUnit(0, i % 50)));
  }
  const auto response = RecordBatch(payments);
  ASSERT_EQ(response.status(), absl::OkStatus());
  // Each unit's in their order, although it takes more than one transaction.
  std::map<std::string, std::string> last;
  for (int i = 0; i < 1'000; ++i) {
    const v1::Payment& payment = response->outcomes(i).payment();
    EXPECT_EQ(payment.amount_fen(), 1 + i);
    EXPECT_LT(last[payment.unit_id()], payment.id());
    last[payment.unit_id()] = payment.id();
  }
  payments.push_back(PaymentRequest(1));
  EXPECT_EQ(ReasonOf(RecordBatch(payments).status()), kFieldsInvalid);
  EXPECT_EQ(Number("SELECT SUM(amount_fen) AS n FROM payment"), 1'000 * 1'001 / 2);
  ExpectBooksRight();
}

TEST_F(GroupTest, EachPaymentHasItsOwnAuditRecord) {
  const v1::RecordPaymentRequest good = PaymentRequest(100);
  const v1::RecordPaymentRequest bad = PaymentRequest(100, "2017-03-15", "NOWHERE");
  ASSERT_THAT(Reasons({good, bad}), ElementsAre("OK", kUnknownUnit));
  ASSERT_EQ(Record(PaymentRequest(5)).status(), absl::OkStatus());
  const auto count = [&](const std::string& where) {
    return Number("SELECT COUNT(*) AS n FROM audit_record WHERE " + where);
  };
  EXPECT_EQ(count("method LIKE '%/BatchRecordPayments' AND target_id = 'U1' AND outcome = 'OK'"
                  " AND staff_id = 'F1' AND request_hash = '" +
                  RequestHash(good) + "'"),
            1);
  EXPECT_EQ(count("method LIKE '%/RecordPayment' AND target_id = 'U1' AND outcome = 'OK'"), 1);
  // Refused attempts are kept soon, not at once.
  const absl::Time give_up = absl::Now() + absl::Seconds(30);
  while (count("target_id = 'NOWHERE'") == 0 && absl::Now() < give_up) std::this_thread::yield();
  EXPECT_EQ(count("method LIKE '%/BatchRecordPayments' AND target_id = 'NOWHERE'"
                  " AND outcome = 'NOT_FOUND' AND reason = 'UNKNOWN_UNIT'"),
            1);
  EXPECT_EQ(count("method LIKE '%Payment%'"), 3);
}

// A ledger of its own, which is told receipts in groups of some size.
class ToldLedger : public MoneyWorld {
 public:
  void TestBody() override {}

  ToldLedger() {
    PutFees(20'000, 20);
    PutOpening(50'000, 300, 200);
    EXPECT_EQ(Bill("2017-01", "2017-12").status(), absl::OkStatus());
  }

  // Receipts of three units, some late, some with a choice of bill; the same for the same seed.
  void Tell(unsigned seed, int receipts, int at_once) {
    std::mt19937 random(seed);
    const auto draw = [&](int from, int to) {
      return std::uniform_int_distribution<int>(from, to)(random);
    };
    v1::BatchRecordPaymentsRequest batch;
    for (int i = 0; i < receipts; ++i) {
      const std::string unit = std::array{"U1", "U2", "U3"}[static_cast<std::size_t>(draw(0, 2))];
      const Date received = Date(2017, 3, 15) - draw(0, 2) * draw(0, 24);
      // No two amounts are alike.
      v1::RecordPaymentRequest& receipt = *batch.add_payments();
      receipt = PaymentRequest(100 * draw(1, 150) + i, FormatDate(received), unit);
      if (draw(0, 2) == 0) {
        const int month = draw(1, 4);
        v1::Designation& designation = *receipt.add_designations();
        designation.set_bill_id(MakeBillId(unit, FeeKind::kProperty, Date(2017, month, 1),
                                           Date(2017, month + 1, 1) - 1));
        designation.set_amount_fen(draw(0, 1) * 50);
      }
      if (batch.payments_size() < at_once && i + 1 < receipts) continue;
      EXPECT_EQ(ledger_
                    .Call<Payments>(&Payments::StubInterface::BatchRecordPayments,
                                    ledger_.Finance(), batch)
                    .status(),
                absl::OkStatus());
      batch.clear_payments();
    }
    ExpectBooksRight();
  }

  // Everything that stands, without what differs from ledger to ledger.
  std::vector<std::string> State() {
    std::vector<std::string> lines;
    for (const char* sql :
         {"SELECT CONCAT_WS(' ', bill_id, unpaid_principal_fen, unpaid_late_fee_fen,"
          " unpaid_cost_fen, is_open) AS line FROM bill ORDER BY bill_id",
          "SELECT CONCAT_WS(' ', unit_id, debt_version, prepayment_fen, last_posting_date) AS line"
          " FROM unit_account ORDER BY unit_id",
          "SELECT CONCAT_WS(' ', amount_fen, posting_date, prepayment_fen, held_fen,"
          " allocation_count) AS line FROM payment ORDER BY amount_fen",
          "SELECT CONCAT_WS(' ', p.amount_fen, a.allocation_number, a.bill_id, a.component,"
          " a.amount_fen, a.posting_date, a.from_prepayment, a.historical) AS line"
          " FROM allocation a JOIN payment p ON p.payment_id = a.payment_id"
          " ORDER BY p.amount_fen, a.allocation_number",
          "SELECT CONCAT_WS(' ', partition_id, sequence, line_number, account, amount_fen,"
          " bill_id, component, kind, posting_date, historical) AS line"
          " FROM journal_line ORDER BY partition_id, sequence, line_number"}) {
      const auto rows = ledger_.admin_database().Read(
          "look", [&](db::Transaction& transaction) { return transaction.Query(sql); });
      EXPECT_EQ(rows.status(), absl::OkStatus());
      if (!rows.ok()) continue;
      for (const db::Row& row : *rows) lines.push_back(row.String("line"));
    }
    return lines;
  }

  // Debt versions of each unit, in the order of the feed.
  std::map<std::string, std::vector<std::int64_t>> ToldVersions() {
    std::map<std::string, std::vector<std::int64_t>> versions;
    const auto events = ledger_.database().Read("events", [](db::Transaction& transaction) {
      return LoadEvents(transaction, "C1", 0, 10'000);
    });
    EXPECT_EQ(events.status(), absl::OkStatus());
    for (const v1::Event& event : *events) {
      versions[event.unit_id()].push_back(event.debt_version());
    }
    return versions;
  }
};

TEST(Groups, LED2_ABatchDoesWhatItsPaymentsDoOneByOne) {
  for (const unsigned seed : {1U, 2U, 3U}) {
    ToldLedger one_by_one;
    ToldLedger together;
    one_by_one.Tell(seed, 80, 1);
    together.Tell(seed, 80, 40);
    EXPECT_EQ(one_by_one.State(), together.State());
    EXPECT_EQ(one_by_one.ToldVersions(), together.ToldVersions());
  }
}

// Groups held in their transactions by a file, and what comes behind them.
class HeldGroupsTest : public GroupTest {
 protected:
  HeldGroupsTest() { std::ofstream(file_) << "held"; }
  ~HeldGroupsTest() override { std::filesystem::remove(file_); }

  // Two groups, as many as run at once, each in a thread.
  void HoldTwo() {
    for (const char* unit : {"U1", "U3"}) {
      threads_.emplace_back([this, request = PaymentRequest(100, "2017-03-15", unit)] {
        EXPECT_EQ(Record(request).status(), absl::OkStatus());
      });
    }
    while (hold_.hits() < 2) std::this_thread::yield();
  }
  void LetGo() {
    std::filesystem::remove(file_);
    for (std::thread& thread : threads_) thread.join();
  }

  const std::filesystem::path file_ =
      std::filesystem::temp_directory_path() / ("cuijiao-held-" + ledger_.NewRequestId());
  const fault::ScopedFailpoint hold_{"ledger.record_payment.before_commit",
                                     "pause-file:" + file_.string()};
  std::vector<std::thread> threads_;
};

TEST_F(HeldGroupsTest, ACallWhoseDeadlinePassesBeforeItsGroupBeginsIsNotBooked) {
  HoldTwo();
  grpc::ClientContext context;
  ledger_.Prepare(context, ledger_.Finance());
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(200)));
  v1::Payment payment;
  const auto stub = Payments::NewStub(ledger_.channel());
  EXPECT_EQ(
      stub->RecordPayment(&context, PaymentRequest(7, "2017-03-15", "U9"), &payment).error_code(),
      grpc::StatusCode::DEADLINE_EXCEEDED);
  LetGo();
  // Behind it in the queue, so that its turn has come.
  EXPECT_EQ(Record(PaymentRequest(1, "2017-03-15", "U9")).status(), absl::OkStatus());
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 3);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment WHERE amount_fen = 7"), 0);
}

TEST_F(HeldGroupsTest, MoreThanMayWaitAreTurnedAwayAndTheOthersAreBooked) {
  support::PutManyUnits(ledger_, 1, 500);
  HoldTwo();
  // Four batches fill the queue of 4,096; one of the five is too much.
  std::vector<std::thread> batches;
  std::atomic<int> booked = 0;
  std::atomic<int> turned_away = 0;
  for (int i = 0; i < 5; ++i) {
    std::vector<v1::RecordPaymentRequest> payments;
    for (int k = 0; k < 1'000; ++k) {
      payments.push_back(PaymentRequest(1, "2017-03-15", support::LoadUnit(0, k % 500)));
    }
    batches.emplace_back([this, &booked, &turned_away, payments = std::move(payments)] {
      const auto response = RecordBatch(payments);
      if (response.ok()) {
        booked += response->outcomes_size();
      } else {
        EXPECT_EQ(response.status().code(), absl::StatusCode::kResourceExhausted);
        EXPECT_EQ(ReasonOf(response.status()), kOverloaded);
        ++turned_away;
      }
    });
  }
  while (turned_away == 0) std::this_thread::yield();
  LetGo();
  for (std::thread& batch : batches) batch.join();
  EXPECT_EQ(turned_away, 1);
  EXPECT_EQ(booked, 4'000);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 4'002);
  ExpectBooksRight();
}

TEST(Groups, WhatWasAcceptedIsAnsweredWhenTheServerStops) {
  constexpr int kCalls = 24;
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / "cuijiao-held-until-the-stop";
  std::ofstream(file) << "held";
  const fault::ScopedFailpoint hold("ledger.record_payment.before_commit",
                                    "pause-file:" + file.string());
  auto ledger = std::make_unique<support::LedgerFixture>();
  ASSERT_EQ(ledger->PutStandardCompany(), absl::OkStatus());
  const auto stub = Payments::NewStub(ledger->channel());
  struct Call {
    grpc::ClientContext context;
    v1::RecordPaymentRequest request;
    v1::Payment payment;
    grpc::Status status;
  };
  std::vector<Call> calls(kCalls);
  absl::BlockingCounter answered(kCalls);
  for (Call& call : calls) {
    ledger->Prepare(call.context, ledger->Finance());
    call.request.set_request_id(ledger->NewRequestId());
    call.request.set_unit_id("U1");
    call.request.set_amount_fen(100);
    call.request.set_method(v1::PAYMENT_METHOD_CASH);
    call.request.set_received_date("2017-03-15");
    stub->async()->RecordPayment(&call.context, &call.request, &call.payment,
                                 [&](grpc::Status status) {
                                   call.status = std::move(status);
                                   answered.DecrementCount();
                                 });
  }
  const auto& in_flight =
      ledger->metrics().Gauge("cuijiao_rpc_in_flight", "Calls that are being answered",
                              {{"method", "cuijiao.ledger.v1.PaymentService/RecordPayment"}});
  while (hold.hits() == 0 || in_flight.Value() < kCalls) std::this_thread::yield();
  std::thread stopping([&] { ledger.reset(); });
  std::filesystem::remove(file);
  answered.Wait();
  stopping.join();
  for (const Call& call : calls) EXPECT_TRUE(call.status.ok()) << call.status.error_message();
}

}  // namespace
}  // namespace cuijiao::ledger
