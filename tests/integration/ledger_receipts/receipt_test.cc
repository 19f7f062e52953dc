// Receipt numbers over gRPC: without gaps, whoever asks and whatever breaks (LED-20).
#include <set>

#include "common/fault/failpoint.h"
#include "cuijiao/ledger/v1/close.grpc.pb.h"
#include "tests/integration/ledger_receipts/receipt_world.h"

namespace cuijiao::ledger {
namespace {

class ReceiptTest : public ReceiptWorld {};

TEST_F(ReceiptTest, LED20_APaymentHasItsReceiptAtOnceAndAlwaysTheSameNumber) {
  PutFees(20'000);
  ASSERT_EQ(Bill("2017-01", "2017-03").status(), absl::OkStatus());
  v1::RecordPaymentRequest request = PaymentRequest(123'456);
  request.set_method(v1::PAYMENT_METHOD_CASH);
  const v1::Payment payment = Paid(request);
  const auto receipt = ReceiptOf(payment.id());
  ASSERT_EQ(receipt.status(), absl::OkStatus());
  EXPECT_EQ(receipt->number(), "P1-2017-000001");
  EXPECT_EQ(receipt->project_id(), "P1");
  EXPECT_EQ(receipt->year(), 2017);
  EXPECT_EQ(receipt->sequence(), 1);
  EXPECT_EQ(receipt->payment_id(), payment.id());
  EXPECT_EQ(receipt->unit_id(), "U1");
  EXPECT_EQ(receipt->unit_no(), "3栋2单元501");
  ASSERT_EQ(receipt->payers_size(), 1);
  EXPECT_EQ(receipt->payers(0), "孙丽华");
  EXPECT_EQ(receipt->amount_fen(), 123'456);
  EXPECT_EQ(receipt->amount_in_words(), "壹仟贰佰叁拾肆元伍角陆分");
  EXPECT_EQ(receipt->method(), v1::PAYMENT_METHOD_CASH);
  EXPECT_EQ(receipt->received_date(), "2017-03-15");
  EXPECT_EQ(receipt->allocations_size(), 3);
  EXPECT_EQ(receipt->prepayment_fen(), 123'456 - 60'000);
  EXPECT_EQ(receipt->state(), v1::Receipt::STATE_ISSUED);
  EXPECT_EQ(receipt->has_tax_invoice(), false);

  const v1::Payment second = Paid(PaymentRequest(100, "2017-03-15", "U3"));
  EXPECT_EQ(ReceiptOf(second.id()).value().number(), "P1-2017-000002");
  EXPECT_EQ(ReceiptOf(payment.id()).value().SerializeAsString(), receipt->SerializeAsString());
}

TEST_F(ReceiptTest, LED20_RolesThatNeedNoNamesSeeThemMasked) {
  const v1::Payment payment = Paid(PaymentRequest(100));
  const auto masked = ReceiptOf(payment.id(), ledger_.Staff("HQ", Role::kHqViewer));
  ASSERT_EQ(masked.status(), absl::OkStatus());
  ASSERT_EQ(masked->payers_size(), 1);
  EXPECT_EQ(masked->payers(0), "孙**");
  EXPECT_NE(masked->unit_no(), "3栋2单元501");
  const auto plain = ReceiptOf(payment.id(), ledger_.Staff("S1", Role::kCollector));
  ASSERT_EQ(plain.status(), absl::OkStatus());
  EXPECT_EQ(plain->payers(0), "孙丽华");
}

TEST_F(ReceiptTest, LED20_AnUnknownPaymentHasNoReceipt) {
  EXPECT_EQ(ReasonOf(ReceiptOf("nothing").status()), "UNKNOWN_PAYMENT");
  EXPECT_EQ(ReasonOf(List("P9", 2017).status()), "UNKNOWN_PROJECT");
}

TEST_F(ReceiptTest, LED20_EachProjectAndYearHasItsOwnSeries) {
  const v1::Payment here = Paid(PaymentRequest(100));
  const v1::Payment there = Paid(PaymentRequest(200, "2017-03-15", "U9"));
  // Received in the year before, which is still open: posted there, and numbered there.
  const v1::Payment before = Paid(PaymentRequest(300, "2016-12-31"));
  const v1::Payment first_day = Paid(PaymentRequest(400, "2017-01-01"));
  EXPECT_EQ(ReceiptOf(here.id()).value().number(), "P1-2017-000001");
  EXPECT_EQ(ReceiptOf(there.id()).value().number(), "P2-2017-000001");
  EXPECT_EQ(ReceiptOf(before.id()).value().number(), "P1-2016-000001");
  EXPECT_EQ(ReceiptOf(first_day.id()).value().number(), "P1-2017-000002");
}

// The series is that of the posting date: nothing comes into a year that is closed.
TEST_F(ReceiptTest, LED20_WhatIsLearnedAfterTheYearsCloseIsNumberedInTheNext) {
  v1::CloseMonthRequest close;
  close.set_month("2016-12");
  ASSERT_EQ(ledger_
                .Call<v1::CloseService>(&v1::CloseService::StubInterface::CloseMonth,
                                        ledger_.Finance(), close)
                .status(),
            absl::OkStatus());
  const v1::Payment late = Paid(PaymentRequest(100, "2016-12-31"));
  EXPECT_EQ(late.posting_date(), "2017-01-01");
  EXPECT_EQ(ReceiptOf(late.id()).value().number(), "P1-2017-000001");
}

TEST_F(ReceiptTest, LED20_AReversedPaymentKeepsItsNumberAndIsVoid) {
  const v1::Payment first = Paid(PaymentRequest(100));
  const v1::Payment second = Paid(PaymentRequest(200));
  ASSERT_EQ(Reverse(first.id()).status(), absl::OkStatus());  // before it has a number
  const auto list = List("P1", 2017);
  ASSERT_EQ(list.status(), absl::OkStatus());
  ASSERT_EQ(list->receipts_size(), 2);
  EXPECT_EQ(list->last_sequence(), 2);
  EXPECT_EQ(list->receipts(0).payment_id(), first.id());
  EXPECT_EQ(list->receipts(0).state(), v1::Receipt::STATE_VOID);
  EXPECT_EQ(list->receipts(1).state(), v1::Receipt::STATE_ISSUED);
  ASSERT_EQ(Reverse(second.id()).status(), absl::OkStatus());
  const auto receipt = ReceiptOf(second.id());
  ASSERT_EQ(receipt.status(), absl::OkStatus());
  EXPECT_EQ(receipt->number(), "P1-2017-000002");
  EXPECT_EQ(receipt->state(), v1::Receipt::STATE_VOID);
  EXPECT_EQ(receipt->amount_fen(), 200);
  EXPECT_EQ(List("P1", 2017, 0, "", v1::Receipt::STATE_ISSUED)->receipts_size(), 0);
  EXPECT_EQ(List("P1", 2017, 0, "", v1::Receipt::STATE_VOID)->receipts_size(), 2);
}

TEST_F(ReceiptTest, LED20_APagedListShowsEveryNumberOnce) {
  for (int i = 0; i < 7; ++i) Paid(PaymentRequest(100 + i, "2017-03-15", i % 2 ? "U1" : "U3"));
  std::vector<std::int64_t> seen;
  std::string token;
  do {
    const auto page = List("P1", 2017, 3, token);
    ASSERT_EQ(page.status(), absl::OkStatus());
    EXPECT_EQ(page->last_sequence(), 7);
    for (const v1::Receipt& receipt : page->receipts()) {
      seen.push_back(receipt.sequence());
      EXPECT_EQ(receipt.payers_size(), 0);
    }
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_EQ(seen, (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7}));
}

TEST_F(ReceiptTest, LED20_ANumberingThatBreaksLeavesNoGap) {
  const v1::Payment first = Paid(PaymentRequest(100));
  const v1::Payment second = Paid(PaymentRequest(200, "2017-03-15", "U3"));
  {
    const fault::ScopedFailpoint broken("NumberReceipts.before_commit", "error");
    ASSERT_EQ(broken.armed(), absl::OkStatus());
    EXPECT_FALSE(ReceiptOf(second.id()).ok());
    EXPECT_GT(broken.hits(), 0);
  }
  ExpectNoGap("P1", 2017, 0);
  EXPECT_EQ(ReceiptOf(second.id()).value().number(), "P1-2017-000002");
  EXPECT_EQ(ReceiptOf(first.id()).value().number(), "P1-2017-000001");
  ExpectNoGap("P1", 2017, 2);
}

TEST_F(ReceiptTest, LED20_ANumberingWhoseCommitGotNoAnswerIsFoundDone) {
  const v1::Payment payment = Paid(PaymentRequest(100));
  const fault::ScopedFailpoint broken("NumberReceipts.after_commit", "error@1");
  ASSERT_EQ(broken.armed(), absl::OkStatus());
  const auto receipt = ReceiptOf(payment.id());
  ASSERT_EQ(receipt.status(), absl::OkStatus());
  EXPECT_EQ(receipt->number(), "P1-2017-000001");
  EXPECT_GT(broken.hits(), 0);
  ExpectNoGap("P1", 2017, 1);
}

TEST_F(ReceiptTest, LED20_PaymentsAndReceiptsAtTheSameTimeLeaveNoGap) {
  constexpr int kThreads = 8;
  constexpr std::int64_t kEach = 6;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([this, thread] {
      for (std::int64_t i = 0; i < kEach; ++i) {
        const auto payment =
            Record(PaymentRequest(100 + i, "2017-03-15", thread % 2 == 0 ? "U1" : "U3"));
        ASSERT_EQ(payment.status(), absl::OkStatus());
        const auto receipt = ReceiptOf(payment->id());
        ASSERT_EQ(receipt.status(), absl::OkStatus());
        if (i % 3 == 0) {
          EXPECT_EQ(Reverse(payment->id()).status(), absl::OkStatus());
        }
        const auto again = ReceiptOf(payment->id());
        ASSERT_EQ(again.status(), absl::OkStatus());
        EXPECT_EQ(again->number(), receipt->number());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  ExpectNoGap("P1", 2017, kThreads * kEach);
  ExpectBooksRight();
}

}  // namespace
}  // namespace cuijiao::ledger
