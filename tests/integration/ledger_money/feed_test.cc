// LED-14: the feed has every change, in order, without gaps.
#include <thread>

#include "tests/integration/ledger_money/money_world.h"

namespace cuijiao::ledger {
namespace {

class FeedTest : public MoneyWorld {
 protected:
  absl::StatusOr<v1::ListEventsResponse> List(std::int64_t after, int most = 0,
                                              const std::string& partition = "C1") {
    v1::ListEventsRequest request;
    request.set_partition(partition);
    request.set_after_sequence(after);
    request.set_max_events(most);
    return ledger_.Call<Feed>(&Feed::StubInterface::ListEvents, ledger_.Service("payroll"),
                              request);
  }
};

TEST_F(FeedTest, LED14_TellsEveryKindOfChangeInOrder) {
  PutFees(20'000, /*due_after=*/20);
  ASSERT_EQ(Bill("2017-03", "2017-03").status(), absl::OkStatus());
  const auto payment = Record(PaymentRequest(25'000));
  ledger_.set_date(Date(2017, 3, 25));
  ASSERT_EQ(Refund(payment->id(), 100).status(), absl::OkStatus());
  ASSERT_EQ(Reverse(payment->id()).status(), absl::OkStatus());
  const auto events = List(0);
  ASSERT_EQ(events.status(), absl::OkStatus());
  std::vector<v1::Event::ChangeCase> kinds;
  std::int64_t sequence = 0;
  for (const v1::Event& event : events->events()) {
    EXPECT_EQ(event.sequence(), ++sequence);
    EXPECT_EQ(event.partition(), "C1");
    kinds.push_back(event.change_case());
  }
  EXPECT_THAT(kinds, ::testing::ElementsAre(
                         v1::Event::kBillMade, v1::Event::kBillMade, v1::Event::kPaymentRecorded,
                         v1::Event::kPaymentRefunded, v1::Event::kPaymentReversed));
  // The refund found what fell due on 21 March first: the full fact has it.
  EXPECT_EQ(events->events(3).payment_refunded().allocations(0).posting_date(), "2017-03-21");
  EXPECT_GT(events->events(4).debt_version(), events->events(3).debt_version());
}

TEST_F(FeedTest, LED14_IsReadInPieces) {
  PutFees(20'000);
  ASSERT_EQ(Bill("2017-01", "2017-06").status(), absl::OkStatus());
  std::int64_t after = 0;
  while (true) {
    const auto events = List(after, 5);
    ASSERT_EQ(events.status(), absl::OkStatus());
    if (events->events().empty()) break;
    for (const v1::Event& event : events->events()) EXPECT_EQ(event.sequence(), ++after);
  }
  EXPECT_EQ(after, 12);
  EXPECT_EQ(ReasonOf(List(0, 0, "NOWHERE").status()), kUnknownPartition);
}

TEST_F(FeedTest, LED14_AStreamGoesOnWithNewEvents) {
  grpc::ClientContext context;
  ledger_.Prepare(context, ledger_.Service("escalation"));
  v1::StreamEventsRequest request;
  request.set_partition("C1");
  const auto stub = Feed::NewStub(ledger_.channel());
  const auto stream = stub->StreamEvents(&context, request);
  v1::Event event;
  for (std::int64_t i = 1; i <= 3; ++i) {
    ASSERT_EQ(Record(PaymentRequest(100 * i)).status(), absl::OkStatus());
    ASSERT_TRUE(stream->Read(&event));
    EXPECT_EQ(event.sequence(), i);
    EXPECT_EQ(event.payment_recorded().amount_fen(), 100 * i);
  }
  context.TryCancel();
  while (stream->Read(&event)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(FeedTest, LED14_AReaderBesideWritersSeesNoGap) {
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([this] {
      for (int n = 0; n < 10; ++n)
        EXPECT_EQ(Record(PaymentRequest(100)).status(), absl::OkStatus());
    });
  }
  std::int64_t seen = 0;
  while (seen < 40) {
    const auto events = List(seen, 7);
    ASSERT_EQ(events.status(), absl::OkStatus());
    for (const v1::Event& event : events->events()) ASSERT_EQ(event.sequence(), ++seen);
  }
  for (std::thread& writer : writers) writer.join();
  ExpectBooksRight();
}

}  // namespace
}  // namespace cuijiao::ledger
