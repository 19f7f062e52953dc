// The standard company with fees, and the calls that money tests make.
#ifndef CUIJIAO_TESTS_INTEGRATION_LEDGER_MONEY_MONEY_WORLD_H_
#define CUIJIAO_TESTS_INTEGRATION_LEDGER_MONEY_MONEY_WORLD_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/status/reason.h"
#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "cuijiao/ledger/v1/feed.grpc.pb.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "cuijiao/ledger/v1/settlement.grpc.pb.h"
#include "services/ledger/store/billing/bill_store.h"
#include "services/ledger/store/journal/journal_store.h"
#include "tests/support/ledger_fixture.h"

namespace cuijiao::ledger {

using Billing = v1::BillingService;
using Payments = v1::PaymentService;
using Settlements = v1::SettlementService;
using Feed = v1::FeedService;

class MoneyWorld : public ::testing::Test {
 protected:
  explicit MoneyWorld(const support::PolicyEdits& edits = {})
      : ledger_(Date(2017, 3, 15), support::LedgerFixture::ClockKind::kFixed, edits) {
    EXPECT_EQ(ledger_.PutStandardCompany(), absl::OkStatus());
  }

  // A fixed monthly property fee of U1 and U2 (C1), due on the first day of the month +
  // `due_after`.
  void PutFees(std::int64_t fen_per_month, int due_after = 0) {
    v1::BatchPutFeeSchedulesRequest request;
    request.set_request_id(ledger_.NewRequestId());
    for (const char* unit : {"U1", "U2"}) {
      v1::FeeSchedule& schedule = *request.add_fee_schedules();
      schedule.set_unit_id(unit);
      schedule.set_fee_kind(v1::FEE_KIND_PROPERTY);
      schedule.set_period_months(1);
      schedule.set_fixed_fen_per_month(fen_per_month);
      schedule.set_due_after_days(due_after);
      schedule.set_from_date("2017-01-01");
    }
    const auto put = ledger_.Call<Billing>(&Billing::StubInterface::BatchPutFeeSchedules,
                                           ledger_.Finance(), request);
    ASSERT_EQ(put.status(), absl::OkStatus());
  }

  absl::StatusOr<v1::RunBillingResponse> Bill(const std::string& from, const std::string& to,
                                              bool validate_only = false) {
    v1::RunBillingRequest request;
    request.set_community_id("C1");
    request.set_from_month(from);
    request.set_to_month(to);
    request.set_validate_only(validate_only);
    return ledger_.Call<Billing>(&Billing::StubInterface::RunBilling, ledger_.Finance(), request);
  }

  // An opening bill of U1 for the year 2016.
  void PutOpening(std::int64_t principal, std::int64_t cost = 0, std::int64_t late_fee = 0) {
    const absl::Status posted =
        ledger_.database().Transact("opening", [&](db::Transaction& transaction) -> absl::Status {
          SystemIdSource ids;
          auto journal = JournalStore::Lock(
              transaction, ids, {absl::FromUnixSeconds(1'484'000'000), Date(2017, 3, 15)}, "C1");
          if (!journal.ok()) return journal.status();
          const OpeningBill bill{"U1",
                                 FeeKind::kProperty,
                                 Date(2016, 1, 1),
                                 Date(2016, 12, 31),
                                 Date(2016, 6, 30),
                                 {Fen(cost), Fen(late_fee), Fen(principal)}};
          const absl::Status bills = PostOpeningBills(*journal, {&bill, 1});
          if (!bills.ok()) return bills;
          return journal->Flush();
        });
    ASSERT_EQ(posted, absl::OkStatus());
  }

  [[nodiscard]] v1::RecordPaymentRequest PaymentRequest(std::int64_t fen,
                                                        const std::string& received = "2017-03-15",
                                                        const std::string& unit = "U1") const {
    v1::RecordPaymentRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_unit_id(unit);
    request.set_amount_fen(fen);
    request.set_method(v1::PAYMENT_METHOD_WECHAT_PAY);
    request.set_received_date(received);
    return request;
  }

  absl::StatusOr<v1::Payment> Record(const v1::RecordPaymentRequest& request) {
    return ledger_.Call<Payments>(&Payments::StubInterface::RecordPayment, ledger_.Finance(),
                                  request);
  }

  absl::StatusOr<v1::Payment> Reverse(const std::string& payment_id) {
    v1::ReversePaymentRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_payment_id(payment_id);
    request.set_reason(v1::ReversePaymentRequest::REASON_BOUNCED);
    return ledger_.Call<Payments>(&Payments::StubInterface::ReversePayment, ledger_.Finance(),
                                  request);
  }

  absl::StatusOr<v1::Payment> Refund(const std::string& payment_id, std::int64_t fen) {
    v1::RefundPaymentRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_payment_id(payment_id);
    request.set_amount_fen(fen);
    request.set_note("退款");
    return ledger_.Call<Payments>(&Payments::StubInterface::RefundPayment, ledger_.Finance(),
                                  request);
  }

  absl::StatusOr<v1::Payment> Get(const std::string& payment_id) {
    v1::GetPaymentRequest request;
    request.set_payment_id(payment_id);
    return ledger_.Call<Payments>(&Payments::StubInterface::GetPayment, ledger_.Finance(), request);
  }

  std::vector<v1::Bill> Bills(const std::string& unit = "U1", bool unpaid_only = false) {
    v1::ListBillsRequest request;
    request.set_unit_id(unit);
    request.set_unpaid_only(unpaid_only);
    const auto bills =
        ledger_.Call<Billing>(&Billing::StubInterface::ListBills, ledger_.Finance(), request);
    EXPECT_EQ(bills.status(), absl::OkStatus());
    if (!bills.ok()) return {};
    return {bills->bills().begin(), bills->bills().end()};
  }

  std::int64_t UnpaidOf(const std::string& unit = "U1") {
    std::int64_t sum = 0;
    for (const v1::Bill& bill : Bills(unit)) {
      sum += bill.unpaid_principal_fen() + bill.unpaid_late_fee_fen() + bill.unpaid_cost_fen();
    }
    return sum;
  }

  // One number from the tables.
  std::int64_t Number(std::string_view sql) {
    const auto row = ledger_.admin_database().Read(
        "look", [&](db::Transaction& transaction) { return transaction.QueryOne(sql); });
    EXPECT_EQ(row.status(), absl::OkStatus()) << sql;
    return row.ok() && row->has_value() ? (*row)->Int64("n") : -1;
  }

  // LED-4: all accounts sum to zero, numbers have no gaps, and what is kept beside the journal is
  // what the journal says.
  void ExpectBooksRight() {
    EXPECT_EQ(Number("SELECT COALESCE(SUM(amount_fen), 0) AS n FROM journal_line"), 0);
    EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM (SELECT partition_id FROM journal_line"
                     " GROUP BY partition_id, sequence HAVING SUM(amount_fen) <> 0) wrong"),
              0);
    EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM journal_partition p WHERE p.entry_sequence <>"
                     " (SELECT COUNT(*) FROM journal_entry e"
                     "  WHERE e.partition_id = p.partition_id)"
                     " OR p.event_sequence <>"
                     " (SELECT COUNT(*) FROM event v WHERE v.partition_id = p.partition_id)"),
              0);
    EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM bill b WHERE unpaid_principal_fen +"
                     " unpaid_late_fee_fen + unpaid_cost_fen <> (SELECT SUM(amount_fen)"
                     " FROM journal_line l WHERE l.bill_id = b.bill_id"
                     " AND l.account = 'RECEIVABLE')"),
              0);
    EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM bill WHERE is_open <>"
                     " (unpaid_principal_fen + unpaid_late_fee_fen + unpaid_cost_fen > 0)"),
              0);
    EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM unit_account a WHERE prepayment_fen <>"
                     " (SELECT COALESCE(-SUM(amount_fen), 0) FROM journal_line l"
                     "  WHERE l.unit_id = a.unit_id AND l.account = 'PREPAYMENT')"
                     " OR prepayment_fen <> (SELECT COALESCE(SUM(p.prepayment_fen), 0)"
                     "  FROM payment p WHERE p.unit_id = a.unit_id)"),
              0);
    EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment p WHERE held_fen <> prepayment_fen +"
                     " (SELECT COALESCE(SUM(amount_fen), 0) FROM allocation a"
                     "  WHERE a.payment_id = p.payment_id)"),
              0);
  }

  support::LedgerFixture ledger_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_TESTS_INTEGRATION_LEDGER_MONEY_MONEY_WORLD_H_
