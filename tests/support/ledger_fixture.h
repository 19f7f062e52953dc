// The ledger in the test's own process: every service behind a real server on a fresh schema of a
// real database, with tokens of any role.
#ifndef CUIJIAO_TESTS_SUPPORT_LEDGER_FIXTURE_H_
#define CUIJIAO_TESTS_SUPPORT_LEDGER_FIXTURE_H_

#include <grpcpp/grpcpp.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/auth/identity.h"
#include "common/clock/company_clock.h"
#include "common/config/policy_file.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "common/rpc/client.h"
#include "common/status/grpc_status.h"
#include "common/telemetry/metrics.h"
#include "cuijiao/ledger/v1/organisation.pb.h"
#include "services/ledger/api/ledger_server.h"
#include "services/ledger/store/clock_store.h"
#include "tests/support/policy_edits.h"
#include "tests/support/scratch_directory.h"
#include "tests/support/test_keys.h"

namespace cuijiao::support {

// Who calls: a token.
struct Caller {
  std::string token;
};

// Thread-safe but for the clock's being set. What cannot be started ends the test program.
class LedgerFixture {
 public:
  enum class ClockKind {
    kFixed,        // stands still until set_date
    kDevelopment,  // moved by ClockService
  };

  // The business date is `date`; the policy is the shipped one of 2017 after `edits`. Prepayment
  // that falls due is swept once, when there is none yet: tests see what calls do.
  explicit LedgerFixture(Date date = Date(2017, 3, 15), ClockKind clock_kind = ClockKind::kFixed,
                         const PolicyEdits& edits = {});
  ~LedgerFixture();
  LedgerFixture(const LedgerFixture&) = delete;
  LedgerFixture& operator=(const LedgerFixture&) = delete;

  [[nodiscard]] Caller Staff(const std::string& staff_id, RoleSet roles) const {
    return {keys_.StaffToken(staff_id, roles)};
  }
  // "waiver", "escalation", "payroll"; with the person for whom it calls.
  [[nodiscard]] Caller Service(const std::string& name, std::optional<Actor> actor = {}) const {
    return {keys_.ServiceToken(name, std::move(actor))};
  }
  [[nodiscard]] Caller Finance() const { return Staff("F1", Role::kFinance); }
  [[nodiscard]] Caller Administrator() const { return Staff("ADM", Role::kAdministrator); }

  // One call: Call<v1::PaymentService>(&v1::PaymentService::StubInterface::GetPayment, …).
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*,
                                                                               const Request&,
                                                                               Response*),
                                const Caller& caller, const Request& request) const {
    return CallOn(*Service::NewStub(channel_), method, caller, request);
  }

  // The same on a stub of any service.
  template <typename Stub, typename StubInterface, typename Request, typename Response>
  absl::StatusOr<Response> CallOn(Stub& stub,
                                  grpc::Status (StubInterface::*method)(grpc::ClientContext*,
                                                                        const Request&, Response*),
                                  const Caller& caller, const Request& request) const {
    grpc::ClientContext context;
    Prepare(context, caller);
    Response response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }

  // Puts entries as the administrator.
  absl::Status Put(const ledger::v1::BatchPutOrganisationRequest& request) const;
  // The same from text: `entries { branch { id: "B1" name: "华东" } } …`.
  absl::Status PutText(std::string_view entries) const;
  // The company of standard_company.h.
  absl::Status PutStandardCompany() const;

  // A request_id that was not given before.
  [[nodiscard]] std::string NewRequestId() const { return ids_.NewId(); }

  // The business date from here on; with ClockKind::kFixed alone.
  void set_date(Date date) { fixed_clock_.Set(date); }

  // Puts token and a deadline into `context`, for streams and calls by hand.
  void Prepare(grpc::ClientContext& context, const Caller& caller) const;
  // The ledger as the service `name` reaches it.
  [[nodiscard]] std::unique_ptr<Peer> PeerOf(const std::string& name) const;
  [[nodiscard]] const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  [[nodiscard]] const std::string& address() const { return server_->address(); }
  [[nodiscard]] const support::TestKeys& keys() const { return keys_; }
  [[nodiscard]] const PersonalCipher& cipher() const { return cipher_; }
  [[nodiscard]] const LoadedPolicy& policy() const { return policy_; }
  // Where the journal's signed heads are written at each close.
  [[nodiscard]] const std::filesystem::path& journal_heads() const { return journal_heads_.path(); }
  [[nodiscard]] const TokenSigner& signer() const { return signer_; }
  [[nodiscard]] Metrics& metrics() { return *metrics_; }
  // As the ledger's own user, with its rights alone.
  [[nodiscard]] db::Database& database() { return database_; }
  // Past the grants: to look and to tamper.
  [[nodiscard]] db::Database& admin_database() { return admin_database_; }

 private:
  support::TestKeys keys_;
  mutable SystemIdSource ids_;
  LoadedPolicy policy_;
  PersonalCipher cipher_;
  TokenSigner signer_;
  ScratchDirectory journal_heads_;
  std::unique_ptr<TokenVerifier> tokens_;
  std::unique_ptr<Metrics> metrics_;
  db::Database database_;
  db::Database admin_database_;
  FixedCompanyClock fixed_clock_;
  ledger::DevelopmentClock development_clock_;
  std::unique_ptr<ledger::LedgerServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_SUPPORT_LEDGER_FIXTURE_H_
