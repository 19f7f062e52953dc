// LED-18 over gRPC: debts written off by two people, and revived.
#include "cuijiao/ledger/v1/adjustment.grpc.pb.h"
#include "cuijiao/ledger/v1/plan.grpc.pb.h"
#include "cuijiao/ledger/v1/statement.grpc.pb.h"
#include "services/ledger/domain/billing/adjustment.h"
#include "services/ledger/domain/figures/plan.h"
#include "services/ledger/domain/payments/settlement.h"
#include "tests/integration/ledger_money/money_world.h"

namespace cuijiao::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Adjustments = v1::AdjustmentService;

class WriteOffTest : public MoneyWorld {
 protected:
  // U1 owes 900.00 of 2016 with 20.00 of costs, and 100.00 of January.
  WriteOffTest() {
    PutFees(100'00);
    PutOpening(900'00, 20'00);
    EXPECT_EQ(Bill("2017-01", "2017-01").status(), absl::OkStatus());
    old_ = Bills()[0].id();
  }

  absl::StatusOr<v1::WriteOff> Ask(const std::vector<std::string>& bill_ids,
                                   const std::string& unit = "U1") {
    v1::RequestWriteOffRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_unit_id(unit);
    for (const std::string& id : bill_ids) request.add_bill_ids(id);
    request.set_reason(v1::WriteOff::REASON_TIME_BARRED);
    request.set_note("孙丽华，时效已过");
    return ledger_.Call<Adjustments>(&Adjustments::StubInterface::RequestWriteOff,
                                     ledger_.Finance(), request);
  }

  absl::StatusOr<v1::WriteOff> Approve(const std::string& id, const support::Caller& caller) {
    v1::ApproveWriteOffRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_write_off_id(id);
    return ledger_.Call<Adjustments>(&Adjustments::StubInterface::ApproveWriteOff, caller, request);
  }
  absl::StatusOr<v1::WriteOff> Approve(const std::string& id) {
    return Approve(id, ledger_.Staff("GM1", Role::kGeneralManager));
  }

  absl::StatusOr<v1::WriteOff> Reject(const std::string& id) {
    v1::RejectWriteOffRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_write_off_id(id);
    request.set_note("再催一次");
    return ledger_.Call<Adjustments>(&Adjustments::StubInterface::RejectWriteOff,
                                     ledger_.Staff("GM1", Role::kGeneralManager), request);
  }

  absl::StatusOr<v1::WriteOff> Revive(const std::string& id) {
    v1::ReviveWriteOffRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_write_off_id(id);
    request.set_note("业主同意支付");
    return ledger_.Call<Adjustments>(&Adjustments::StubInterface::ReviveWriteOff, ledger_.Finance(),
                                     request);
  }

  std::string old_;
};

TEST_F(WriteOffTest, LED18_FinanceAsksTheGeneralManagerApproves) {
  const auto asked = Ask({old_});
  ASSERT_EQ(asked.status(), absl::OkStatus());
  EXPECT_EQ(asked->state(), v1::WriteOff::STATE_REQUESTED);
  EXPECT_EQ(asked->amount_fen(), 920'00);
  ASSERT_THAT(asked->parts(), SizeIs(2));
  EXPECT_EQ(asked->parts(0).component(), v1::BILL_COMPONENT_COST);
  EXPECT_EQ(UnpaidOf(), 1'020'00);  // nothing is posted yet

  const auto approved = Approve(asked->id());
  ASSERT_EQ(approved.status(), absl::OkStatus());
  EXPECT_EQ(approved->state(), v1::WriteOff::STATE_APPROVED);
  EXPECT_EQ(approved->decided_by(), "GM1");
  EXPECT_EQ(approved->posting_date(), "2017-03-15");
  EXPECT_EQ(UnpaidOf(), 100'00);
  EXPECT_EQ(Bills()[0].written_off_fen(), 920'00);  // it stays visible
  EXPECT_EQ(Number("SELECT SUM(amount_fen) AS n FROM journal_line"
                   " WHERE account = 'WRITE_OFF_EXPENSE'"),
            920'00);
  EXPECT_EQ(ReasonOf(Approve(asked->id()).status()), "WRITE_OFF_DECIDED");
  EXPECT_EQ(ReasonOf(Reject(asked->id()).status()), "WRITE_OFF_DECIDED");
  ExpectBooksRight();
}

TEST_F(WriteOffTest, LED18_IsNoReceiptAndLowersNoReceivable) {
  const std::string january = Bills()[1].id();
  ASSERT_EQ(Approve(Ask({january})->id()).status(), absl::OkStatus());
  v1::GetCollectionRateRequest request;
  request.set_community_id("C1");
  const auto rate = ledger_.Call<v1::PlanService>(
      &v1::PlanService::StubInterface::GetCollectionRate, ledger_.Finance(), request);
  ASSERT_EQ(rate.status(), absl::OkStatus());
  EXPECT_EQ(rate->received_fen(), 0);
  EXPECT_EQ(rate->receivable_fen(), 2'400'00);
}

TEST_F(WriteOffTest, LED18_RevivedItIsOwedAgainAndPrepaymentPaysIt) {
  const auto asked = Ask({old_});
  EXPECT_EQ(ReasonOf(Revive(asked->id()).status()), "WRITE_OFF_NOT_POSTED");
  ASSERT_EQ(Approve(asked->id()).status(), absl::OkStatus());
  const auto payment = Record(PaymentRequest(150'00));
  ASSERT_EQ(payment->prepayment_fen(), 50'00);
  ledger_.set_date(Date(2017, 4, 20));
  const auto revived = Revive(asked->id());
  ASSERT_EQ(revived.status(), absl::OkStatus());
  EXPECT_EQ(revived->state(), v1::WriteOff::STATE_REVIVED);
  EXPECT_EQ(revived->revival_date(), "2017-04-20");
  EXPECT_EQ(Bills()[0].written_off_fen(), 0);
  EXPECT_EQ(UnpaidOf(), 920'00 - 50'00);
  EXPECT_EQ(ReasonOf(Revive(asked->id()).status()), "WRITE_OFF_NOT_POSTED");
  ExpectBooksRight();
  // It can be given up again.
  EXPECT_EQ(Ask({old_})->amount_fen(), 870'00);
}

TEST_F(WriteOffTest, LED18_NobodyApprovesWhatTheyAskedFor) {
  v1::RequestWriteOffRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_unit_id("U1");
  request.add_bill_ids(old_);
  request.set_reason(v1::WriteOff::REASON_OTHER);
  request.set_note("x");
  const support::Caller both = ledger_.Staff("GM1", RoleSet{Role::kGeneralManager, Role::kFinance});
  const auto asked =
      ledger_.Call<Adjustments>(&Adjustments::StubInterface::RequestWriteOff, both, request);
  ASSERT_EQ(asked.status(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Approve(asked->id(), both).status()), kSamePerson);
  EXPECT_EQ(UnpaidOf(), 1'020'00);
}

TEST_F(WriteOffTest, LED18_OnlyWhatWasAskedForIsGivenUp) {
  const auto asked = Ask({old_});
  ASSERT_EQ(Record(PaymentRequest(1)).status(), absl::OkStatus());
  const auto approved = Approve(asked->id());
  EXPECT_EQ(approved.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(approved.status()), kDebtChanged);
  EXPECT_EQ(UnpaidOf(), 1'020'00 - 1);
  // Rejected, it can be asked for anew.
  EXPECT_EQ(ReasonOf(Ask({old_}).status()), "WRITE_OFF_REQUESTED");
  ASSERT_EQ(Reject(asked->id()).status(), absl::OkStatus());
  EXPECT_EQ(Ask({old_})->amount_fen(), 920'00 - 1);
}

TEST_F(WriteOffTest, LED18_RefusesWhatCannotBeGivenUp) {
  EXPECT_EQ(ReasonOf(Ask({Bills("U1")[0].id()}, "U2").status()), kUnknownBill);
  ASSERT_EQ(Record(PaymentRequest(1'020'00)).status(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Ask({old_}).status()), kNothingUnpaid);
}

TEST_F(WriteOffTest, LED18_NotesAreKeptEncryptedAndListsGiveNone) {
  const auto asked = Ask({old_});
  ASSERT_EQ(Reject(asked->id()).status(), absl::OkStatus());
  v1::GetWriteOffRequest get;
  get.set_write_off_id(asked->id());
  const auto one =
      ledger_.Call<Adjustments>(&Adjustments::StubInterface::GetWriteOff, ledger_.Finance(), get);
  ASSERT_EQ(one.status(), absl::OkStatus());
  EXPECT_THAT(one->notes(), ElementsAre("孙丽华，时效已过", "再催一次"));
  EXPECT_EQ(
      Number("SELECT COUNT(*) AS n FROM write_off_note WHERE INSTR(note_cipher, '孙丽华') > 0"), 0);

  v1::ListWriteOffsRequest list;
  list.set_project_id("P1");
  list.set_state(v1::WriteOff::STATE_REJECTED);
  auto found = ledger_.Call<Adjustments>(&Adjustments::StubInterface::ListWriteOffs,
                                         ledger_.Finance(), list);
  ASSERT_EQ(found.status(), absl::OkStatus());
  ASSERT_THAT(found->write_offs(), SizeIs(1));
  EXPECT_THAT(found->write_offs(0).notes(), IsEmpty());
  list.set_state(v1::WriteOff::STATE_APPROVED);
  found = ledger_.Call<Adjustments>(&Adjustments::StubInterface::ListWriteOffs, ledger_.Finance(),
                                    list);
  EXPECT_THAT(found->write_offs(), IsEmpty());
}

TEST_F(WriteOffTest, LED18_UnknownOnesAreNamed) {
  v1::GetWriteOffRequest get;
  get.set_write_off_id("W0");
  const auto one =
      ledger_.Call<Adjustments>(&Adjustments::StubInterface::GetWriteOff, ledger_.Finance(), get);
  EXPECT_EQ(one.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(one.status()), "UNKNOWN_WRITE_OFF");
}

}  // namespace
}  // namespace cuijiao::ledger
