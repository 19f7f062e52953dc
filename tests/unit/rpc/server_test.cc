#include "common/rpc/server.h"

#include <gmock/gmock.h>
#include <signal.h>

#include <thread>

#include "tests/unit/rpc/rpc_fixture.h"

namespace cuijiao {
namespace {

using ::testing::HasSubstr;

class ServerTest : public RpcTest {
 protected:
  absl::Status StartAnother(const ServerSettings& settings) {
    return Server::Start(settings, *runner_, {}).status();
  }
};

TEST_F(ServerTest, SaysThatItsPortIsInUse) {
  Start();
  ServerSettings settings;
  settings.listen_address = server_->address();
  const absl::Status status = StartAnother(settings);
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr(server_->address()));
  EXPECT_THAT(std::string(status.message()), HasSubstr("in use"));
}

TEST_F(ServerTest, SpeaksPlainTextOnLoopbackAlone) {
  Start();
  ServerSettings settings;
  settings.listen_address = "0.0.0.0:0";
  EXPECT_THAT(std::string(StartAnother(settings).message()), HasSubstr("without TLS"));
  settings.tls_certificate_file = "/nonexistent/server.pem";
  EXPECT_THAT(std::string(StartAnother(settings).message()), HasSubstr("both"));
  settings.tls_key_file = "/nonexistent/server.key";
  EXPECT_THAT(std::string(StartAnother(settings).message()),
              HasSubstr("/nonexistent/server.pem cannot be read"));
}

TEST_F(ServerTest, OffersNothingThatTheProtosDoNotName) {
  Start();
  ledger::v1::PaymentService::CallbackService service;
  const auto started =
      Server::Start(settings_, *runner_, {{"cuijiao.ledger.v1.NoService", &service}});
  EXPECT_THAT(std::string(started.status().message()), HasSubstr("is no service"));
}

TEST_F(ServerTest, FinishesWhatRunsAndTakesNothingNewWhenItStops) {
  absl::Notification entered;
  absl::Notification release;
  handlers_.record_payment = [&](const CallContext&, const auto&) {
    entered.Notify();
    release.WaitForNotification();
    return ledger::v1::Payment();
  };
  Start();
  std::thread running([&] { EXPECT_TRUE(RecordPayment(Collector(), PaymentOf("U1")).ok()); });
  entered.WaitForNotification();
  std::thread stopping([&] { server_->Stop(); });
  // Until the shutdown has begun calls are still answered; from then on they are not. One that gRPC
  // has just taken in is cancelled, all others find nobody there.
  while (GetPayment(Collector(), "PAY1").ok()) std::this_thread::yield();
  absl::Status refused;
  do {
    refused = GetPayment(Collector(), "PAY1").status();
  } while (absl::IsCancelled(refused));
  EXPECT_TRUE(absl::IsUnavailable(refused)) << refused;
  release.Notify();
  running.join();
  stopping.join();
}

TEST_F(ServerTest, CutsWhatDoesNotEndInTime) {
  settings_.drain_timeout = absl::Milliseconds(200);
  absl::Notification entered;
  handlers_.record_payment = [&](const CallContext& call, const auto&) {
    entered.Notify();
    while (!call.is_cancelled()) std::this_thread::yield();
    return ledger::v1::Payment();
  };
  Start();
  std::thread running([&] { EXPECT_FALSE(RecordPayment(Collector(), PaymentOf("U1")).ok()); });
  entered.WaitForNotification();
  server_->Stop();
  running.join();
}

TEST_F(ServerTest, LetsCallsOutliveTheirConnectionsAge) {
  settings_.max_connection_age = absl::Milliseconds(100);
  settings_.drain_timeout = absl::Milliseconds(10);
  absl::Notification entered;
  absl::Notification release;
  handlers_.record_payment = [&](const CallContext& call, const auto&) {
    entered.Notify();
    release.WaitForNotification();
    EXPECT_FALSE(call.is_cancelled());
    return ledger::v1::Payment();
  };
  Start();
  std::thread running([&] { EXPECT_TRUE(RecordPayment(Collector(), PaymentOf("U1")).ok()); });
  entered.WaitForNotification();
  // A channel is idle once its connection's age is over; the second time far beyond that of the
  // first.
  for (int connections = 0; connections < 2; ++connections) {
    while (channel_->GetState(false) == GRPC_CHANNEL_READY) std::this_thread::yield();
    while (!GetPayment(Collector(), "PAY1").ok()) std::this_thread::yield();
  }
  release.Notify();
  running.join();
}

TEST(StopSignals, WaitReturnsTheSignalThatCame) {
  StopSignals signals;
  ASSERT_EQ(::raise(SIGTERM), 0);
  EXPECT_EQ(signals.Wait(), "SIGTERM");
  ASSERT_EQ(::raise(SIGINT), 0);
  EXPECT_EQ(signals.Wait(), "SIGINT");
}

}  // namespace
}  // namespace cuijiao
