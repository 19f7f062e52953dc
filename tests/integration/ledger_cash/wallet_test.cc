// Wallet payouts over gRPC (LED-20).
#include <thread>

#include "cuijiao/ledger/v1/bank_statement.grpc.pb.h"
#include "cuijiao/ledger/v1/wallet.grpc.pb.h"
#include "tests/integration/ledger_money/money_world.h"

namespace cuijiao::ledger {
namespace {

using Wallets = v1::WalletService;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class WalletTest : public MoneyWorld {
 protected:
  std::string PaidBy(v1::PaymentMethod method, std::int64_t fen, const std::string& received,
                     const std::string& unit = "U1", const std::string& transaction = "") {
    v1::RecordPaymentRequest request = PaymentRequest(fen, received, unit);
    request.set_method(method);
    request.set_external_reference(transaction);
    const auto payment = Record(request);
    EXPECT_EQ(payment.status(), absl::OkStatus());
    return payment.value_or(v1::Payment()).id();
  }
  std::string WeChat(std::int64_t fen, const std::string& received, const std::string& unit = "U1",
                     const std::string& transaction = "") {
    return PaidBy(v1::PAYMENT_METHOD_WECHAT_PAY, fen, received, unit, transaction);
  }

  v1::RecordWalletPayoutRequest PayoutOf(std::int64_t gross, std::int64_t fee,
                                         const std::string& reference) {
    v1::RecordWalletPayoutRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_provider(v1::PAYMENT_METHOD_WECHAT_PAY);
    request.set_payout_date("2017-03-15");
    request.set_gross_fen(gross);
    request.set_fee_fen(fee);
    request.set_net_fen(gross - fee);
    request.set_reference(reference);
    return request;
  }
  v1::RecordWalletPayoutRequest PayoutOfDays(std::int64_t gross, const std::string& reference,
                                             const std::string& from, const std::string& to) {
    v1::RecordWalletPayoutRequest request = PayoutOf(gross, 0, reference);
    request.set_from_date(from);
    request.set_to_date(to);
    return request;
  }

  absl::StatusOr<v1::WalletPayout> Payout(const v1::RecordWalletPayoutRequest& request) {
    return ledger_.Call<Wallets>(&Wallets::StubInterface::RecordWalletPayout, ledger_.Finance(),
                                 request);
  }

  absl::StatusOr<v1::WalletPayout> Cancel(const std::string& payout_id) {
    v1::CancelWalletPayoutRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_payout_id(payout_id);
    request.set_reason("录错");
    return ledger_.Call<Wallets>(&Wallets::StubInterface::CancelWalletPayout, ledger_.Finance(),
                                 request);
  }

  std::vector<std::string> Unsettled(int older_than_days = 0, const std::string& project = "",
                                     int page_size = 0) {
    std::vector<std::string> ids;
    v1::ListUnsettledPaymentsRequest request;
    request.set_project_id(project);
    request.set_older_than_days(older_than_days);
    request.set_page_size(page_size);
    do {
      const auto page = ledger_.Call<Wallets>(&Wallets::StubInterface::ListUnsettledPayments,
                                              ledger_.Finance(), request);
      EXPECT_EQ(page.status(), absl::OkStatus());
      if (!page.ok()) return ids;
      for (const v1::SettledPayment& payment : page->payments())
        ids.push_back(payment.payment_id());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return ids;
  }
};

TEST_F(WalletTest, LED20_APayoutOfDaysSettlesTheWalletsPaymentsOfThem) {
  WeChat(1'000, "2017-03-09");
  const std::string first = WeChat(2'000, "2017-03-10");
  const std::string last = WeChat(3'000, "2017-03-12", "U9");
  WeChat(4'000, "2017-03-13");
  PaidBy(v1::PAYMENT_METHOD_ALIPAY, 5'000, "2017-03-11");
  const std::string undone = WeChat(6'000, "2017-03-11");
  ASSERT_EQ(Reverse(undone).status(), absl::OkStatus());
  v1::RecordWalletPayoutRequest request = PayoutOf(5'010, 30, "W1");
  request.set_from_date("2017-03-10");
  request.set_to_date("2017-03-12");
  const auto payout = Payout(request);
  ASSERT_EQ(payout.status(), absl::OkStatus());
  EXPECT_EQ(payout->net_fen(), 4'980);
  EXPECT_EQ(payout->payment_count(), 2);
  EXPECT_EQ(payout->matched_fen(), 5'000);
  EXPECT_EQ(payout->difference_fen(), 10);
  ASSERT_THAT(payout->payments(), SizeIs(2));
  EXPECT_EQ(payout->payments(0).payment_id(), first);
  EXPECT_EQ(payout->payments(1).payment_id(), last);
  EXPECT_EQ(Payout(request).value().SerializeAsString(), payout->SerializeAsString());
  v1::GetWalletPayoutRequest get;
  get.set_payout_id(payout->id());
  EXPECT_EQ(ledger_.Call<Wallets>(&Wallets::StubInterface::GetWalletPayout, ledger_.Finance(), get)
                .value()
                .SerializeAsString(),
            payout->SerializeAsString());
  v1::ListWalletPayoutsRequest list;
  list.set_differences_only(true);
  EXPECT_THAT(
      ledger_.Call<Wallets>(&Wallets::StubInterface::ListWalletPayouts, ledger_.Finance(), list)
          .value()
          .payouts(),
      SizeIs(1));
  // A second payout of the same days finds nothing left.
  EXPECT_EQ(Payout(PayoutOfDays(100, "W2", "2017-03-10", "2017-03-12"))->payment_count(), 0);
}

TEST_F(WalletTest, LED20_APayoutOfAProjectSettlesItsPaymentsAlone) {
  WeChat(1'000, "2017-03-10", "U1");
  WeChat(2'000, "2017-03-10", "U9");
  v1::RecordWalletPayoutRequest request = PayoutOfDays(1'000, "W1", "2017-03-10", "2017-03-10");
  request.set_project_id("P1");
  EXPECT_EQ(Payout(request).value().matched_fen(), 1'000);
}

TEST_F(WalletTest, LED20_MatchesByPaymentAndTransactionIdEachOnce) {
  const std::string by_id = WeChat(1'000, "2017-03-10", "U1", "T1");
  WeChat(2'000, "2017-03-10", "U2", "T2");
  v1::RecordWalletPayoutRequest request = PayoutOf(3'000, 18, "W1");
  request.add_payment_ids(by_id);
  request.add_transaction_ids("T1");
  request.add_transaction_ids("T2");
  const auto payout = Payout(request);
  ASSERT_EQ(payout.status(), absl::OkStatus());
  EXPECT_EQ(payout->payment_count(), 2);
  EXPECT_EQ(payout->difference_fen(), 0);
}

// A line of a statement keeps the wallet's transaction id, and its payment has it.
TEST_F(WalletTest, LED20_MatchesATransactionThatCameFromAStatement) {
  v1::ImportBankStatementRequest import;
  import.set_request_id(ledger_.NewRequestId());
  import.set_project_id("P1");
  import.set_content("date,amount,remark,id\n2017-03-10,12.34,U2,T77\n");
  v1::BankStatementMapping& mapping = *import.mutable_mapping();
  mapping.set_account("wx-1");
  mapping.set_method(v1::PAYMENT_METHOD_WECHAT_PAY);
  mapping.set_date_column("date");
  mapping.set_amount_column("amount");
  mapping.add_remark_columns("remark");
  mapping.set_external_id_column("id");
  const auto imported = ledger_.Call<v1::BankStatementService>(
      &v1::BankStatementService::StubInterface::ImportBankStatement, ledger_.Finance(), import);
  ASSERT_EQ(imported.status(), absl::OkStatus());
  ASSERT_EQ(imported->statement().booked_count() + imported->statement().held_count(), 1);
  v1::ListBankStatementLinesRequest lines;
  lines.set_project_id("P1");
  const auto listed = ledger_.Call<v1::BankStatementService>(
      &v1::BankStatementService::StubInterface::ListBankStatementLines, ledger_.Finance(), lines);
  ASSERT_EQ(listed.status(), absl::OkStatus());
  const v1::BankStatementLine& line = listed->lines(0);
  std::string payment_id = line.payment_id();
  if (payment_id.empty()) {
    v1::MatchBankStatementLineRequest match;
    match.set_request_id(ledger_.NewRequestId());
    match.set_line_id(line.id());
    match.set_unit_id("U2");
    const auto matched = ledger_.Call<v1::BankStatementService>(
        &v1::BankStatementService::StubInterface::MatchBankStatementLine, ledger_.Finance(), match);
    ASSERT_EQ(matched.status(), absl::OkStatus());
    payment_id = matched->payment_id();
  }
  v1::RecordWalletPayoutRequest request = PayoutOf(1'234, 7, "W1");
  request.add_transaction_ids(line.external_reference());
  const auto payout = Payout(request);
  ASSERT_EQ(payout.status(), absl::OkStatus());
  ASSERT_THAT(payout->payments(), SizeIs(1));
  EXPECT_EQ(payout->payments(0).payment_id(), payment_id);
}

TEST_F(WalletTest, LED20_WhatWasPaidBackIsNotPaidOut) {
  const std::string payment = WeChat(1'000, "2017-03-10");
  ASSERT_EQ(Refund(payment, 300).status(), absl::OkStatus());
  v1::RecordWalletPayoutRequest request = PayoutOf(700, 0, "W1");
  request.add_payment_ids(payment);
  EXPECT_EQ(Payout(request).value().difference_fen(), 0);
}

TEST_F(WalletTest, LED20_APaymentIsSettledOnceAndACancelledPayoutLetsItGo) {
  const std::string payment = WeChat(1'000, "2017-03-10");
  v1::RecordWalletPayoutRequest request = PayoutOf(1'000, 0, "W1");
  request.add_payment_ids(payment);
  const auto first = Payout(request);
  ASSERT_EQ(first.status(), absl::OkStatus());
  request.set_request_id(ledger_.NewRequestId());
  EXPECT_EQ(ReasonOf(Payout(request).status()), "PAYMENT_PAID_OUT");
  request.clear_payment_ids();
  request.set_from_date("2017-03-01");
  request.set_to_date("2017-03-15");
  EXPECT_EQ(ReasonOf(Payout(request).status()), "PAYOUT_REFERENCE_TAKEN");
  const auto cancelled = Cancel(first->id());
  ASSERT_EQ(cancelled.status(), absl::OkStatus());
  EXPECT_EQ(cancelled->state(), v1::WalletPayout::STATE_CANCELLED);
  EXPECT_EQ(ReasonOf(Cancel(first->id()).status()), "PAYOUT_CANCELLED");
  EXPECT_EQ(Payout(request).value().payment_count(), 1);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM wallet_payout WHERE reason_cipher LIKE '%录错%'"), 0);
}

TEST_F(WalletTest, LED20_PayoutsAtTheSameTimeSettleAPaymentOnce) {
  for (int i = 0; i < 8; ++i) WeChat(100 + i, "2017-03-10");
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([this, i] {
      static_cast<void>(
          Payout(PayoutOfDays(828, "W" + std::to_string(i), "2017-03-01", "2017-03-15")));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Number("SELECT SUM(matched_fen) AS n FROM wallet_payout"), 828);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM wallet_payout_part"), 8);
}

TEST_F(WalletTest, LED20_ListsWhatWaitsForItsPayoutTooLong) {
  const std::string old = WeChat(1'000, "2017-03-05");
  const std::string at_the_bound = WeChat(2'000, "2017-03-08", "U9");
  const std::string younger = WeChat(3'000, "2017-03-09");
  const std::string undone = WeChat(4'000, "2017-03-05");
  ASSERT_EQ(Reverse(undone).status(), absl::OkStatus());
  EXPECT_THAT(Unsettled(7), ElementsAre(old, at_the_bound));
  EXPECT_THAT(Unsettled(0, "", 1), ElementsAre(old, at_the_bound, younger));
  EXPECT_THAT(Unsettled(7, "P2"), ElementsAre(at_the_bound));
  ASSERT_EQ(Payout(PayoutOfDays(3'000, "W1", "2017-03-01", "2017-03-08")).status(),
            absl::OkStatus());
  EXPECT_THAT(Unsettled(7), IsEmpty());
}

TEST_F(WalletTest, LED20_BadInputIsNamed) {
  const std::string cash = PaidBy(v1::PAYMENT_METHOD_CASH, 100, "2017-03-10");
  const std::string alipay = PaidBy(v1::PAYMENT_METHOD_ALIPAY, 100, "2017-03-10", "U1", "T1");
  const auto reason = [&](auto change) {
    v1::RecordWalletPayoutRequest request = PayoutOf(1'000, 6, ledger_.NewRequestId());
    change(request);
    return ReasonOf(Payout(request).status());
  };
  EXPECT_EQ(reason([](auto&) {}), "FIELDS_INVALID");  // neither ids nor days
  EXPECT_EQ(reason([](auto& request) { request.set_from_date("2017-03-10"); }), "FIELDS_INVALID");
  const auto with_days = [&](auto change) {
    return reason([&](auto& request) {
      request.set_from_date("2017-03-10");
      request.set_to_date("2017-03-10");
      change(request);
    });
  };
  EXPECT_EQ(with_days([](auto&) {}), "");
  EXPECT_EQ(with_days([](auto& request) { request.set_to_date("2017-03-09"); }), "FIELDS_INVALID");
  EXPECT_EQ(with_days([](auto& request) { request.add_payment_ids("x"); }), "FIELDS_INVALID");
  EXPECT_EQ(with_days([](auto& request) { request.set_net_fen(995); }), "PAYOUT_NET_WRONG");
  EXPECT_EQ(with_days([](auto& request) { request.set_provider(v1::PAYMENT_METHOD_CASH); }),
            "METHOD_NOT_A_WALLET");
  EXPECT_EQ(with_days([](auto& request) { request.set_payout_date("2017-03-16"); }),
            "PAYOUT_DATE_IN_FUTURE");
  EXPECT_EQ(with_days([](auto& request) { request.set_project_id("P7"); }), "UNKNOWN_PROJECT");
  EXPECT_EQ(reason([](auto& request) { request.add_payment_ids("nothing"); }), "UNKNOWN_PAYMENT");
  EXPECT_EQ(reason([](auto& request) { request.add_transaction_ids("T9"); }),
            "UNKNOWN_TRANSACTION");
  EXPECT_EQ(reason([](auto& request) { request.add_transaction_ids("T1"); }),
            "UNKNOWN_TRANSACTION");  // the other wallet's
  EXPECT_EQ(reason([&](auto& request) { request.add_payment_ids(cash); }), "METHOD_DIFFERS");
  EXPECT_EQ(reason([&](auto& request) { request.add_payment_ids(alipay); }), "METHOD_DIFFERS");
}

}  // namespace
}  // namespace cuijiao::ledger
