// A company with households in arrears, a ledger and a waiver service, both behind real servers on
// real databases.
#ifndef CUIJIAO_TESTS_INTEGRATION_WAIVER_WAIVER_WORLD_H_
#define CUIJIAO_TESTS_INTEGRATION_WAIVER_WAIVER_WORLD_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/database.h"
#include "common/money/fen.h"
#include "common/rpc/remote_clock.h"
#include "cuijiao/ledger/v1/payment.pb.h"
#include "cuijiao/waiver/v1/waiver.grpc.pb.h"
#include "services/waiver/api/waiver_server.h"
#include "tests/support/ledger_fixture.h"
#include "tests/support/policy_edits.h"

namespace cuijiao::waiver {

using support::Caller;

inline Fen Yuan(std::string_view text) { return ParseYuan(text).value(); }

// A home in community C1 whose owner has not paid the last months of 2016.
struct HouseholdPlan {
  std::string unit_id;
  std::string owner_id;  // made where it is not known yet
  Fen monthly;
  int arrears_months = 0;
  std::string owner_staff_id = {};
};

using support::PolicyEdits;

// The standard company of LedgerFixture on 2017-01-05; no bill of 2017 is due before 10 February.
class WaiverWorld {
 public:
  // Where the waiver service runs: here, or in a process that the test starts.
  enum class Door { kHere, kProcess };

  // `policy_edits` hold for the waiver service alone.
  explicit WaiverWorld(const PolicyEdits& policy_edits = {}, Date date = Date(2017, 1, 5),
                       Door door = Door::kHere);
  ~WaiverWorld();

  support::LedgerFixture& ledger() { return ledger_; }
  db::Database& database() { return database_; }
  // The service's schema past its grants.
  db::Database& admin_database() { return admin_database_; }
  // With Door::kHere alone.
  WaiverServer& server() { return *server_; }
  // From here on calls go to the service at `address`.
  void UseServiceAt(const std::string& address);

  // Units, owners, fee schedules and the bills of 2016; ends the test program when it fails.
  void PutHouseholds(const std::vector<HouseholdPlan>& plans);
  // Puts organisation entries as text, like LedgerFixture::PutText; ends the program on failure.
  void Put(std::string_view entries);
  // Moves the company clock.
  void SetDate(Date date);

  [[nodiscard]] Caller Collector() const { return ledger_.Staff("S1", Role::kCollector); }
  [[nodiscard]] Caller Manager() const { return ledger_.Staff("M1", Role::kManager); }
  [[nodiscard]] Caller GeneralManager() const {
    return ledger_.Staff("GM1", Role::kGeneralManager);
  }
  [[nodiscard]] Caller Finance() const { return ledger_.Finance(); }

  // One call of the waiver service.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::WaiverService::StubInterface::*method)(
                                    grpc::ClientContext*, const Request&, Response*),
                                const Caller& caller, const Request& request) const {
    return ledger_.CallOn(*stub_, method, caller, request);
  }

  absl::StatusOr<v1::WaiverEvaluation> Evaluate(const std::string& unit_id, Fen waiver, int months,
                                                const Caller& caller) const;
  absl::StatusOr<v1::Waiver> Submit(const std::string& unit_id, Fen waiver, int months) const;
  absl::StatusOr<v1::Waiver> SubmitAs(const Caller& caller, const std::string& unit_id, Fen waiver,
                                      int months) const;
  absl::StatusOr<v1::Waiver> Approve(const std::string& waiver_id, const Caller& caller) const;
  absl::StatusOr<v1::Waiver> Reject(const std::string& waiver_id) const;
  absl::StatusOr<v1::Waiver> Cancel(const std::string& waiver_id) const;
  // With what was quoted when it was signed, or with `cash`.
  absl::StatusOr<v1::Waiver> Settle(const v1::Waiver& waiver) const;
  absl::StatusOr<v1::Waiver> Settle(const v1::Waiver& waiver, Fen cash) const;
  [[nodiscard]] v1::SettleWaiverRequest SettleRequest(const v1::Waiver& waiver, Fen cash) const;
  absl::StatusOr<v1::Waiver> Get(const std::string& waiver_id) const;
  absl::StatusOr<v1::ManagerMonth> ManagerMonthOf(const std::string& manager_id,
                                                  const std::string& month) const;

  // Payments of a unit in the ledger.
  std::vector<ledger::v1::Payment> PaymentsOf(const std::string& unit_id) const;
  // What the unit's historical bills owe.
  Fen HistoricalOwed(const std::string& unit_id) const;
  // Zero when the books are right.
  Fen TrialBalance() const;

 private:
  support::LedgerFixture ledger_;
  LoadedPolicy policy_;
  std::unique_ptr<Peer> peer_;
  std::unique_ptr<TokenVerifier> tokens_;
  std::unique_ptr<Metrics> metrics_;
  mutable SystemIdSource ids_;
  db::Database database_;
  db::Database admin_database_;
  RemoteClock clock_;
  std::unique_ptr<WaiverServer> server_;
  std::unique_ptr<v1::WaiverService::Stub> stub_;
};

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_TESTS_INTEGRATION_WAIVER_WAIVER_WORLD_H_
