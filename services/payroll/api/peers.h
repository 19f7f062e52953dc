// What the payroll service asks of the other services, whole answers instead of pages.
#ifndef CUIJIAO_SERVICES_PAYROLL_API_PEERS_H_
#define CUIJIAO_SERVICES_PAYROLL_API_PEERS_H_

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/rpc/client.h"
#include "cuijiao/escalation/v1/escalation.grpc.pb.h"
#include "cuijiao/ledger/v1/close.grpc.pb.h"
#include "cuijiao/ledger/v1/organisation.grpc.pb.h"
#include "cuijiao/ledger/v1/plan.grpc.pb.h"
#include "cuijiao/waiver/v1/waiver.grpc.pb.h"

namespace cuijiao::payroll {

// Errors are the peers' own (MONTH_OPEN), UNAVAILABLE naming the peer when it cannot be asked.
// Thread-safe; the peers outlive it.
class Peers {
 public:
  Peers(Peer& ledger, Peer& escalation, Peer& waiver);

  // The month that the ledger's books begin with; none while it closed no month.
  absl::StatusOr<std::optional<Month>> FindFirstClosedMonth(const OutgoingCall& call);
  absl::StatusOr<ledger::v1::MonthFigures> GetMonthFigures(const OutgoingCall& call, Month month);
  absl::StatusOr<std::vector<ledger::v1::HistoricalPayment>> ListHistoricalPayments(
      const OutgoingCall& call, Month month);
  absl::StatusOr<std::vector<ledger::v1::Reversal>> ListReversals(const OutgoingCall& call,
                                                                  Month month);
  // A project's rate as it was frozen with the month.
  absl::StatusOr<ledger::v1::CollectionRate> GetProjectRate(
      const OutgoingCall& call, const std::string& project_id,
      const ledger::v1::AccountingMonth& month);
  absl::StatusOr<ledger::v1::Ranking> GetRanking(const OutgoingCall& call,
                                                 const std::string& project_id, Month month);
  // The ids of a project's areas. NOT_FOUND / UNKNOWN_PROJECT.
  absl::StatusOr<std::set<std::string>> FindAreas(const OutgoingCall& call,
                                                  const std::string& project_id);
  // Those that exist, by id.
  absl::StatusOr<std::vector<ledger::v1::Staff>> FindStaff(
      const OutgoingCall& call, const std::set<std::string>& staff_ids,
      const std::set<std::string>& employee_nos);
  // Work on the units, without its notes.
  absl::StatusOr<std::vector<escalation::v1::WorkRecord>> ListWork(
      const OutgoingCall& call, const std::set<std::string>& unit_ids);
  // Violations charged up to a calendar month, that month included.
  absl::StatusOr<std::vector<waiver::v1::Violation>> ListViolations(const OutgoingCall& call,
                                                                    Month last_charge_month);

 private:
  Peer& ledger_;
  Peer& escalation_;
  Peer& waiver_;
  const std::unique_ptr<ledger::v1::CloseService::Stub> close_;
  const std::unique_ptr<ledger::v1::PlanService::Stub> plan_;
  const std::unique_ptr<ledger::v1::OrganisationService::Stub> organisation_;
  const std::unique_ptr<escalation::v1::EscalationService::Stub> work_;
  const std::unique_ptr<waiver::v1::WaiverService::Stub> violations_;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_PEERS_H_
