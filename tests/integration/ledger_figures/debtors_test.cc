// Who owes what where a unit has changed hands, over gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/status/reason.h"
#include "cuijiao/ledger/v1/adjustment.grpc.pb.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "tests/integration/ledger_figures/figures_world.h"
#include "tests/support/must.h"

namespace cuijiao::support {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Debtors : public ::testing::Test {
 protected:
  // U9 was O9's in January 2016, O8's from 15 February to 14 March, and is O10's from then on; who
  // owned it in between is not known. Each month is 100.00.
  Debtors() {
    MustBeOk(world_.ledger().PutText(R"(
      entries { owner { id: "O8" name: "钱先生" } }
      entries { owner { id: "O10" name: "孙女士" } }
      entries { ownership { unit_id: "U9" owner_id: "O9" from_date: "2016-01-01"
                            to_date: "2016-01-31" } }
      entries { ownership { unit_id: "U9" owner_id: "O8" from_date: "2016-02-15"
                            to_date: "2016-03-14" } }
      entries { ownership { unit_id: "U9" owner_id: "O10" from_date: "2016-03-15" } })"));
    world_.Bill("C9", "2016-01", "2016-04");
  }

  absl::StatusOr<v1::ListDebtorsResponse> List(const std::string& unit_id = "U9") {
    v1::ListDebtorsRequest request;
    request.set_unit_id(unit_id);
    return world_.ledger().Call<v1::StatementService>(
        &v1::StatementService::StubInterface::ListDebtors, world_.ledger().Finance(), request);
  }

  FiguresWorld world_;
};

TEST_F(Debtors, LED7_EachOwesForTheDaysOfTheirOwn) {
  const auto told = List();
  ASSERT_EQ(told.status(), absl::OkStatus());
  EXPECT_EQ(told->unpaid_fen(), 4 * kMonthFen);
  ASSERT_THAT(told->debtors(), SizeIs(4));
  EXPECT_THAT(told->debtors(0).owner_ids(), ElementsAre("O9"));
  EXPECT_EQ(told->debtors(0).unpaid_fen(), kMonthFen);
  EXPECT_THAT(told->debtors(1).owner_ids(), IsEmpty());
  EXPECT_EQ(told->debtors(1).unpaid_fen(), 48'28);  // 14 of 29 days of February
  EXPECT_THAT(told->debtors(2).owner_ids(), ElementsAre("O8"));
  EXPECT_EQ(told->debtors(2).unpaid_fen(), 51'72 + 45'16);  // and 14 of 31 days of March
  ASSERT_THAT(told->debtors(2).parts(), SizeIs(2));
  EXPECT_EQ(told->debtors(2).parts(1).bill_id(), "U9/property/20160301-20160331");
  EXPECT_EQ(told->debtors(2).parts(1).from_date(), "2016-03-01");
  EXPECT_EQ(told->debtors(2).parts(1).to_date(), "2016-03-14");
  EXPECT_THAT(told->debtors(3).owner_ids(), ElementsAre("O10"));
  EXPECT_EQ(told->debtors(3).unpaid_fen(), 54'84 + kMonthFen);
}

TEST_F(Debtors, LED7_WhatIsPaidIsOwedByNobody) {
  world_.Pay("U9", 2 * kMonthFen + 31'00, Date(2017, 1, 1));
  const auto told = List();
  ASSERT_EQ(told.status(), absl::OkStatus());
  ASSERT_THAT(told->debtors(), SizeIs(2));
  EXPECT_EQ(told->debtors(0).unpaid_fen(), 45'16 - 31'00);  // what is paid is of the first days
  EXPECT_EQ(told->debtors(1).unpaid_fen(), 54'84 + kMonthFen);
  EXPECT_EQ(told->unpaid_fen(), kMonthFen + 69'00);
  EXPECT_THAT(List("U3")->debtors(), IsEmpty());
}

// What is paid of late fee and costs is of the first days like principal.
TEST_F(Debtors, LED7_ChargesThatArePaidInPartArePaidForTheFirstDays) {
  const std::string march = "U9/property/20160301-20160331";
  v1::ChargeCostRequest cost;
  cost.set_request_id(world_.ledger().NewRequestId());
  cost.set_bill_id(march);
  cost.set_amount_fen(31'00);
  cost.set_note("律师函邮费");
  MustBeOk(world_.ledger()
               .Call<v1::AdjustmentService>(&v1::AdjustmentService::StubInterface::ChargeCost,
                                            world_.ledger().Finance(), cost)
               .status());
  v1::RecordPaymentRequest pay;
  pay.set_request_id(world_.ledger().NewRequestId());
  pay.set_unit_id("U9");
  pay.set_amount_fen(15'00);
  pay.set_method(v1::PAYMENT_METHOD_POS);
  pay.set_received_date("2017-01-01");
  pay.add_designations()->set_bill_id(march);
  MustBeOk(world_.ledger()
               .Call<v1::PaymentService>(&v1::PaymentService::StubInterface::RecordPayment,
                                         world_.ledger().Finance(), pay)
               .status());
  const auto told = List();
  ASSERT_EQ(told.status(), absl::OkStatus());
  // O8's 14 days of March are 14.00 of the costs, O10's 17 are 17.00.
  EXPECT_EQ(told->debtors(2).parts(1).cost_fen(), 0);
  EXPECT_EQ(told->debtors(3).parts(0).cost_fen(), 16'00);
  EXPECT_EQ(told->unpaid_fen(), 4 * kMonthFen + 16'00);
}

TEST_F(Debtors, LED7_AnUnknownUnitIsNamed) {
  EXPECT_EQ(ReasonOf(List("NOBODY").status()), "UNKNOWN_UNIT");
}

}  // namespace
}  // namespace cuijiao::support
