#include "common/rpc/method_runner.h"

#include <gmock/gmock.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "common/auth/authorize.h"
#include "common/rpc/malformed_request.h"
#include "common/rpc/request_id.h"
#include "tests/unit/rpc/rpc_fixture.h"

namespace cuijiao {
namespace {

using ledger::v1::GetPaymentRequest;
using ledger::v1::Payment;
using ledger::v1::PaymentService;
using ledger::v1::RecordPaymentRequest;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class MethodRunnerTest : public RpcTest {};

TEST_F(MethodRunnerTest, HandsTheHandlerWhoWhenAndWhat) {
  CallContext seen;
  handlers_.record_payment = [&](const CallContext& call, const auto& request) {
    seen = call;
    Payment payment;
    payment.set_unit_id(request.unit_id());
    return payment;
  };
  Start();
  const RecordPaymentRequest request = PaymentOf("U1");
  const absl::Time before = absl::Now();
  const auto payment = RecordPayment(Collector(), request, absl::Seconds(5));
  ASSERT_TRUE(payment.ok()) << payment.status();
  EXPECT_EQ(payment->unit_id(), "U1");
  EXPECT_EQ(seen.identity.staff_id, "S1");
  EXPECT_EQ(seen.time.business_date, Date(2017, 3, 1));
  EXPECT_EQ(seen.method, "cuijiao.ledger.v1.PaymentService/RecordPayment");
  EXPECT_EQ(seen.request_hash, RequestHash(request));
  EXPECT_GE(seen.deadline, before + absl::Seconds(4));
  EXPECT_LE(seen.deadline, absl::Now() + absl::Seconds(6));
  EXPECT_FALSE(seen.call_id.empty());
}

TEST_F(MethodRunnerTest, TellsTheClientTheIdOfItsCall) {
  Start();
  for (const auto& [given, told] : {std::pair("call-7", "call-7"), std::pair("no good!", "")}) {
    grpc::ClientContext context;
    context.AddMetadata("x-request-id", given);
    GetPaymentRequest request;
    Payment payment;
    EXPECT_FALSE(PaymentService::NewStub(channel_)->GetPayment(&context, request, &payment).ok());
    const auto& metadata = context.GetServerTrailingMetadata();
    ASSERT_EQ(metadata.count("x-request-id"), 1U);
    const grpc::string_ref id = metadata.find("x-request-id")->second;
    if (*told == '\0') {
      EXPECT_EQ(id.size(), kIdLength);
    } else {
      EXPECT_EQ(std::string(id.data(), id.size()), told);
    }
  }
}

TEST_F(MethodRunnerTest, RefusesCallsWithoutAValidToken) {
  Start();
  const RecordPaymentRequest request = PaymentOf("U1");
  EXPECT_EQ(ReasonOf(RecordPayment("", request).status()), kTokenMissing);
  EXPECT_EQ(ReasonOf(RecordPayment("x.y.z", request).status()), kTokenInvalid);
  const std::string expired =
      keys_.StaffToken("S1", Role::kCollector, absl::Hours(1), absl::Now() - absl::Hours(2));
  EXPECT_EQ(ReasonOf(RecordPayment(expired, request).status()), kTokenExpired);
  const std::string early =
      keys_.StaffToken("S1", Role::kCollector, absl::Hours(1), absl::Now() + absl::Hours(1));
  EXPECT_EQ(ReasonOf(RecordPayment(early, request).status()), kTokenNotYetValid);
}

TEST_F(MethodRunnerTest, RefusesTwoTokensInOneCall) {
  Start();
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + Finance());
  context.AddMetadata("authorization", "Bearer " + Collector());
  Payment payment;
  EXPECT_EQ(ReasonOf(FromGrpcStatus(
                PaymentService::NewStub(channel_)->GetPayment(&context, {}, &payment))),
            kTokenMissing);
}

TEST_F(MethodRunnerTest, AsksTheRoleBeforeTheShapeAndTheShapeBeforeTheScope) {
  Start();
  const std::string payroll = keys_.StaffToken("P1", Role::kPayrollOfficer);
  EXPECT_EQ(ReasonOf(RecordPayment(payroll, RecordPaymentRequest()).status()), kRoleNotAllowed);
  RecordPaymentRequest elsewhere = PaymentOf("U2");
  elsewhere.set_amount_fen(-1);
  EXPECT_EQ(ReasonOf(RecordPayment(Collector(), elsewhere).status()), kFieldsInvalid);
  elsewhere.set_amount_fen(1);
  EXPECT_EQ(ReasonOf(RecordPayment(Collector(), elsewhere).status()), kOutOfScope);
}

TEST_F(MethodRunnerTest, ListsEverythingThatIsWrongWithTheShape) {
  Start();
  RecordPaymentRequest request;
  request.set_amount_fen(-5);
  request.set_received_date("2017-02-30");
  const absl::Status status = RecordPayment(Collector(), request).status();
  EXPECT_THAT(FieldViolationsOf(status), SizeIs(5)) << status;
}

TEST_F(MethodRunnerTest, AnswersAlikeForUnknownAndForbiddenButTellsTheCompanyWide) {
  handlers_.get_payment = [](const CallContext&, const GetPaymentRequest& request) {
    return absl::StatusOr<Payment>(
        Refusal(absl::StatusCode::kNotFound, "UNKNOWN_PAYMENT", request.payment_id()));
  };
  Start();
  const absl::Status unknown = GetPayment(Collector(), "PAY404").status();
  EXPECT_EQ(unknown, GetPayment(Collector(), "PAY2").status());
  EXPECT_TRUE(absl::IsPermissionDenied(unknown));
  EXPECT_TRUE(absl::IsNotFound(GetPayment(Finance(), "PAY404").status()));
}

TEST_F(MethodRunnerTest, ExplainsRequestsThatAreNoMessages) {
  Start();
  RecordPaymentRequest request = PaymentOf("U1");
  request.set_external_reference("\xff\xfe");  // not UTF-8
  const absl::Status status = RecordPayment(Collector(), request).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_EQ(ReasonOf(status), kRequestMalformed);
}

TEST_F(MethodRunnerTest, RefusesAMessageThatIsTooLarge) {
  Start();
  RecordPaymentRequest request = PaymentOf("U1");
  request.set_external_reference(std::string(std::size_t{5} * 1024 * 1024, 'x'));
  EXPECT_TRUE(absl::IsResourceExhausted(RecordPayment(Collector(), request).status()));
}

TEST_F(MethodRunnerTest, ShedsLoadThatItCannotBear) {
  limits_.workers = 1;
  limits_.max_waiting = 1;
  absl::Notification entered;
  absl::Notification release;
  std::atomic<int> ran = 0;
  handlers_.record_payment = [&](const CallContext&, const auto&) {
    if (ran++ == 0) entered.Notify();
    release.WaitForNotification();
    return Payment();
  };
  Start();
  std::thread first([&] { EXPECT_TRUE(RecordPayment(Collector(), PaymentOf("U1")).ok()); });
  entered.WaitForNotification();
  std::vector<std::thread> more;
  std::atomic<int> overloaded = 0;
  absl::Notification two_refused;
  for (int i = 0; i < 3; ++i) {
    more.emplace_back([&] {
      const absl::Status status = RecordPayment(Collector(), PaymentOf("U1")).status();
      if (ReasonOf(status) == kOverloaded && ++overloaded == 2) two_refused.Notify();
    });
  }
  // One waits; the other two are told at once.
  EXPECT_TRUE(two_refused.WaitForNotificationWithTimeout(absl::Seconds(10)));
  release.Notify();
  first.join();
  for (std::thread& thread : more) thread.join();
  EXPECT_EQ(overloaded, 2);
  EXPECT_EQ(ran, 2);
}

TEST_F(MethodRunnerTest, DoesNotBeginWorkWhoseDeadlineHasPassed) {
  limits_.workers = 1;
  absl::Notification entered;
  absl::Notification release;
  std::atomic<int> ran = 0;
  handlers_.record_payment = [&](const CallContext&, const auto&) {
    if (ran++ == 0) entered.Notify();
    release.WaitForNotification();
    return Payment();
  };
  Start();
  std::thread first([&] { EXPECT_TRUE(RecordPayment(Collector(), PaymentOf("U1")).ok()); });
  entered.WaitForNotification();
  EXPECT_TRUE(absl::IsDeadlineExceeded(
      RecordPayment(Collector(), PaymentOf("U1"), absl::Milliseconds(50)).status()));
  // The server began to count the same deadline later, when the call reached it.
  absl::SleepFor(absl::Seconds(1));
  release.Notify();
  first.join();
  server_->Stop();
  EXPECT_EQ(ran, 1);
}

TEST_F(MethodRunnerTest, TellsTheHandlerThatTheClientHasGone) {
  absl::Notification gone;
  absl::Notification client_ended;
  handlers_.record_payment = [&](const CallContext& call, const auto&) {
    while (!call.is_cancelled()) std::this_thread::yield();
    gone.Notify();
    // An answer at the deadline could still reach the client in time.
    client_ended.WaitForNotification();
    return Payment();
  };
  Start();
  EXPECT_FALSE(RecordPayment(Collector(), PaymentOf("U1"), absl::Milliseconds(100)).ok());
  client_ended.Notify();
  EXPECT_TRUE(gone.WaitForNotificationWithTimeout(absl::Seconds(10)));
  server_->Stop();  // the handler may still look at what ends with this test
}

TEST_F(MethodRunnerTest, AnExceptionEndsTheCallAndSaysNothing) {
  handlers_.record_payment = [](const CallContext&, const auto&) -> absl::StatusOr<Payment> {
    throw std::runtime_error("secret");
  };
  Start();
  const absl::Status status = RecordPayment(Collector(), PaymentOf("U1")).status();
  EXPECT_TRUE(absl::IsInternal(status));
  EXPECT_THAT(std::string(status.message()), ::testing::Not(HasSubstr("secret")));
}

TEST_F(MethodRunnerTest, WithoutTheClockNothingIsDone) {
  Start();
  clock_.Fail(absl::UnavailableError("the clock is away"));
  EXPECT_TRUE(absl::IsUnavailable(RecordPayment(Collector(), PaymentOf("U1")).status()));
}

TEST_F(MethodRunnerTest, CatchesAMethodThatIsHandedOverAsAnother) {
  Start();
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + Finance());
  ledger::v1::ListEventsResponse response;
  EXPECT_EQ(ledger::v1::FeedService::NewStub(channel_)
                ->ListEvents(&context, ledger::v1::ListEventsRequest(), &response)
                .error_code(),
            grpc::StatusCode::INTERNAL);
}

TEST_F(MethodRunnerTest, RecordsChangesWithEveryOutcomeAndRefusedReads) {
  Start();
  EXPECT_TRUE(RecordPayment(Collector(), PaymentOf("U1")).ok());
  EXPECT_FALSE(RecordPayment(Collector(), PaymentOf("U2")).ok());
  EXPECT_FALSE(RecordPayment("", PaymentOf("U1")).ok());
  EXPECT_TRUE(GetPayment(Collector(), "PAY1").ok());
  EXPECT_FALSE(GetPayment(Collector(), "PAY2").ok());
  const std::vector<AuditRecord> records = audit_.records();
  ASSERT_EQ(records.size(), 4U);
  EXPECT_EQ(records[0].outcome, absl::StatusCode::kOk);
  EXPECT_EQ(records[0].staff_id, "S1");
  EXPECT_EQ(records[0].roles, RoleSet(Role::kCollector));
  EXPECT_EQ(records[0].key_id, "staff-1");
  EXPECT_EQ(records[0].target_kind, "unit");
  EXPECT_EQ(records[0].target_id, "U1");
  EXPECT_EQ(records[0].request_hash, RequestHash(PaymentOf("U1")));
  EXPECT_EQ(records[1].reason, kOutOfScope);
  EXPECT_EQ(records[1].target_id, "U2");
  EXPECT_EQ(records[2].reason, kTokenMissing);
  EXPECT_EQ(records[2].staff_id, "");
  EXPECT_EQ(records[2].target_id, "");
  EXPECT_EQ(records[3].method, "cuijiao.ledger.v1.PaymentService/GetPayment");
  EXPECT_EQ(records[3].outcome, absl::StatusCode::kPermissionDenied);
}

TEST_F(MethodRunnerTest, AChangeIsNotAnsweredBeforeItsRecordIsKept) {
  Start();
  audit_.RefuseWith(absl::UnavailableError("database away"));
  const absl::Status status = RecordPayment(Collector(), PaymentOf("U1")).status();
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_EQ(ReasonOf(status), kAuditUnavailable);
  EXPECT_TRUE(GetPayment(Collector(), "PAY1").ok());
}

TEST_F(MethodRunnerTest, CountsCallsByMethodAndCode) {
  Start();
  EXPECT_TRUE(GetPayment(Collector(), "PAY1").ok());
  EXPECT_FALSE(GetPayment("", "PAY1").ok());
  const std::string text = metrics_->Text();
  constexpr char kMethod[] = "method=\"cuijiao.ledger.v1.PaymentService/GetPayment\"";
  EXPECT_THAT(text,
              HasSubstr(std::string("cuijiao_rpc_calls_total{code=\"OK\",") + kMethod + "} 1"));
  EXPECT_THAT(text, HasSubstr(std::string("cuijiao_rpc_calls_total{code=\"UNAUTHENTICATED\",") +
                              kMethod + "} 1"));
  EXPECT_THAT(text, HasSubstr(std::string("cuijiao_rpc_in_flight{") + kMethod + "} 0"));
}

}  // namespace
}  // namespace cuijiao
