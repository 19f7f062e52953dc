#include "tests/unit/rpc/rpc_fixture.h"

#include <chrono>
#include <utility>

#include "common/telemetry/logging.h"

namespace cuijiao {

using ledger::v1::Payment;

absl::StatusOr<StaffScope> TwoAreas::ScopeOf(std::string_view staff_id, Date /*date*/) {
  StaffScope scope;
  if (staff_id == "S1") scope.own_areas = {"A1"};
  return scope;
}

absl::StatusOr<std::vector<Place>> TwoAreas::PlacesOf(ResourceKind kind, std::string_view id,
                                                      Date /*date*/) {
  const bool known = kind == ResourceKind::kUnit || kind == ResourceKind::kPayment;
  if (known && id.ends_with('1')) return std::vector<Place>{{"B1", "P1", "C1", "A1", "T1"}};
  if (known && id.ends_with('2')) return std::vector<Place>{{"B1", "P2", "C2", "A2", "T2"}};
  return absl::NotFoundError("no such thing");
}

void KeptAudit::Record(AuditRecord record) {
  const absl::MutexLock lock(&mutex_);
  records_.push_back(std::move(record));
}

void KeptAudit::RecordDurably(AuditRecord record, std::function<void(absl::Status)> done) {
  absl::Status refusal;
  {
    const absl::MutexLock lock(&mutex_);
    refusal = refusal_;
    if (refusal.ok()) records_.push_back(std::move(record));
  }
  done(refusal);
}

std::vector<AuditRecord> KeptAudit::records() {
  const absl::MutexLock lock(&mutex_);
  return records_;
}

void KeptAudit::RefuseWith(absl::Status refusal) {
  const absl::MutexLock lock(&mutex_);
  refusal_ = std::move(refusal);
}

// Every method goes through the runner; those that the tests say nothing about answer with an
// empty message.
class PaymentApi : public ledger::v1::PaymentService::CallbackService {
 public:
  PaymentApi(MethodRunner& runner, Handlers& handlers) : runner_(runner), handlers_(handlers) {}

  grpc::ServerUnaryReactor* RecordPayment(grpc::CallbackServerContext* context,
                                          const ledger::v1::RecordPaymentRequest* request,
                                          Payment* response) override {
    return runner_.Unary("cuijiao.ledger.v1.PaymentService/RecordPayment", context, request,
                         response, [this](const CallContext& call, const auto& message) {
                           return handlers_.record_payment(call, message);
                         });
  }
  grpc::ServerUnaryReactor* GetPayment(grpc::CallbackServerContext* context,
                                       const ledger::v1::GetPaymentRequest* request,
                                       Payment* response) override {
    return runner_.UnaryDeferred("cuijiao.ledger.v1.PaymentService/GetPayment", context, request,
                                 response,
                                 [this](const CallContext& call, const auto& message, auto done) {
                                   done(handlers_.get_payment(call, message));
                                 });
  }
  grpc::ServerUnaryReactor* ListPayments(grpc::CallbackServerContext* context,
                                         const ledger::v1::ListPaymentsRequest* request,
                                         ledger::v1::ListPaymentsResponse* response) override {
    return Empty("ListPayments", context, request, response);
  }
  grpc::ServerUnaryReactor* ReversePayment(grpc::CallbackServerContext* context,
                                           const ledger::v1::ReversePaymentRequest* request,
                                           Payment* response) override {
    return Empty("ReversePayment", context, request, response);
  }
  grpc::ServerUnaryReactor* BatchRecordPayments(
      grpc::CallbackServerContext* context, const ledger::v1::BatchRecordPaymentsRequest* request,
      ledger::v1::BatchRecordPaymentsResponse* response) override {
    return Empty("BatchRecordPayments", context, request, response);
  }
  grpc::ServerUnaryReactor* RefundPayment(grpc::CallbackServerContext* context,
                                          const ledger::v1::RefundPaymentRequest* request,
                                          Payment* response) override {
    return Empty("RefundPayment", context, request, response);
  }
  grpc::ServerUnaryReactor* RecordSuspense(grpc::CallbackServerContext* context,
                                           const ledger::v1::RecordSuspenseRequest* request,
                                           ledger::v1::Suspense* response) override {
    return Empty("RecordSuspense", context, request, response);
  }
  grpc::ServerUnaryReactor* AssignSuspense(grpc::CallbackServerContext* context,
                                           const ledger::v1::AssignSuspenseRequest* request,
                                           Payment* response) override {
    return Empty("AssignSuspense", context, request, response);
  }
  grpc::ServerUnaryReactor* ListSuspense(grpc::CallbackServerContext* context,
                                         const ledger::v1::ListSuspenseRequest* request,
                                         ledger::v1::ListSuspenseResponse* response) override {
    return Empty("ListSuspense", context, request, response);
  }

 private:
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Empty(const std::string& name, grpc::CallbackServerContext* context,
                                  const Request* request, Response* response) {
    return runner_.Unary(
        "cuijiao.ledger.v1.PaymentService/" + name, context, request, response,
        [](const CallContext&, const Request&) -> absl::StatusOr<Response> { return Response(); });
  }

  MethodRunner& runner_;
  Handlers& handlers_;
};

class FeedApi : public ledger::v1::FeedService::CallbackService {
 public:
  FeedApi(MethodRunner& runner, Handlers& handlers) : runner_(runner), handlers_(handlers) {}

  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* context,
                                       const ledger::v1::ListEventsRequest* request,
                                       ledger::v1::ListEventsResponse* response) override {
    // Hands its calls over as another method with another request: a mistake to be caught.
    return runner_.Unary(
        "cuijiao.ledger.v1.PaymentService/GetPayment", context, request, response,
        [](const CallContext&, const auto&) -> absl::StatusOr<ledger::v1::ListEventsResponse> {
          return ledger::v1::ListEventsResponse();
        });
  }
  grpc::ServerWriteReactor<ledger::v1::Event>* StreamEvents(
      grpc::CallbackServerContext* context,
      const ledger::v1::StreamEventsRequest* request) override {
    return runner_.ServerStream<ledger::v1::Event>(
        "cuijiao.ledger.v1.FeedService/StreamEvents", context, request,
        [this](const CallContext& call, const auto& message, auto& writer) {
          return handlers_.stream_events(call, message, writer);
        });
  }

 private:
  MethodRunner& runner_;
  Handlers& handlers_;
};

RpcTest::RpcTest()
    : metrics_(Metrics::Start().value()),
      tokens_(TokenVerifier::Create(keys_.jwks_file()).value()) {
  EXPECT_TRUE(StartLogging("rpc_test", "off").ok());
  handlers_.record_payment = [](const CallContext&, const auto&) { return Payment(); };
  handlers_.get_payment = [](const CallContext&, const auto&) { return Payment(); };
  handlers_.stream_events = [](const CallContext&, const auto&, auto&) { return absl::OkStatus(); };
}

RpcTest::~RpcTest() {
  if (server_ != nullptr) server_->Stop();
}

void RpcTest::Start() {
  const RunnerParts parts{*tokens_, scopes_, clock_, ids_, audit_, *metrics_};
  runner_ = std::make_unique<MethodRunner>(parts, limits_);
  payments_ = std::make_unique<PaymentApi>(*runner_, handlers_);
  feed_ = std::make_unique<FeedApi>(*runner_, handlers_);
  auto server = Server::Start(settings_, *runner_,
                              {{ledger::v1::PaymentService::service_full_name(), payments_.get()},
                               {ledger::v1::FeedService::service_full_name(), feed_.get()}});
  ASSERT_TRUE(server.ok()) << server.status();
  server_ = *std::move(server);
  channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
}

absl::StatusOr<Payment> RpcTest::RecordPayment(const std::string& token,
                                               const ledger::v1::RecordPaymentRequest& request,
                                               std::optional<absl::Duration> timeout) {
  grpc::ClientContext context;
  if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
  if (timeout.has_value()) {
    context.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(*timeout));
  }
  Payment payment;
  const grpc::Status status =
      ledger::v1::PaymentService::NewStub(channel_)->RecordPayment(&context, request, &payment);
  if (!status.ok()) return FromGrpcStatus(status);
  return payment;
}

absl::StatusOr<Payment> RpcTest::GetPayment(const std::string& token,
                                            const std::string& payment_id) {
  grpc::ClientContext context;
  if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
  ledger::v1::GetPaymentRequest request;
  request.set_payment_id(payment_id);
  Payment payment;
  const grpc::Status status =
      ledger::v1::PaymentService::NewStub(channel_)->GetPayment(&context, request, &payment);
  if (!status.ok()) return FromGrpcStatus(status);
  return payment;
}

ledger::v1::RecordPaymentRequest RpcTest::PaymentOf(const std::string& unit_id) {
  ledger::v1::RecordPaymentRequest request;
  request.set_request_id("R1");
  request.set_unit_id(unit_id);
  request.set_amount_fen(100);
  request.set_method(ledger::v1::PAYMENT_METHOD_CASH);
  request.set_received_date("2017-03-01");
  return request;
}

}  // namespace cuijiao
