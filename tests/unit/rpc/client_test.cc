#include "common/rpc/client.h"

#include <gmock/gmock.h>

#include <atomic>

#include "tests/unit/rpc/rpc_fixture.h"

namespace cuijiao {
namespace {

using ledger::v1::Event;
using ledger::v1::FeedService;
using ledger::v1::Payment;
using ledger::v1::PaymentService;
using ledger::v1::StreamEventsRequest;
using ::testing::HasSubstr;

class PeerTest : public RpcTest {
 protected:
  std::unique_ptr<Peer> PeerAs(const std::string& service) {
    PeerSettings settings;
    settings.name = "ledger";
    settings.address = server_->address();
    return Peer::Connect(settings, keys_.service_signer(service)).value();
  }

  // The end of a stream of events, opened through `peer`.
  static absl::Status EndOfStream(Peer& peer, const OutgoingCall& call) {
    grpc::ClientContext context;
    if (absl::Status prepared = peer.Prepare(context, call); !prepared.ok()) return prepared;
    StreamEventsRequest request;
    request.set_partition("C1");
    const auto stub = FeedService::NewStub(peer.channel());
    return peer.ErrorOf(stub->StreamEvents(&context, request)->Finish());
  }
};

TEST_F(PeerTest, CallsAsTheServiceForThePersonBehindTheCall) {
  CallContext seen;
  handlers_.stream_events = [&](const CallContext& call, const auto&, auto&) {
    seen = call;
    return absl::OkStatus();
  };
  Start();
  CallContext answered;
  answered.identity.staff_id = "S7";
  answered.identity.roles = Role::kManager | Role::kFinance;
  answered.call_id = "call-9";
  answered.deadline = absl::Now() + absl::Seconds(5);
  const auto peer = PeerAs("waiver");
  ASSERT_TRUE(EndOfStream(*peer, OutgoingCall::For(answered)).ok());
  EXPECT_EQ(seen.identity.service_name, "waiver");
  EXPECT_EQ(seen.identity.actor, (Actor{"S7", Role::kManager | Role::kFinance}));
  EXPECT_EQ(seen.call_id, "call-9");
  EXPECT_LT(seen.deadline, answered.deadline);
  EXPECT_GT(seen.deadline, answered.deadline - absl::Seconds(1));

  // A chain of services keeps the person; another person gets another token.
  ASSERT_TRUE(EndOfStream(*peer, OutgoingCall::For(seen)).ok());
  EXPECT_EQ(seen.identity.acting_staff_id(), "S7");
  answered.identity.staff_id = "S8";
  ASSERT_TRUE(EndOfStream(*peer, OutgoingCall::For(answered)).ok());
  EXPECT_EQ(seen.identity.acting_staff_id(), "S8");
  ASSERT_TRUE(EndOfStream(*peer, OutgoingCall()).ok());
  EXPECT_FALSE(seen.identity.actor.has_value());
}

TEST_F(PeerTest, HandsThePeersReasonOn) {
  Start();
  const auto peer = PeerAs("waiver");
  const auto stub = PaymentService::NewStub(peer->channel());
  ledger::v1::GetPaymentRequest request;
  request.set_payment_id("PAY1");
  const absl::StatusOr<Payment> payment =
      peer->CallUnary(*stub, &PaymentService::StubInterface::GetPayment, OutgoingCall(), request);
  EXPECT_TRUE(absl::IsPermissionDenied(payment.status()));
  EXPECT_EQ(ReasonOf(payment.status()), "ROLE_NOT_ALLOWED");
}

TEST_F(PeerTest, ATokenThatThePeerRefusesIsThisServicesFault) {
  Start();
  PeerSettings settings;
  settings.name = "ledger";
  settings.address = server_->address();
  const auto peer =
      Peer::Connect(settings, TokenSigner(JoseKey::Generate("waiver-1", "service:waiver"))).value();
  const absl::Status status = EndOfStream(*peer, OutgoingCall());
  EXPECT_TRUE(absl::IsInternal(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("ledger"));
}

TEST_F(PeerTest, NamesThePeerThatCannotBeReached) {
  Start();
  const auto peer = PeerAs("waiver");
  server_->Stop();
  OutgoingCall call;
  call.deadline = absl::Now() + absl::Seconds(10);
  const absl::Status status = EndOfStream(*peer, call);
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("ledger cannot be reached"));
  EXPECT_EQ(ReasonOf(status), kPeerAway);
  EXPECT_EQ(ValuesOf(status).at("service"), "ledger");
}

TEST_F(PeerTest, DoesNotAskWithoutTime) {
  Start();
  OutgoingCall call;
  call.deadline = absl::Now() - absl::Seconds(1);
  EXPECT_EQ(ReasonOf(EndOfStream(*PeerAs("waiver"), call)), kDeadlinePassed);
}

TEST_F(PeerTest, RepeatsWhatMayBeRepeated) {
  std::atomic<int> asked = 0;
  handlers_.stream_events = [&](const CallContext&, const auto&, auto&) -> absl::Status {
    if (++asked == 1) return absl::UnavailableError("not yet");
    if (asked == 2) return absl::CancelledError("stopping");
    return absl::OkStatus();
  };
  Start();
  EXPECT_TRUE(EndOfStream(*PeerAs("waiver"), OutgoingCall()).ok());
  EXPECT_EQ(asked, 3);
}

TEST_F(PeerTest, APeerThatStopsCannotBeReached) {
  handlers_.stream_events = [](const CallContext&, const auto&, auto&) {
    return absl::CancelledError("stopping");
  };
  Start();
  const absl::Status status = EndOfStream(*PeerAs("waiver"), OutgoingCall());
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(ReasonOf(status), kPeerAway);
}

}  // namespace
}  // namespace cuijiao
