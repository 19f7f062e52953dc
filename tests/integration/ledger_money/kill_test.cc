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

INSTANTIATE_TEST_SUITE_P(AroundTheCommit, KillTest,
                         ::testing::Values(KillCase{"ledger.record_payment.before_commit", 0},
                                           KillCase{"ledger.record_payment.before_answer", 1}));

}  // namespace
}  // namespace cuijiao::ledger
