// A real server on loopback with the ledger's payment and feed services, whose handlers are the
// test's own.
#ifndef CUIJIAO_TESTS_UNIT_RPC_RPC_FIXTURE_H_
#define CUIJIAO_TESTS_UNIT_RPC_RPC_FIXTURE_H_

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "common/auth/token_verifier.h"
#include "common/clock/company_clock.h"
#include "common/ids/id_source.h"
#include "common/rpc/audit.h"
#include "common/rpc/method_runner.h"
#include "common/rpc/server.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "common/telemetry/metrics.h"
#include "cuijiao/ledger/v1/clock.grpc.pb.h"
#include "cuijiao/ledger/v1/feed.grpc.pb.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "tests/support/test_keys.h"

namespace cuijiao {

// Collector S1 has area A1, where unit U1 and payment PAY1 are; U2 and PAY2 are elsewhere.
class TwoAreas : public ScopeSource {
 public:
  absl::StatusOr<StaffScope> ScopeOf(std::string_view staff_id, Date date) override;
  absl::StatusOr<std::vector<Place>> PlacesOf(ResourceKind kind, std::string_view id,
                                              Date date) override;
};

// Keeps every record; those of RecordDurably are refused while `refusal` is not OK.
class KeptAudit : public AuditSink {
 public:
  void Record(AuditRecord record) override;
  void RecordDurably(AuditRecord record, std::function<void(absl::Status)> done) override;

  std::vector<AuditRecord> records();
  void RefuseWith(absl::Status refusal);

 private:
  absl::Mutex mutex_;
  std::vector<AuditRecord> records_ ABSL_GUARDED_BY(mutex_);
  absl::Status refusal_ ABSL_GUARDED_BY(mutex_);
};

// The handlers that a test sets; by default they answer with an empty message.
struct Handlers {
  std::function<absl::StatusOr<ledger::v1::Payment>(const CallContext&,
                                                    const ledger::v1::RecordPaymentRequest&)>
      record_payment;
  std::function<absl::StatusOr<ledger::v1::Payment>(const CallContext&,
                                                    const ledger::v1::GetPaymentRequest&)>
      get_payment;
  std::function<absl::Status(const CallContext&, const ledger::v1::StreamEventsRequest&,
                             StreamWriter<ledger::v1::Event>&)>
      stream_events;
};

class PaymentApi;
class FeedApi;

class RpcTest : public ::testing::Test {
 protected:
  RpcTest();
  ~RpcTest() override;

  // Starts the server with `handlers_`, `limits_` and `settings_`.
  void Start();

  // Calls as the bearer of `token`; with a deadline when `timeout` is given.
  absl::StatusOr<ledger::v1::Payment> RecordPayment(
      const std::string& token, const ledger::v1::RecordPaymentRequest& request,
      std::optional<absl::Duration> timeout = std::nullopt);
  absl::StatusOr<ledger::v1::Payment> GetPayment(const std::string& token,
                                                 const std::string& payment_id);

  [[nodiscard]] std::string Collector() const { return keys_.StaffToken("S1", Role::kCollector); }
  [[nodiscard]] std::string Finance() const { return keys_.StaffToken("F1", Role::kFinance); }

  // A request with nothing wrong.
  static ledger::v1::RecordPaymentRequest PaymentOf(const std::string& unit_id);

  support::TestKeys keys_;
  TwoAreas scopes_;
  FixedCompanyClock clock_{Date(2017, 3, 1)};
  SystemIdSource ids_;
  KeptAudit audit_;
  std::unique_ptr<Metrics> metrics_;
  std::unique_ptr<TokenVerifier> tokens_;
  Handlers handlers_;
  RunnerLimits limits_;
  ServerSettings settings_;

  std::unique_ptr<MethodRunner> runner_;
  std::unique_ptr<PaymentApi> payments_;
  std::unique_ptr<FeedApi> feed_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_TESTS_UNIT_RPC_RPC_FIXTURE_H_
