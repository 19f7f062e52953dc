#include "services/payroll/api/collect_facts.h"

#include <optional>
#include <set>
#include <utility>

#include "common/status/macros.h"
#include "services/payroll/api/policy_block.h"
#include "services/payroll/store/charge_store.h"
#include "services/payroll/store/opening_store.h"
#include "services/payroll/store/payslip_store.h"
#include "services/payroll/store/wage_store.h"

namespace cuijiao::payroll {
namespace {

constexpr int kJanuary = 1;

// Everybody whom the run may name, and what the service itself knows that decides what to ask for.
struct OwnKnowledge {
  std::set<std::string> decided_payments;
  std::set<std::string> staff_ids;
};

// Pulls the facts of one run.
class Collector {
 public:
  Collector(PayrollContext& context, const CallContext& call, Month month)
      : context_(context), outgoing_(OutgoingCall::For(call)), month_(month) {}

  absl::StatusOr<RunFacts> Collect() {
    CUIJIAO_RETURN_IF_ERROR(AddPolicy());
    CUIJIAO_RETURN_IF_ERROR(AddFigures());
    CUIJIAO_RETURN_IF_ERROR(AddPayments());
    CUIJIAO_RETURN_IF_ERROR(AddViolations());
    CUIJIAO_RETURN_IF_ERROR(AddEmployeeNumbers());
    return std::move(facts_);
  }

 private:
  absl::Status AddPolicy();
  absl::Status AddFigures();
  absl::Status AddProjectRates();
  absl::Status AddPayments();
  absl::Status AddSettledBeforeScheme();
  absl::Status AddViolations();
  absl::Status AddEmployeeNumbers();
  absl::StatusOr<OwnKnowledge> LoadOwn(const std::vector<std::string>& payment_ids);

  PayrollContext& context_;
  const OutgoingCall outgoing_;
  const Month month_;
  RunFacts facts_;
  std::set<std::string> staff_ids_;
};

absl::Status Collector::AddPolicy() {
  const policy::v1::Policy& policy = context_.policy.policy;
  facts_.snapshot.set_month(FormatMonth(month_));
  CUIJIAO_ASSIGN_OR_RETURN(*facts_.snapshot.mutable_policy(), BlockOfMonth(policy, month_));
  facts_.snapshot.set_scheme_start_date(FormatDate(SchemeStart(policy)));
  facts_.snapshot.set_time_zone(policy.time_zone());
  return absl::OkStatus();
}

absl::Status Collector::AddFigures() {
  CUIJIAO_ASSIGN_OR_RETURN(*facts_.snapshot.mutable_figures(),
                           context_.peers.GetMonthFigures(outgoing_, month_));
  for (const auto& community : facts_.snapshot.figures().communities()) {
    staff_ids_.insert(community.collector_id());
  }
  for (const auto& run : facts_.snapshot.figures().responsibility_runs()) {
    staff_ids_.insert(run.collector_id());
  }
  if (facts_.snapshot.policy().comparison_base() ==
      policy::v1::IncentivePolicy::COMPARISON_BASE_PROJECT_RATE) {
    return AddProjectRates();
  }
  return absl::OkStatus();
}

absl::Status Collector::AddProjectRates() {
  std::set<std::string> project_ids;
  for (const auto& community : facts_.snapshot.figures().communities()) {
    project_ids.insert(community.project_id());
  }
  for (const std::string& project_id : project_ids) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const ledger::v1::CollectionRate rate,
        context_.peers.GetProjectRate(outgoing_, project_id,
                                      facts_.snapshot.figures().accounting_month()));
    v1::RunSnapshot::ProjectRate& project = *facts_.snapshot.add_project_rates();
    project.set_project_id(project_id);
    project.set_received_fen(rate.received_fen());
    project.set_receivable_fen(rate.receivable_fen());
  }
  return absl::OkStatus();
}

// What earlier runs decided is left out: they are approved, and no payment is decided twice.
absl::Status Collector::AddPayments() {
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<ledger::v1::HistoricalPayment> payments,
                           context_.peers.ListHistoricalPayments(outgoing_, month_));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<ledger::v1::Reversal> reversals,
                           context_.peers.ListReversals(outgoing_, month_));
  std::vector<std::string> payment_ids;
  for (const auto& payment : payments) payment_ids.push_back(payment.payment_id());
  for (const auto& reversal : reversals) {
    if (!reversal.in_full()) continue;
    facts_.snapshot.add_reversed_payment_ids(reversal.payment_id());
    payment_ids.push_back(reversal.payment_id());
  }
  CUIJIAO_ASSIGN_OR_RETURN(const OwnKnowledge own, LoadOwn(payment_ids));
  staff_ids_.insert(own.staff_ids.begin(), own.staff_ids.end());

  std::set<std::string> unit_ids;
  for (const auto& payment : payments) {
    if (own.decided_payments.contains(payment.payment_id())) continue;
    *facts_.snapshot.add_historical_payments() = payment;
    unit_ids.insert(payment.unit_id());
    staff_ids_.insert(payment.collector_id());
    staff_ids_.insert(payment.collaborator_ids().begin(), payment.collaborator_ids().end());
  }
  for (const std::string& reversed : facts_.snapshot.reversed_payment_ids()) {
    if (own.decided_payments.contains(reversed)) {
      facts_.snapshot.add_decided_payment_ids(reversed);
    }
  }
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<escalation::v1::WorkRecord> work,
                           context_.peers.ListWork(outgoing_, unit_ids));
  facts_.snapshot.mutable_work_records()->Assign(work.begin(), work.end());
  return AddSettledBeforeScheme();
}

// A unit that met the condition in the month before the scheme belongs to that month (INC-10), even
// when that month's closing date, and with it the money, came after effective_from. Books that
// begin with the scheme or after it know no month before.
absl::Status Collector::AddSettledBeforeScheme() {
  const bool is_schemes_first = month_ == Month(SchemeStart(context_.policy.policy));
  if (!is_schemes_first || month_.month() == kJanuary) return absl::OkStatus();
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Month> first_closed,
                           context_.peers.FindFirstClosedMonth(outgoing_));
  if (first_closed == month_) return absl::OkStatus();
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<ledger::v1::HistoricalPayment> before,
                           context_.peers.ListHistoricalPayments(outgoing_, month_ - 1));
  for (const auto& payment : before) {
    facts_.snapshot.add_settled_before_scheme_ids(payment.payment_id());
  }
  return absl::OkStatus();
}

absl::Status Collector::AddViolations() {
  CUIJIAO_ASSIGN_OR_RETURN(facts_.violations, context_.peers.ListViolations(outgoing_, month_));
  for (const waiver::v1::Violation& violation : facts_.violations) {
    staff_ids_.insert(violation.bearer_id());
  }
  return absl::OkStatus();
}

absl::Status Collector::AddEmployeeNumbers() {
  staff_ids_.erase("");
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<ledger::v1::Staff> staff,
                           context_.peers.FindStaff(outgoing_, staff_ids_, {}));
  for (const ledger::v1::Staff& person : staff) {
    facts_.employee_nos[person.id()] = person.employee_no();
  }
  return absl::OkStatus();
}

absl::StatusOr<OwnKnowledge> Collector::LoadOwn(const std::vector<std::string>& payment_ids) {
  return context_.database.Read(
      "CollectFacts", [&](db::Transaction& transaction) -> absl::StatusOr<OwnKnowledge> {
        OwnKnowledge own;
        PayslipStore payslips(transaction);
        CUIJIAO_ASSIGN_OR_RETURN(own.decided_payments,
                                 payslips.LoadDecidedPayments(month_, payment_ids));
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<TakenDeduction> deductions,
                                 payslips.LoadDeductions(Month(month_.year(), kJanuary), month_));
        for (const TakenDeduction& deduction : deductions) own.staff_ids.insert(deduction.staff_id);
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<OpeningDeduction> of_before,
                                 OpeningStore(transaction).Load(static_cast<int>(month_.year())));
        for (const OpeningDeduction& deduction : of_before) {
          own.staff_ids.insert(deduction.staff_id);
        }
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Charge> charges,
                                 ChargeStore(transaction).LoadCarried(month_));
        for (const Charge& charge : charges) own.staff_ids.insert(charge.bearer_id);
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<WageRecord> wages,
                                 WageStore(transaction).LoadWages(month_));
        for (const WageRecord& wage : wages) own.staff_ids.insert(wage.staff_id);
        return own;
      });
}

}  // namespace

absl::StatusOr<RunFacts> CollectFacts(PayrollContext& context, const CallContext& call,
                                      Month month) {
  return Collector(context, call, month).Collect();
}

}  // namespace cuijiao::payroll
