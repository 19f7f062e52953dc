// Receipt numbers that nobody asks for: the sweep gives them, however it ends (LED-20).
#include <csignal>

#include "absl/time/clock.h"
#include "tests/integration/ledger_receipts/receipt_world.h"
#include "tests/support/service_process.h"

namespace cuijiao::ledger {
namespace {

class SweepTest : public ReceiptWorld {
 protected:
  SweepTest() : setup_("ledger", ledger_.keys(), ledger_.database().settings()) {
    setup_.UsePersonalKeys();
  }

  // Payments of both communities of P1, a thousand a call.
  void PayInBulk(int count) {
    v1::BatchRecordPaymentsRequest batch;
    for (int i = 0; i < count; ++i) {
      *batch.add_payments() = PaymentRequest(100 + i, "2017-03-15", i % 2 == 0 ? "U1" : "U3");
      if (batch.payments_size() < 1000 && i + 1 < count) continue;
      const auto recorded = ledger_.Call<Payments>(&Payments::StubInterface::BatchRecordPayments,
                                                   ledger_.Finance(), batch);
      ASSERT_EQ(recorded.status(), absl::OkStatus());
      batch.clear_payments();
    }
  }

  std::int64_t Numbered() { return Number("SELECT COUNT(*) AS n FROM receipt"); }

  support::ServiceSetup setup_;
};

TEST_F(SweepTest, LED20_ANumberingThatIsKilledLeavesNoGapAndTheNextGoesOn) {
  std::int64_t numbered = 0;
  for (const std::string point : {"NumberReceipts.before_commit", "NumberReceipts.after_commit"}) {
    // Its first sweep, too, dies of what it numbers, and may find a part of the payments.
    support::ServiceProcess process(setup_, point + "=kill");
    PayInBulk(5);
    grpc::ClientContext context;
    ledger_.Prepare(context, ledger_.Finance());
    v1::ListReceiptsRequest request;
    request.set_project_id("P1");
    request.set_year(2017);
    v1::ListReceiptsResponse response;
    const auto stub = Receipts::NewStub(
        grpc::CreateChannel(process.address(), grpc::InsecureChannelCredentials()));
    EXPECT_FALSE(stub->ListReceipts(&context, request, &response).ok());
    EXPECT_EQ(process.AwaitEnd(), SIGKILL);
    const bool committed = point == "NumberReceipts.after_commit";
    EXPECT_GE(Numbered(), committed ? numbered + 1 : numbered);
    EXPECT_LE(Numbered(), committed ? numbered + 5 : numbered);
    ExpectNoGap("P1", 2017, Numbered());
    numbered += 5;
    EXPECT_EQ(List("P1", 2017).value().last_sequence(), numbered);
    ExpectNoGap("P1", 2017, numbered);
  }
}

TEST_F(SweepTest, LED20_PaymentsThatNobodyAsksAboutAreNumberedToo) {
  PayInBulk(5);
  support::ServiceProcess process(setup_);
  const absl::Time end = absl::Now() + absl::Minutes(1);
  while (Numbered() < 5 && absl::Now() < end) absl::SleepFor(absl::Milliseconds(5));
  ExpectNoGap("P1", 2017, 5);
}

// More entries than one transaction follows.
TEST_F(SweepTest, LED20_LongJournalsAreFollowedInParts) {
  PayInBulk(2'500);
  EXPECT_EQ(List("P1", 2017).value().last_sequence(), 2'500);
  ExpectNoGap("P1", 2017, 2'500);
}

// Killed in its second step: the first stands, and the next one goes on behind it.
TEST_F(SweepTest, LED20_ANumberingThatIsKilledBetweenItsStepsIsGoneOnWith) {
  support::ServiceProcess process(setup_, "NumberReceipts.before_commit=kill@2");
  PayInBulk(2'500);
  grpc::ClientContext context;
  ledger_.Prepare(context, ledger_.Finance());
  v1::ListReceiptsRequest request;
  request.set_project_id("P1");
  request.set_year(2017);
  v1::ListReceiptsResponse response;
  const auto stub =
      Receipts::NewStub(grpc::CreateChannel(process.address(), grpc::InsecureChannelCredentials()));
  EXPECT_FALSE(stub->ListReceipts(&context, request, &response).ok());
  EXPECT_EQ(process.AwaitEnd(), SIGKILL);
  const std::int64_t numbered = Numbered();
  EXPECT_GT(numbered, 0);
  EXPECT_LT(numbered, 2'500);
  ExpectNoGap("P1", 2017, numbered);
  EXPECT_EQ(List("P1", 2017).value().last_sequence(), 2'500);
  ExpectNoGap("P1", 2017, 2'500);
}

}  // namespace
}  // namespace cuijiao::ledger
