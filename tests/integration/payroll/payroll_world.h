// A company whose payroll is run over gRPC: all four services behind real servers on real
// databases.
#ifndef CUIJIAO_TESTS_INTEGRATION_PAYROLL_PAYROLL_WORLD_H_
#define CUIJIAO_TESTS_INTEGRATION_PAYROLL_PAYROLL_WORLD_H_

#include <grpcpp/grpcpp.h>

#include <filesystem>
#include <map>
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
#include "cuijiao/escalation/v1/escalation.grpc.pb.h"
#include "cuijiao/ledger/v1/payment.pb.h"
#include "cuijiao/payroll/v1/payroll.grpc.pb.h"
#include "cuijiao/waiver/v1/waiver.grpc.pb.h"
#include "services/escalation/api/escalation_server.h"
#include "services/payroll/api/payroll_server.h"
#include "services/waiver/api/waiver_server.h"
#include "tests/support/ledger_fixture.h"
#include "tests/support/policy_edits.h"

namespace cuijiao::payroll {

using support::Caller;
using support::PolicyEdits;

inline Fen Yuan(std::string_view text) { return ParseYuan(text).value(); }

// A line of a wage file.
struct WageLine {
  std::string staff_id;
  std::string gross_yuan;
  std::string city = "上海";
};

// The standard company of LedgerFixture on 2017-01-05. What a step of a world's making cannot do
// ends the test program with the answer; what a test asks about is returned.
class PayrollWorld {
 public:
  // `edits`: pairs of texts to replace in the shipped policy, for the payroll service alone.
  explicit PayrollWorld(const PolicyEdits& edits = {});
  ~PayrollWorld();

  support::LedgerFixture& ledger() { return ledger_; }
  db::Database& database() { return database_; }
  // Past the grants: to look and to tamper.
  db::Database& admin_database() { return admin_database_; }

  // From here on calls go to the service at `address`, which works on the world's database.
  void UseServiceAt(const std::string& address);
  [[nodiscard]] const std::string& waiver_address() const { return waiver_server_->address(); }
  [[nodiscard]] const std::string& escalation_address() const {
    return escalation_server_->address();
  }

  [[nodiscard]] Caller Officer() const { return ledger_.Staff("PO1", Role::kPayrollOfficer); }
  [[nodiscard]] Caller Approver() const { return ledger_.Staff("PO2", Role::kPayrollOfficer); }
  [[nodiscard]] Caller PayrollSystem() const { return ledger_.Staff("HR", Role::kPayrollSystem); }

  // Making the world.
  void SetDate(Date date);
  void Put(std::string_view entries);
  // A unit that is charged `monthly` from the first day of a month of 2017 on.
  void PutUnit(const std::string& unit_id, const std::string& community_id, Fen monthly,
               const std::string& from_date = "2017-01-01");
  // Twelve equal planned rates; tasks of areas where given.
  void ApprovePlan(const std::string& project_id, int rate_bp,
                   const std::map<std::string, Fen>& area_tasks = {});
  ledger::v1::Payment Pay(const std::string& unit_id, Fen amount, Date received,
                          const std::vector<std::string>& collaborators = {});
  // A unit of C1 that owes `arrears` of December 2016 and `monthly` for each month of 2017; both
  // are billed up to `billed_to`. A bill is due on the sixth of its month.
  void PutDebtor(const std::string& unit_id, Fen arrears, const std::string& billed_to = "2016-12",
                 Fen monthly = Yuan("100"));
  void PutCampaign(const std::string& project_id, const std::string& from, const std::string& to);
  // A waiver of the manager's, asked for, signed and settled at once; months of 2017 are prepaid.
  void SettleWaiver(const std::string& unit_id, Fen waiver, int months,
                    const std::vector<std::string>& collaborators = {});
  void Reverse(const std::string& payment_id);
  // Moves the clock to the month's last day and closes it.
  void Close(Month month);
  // Work of a collector on a unit today: a problem handled in time.
  void Work(const std::string& staff_id, const std::string& unit_id);
  // Cases of all communities are opened, so that contacts can be recorded.
  void RunDaily();
  // A contact of today; the id of its work record.
  std::string Contact(const std::string& staff_id, const std::string& unit_id,
                      escalation::v1::ContactChannel channel);
  void AcceptWork(const std::string& staff_id, const std::string& work_id);
  // Ends the escalation service.
  void StopEscalation() { escalation_server_->Stop(); }
  // An unauthorised promise, charged in the calendar month of the business date.
  std::string ReportPromise(const std::string& staff_id, const std::string& unit_id, Fen loss);

  // The payroll service.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::PayrollService::StubInterface::*method)(
                                    grpc::ClientContext*, const Request&, Response*),
                                const Caller& caller, const Request& request) const {
    return ledger_.CallOn(*payroll_, method, caller, request);
  }
  [[nodiscard]] v1::PayrollService::Stub& payroll() const { return *payroll_; }
  [[nodiscard]] v1::SimulationService::Stub& simulation() const { return *simulation_; }
  [[nodiscard]] const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  absl::StatusOr<v1::ImportWagesResponse> ImportWages(const std::string& month,
                                                      const std::string& content) const;
  // Must go in.
  void PutWages(const std::string& month, const std::vector<WageLine>& wages) const;
  // Without a request id each call is a request of its own.
  absl::StatusOr<v1::Run> Calculate(const std::string& month,
                                    const std::string& request_id = "") const;
  absl::StatusOr<v1::Run> Approve(const std::string& month, const std::string& etag,
                                  const Caller& caller, const std::string& request_id = "") const;
  absl::StatusOr<v1::Run> Release(const std::string& month,
                                  const std::string& request_id = "") const;
  absl::StatusOr<v1::Run> GetRun(const std::string& month) const;
  absl::StatusOr<v1::Payslip> Payslip(const std::string& month, const std::string& staff_id) const;
  absl::StatusOr<v1::ListPayoutsResponse> Payouts(std::int64_t after_position, int page_size = 0,
                                                  bool open_only = false) const;
  // Calculates and approves; must succeed.
  v1::Run RunMonth(Month month) const;
  // Another payroll service on the same database under another policy; its Start's status.
  absl::Status TryStartWith(const PolicyEdits& edits);

 private:
  template <typename Stub, typename StubInterface, typename Request, typename Response>
  Response Must(Stub& stub,
                grpc::Status (StubInterface::*method)(grpc::ClientContext*, const Request&,
                                                      Response*),
                const Caller& caller, const Request& request);
  // What the world's payroll service is made of, under `policy`.
  PayrollParts PartsWith(const LoadedPolicy& policy);
  [[nodiscard]] std::string RequestIdOr(const std::string& given) const;

  support::LedgerFixture ledger_;
  LoadedPolicy policy_;
  std::unique_ptr<TokenVerifier> tokens_;
  std::unique_ptr<Metrics> metrics_;
  mutable SystemIdSource ids_;

  std::unique_ptr<Peer> waiver_to_ledger_;
  db::Database waiver_database_;
  RemoteClock waiver_clock_;
  std::unique_ptr<waiver::WaiverServer> waiver_server_;
  std::unique_ptr<waiver::v1::WaiverService::Stub> waiver_;

  std::unique_ptr<Peer> escalation_to_ledger_;
  db::Database escalation_database_;
  RemoteClock escalation_clock_;
  support::ScratchDirectory outbox_;
  std::unique_ptr<escalation::EscalationServer> escalation_server_;
  std::unique_ptr<escalation::v1::EscalationService::Stub> escalation_;

  std::unique_ptr<Peer> to_ledger_;
  std::unique_ptr<Peer> to_waiver_;
  std::unique_ptr<Peer> to_escalation_;
  db::Database database_;
  db::Database admin_database_;
  RemoteClock clock_;
  std::unique_ptr<PayrollServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::PayrollService::Stub> payroll_;
  std::unique_ptr<v1::SimulationService::Stub> simulation_;
};

// The amount of the first line of a rule; 0 without one.
Fen AmountOf(const v1::Payslip& payslip, std::string_view rule);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_TESTS_INTEGRATION_PAYROLL_PAYROLL_WORLD_H_
