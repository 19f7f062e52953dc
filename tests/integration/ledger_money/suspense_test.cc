// LED-4: money of unknown origin, held and assigned.
#include "services/ledger/domain/payments/posting_payment.h"
#include "tests/integration/ledger_money/money_world.h"

namespace cuijiao::ledger {
namespace {

using ::testing::SizeIs;

class SuspenseTest : public MoneyWorld {
 protected:
  absl::StatusOr<v1::Suspense> Hold(std::int64_t fen, const std::string& project_id = "P1") {
    v1::RecordSuspenseRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_project_id(project_id);
    request.set_amount_fen(fen);
    request.set_method(v1::PAYMENT_METHOD_BANK_TRANSFER);
    request.set_received_date("2017-03-10");
    request.set_remark("物业费 3栋");
    return ledger_.Call<Payments>(&Payments::StubInterface::RecordSuspense, ledger_.Finance(),
                                  request);
  }

  absl::StatusOr<v1::Payment> Assign(const std::string& suspense_id, const std::string& unit_id) {
    v1::AssignSuspenseRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_suspense_id(suspense_id);
    request.set_unit_id(unit_id);
    return ledger_.Call<Payments>(&Payments::StubInterface::AssignSuspense, ledger_.Finance(),
                                  request);
  }

  std::vector<v1::Suspense> List(bool include_assigned) {
    v1::ListSuspenseRequest request;
    request.set_project_id("P1");
    request.set_include_assigned(include_assigned);
    const auto list =
        ledger_.Call<Payments>(&Payments::StubInterface::ListSuspense, ledger_.Finance(), request);
    EXPECT_EQ(list.status(), absl::OkStatus());
    if (!list.ok()) return {};
    return {list->suspense().begin(), list->suspense().end()};
  }
};

TEST_F(SuspenseTest, LED4_IsHeldUntilItIsAssignedOnce) {
  const auto held = Hold(12'345);
  ASSERT_EQ(held.status(), absl::OkStatus());
  EXPECT_EQ(Number("SELECT SUM(amount_fen) AS n FROM journal_line WHERE account = 'SUSPENSE'"),
            -12'345);
  const auto listed = List(false);
  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(listed[0].remark(), "物业费 3栋");
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM suspense WHERE INSTR(remark_cipher, '3') > 0"
                   " AND remark_cipher LIKE '%物业费%'"),
            0);

  const auto payment = Assign(held->id(), "U3");
  ASSERT_EQ(payment.status(), absl::OkStatus());
  EXPECT_EQ(payment->received_date(), "2017-03-10");
  EXPECT_EQ(payment->posting_date(), "2017-03-10");
  EXPECT_EQ(payment->collector_id(), "S2");
  EXPECT_EQ(payment->prepayment_fen(), 12'345);
  EXPECT_EQ(ReasonOf(Assign(held->id(), "U1").status()), kSuspenseAssigned);
  EXPECT_THAT(List(false), SizeIs(0));
  ASSERT_THAT(List(true), SizeIs(1));
  EXPECT_EQ(List(true)[0].payment_id(), payment->id());
  EXPECT_EQ(Number("SELECT SUM(amount_fen) AS n FROM journal_line WHERE account = 'SUSPENSE'"), 0);
  EXPECT_EQ(Number("SELECT SUM(amount_fen) AS n FROM journal_line"
                   " WHERE account = 'CASH_BANK_TRANSFER'"),
            12'345);
  ExpectBooksRight();
}

TEST_F(SuspenseTest, LED4_IsAssignedWithinItsProjectAlone) {
  const auto held = Hold(100);
  EXPECT_EQ(ReasonOf(Assign(held->id(), "U9").status()), "OTHER_PROJECT");
  EXPECT_EQ(ReasonOf(Assign("01BX5ZZKBKACTAV9WEVGEMMVRZ", "U1").status()), "UNKNOWN_SUSPENSE");
  EXPECT_EQ(ReasonOf(Hold(100, "P404").status()), "UNKNOWN_PROJECT");
  EXPECT_THAT(List(false), SizeIs(1));
}

}  // namespace
}  // namespace cuijiao::ledger
