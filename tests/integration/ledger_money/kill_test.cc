// kill -9 around the commit: what was acknowledged stands, and a repeated request has one effect.
#include <csignal>

#include "tests/integration/ledger_money/money_world.h"
#include "tests/support/service_process.h"

namespace cuijiao::ledger {
namespace {

struct KillCase {
  std::string failpoint;
  std::int64_t payments_after_the_kill;
};

class KillTest : public MoneyWorld, public ::testing::WithParamInterface<KillCase> {};

TEST_P(KillTest, LED2_AKilledLedgerNeitherLosesNorDoubles) {
  // The process has the system's clock: what it records is received long ago for it, which finance
  // may record.
  const v1::RecordPaymentRequest request = PaymentRequest(12'300);
  support::ServiceSetup setup("ledger", ledger_.keys(), ledger_.database().settings());
  setup.UsePersonalKeys();
  {
    support::ServiceProcess process(setup, GetParam().failpoint + "=kill");
    grpc::ClientContext context;
    ledger_.Prepare(context, ledger_.Finance());
    v1::Payment payment;
    const auto stub = Payments::NewStub(
        grpc::CreateChannel(process.address(), grpc::InsecureChannelCredentials()));
    EXPECT_FALSE(stub->RecordPayment(&context, request, &payment).ok());
    EXPECT_EQ(process.AwaitEnd(), SIGKILL);
    EXPECT_TRUE(setup.WasHit(GetParam().failpoint));
  }
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), GetParam().payments_after_the_kill);
  const auto repeated = Record(request);
  ASSERT_EQ(repeated.status(), absl::OkStatus());
  EXPECT_EQ(repeated->amount_fen(), 12'300);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 1);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM event WHERE partition_id = 'C1'"), 1);
  ExpectBooksRight();
}

TEST_P(KillTest, LED2_AKilledBatchIsThereOnceOrNotAtAll) {
  constexpr int kPayments = 40;
  v1::BatchRecordPaymentsRequest batch;
  for (int i = 0; i < kPayments; ++i) {
    *batch.add_payments() = PaymentRequest(100 + i, "2017-03-15", i % 2 == 0 ? "U1" : "U3");
  }
  support::ServiceSetup setup("ledger", ledger_.keys(), ledger_.database().settings());
  setup.UsePersonalKeys();
  {
    support::ServiceProcess process(setup, GetParam().failpoint + "=kill");
    grpc::ClientContext context;
    ledger_.Prepare(context, ledger_.Finance());
    v1::BatchRecordPaymentsResponse response;
    const auto stub = Payments::NewStub(
        grpc::CreateChannel(process.address(), grpc::InsecureChannelCredentials()));
    EXPECT_FALSE(stub->BatchRecordPayments(&context, batch, &response).ok());
    EXPECT_EQ(process.AwaitEnd(), SIGKILL);
  }
  // Their first group, of 32 of the 40, was committed or was not.
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), GetParam().payments_after_the_kill * 32);
  const auto repeat = [&] {
    return ledger_.Call<Payments>(&Payments::StubInterface::BatchRecordPayments, ledger_.Finance(),
                                  batch);
  };
  const auto repeated = repeat();
  ASSERT_EQ(repeated.status(), absl::OkStatus());
  for (int i = 0; i < kPayments; ++i) {
    EXPECT_EQ(repeated->outcomes(i).payment().amount_fen(), 100 + i);
  }
  const auto again = repeat();
  ASSERT_EQ(again.status(), absl::OkStatus());
  EXPECT_EQ(again->SerializeAsString(), repeated->SerializeAsString());
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), kPayments);
  ExpectBooksRight();
}

INSTANTIATE_TEST_SUITE_P(AroundTheCommit, KillTest,
                         ::testing::Values(KillCase{"ledger.record_payment.before_commit", 0},
                                           KillCase{"ledger.record_payment.before_answer", 1}));

}  // namespace
}  // namespace cuijiao::ledger
