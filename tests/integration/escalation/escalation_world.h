// The standard company with fees in arrears, a ledger and an escalation service, both behind real
// servers on real databases.
#ifndef CUIJIAO_TESTS_INTEGRATION_ESCALATION_ESCALATION_WORLD_H_
#define CUIJIAO_TESTS_INTEGRATION_ESCALATION_ESCALATION_WORLD_H_

#include <grpcpp/grpcpp.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/database.h"
#include "common/rpc/remote_clock.h"
#include "cuijiao/escalation/v1/escalation.grpc.pb.h"
#include "services/escalation/api/escalation_server.h"
#include "tests/support/ledger_fixture.h"
#include "tests/support/policy_edits.h"

namespace cuijiao::escalation {

using support::Caller;

using support::PolicyEdits;

// Begins on 2017-03-01. Fees are of 100.00 a month from January on, due on the 10th, so that a unit
// with fees owes January and February (200.00, two months overdue), and March falls due soon.
class EscalationWorld {
 public:
  // Where the escalation service runs: here, or in a process that the test starts.
  enum class Door { kHere, kProcess };

  explicit EscalationWorld(Door door = Door::kHere, PolicyEdits edits = {});
  ~EscalationWorld();
  EscalationWorld(const EscalationWorld&) = delete;
  EscalationWorld& operator=(const EscalationWorld&) = delete;

  support::LedgerFixture& ledger() { return ledger_; }
  db::Database& database() { return database_; }
  // The service's schema past its grants.
  db::Database& admin_database() { return admin_database_; }
  // With Door::kHere alone.
  EscalationServer& server() { return *server_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  const std::filesystem::path& directory() const { return directory_; }
  std::filesystem::path personal_keys_file() const { return directory_ / "personal.json"; }
  std::filesystem::path outbox() const { return directory_ / "outbox"; }
  // Lines of the outbox's file.
  std::vector<std::string> OutboxLines() const;

  // What the service is made of, with another policy: to see whether it starts.
  absl::Status TryStart(const PolicyEdits& edits);
  // From here on calls go to the service at `address`.
  void UseServiceAt(const std::string& address);

  // Fee schedules and bills of January to March of the units, which lie in `community_id`; ends the
  // test program when it fails, like all that follows.
  void PutFees(const std::vector<std::string>& unit_ids, const std::string& community_id = "C1");
  // Moves the company clock, forward alone.
  void SetDate(Date date);
  Date date() const { return date_; }
  // A payment received today; its id.
  std::string Pay(const std::string& unit_id, std::int64_t amount_fen);
  void Reverse(const std::string& payment_id);
  void Refund(const std::string& payment_id, std::int64_t amount_fen);
  // From here on the ledger fails whenever it is asked what a unit owes; who reaches what, and the
  // date, it still knows.
  void TakeDebtsAway();

  [[nodiscard]] Caller Collector() const { return ledger_.Staff("S1", Role::kCollector); }
  [[nodiscard]] Caller Leader() const { return ledger_.Staff("L1", Role::kTeamLeader); }
  [[nodiscard]] Caller Manager() const { return ledger_.Staff("M1", Role::kManager); }
  [[nodiscard]] Caller Administrator() const { return ledger_.Administrator(); }

  // One call of the escalation service.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::EscalationService::StubInterface::*method)(
                                    grpc::ClientContext*, const Request&, Response*),
                                const Caller& caller, const Request& request) const {
    return ledger_.CallOn(*stub_, method, caller, request);
  }

  absl::StatusOr<v1::RunDailyResponse> RunDaily(const std::string& community_id = "") const;
  // Moves to `date` and runs the day.
  v1::RunDailyResponse RunOn(Date date);
  // All cases of the unit, closed ones too, with their histories, oldest first.
  std::vector<v1::Case> CasesOf(const std::string& unit_id) const;
  // The unit's only open case.
  v1::Case OpenCaseOf(const std::string& unit_id) const;

  // A phone call of S1 with U1 today.
  [[nodiscard]] v1::RecordContactRequest ContactWith(const std::string& unit_id,
                                                     v1::ContactOutcome outcome) const;
  // The same with a promise.
  [[nodiscard]] v1::RecordContactRequest PromiseBy(const std::string& unit_id, int days,
                                                   std::int64_t amount_fen) const;
  absl::StatusOr<v1::Contact> Record(const v1::RecordContactRequest& request) const;
  absl::StatusOr<v1::Worklist> Worklist(const std::string& collector_id = "S1",
                                        std::int32_t page_size = 0) const;
  std::vector<v1::Message> Messages(const std::string& community_id = "C1") const;

 private:
  [[nodiscard]] EscalationParts Parts(const LoadedPolicy& policy);

  Date date_;
  support::LedgerFixture ledger_;
  LoadedPolicy policy_;
  std::unique_ptr<Peer> peer_;
  std::unique_ptr<TokenVerifier> tokens_;
  std::unique_ptr<Metrics> metrics_;
  mutable SystemIdSource ids_;
  PersonalKeys keys_;
  PersonalCipher cipher_;
  db::Database database_;
  db::Database admin_database_;
  RemoteClock clock_;
  std::filesystem::path directory_;
  std::unique_ptr<EscalationServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::EscalationService::Stub> stub_;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_TESTS_INTEGRATION_ESCALATION_ESCALATION_WORLD_H_
