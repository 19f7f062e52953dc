#include <atomic>
#include <chrono>
#include <thread>

#include "tests/unit/rpc/rpc_fixture.h"

namespace cuijiao {
namespace {

using ledger::v1::Event;
using ledger::v1::FeedService;
using ledger::v1::StreamEventsRequest;

class StreamTest : public RpcTest {
 protected:
  // Opens the stream of partition C1 as the payroll service.
  std::unique_ptr<grpc::ClientReader<Event>> Open(grpc::ClientContext& context) {
    context.AddMetadata("authorization", "Bearer " + keys_.ServiceToken("payroll"));
    StreamEventsRequest request;
    request.set_partition("C1");
    stub_ = FeedService::NewStub(channel_);
    return stub_->StreamEvents(&context, request);
  }

  std::unique_ptr<FeedService::Stub> stub_;
};

TEST_F(StreamTest, DeliversEverythingInOrderAndEndsWithTheHandlersStatus) {
  handlers_.stream_events = [](const CallContext&, const StreamEventsRequest& request,
                               StreamWriter<Event>& writer) {
    Event event;
    event.set_partition(request.partition());
    for (int i = 1; i <= 1000; ++i) {
      event.set_sequence(i);
      EXPECT_TRUE(writer.Write(event));
    }
    return Refusal(absl::StatusCode::kFailedPrecondition, "END", "no more");
  };
  Start();
  grpc::ClientContext context;
  const auto reader = Open(context);
  Event event;
  std::int64_t last = 0;
  while (reader->Read(&event)) EXPECT_EQ(event.sequence(), ++last);
  EXPECT_EQ(last, 1000);
  EXPECT_EQ(ReasonOf(FromGrpcStatus(reader->Finish())), "END");
}

TEST_F(StreamTest, ASlowReaderSlowsTheHandler) {
  std::atomic<int> written = 0;
  handlers_.stream_events = [&](const CallContext&, const StreamEventsRequest&,
                                StreamWriter<Event>& writer) {
    Event event;
    event.set_unit_id(std::string(1 << 20, 'x'));
    while (writer.Write(event)) ++written;
    return absl::OkStatus();
  };
  Start();
  grpc::ClientContext context;
  const auto reader = Open(context);
  Event event;
  ASSERT_TRUE(reader->Read(&event));
  // The window of the connection holds a few of them and no more, however long one waits.
  int before = -1;
  while (before != written) {
    before = written;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  EXPECT_LT(written, 50);
  context.TryCancel();
  while (reader->Read(&event)) {
  }
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(StreamTest, TheHandlerLearnsThatTheClientHasGone) {
  absl::Notification gone;
  handlers_.stream_events = [&](const CallContext& call, const StreamEventsRequest&,
                                StreamWriter<Event>& writer) {
    EXPECT_TRUE(writer.Write(Event()));
    while (writer.WaitUnlessEnded(absl::Milliseconds(10))) {
    }
    EXPECT_TRUE(call.is_cancelled());
    EXPECT_FALSE(writer.Write(Event()));
    gone.Notify();
    return absl::OkStatus();
  };
  Start();
  grpc::ClientContext context;
  const auto reader = Open(context);
  Event event;
  ASSERT_TRUE(reader->Read(&event));
  context.TryCancel();
  EXPECT_TRUE(gone.WaitForNotificationWithTimeout(absl::Seconds(10)));
  reader->Finish();
}

TEST_F(StreamTest, EndsAtOnceWhenTheServerStops) {
  handlers_.stream_events = [](const CallContext&, const StreamEventsRequest&,
                               StreamWriter<Event>& writer) {
    EXPECT_TRUE(writer.Write(Event()));
    while (writer.WaitUnlessEnded(absl::Hours(1))) {
    }
    return absl::OkStatus();
  };
  Start();
  grpc::ClientContext context;
  const auto reader = Open(context);
  Event event;
  ASSERT_TRUE(reader->Read(&event));
  const absl::Time before = absl::Now();
  server_->Stop();
  EXPECT_LT(absl::Now() - before, absl::Seconds(5));
  EXPECT_FALSE(reader->Read(&event));
  const absl::Status status = FromGrpcStatus(reader->Finish());
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_EQ(ReasonOf(status), kServerStopping);
}

TEST_F(StreamTest, RefusesMoreStreamsThanItHasThreads) {
  limits_.max_streams = 1;
  absl::Notification release;
  handlers_.stream_events = [&](const CallContext&, const StreamEventsRequest&,
                                StreamWriter<Event>& writer) {
    EXPECT_TRUE(writer.Write(Event()));
    release.WaitForNotification();
    return absl::OkStatus();
  };
  Start();
  grpc::ClientContext first_context;
  const auto first = Open(first_context);
  Event event;
  ASSERT_TRUE(first->Read(&event));
  const auto first_stub = std::move(stub_);
  grpc::ClientContext second_context;
  EXPECT_EQ(ReasonOf(FromGrpcStatus(Open(second_context)->Finish())), kOverloaded);
  release.Notify();
  EXPECT_TRUE(first->Finish().ok());
}

TEST_F(StreamTest, RefusesACallersStreamsBeyondTheirOwnAndNobodyElses) {
  limits_.max_streams_per_caller = 2;
  absl::Notification release;
  handlers_.stream_events = [&](const CallContext&, const StreamEventsRequest&,
                                StreamWriter<Event>& writer) {
    EXPECT_TRUE(writer.Write(Event()));
    release.WaitForNotification();
    return absl::OkStatus();
  };
  Start();
  struct Opened {
    grpc::ClientContext context;
    std::unique_ptr<FeedService::Stub> stub;
    std::unique_ptr<grpc::ClientReader<Event>> reader;
  };
  const auto open = [this](const std::string& service, Opened& opened) {
    opened.context.AddMetadata("authorization", "Bearer " + keys_.ServiceToken(service));
    StreamEventsRequest request;
    request.set_partition("C1");
    opened.stub = FeedService::NewStub(channel_);
    opened.reader = opened.stub->StreamEvents(&opened.context, request);
    Event event;
    return opened.reader->Read(&event);
  };
  Opened first;
  Opened second;
  Opened third;
  ASSERT_TRUE(open("payroll", first));
  ASSERT_TRUE(open("payroll", second));
  EXPECT_FALSE(open("payroll", third));
  const absl::Status refused = FromGrpcStatus(third.reader->Finish());
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(refused), kTooManyStreams);
  EXPECT_EQ(ValuesOf(refused).at("max_streams_per_caller"), "2");
  EXPECT_EQ(ValuesOf(refused).at("caller"), "service:payroll");
  // Another caller's come beside them.
  Opened of_another;
  ASSERT_TRUE(open("waiver", of_another));
  release.Notify();
  Event event;
  for (Opened* opened : {&first, &second, &of_another}) {
    EXPECT_FALSE(opened->reader->Read(&event));
    EXPECT_TRUE(opened->reader->Finish().ok());
  }
  // What has ended leaves its place, once the server is done with it.
  bool has_place = false;
  while (!has_place) {
    Opened again;
    has_place = open("payroll", again);
    if (has_place) {
      EXPECT_FALSE(again.reader->Read(&event));
    }
    again.reader->Finish();
  }
}

TEST_F(StreamTest, PassesTheSameGatesAsEveryCall) {
  Start();
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + Finance());
  EXPECT_EQ(FeedService::NewStub(channel_)
                ->StreamEvents(&context, StreamEventsRequest())
                ->Finish()
                .error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

}  // namespace
}  // namespace cuijiao
