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

// LED-2: held money goes where the payer says, like a payment of its own.
TEST_F(SuspenseTest, LED2_IsAssignedWithCollaboratorsAndDesignations) {
  PutFees(10'000);
  ASSERT_EQ(Bill("2017-01", "2017-03").status(), absl::OkStatus());
  const std::string march = "U1/property/20170301-20170331";
  const auto held = Hold(12'345);
  ASSERT_EQ(held.status(), absl::OkStatus());
  v1::AssignSuspenseRequest request;
  request.set_suspense_id(held->id());
  request.set_unit_id("U1");
  const auto assign = [&] {
    request.set_request_id(ledger_.NewRequestId());
    return ledger_.Call<Payments>(&Payments::StubInterface::AssignSuspense, ledger_.Finance(),
                                  request);
  };
  request.set_designated_by(v1::DESIGNATOR_PAYER);
  EXPECT_EQ(ReasonOf(assign().status()), kFieldsInvalid);  // and nothing is designated
  request.add_designations()->set_bill_id("U2/property/20170301-20170331");
  EXPECT_EQ(ReasonOf(assign().status()), kUnknownBill);
  request.mutable_designations(0)->set_bill_id(march);
  request.mutable_designations(0)->set_amount_fen(10'001);
  EXPECT_EQ(ReasonOf(assign().status()), kDesignationExceedsBill);
  request.mutable_designations(0)->set_amount_fen(10'000);
  request.add_collaborator_ids("S2");
  request.add_collaborator_ids("S2");
  EXPECT_EQ(ReasonOf(assign().status()), "COLLABORATOR_REPEATED");
  request.mutable_collaborator_ids()->RemoveLast();
  EXPECT_THAT(List(false), SizeIs(1));  // nothing of that was done

  const auto payment = assign();
  ASSERT_EQ(payment.status(), absl::OkStatus());
  EXPECT_EQ(payment->collaborator_ids(0), "S2");
  EXPECT_EQ(payment->designations(0).bill_id(), march);
  EXPECT_EQ(payment->designated_by(), v1::DESIGNATOR_PAYER);
  EXPECT_EQ(payment->recorded_by(), "F1");
  ASSERT_THAT(payment->allocations(), SizeIs(2));
  EXPECT_EQ(payment->allocations(0).bill_id(), march);
  EXPECT_EQ(payment->allocations(0).amount_fen(), 10'000);
  EXPECT_EQ(payment->allocations(1).bill_id(), "U1/property/20170101-20170131");
  EXPECT_EQ(payment->allocations(1).amount_fen(), 2'345);
  ExpectBooksRight();
}

}  // namespace
}  // namespace cuijiao::ledger
