// The integrity check finds what was changed behind the ledger's back in receipts, cash and wallets
// (LED-4, LED-20).
#include "cuijiao/ledger/v1/cash.grpc.pb.h"
#include "cuijiao/ledger/v1/statement.grpc.pb.h"
#include "cuijiao/ledger/v1/wallet.grpc.pb.h"
#include "tests/integration/ledger_money/money_world.h"

namespace cuijiao::ledger {
namespace {

using Cash = v1::CashService;
using Wallets = v1::WalletService;

struct ChangedRow {
  std::string name;
  std::string sql;
  std::string partition;
  std::string words;
};

// Two cash payments of a confirmed handover, of which one was reversed since, one that was taken
// out of it, one in hand that was in a rejected one; one payment through a wallet in a payout, one
// in a cancelled one.
class SideBooks : public MoneyWorld, public ::testing::WithParamInterface<ChangedRow> {
 protected:
  SideBooks() {
    const std::string counted = Pay(10'000, v1::PAYMENT_METHOD_CASH);
    Pay(500, v1::PAYMENT_METHOD_CASH);
    const std::string taken_out = Pay(70, v1::PAYMENT_METHOD_CASH);
    const std::string confirmed = State(10'570);
    EXPECT_EQ(Reverse(taken_out).status(), absl::OkStatus());
    v1::ConfirmHandoverRequest confirm;
    confirm.set_request_id(ledger_.NewRequestId());
    confirm.set_handover_id(confirmed);
    confirm.set_counted_fen(10'400);
    confirm.set_reason("少收");
    EXPECT_EQ(
        ledger_.Call<Cash>(&Cash::StubInterface::ConfirmHandover, Cashier(), confirm).status(),
        absl::OkStatus());
    EXPECT_EQ(Reverse(counted).status(), absl::OkStatus());
    Pay(40, v1::PAYMENT_METHOD_CASH);
    v1::RejectHandoverRequest reject;
    reject.set_request_id(ledger_.NewRequestId());
    reject.set_handover_id(State(30));
    reject.set_reason("不符");
    EXPECT_EQ(ledger_.Call<Cash>(&Cash::StubInterface::RejectHandover, Cashier(), reject).status(),
              absl::OkStatus());
    const std::string settled = Pay(1'000, v1::PAYMENT_METHOD_WECHAT_PAY);
    PayOut(settled, 1'000, "W1");
    const std::string loose = Pay(2'000, v1::PAYMENT_METHOD_WECHAT_PAY);
    v1::CancelWalletPayoutRequest cancel;
    cancel.set_request_id(ledger_.NewRequestId());
    cancel.set_payout_id(PayOut(loose, 2'000, "W2"));
    cancel.set_reason("录错");
    EXPECT_EQ(
        ledger_
            .Call<Wallets>(&Wallets::StubInterface::CancelWalletPayout, ledger_.Finance(), cancel)
            .status(),
        absl::OkStatus());
  }

  support::Caller Cashier() { return ledger_.Staff("F2", Role::kFinance); }

  std::string Pay(std::int64_t fen, v1::PaymentMethod method) {
    v1::RecordPaymentRequest request = PaymentRequest(fen);
    request.set_method(method);
    const auto payment = ledger_.Call<Payments>(&Payments::StubInterface::RecordPayment,
                                                ledger_.Staff("S1", Role::kCollector), request);
    EXPECT_EQ(payment.status(), absl::OkStatus());
    return payment.value_or(v1::Payment()).id();
  }

  // All cash of S1, who records it.
  std::string State(std::int64_t fen) {
    v1::StateHandoverRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_holder_staff_id("S1");
    request.set_handover_date("2017-03-15");
    request.set_amount_fen(fen);
    const auto stated =
        ledger_.Call<Cash>(&Cash::StubInterface::StateHandover, ledger_.Finance(), request);
    EXPECT_EQ(stated.status(), absl::OkStatus());
    return stated.value_or(v1::CashHandover()).id();
  }

  std::string PayOut(const std::string& payment_id, std::int64_t fen,
                     const std::string& reference) {
    v1::RecordWalletPayoutRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_provider(v1::PAYMENT_METHOD_WECHAT_PAY);
    request.set_payout_date("2017-03-15");
    request.set_gross_fen(fen);
    request.set_net_fen(fen);
    request.set_reference(reference);
    request.add_payment_ids(payment_id);
    const auto payout = ledger_.Call<Wallets>(&Wallets::StubInterface::RecordWalletPayout,
                                              ledger_.Finance(), request);
    EXPECT_EQ(payout.status(), absl::OkStatus());
    return payout.value_or(v1::WalletPayout()).id();
  }

  v1::VerifyIntegrityResponse Verify(const std::string& community_id = "") {
    v1::VerifyIntegrityRequest request;
    request.set_community_id(community_id);
    const auto answer = ledger_.Call<v1::StatementService>(
        &v1::StatementService::StubInterface::VerifyIntegrity, ledger_.Finance(), request);
    EXPECT_EQ(answer.status(), absl::OkStatus());
    return answer.value_or(v1::VerifyIntegrityResponse());
  }

  // The rows that it changed.
  std::int64_t Tamper(const std::string& sql) {
    const auto changed = ledger_.admin_database().Transact(
        "Tamper", [&](db::Transaction& transaction) { return transaction.Execute(sql); });
    EXPECT_EQ(changed.status(), absl::OkStatus()) << sql;
    return changed.value_or(0);
  }
};

TEST_P(SideBooks, LED4_TheCheckNamesWhatWasChanged) {
  const v1::VerifyIntegrityResponse before = Verify();
  ASSERT_TRUE(before.intact()) << before.ShortDebugString();
  ASSERT_GT(Tamper(GetParam().sql), 0);
  const v1::VerifyIntegrityResponse answer = Verify();
  EXPECT_FALSE(answer.intact());
  bool found = false;
  for (const v1::VerifyIntegrityResponse::Fault& fault : answer.faults()) {
    if (fault.message().find(GetParam().words) == std::string::npos) continue;
    found = true;
    EXPECT_EQ(fault.partition(), GetParam().partition);
    EXPECT_EQ(fault.sequence(), 0);
    EXPECT_FALSE(fault.reference_id().empty());
  }
  EXPECT_TRUE(found) << answer.ShortDebugString();
  EXPECT_EQ(Verify("C1").intact(), GetParam().partition != "C1");
}

std::vector<ChangedRow> ChangedRows() {
  const std::string in_hand = " WHERE handed_over = 0 AND handover_id IS NULL";
  return {
      {"receipt_missing", "DELETE FROM receipt WHERE number = 6", "C1", "has no receipt number"},
      {"receipt_gap", "UPDATE receipt SET number = 8 WHERE number = 6", "suspense/P1",
       "numbers of the receipts have a gap"},
      {"receipt_first", "UPDATE receipt SET number = number + 1 ORDER BY number DESC",
       "suspense/P1", "numbers of the receipts have a gap"},
      {"receipt_of_another_year", "UPDATE receipt SET year = 2016, number = 1 WHERE number = 6",
       "C1", "series of the receipt"},
      {"receipt_of_another_project",
       "UPDATE receipt SET project_id = 'P2', number = 1 WHERE number = 6", "C1",
       "series of the receipt"},
      {"receipt_of_nobody",
       "INSERT INTO receipt SELECT project_id, year, 7, '01ARZ3NDEKTSV4RRFFQ69G5FAV', issued_time"
       " FROM receipt WHERE number = 1",
       "suspense/P1", "payment of the receipt does not exist"},
      {"follower_ahead",
       "UPDATE payment_follower SET entry_sequence = entry_sequence + 100"
       " WHERE community_id = 'C1'",
       "C1", "followed further than the journal"},
      {"follower_gone_with_the_last_receipt",
       "DELETE f, r FROM payment_follower f JOIN receipt r ON r.project_id = f.project_id"
       " WHERE f.community_id = 'C1' AND r.number = 6",
       "C1", "has no receipt number"},
      {"follower_gone", "DELETE FROM payment_follower WHERE community_id = 'C1'", "C1",
       "payments are followed up to entry 0 only"},
      {"follower_set_back",
       "UPDATE payment_follower SET entry_sequence = 0 WHERE community_id = 'C1'", "C1",
       "payments are followed up to entry 0 only"},
      {"payment_that_holds_nothing",
       "DELETE FROM payment WHERE state = 'REVERSED' AND amount_fen = 70", "C1",
       "the payment does not exist"},
      {"cash_missing", "DELETE FROM cash_payment" + in_hand, "C1", "not among the cash"},
      {"wallet_missing", "DELETE FROM wallet_payment WHERE payout_id IS NULL", "C1",
       "not among the wallets"},
      {"wallet_of_another", "UPDATE wallet_payment SET method = 'ALIPAY' WHERE payout_id IS NULL",
       "C1", "not among the wallets"},
      {"reversal_missing", "DELETE FROM cash_reversal", "C1", "who reversed the payment"},
      {"reversal_amount", "UPDATE cash_reversal SET amount_fen = amount_fen + 1", "C1",
       "what the reversal of the cash paid back"},
      {"handover_taken",
       "UPDATE cash_handover SET taken_fen = taken_fen - 1 WHERE state = 'CONFIRMED'", "",
       "what the handover says was taken"},
      {"handover_count",
       "UPDATE cash_handover SET payment_count = payment_count + 1 WHERE state = 'CONFIRMED'", "",
       "what the handover says was taken"},
      {"handover_difference",
       "UPDATE cash_handover SET difference_fen = 0 WHERE state = 'CONFIRMED'", "",
       "difference of the handover"},
      {"handover_counted", "UPDATE cash_handover SET counted_fen = 1 WHERE state = 'REJECTED'", "",
       "is not confirmed, and says what was counted"},
      {"handover_rejected",
       "UPDATE cash_payment SET handover_id ="
       " (SELECT handover_id FROM cash_handover WHERE state = 'REJECTED')" +
           in_hand,
       "", "was rejected, and has payments"},
      {"handover_moved",
       "UPDATE cash_payment SET handover_id ="
       " (SELECT handover_id FROM cash_handover WHERE state = 'CONFIRMED')" +
           in_hand,
       "", "what the handover says was taken"},
      {"handover_in_hand", "UPDATE cash_payment SET handed_over = 0 WHERE handed_over = 1 LIMIT 1",
       "", "not in the hand that its state says"},
      {"handover_of_nobody",
       "UPDATE cash_payment SET handover_id = '01ARZ3NDEKTSV4RRFFQ69G5FAV'" + in_hand, "",
       "handover of the payment does not exist"},
      {"taken_out",
       "INSERT INTO cash_taken_out SELECT h.handover_id, c.payment_id FROM cash_handover h,"
       " cash_payment c WHERE h.state = 'CONFIRMED' AND c.handover_id = h.handover_id LIMIT 1",
       "", "was taken out of a handover"},
      {"payout_matched",
       "UPDATE wallet_payout SET matched_fen = matched_fen + 1 WHERE state = 'RECORDED'", "",
       "what the payout says it settled"},
      {"payout_count", "UPDATE wallet_payout SET payment_count = 2 WHERE state = 'CANCELLED'", "",
       "what the payout says it settled"},
      {"payout_not_settled",
       "UPDATE wallet_payment SET payout_id = NULL WHERE payout_id IS NOT NULL", "",
       "not settled by it"},
      {"payout_reference",
       "UPDATE wallet_payout SET standing_reference = 'x' WHERE state ="
       " 'CANCELLED'",
       "", "reference of the payout"},
      {"payout_of_another",
       "UPDATE wallet_payment SET payout_id ="
       " (SELECT payout_id FROM wallet_payout WHERE state = 'RECORDED') WHERE payout_id IS NULL",
       "", "not among those that its payout settled"},
  };
}

INSTANTIATE_TEST_SUITE_P(LED4, SideBooks, ::testing::ValuesIn(ChangedRows()),
                         [](const auto& given) { return given.param.name; });

}  // namespace
}  // namespace cuijiao::ledger
