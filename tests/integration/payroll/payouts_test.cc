// What the payroll system pulls, takes and sends back (INC-12).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "common/status/reason.h"
#include "services/payroll/domain/reasons.h"
#include "tests/integration/payroll/payroll_world.h"

namespace cuijiao::payroll {
namespace {

using ::testing::ElementsAre;

// March and April released, five payslips each.
class Payouts : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const int month : {1, 2, 3}) world_.Close(Month(2017, month));
    ReleaseMonth(Month(2017, 3));
    world_.Close(Month(2017, 4));
    ReleaseMonth(Month(2017, 4));
  }

  void ReleaseMonth(Month month) {
    world_.PutWages(
        FormatMonth(month),
        {{"S1", "6000"}, {"S2", "6000"}, {"L1", "6000"}, {"D1", "6000"}, {"S9", "6000"}});
    world_.RunMonth(month);
    const absl::StatusOr<v1::Run> released = world_.Release(FormatMonth(month));
    ASSERT_TRUE(released.ok()) << released.status();
  }

  std::vector<v1::Payout> All() {
    const v1::ListPayoutsResponse response = *world_.Payouts(0);
    return {response.payouts().begin(), response.payouts().end()};
  }
  absl::StatusOr<v1::AcknowledgePayoutsResponse> Acknowledge(const std::vector<std::string>& ids) {
    v1::AcknowledgePayoutsRequest request;
    request.mutable_payout_ids()->Assign(ids.begin(), ids.end());
    return world_.Call(&v1::PayrollService::StubInterface::AcknowledgePayouts,
                       world_.PayrollSystem(), request);
  }
  absl::StatusOr<v1::Payout> Reject(const std::string& id, const std::string& reason,
                                    const std::string& request_id = "") {
    v1::RejectPayoutRequest request;
    request.set_request_id(request_id.empty() ? world_.ledger().NewRequestId() : request_id);
    request.set_payout_id(id);
    request.set_reason(reason);
    return world_.Call(&v1::PayrollService::StubInterface::RejectPayout, world_.PayrollSystem(),
                       request);
  }
  absl::StatusOr<v1::Payout> Resolve(const std::string& id,
                                     v1::ResolvePayoutRequest::Resolution resolution,
                                     const std::string& request_id = "") {
    v1::ResolvePayoutRequest request;
    request.set_request_id(request_id.empty() ? world_.ledger().NewRequestId() : request_id);
    request.set_payout_id(id);
    request.set_resolution(resolution);
    request.set_note("已核实");
    return world_.Call(&v1::PayrollService::StubInterface::ResolvePayout, world_.Officer(),
                       request);
  }

  std::vector<std::string> StreamedAfter(std::int64_t position) {
    grpc::ClientContext context;
    world_.ledger().Prepare(context, world_.PayrollSystem());
    v1::StreamPayoutsRequest request;
    request.set_after_position(position);
    const auto stream = world_.payroll().StreamPayouts(&context, request);
    std::vector<std::string> ids;
    v1::Payout payout;
    while (stream->Read(&payout)) ids.push_back(payout.id());
    EXPECT_TRUE(stream->Finish().ok());
    return ids;
  }

  PayrollWorld world_;
};

TEST_F(Payouts, StandInOneOrderWithIdsThatDoNotChange) {
  const std::vector<v1::Payout> payouts = All();
  ASSERT_EQ(payouts.size(), 10U);
  std::set<std::string> ids;
  for (std::size_t i = 0; i < payouts.size(); ++i) {
    EXPECT_EQ(payouts[i].position(), static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(payouts[i].month(), i < 5 ? "2017-03" : "2017-04");
    EXPECT_EQ(payouts[i].pay_month(), i < 5 ? "2017-04" : "2017-05");
    ids.insert(payouts[i].id());
  }
  EXPECT_EQ(ids.size(), 10U);
  std::vector<std::string> staff;
  for (std::size_t i = 0; i < 5; ++i) staff.push_back(payouts[i].staff_id());
  EXPECT_THAT(staff, ElementsAre("D1", "L1", "S1", "S2", "S9"));
  EXPECT_EQ(payouts[2].employee_no(), "E001");
}

TEST_F(Payouts, APullThatBrokeOffGoesOnWhereItStopped) {
  std::vector<std::string> pulled;
  std::int64_t position = 0;
  for (bool more = true; more;) {
    const v1::ListPayoutsResponse page = *world_.Payouts(position, 3);
    for (const v1::Payout& payout : page.payouts()) {
      pulled.push_back(payout.id());
      position = payout.position();
    }
    more = page.more();
  }
  std::vector<std::string> all;
  for (const v1::Payout& payout : All()) all.push_back(payout.id());
  EXPECT_EQ(pulled, all);

  // The same as a stream that is cut after four and taken up again.
  std::vector<std::string> streamed;
  for (int round = 0; round < 2; ++round) {
    grpc::ClientContext context;
    world_.ledger().Prepare(context, world_.PayrollSystem());
    v1::StreamPayoutsRequest request;
    request.set_after_position(static_cast<std::int64_t>(streamed.size()));
    const auto stream = world_.payroll().StreamPayouts(&context, request);
    v1::Payout payout;
    while (stream->Read(&payout)) {
      streamed.push_back(payout.id());
      if (round == 0 && streamed.size() == 4) break;
    }
    if (round == 0) {
      context.TryCancel();
      EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
    } else {
      EXPECT_TRUE(stream->Finish().ok());
    }
  }
  EXPECT_EQ(streamed, all);
}

TEST_F(Payouts, AcknowledgedTwiceAnswerAlike) {
  const std::string id = All()[0].id();
  EXPECT_EQ(Acknowledge({id})->acknowledged_count(), 1);
  const absl::StatusOr<v1::AcknowledgePayoutsResponse> again = Acknowledge({id, id});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->acknowledged_count(), 0);
  EXPECT_EQ(again->already_count(), 1);
  EXPECT_EQ(world_.Payouts(0, 0, true)->payouts_size(), 9);
}

TEST_F(Payouts, AreAcknowledgedAllOrNone) {
  const std::string id = All()[0].id();
  EXPECT_EQ(ReasonOf(Acknowledge({id, "unknown"}).status()), kUnknownPayout);
  EXPECT_EQ(world_.Payouts(0, 0, true)->payouts_size(), 10);
}

TEST_F(Payouts, ARejectedOneIsATaskUntilItIsSentAgain) {
  const v1::Payout payout = All()[0];
  const absl::StatusOr<v1::Payout> rejected = Reject(payout.id(), "unknown number");
  ASSERT_TRUE(rejected.ok()) << rejected.status();
  EXPECT_EQ(rejected->state(), v1::Payout::STATE_REJECTED);
  EXPECT_EQ(ReasonOf(Reject(payout.id(), "unknown number").status()), kPayoutRejected);
  EXPECT_EQ(ReasonOf(Acknowledge({payout.id()}).status()), kPayoutRejected);

  v1::ListPayoutsRequest tasks;
  tasks.set_rejected_only(true);
  const absl::StatusOr<v1::ListPayoutsResponse> listed =
      world_.Call(&v1::PayrollService::StubInterface::ListPayouts, world_.Officer(), tasks);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->payouts_size(), 1);
  EXPECT_EQ(listed->payouts(0).reject_reason(), "unknown number");

  // The number is mended in the ledger; the payout goes out again under its id.
  world_.Put(R"(entries { staff { id: "D1" name: "刘洋" employee_no: "E404" } })");
  const absl::StatusOr<v1::Payout> again =
      Resolve(payout.id(), v1::ResolvePayoutRequest::RESOLUTION_SEND_AGAIN);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->state(), v1::Payout::STATE_RELEASED);
  EXPECT_EQ(again->employee_no(), "E404");
  EXPECT_EQ(world_.Payouts(0, 0, true)->payouts_size(), 10);
  EXPECT_EQ(Acknowledge({payout.id()})->acknowledged_count(), 1);
  EXPECT_EQ(ReasonOf(Reject(payout.id(), "late").status()), kPayoutAcknowledged);
}

TEST_F(Payouts, INC12_OneSentAgainIsMetOnceAfterTheLastPosition) {
  const std::vector<v1::Payout> payouts = All();
  const std::string id = payouts[1].id();
  const std::int64_t last = payouts.back().position();
  ASSERT_TRUE(Reject(id, "unknown number").ok());
  ASSERT_EQ(world_.Payouts(last)->payouts_size(), 0);
  const absl::StatusOr<v1::Payout> again =
      Resolve(id, v1::ResolvePayoutRequest::RESOLUTION_SEND_AGAIN);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_GT(again->position(), last);

  // Whoever goes on after the last position meets it, as a page, as a stream and as a file.
  const v1::ListPayoutsResponse page = *world_.Payouts(last);
  ASSERT_EQ(page.payouts_size(), 1);
  EXPECT_EQ(page.payouts(0).SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(page.payouts(0).id(), id);
  EXPECT_THAT(StreamedAfter(last), ElementsAre(id));
  v1::ExportPayoutsRequest file;
  file.set_after_position(last);
  const absl::StatusOr<v1::ExportPayoutsResponse> exported =
      world_.Call(&v1::PayrollService::StubInterface::ExportPayouts, world_.PayrollSystem(), file);
  ASSERT_TRUE(exported.ok()) << exported.status();
  EXPECT_EQ(exported->row_count(), 1);
  EXPECT_EQ(exported->last_position(), again->position());

  // Once: neither in its old place nor after its new one.
  EXPECT_EQ(world_.Payouts(again->position())->payouts_size(), 0);
  EXPECT_EQ(All().size(), payouts.size());
  EXPECT_EQ(All()[1].id(), payouts[2].id());

  // What is settled otherwise stays where it was, and the next month comes after all.
  ASSERT_TRUE(Reject(payouts[2].id(), "left the company").ok());
  const absl::StatusOr<v1::Payout> settled =
      Resolve(payouts[2].id(), v1::ResolvePayoutRequest::RESOLUTION_SETTLED_OTHERWISE);
  ASSERT_TRUE(settled.ok()) << settled.status();
  EXPECT_EQ(settled->position(), payouts[2].position());
  world_.Close(Month(2017, 5));
  ReleaseMonth(Month(2017, 5));
  EXPECT_EQ(world_.Payouts(again->position())->payouts_size(), 5);
}

TEST_F(Payouts, TheRunEndsWhenAllAreTakenOrResolved) {
  const std::vector<v1::Payout> payouts = All();
  ASSERT_TRUE(
      Acknowledge({payouts[0].id(), payouts[1].id(), payouts[2].id(), payouts[3].id()}).ok());
  EXPECT_EQ(world_.GetRun("2017-03")->state(), v1::Run::STATE_RELEASED);
  ASSERT_TRUE(Reject(payouts[4].id(), "left the company").ok());
  EXPECT_EQ(world_.GetRun("2017-03")->state(), v1::Run::STATE_RELEASED);
  EXPECT_EQ(
      ReasonOf(Resolve(payouts[0].id(), v1::ResolvePayoutRequest::RESOLUTION_SETTLED_OTHERWISE)
                   .status()),
      kPayoutNotRejected);
  const absl::StatusOr<v1::Payout> resolved =
      Resolve(payouts[4].id(), v1::ResolvePayoutRequest::RESOLUTION_SETTLED_OTHERWISE);
  ASSERT_TRUE(resolved.ok()) << resolved.status();
  EXPECT_EQ(resolved->state(), v1::Payout::STATE_RESOLVED);
  EXPECT_EQ(world_.GetRun("2017-03")->state(), v1::Run::STATE_ACKNOWLEDGED);
  EXPECT_EQ(world_.GetRun("2017-04")->state(), v1::Run::STATE_RELEASED);
  EXPECT_EQ(ReasonOf(Reject(payouts[4].id(), "again").status()), kPayoutResolved);
}

TEST_F(Payouts, TakenByManyAtOnceTheRunStillEnds) {
  const std::vector<v1::Payout> payouts = All();
  std::vector<std::thread> pullers;
  for (const v1::Payout& payout : payouts) {
    pullers.emplace_back([this, id = payout.id()] { EXPECT_TRUE(Acknowledge({id}).ok()); });
  }
  for (std::thread& puller : pullers) puller.join();
  EXPECT_EQ(world_.GetRun("2017-03")->state(), v1::Run::STATE_ACKNOWLEDGED);
  EXPECT_EQ(world_.GetRun("2017-04")->state(), v1::Run::STATE_ACKNOWLEDGED);
}

TEST_F(Payouts, TheSameRequestIsAnsweredAlikeAndAnotherContentRefused) {
  const std::string id = All()[0].id();
  constexpr auto kSendAgain = v1::ResolvePayoutRequest::RESOLUTION_SEND_AGAIN;
  constexpr auto kSettle = v1::ResolvePayoutRequest::RESOLUTION_SETTLED_OTHERWISE;
  const absl::StatusOr<v1::Payout> rejected = Reject(id, "unknown number", "back-1");
  ASSERT_TRUE(rejected.ok()) << rejected.status();
  const absl::StatusOr<v1::Payout> sent_again = Resolve(id, kSendAgain, "task-1");
  ASSERT_TRUE(sent_again.ok()) << sent_again.status();
  ASSERT_EQ(Acknowledge({id})->acknowledged_count(), 1);

  // The payout is taken by now: the first answers stand, and it stays taken.
  const absl::StatusOr<v1::Payout> rejected_again = Reject(id, "unknown number", "back-1");
  ASSERT_TRUE(rejected_again.ok()) << rejected_again.status();
  EXPECT_EQ(rejected_again->SerializeAsString(), rejected->SerializeAsString());
  const absl::StatusOr<v1::Payout> resolved_again = Resolve(id, kSendAgain, "task-1");
  ASSERT_TRUE(resolved_again.ok()) << resolved_again.status();
  EXPECT_EQ(resolved_again->SerializeAsString(), sent_again->SerializeAsString());
  EXPECT_EQ(All().back().id(), id);
  EXPECT_EQ(All().back().state(), v1::Payout::STATE_ACKNOWLEDGED);

  EXPECT_EQ(ReasonOf(Reject(id, "left the company", "back-1").status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(ReasonOf(Resolve(id, kSettle, "task-1").status()), "REQUEST_ID_REUSED");
}

TEST_F(Payouts, UnknownOnesAreNamed) {
  EXPECT_EQ(ReasonOf(Reject("unknown", "x").status()), kUnknownPayout);
  EXPECT_EQ(ReasonOf(Resolve("unknown", v1::ResolvePayoutRequest::RESOLUTION_SEND_AGAIN).status()),
            kUnknownPayout);
}

}  // namespace
}  // namespace cuijiao::payroll
