#include "services/payroll/api/calculate_run.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/requests/answer_once.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/payroll/api/collect_facts.h"
#include "services/payroll/api/payroll_messages.h"
#include "services/payroll/api/policy_block.h"
#include "services/payroll/api/run_snapshot.h"
#include "services/payroll/domain/reasons.h"
#include "services/payroll/domain/run.h"
#include "services/payroll/store/charge_store.h"
#include "services/payroll/store/dispute_store.h"
#include "services/payroll/store/opening_store.h"
#include "services/payroll/store/payslip_store.h"
#include "services/payroll/store/run_store.h"
#include "services/payroll/store/wage_store.h"

namespace cuijiao::payroll {
namespace {

constexpr int kDecember = 12;

// The month of the first run: the first that the ledger closed, from the scheme's start on
// (INC-10). Closed months follow each other. MONTH_OPEN while none is closed.
absl::StatusOr<Month> FindFirstRunMonth(PayrollContext& context, const CallContext& call,
                                        Month asked) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Month> first_closed,
                           context.peers.FindFirstClosedMonth(OutgoingCall::For(call)));
  if (!first_closed) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kMonthOpen,
                   "the ledger closed no month yet, " + FormatMonth(asked) + " neither",
                   {{"month", FormatMonth(asked)}});
  }
  return std::max(Month(SchemeStart(context.policy.policy)), *first_closed);
}

// Whether the month's run may be calculated: it is not approved, and the month before it is, but
// for the first run.
absl::Status CheckOrder(RunStore& runs, Month month, Month first_month) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<RunRecord> run, runs.LockRun(month));
  const std::optional<RunState> state = run ? std::optional(run->state) : std::nullopt;
  if (!StateAfter(state, RunStep::kCalculate)) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kRunApproved,
                   "the run of " + FormatMonth(month) + " is approved and never changes",
                   {{"month", FormatMonth(month)}, {"state", std::string(RunStateName(*state))}});
  }
  if (month <= first_month) return absl::OkStatus();
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<RunRecord> earlier, runs.LoadRun(month - 1));
  if (!earlier || earlier->state == RunState::kCalculated) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kEarlierRunMissing,
                   "the run of " + FormatMonth(month - 1) + " must be approved first",
                   {{"month", FormatMonth(month - 1)}});
  }
  return absl::OkStatus();
}

// A violation as a charge; one from before the first run is one of that run's month (section 6,
// definition 21).
absl::StatusOr<Charge> ChargeOf(const waiver::v1::Violation& violation, Month first_month) {
  CUIJIAO_ASSIGN_OR_RETURN(const Month charged, ParseMonth(violation.charge_month()));
  const Fen loss(violation.loss_fen());
  return Charge{violation.id(),
                violation.bearer_id(),
                ChargeKind::kCompensation,
                std::max(charged, first_month),
                loss,
                loss};
}

// A calculation inside its transaction.
class Calculation {
 public:
  Calculation(PayrollContext& context, const CallContext& call, const RunFacts& facts, Month month,
              Month first_month)
      : context_(context),
        call_(call),
        facts_(facts),
        month_(month),
        first_month_(first_month),
        snapshot_(facts.snapshot) {}

  absl::StatusOr<v1::Run> Run(db::Transaction& transaction);

 private:
  absl::Status AddWages(WageStore& wages);
  absl::Status AddDeductions(PayslipStore& payslips, OpeningStore& opening);
  absl::Status CheckOpening(OpeningStore& opening, const RunFigures& figures);
  absl::Status AddCharges(ChargeStore& charges);
  absl::Status AddCorrections(DisputeStore& disputes);
  absl::Status Store(db::Transaction& transaction, const RunFigures& figures);

  PayrollContext& context_;
  const CallContext& call_;
  const RunFacts& facts_;
  const Month month_;
  const Month first_month_;
  v1::RunSnapshot snapshot_;
  RunRecord record_;
  std::vector<Charge> brought_;
  std::map<std::string, std::string> employee_nos_;
};

absl::StatusOr<v1::Run> Calculation::Run(db::Transaction& transaction) {
  WageStore wages(transaction);
  CUIJIAO_ASSIGN_OR_RETURN(record_.wage_revision, wages.LockRevision(month_));
  RunStore runs(transaction);
  CUIJIAO_RETURN_IF_ERROR(CheckOrder(runs, month_, first_month_));
  CUIJIAO_RETURN_IF_ERROR(AddWages(wages));
  OpeningStore opening(transaction);
  PayslipStore payslips(transaction);
  CUIJIAO_RETURN_IF_ERROR(AddDeductions(payslips, opening));
  ChargeStore charges(transaction);
  CUIJIAO_RETURN_IF_ERROR(AddCharges(charges));
  DisputeStore disputes(transaction, context_.cipher);
  CUIJIAO_RETURN_IF_ERROR(AddCorrections(disputes));

  CUIJIAO_ASSIGN_OR_RETURN(const RunInput input, ToRunInput(snapshot_));
  RunFigures figures = ComputeRun(input);
  CUIJIAO_RETURN_IF_ERROR(CheckOpening(opening, figures));
  for (const Payslip& payslip : figures.payslips) {
    if (employee_nos_[payslip.staff_id].empty()) {
      figures.notices.push_back(payslip.staff_id + " 无工号 (no employee number)");
    }
  }
  CUIJIAO_RETURN_IF_ERROR(Store(transaction, figures));
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<RunRecord> stored, runs.LoadRun(month_));
  return ToMessage(*stored, figures.notices);
}

absl::Status Calculation::AddWages(WageStore& wages) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<WageRecord> of_month, wages.LoadWages(month_));
  for (const WageRecord& wage : of_month) {
    *snapshot_.add_wages() = ToMessage(wage, month_);
    employee_nos_[wage.staff_id] = wage.employee_no;
  }
  for (const auto& [staff_id, employee_no] : facts_.employee_nos) {
    employee_nos_[staff_id] = employee_no;
  }
  return absl::OkStatus();
}

// Only December gives deductions back. From its first calculation on those of before stay as they
// are (LED-19).
absl::Status Calculation::AddDeductions(PayslipStore& payslips, OpeningStore& opening) {
  const int year = static_cast<int>(month_.year());
  if (month_.month() != kDecember) return opening.Hold(year);
  CUIJIAO_RETURN_IF_ERROR(opening.Freeze(year));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<OpeningDeduction> of_before, opening.Load(year));
  for (const OpeningDeduction& deduction : of_before) {
    if (facts_.employee_nos.contains(deduction.staff_id)) continue;
    return absl::AbortedError("deductions of before came in after the run's facts were collected");
  }
  std::vector<TakenDeduction> of_year = TakenBefore(of_before);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<TakenDeduction> own,
                           payslips.LoadDeductions(Month(month_.year(), 1), month_));
  of_year.insert(of_year.end(), own.begin(), own.end());
  std::ranges::stable_sort(of_year, {}, &TakenDeduction::month);
  for (const TakenDeduction& deduction : of_year) {
    *snapshot_.add_earlier_deductions() = ToMessage(deduction);
  }
  return absl::OkStatus();
}

// What this run takes was not taken by a system before as well (LED-19).
absl::Status Calculation::CheckOpening(OpeningStore& opening, const RunFigures& figures) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<OpeningDeduction> of_month,
                           opening.LoadOfMonth(month_));
  const TakenHere here(figures.deductions);
  const auto both = std::ranges::find_if(
      of_month, [&here](const OpeningDeduction& deduction) { return here.Contains(deduction); });
  if (both == of_month.end()) return absl::OkStatus();
  return Refusal(absl::StatusCode::kFailedPrecondition, kOpeningOverlaps,
                 "this run takes a deduction of " + both->staff_id + " in area " + both->area_id +
                     ", and " + FormatYuan(both->taken) + " of " + FormatMonth(month_) +
                     " was taken over from a system before: import the file of project " +
                     both->project_id + " without it",
                 {{"month", FormatMonth(month_)},
                  {"staff_id", both->staff_id},
                  {"area_id", both->area_id},
                  {"project_id", both->project_id},
                  {"taken_fen", std::to_string(both->taken.value())}});
}

absl::Status Calculation::AddCharges(ChargeStore& charges) {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<Charge> open, charges.LoadCarried(month_));
  CUIJIAO_ASSIGN_OR_RETURN(const std::set<std::string> known, charges.LoadKnownIds(month_));
  for (const waiver::v1::Violation& violation : facts_.violations) {
    if (known.contains(violation.id()) || violation.loss_fen() <= 0) continue;
    CUIJIAO_ASSIGN_OR_RETURN(Charge charge, ChargeOf(violation, first_month_));
    brought_.push_back(std::move(charge));
  }
  open.insert(open.end(), brought_.begin(), brought_.end());
  for (const Charge& charge : open) *snapshot_.add_charges() = ToMessage(charge);
  return absl::OkStatus();
}

absl::Status Calculation::AddCorrections(DisputeStore& disputes) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Correction> corrections,
                           disputes.LoadCorrections(month_));
  for (const Correction& correction : corrections) {
    *snapshot_.add_corrections() = ToMessage(correction);
  }
  return absl::OkStatus();
}

absl::Status Calculation::Store(db::Transaction& transaction, const RunFigures& figures) {
  record_.month = month_;
  record_.etag = context_.ids.NewId();
  record_.policy_version = context_.policy.version;
  record_.calculated_by = call_.identity.acting_staff_id();
  record_.calculated_time = call_.time.recorded_time;
  record_.totals = figures.totals;
  RunStore runs(transaction);
  CUIJIAO_ASSIGN_OR_RETURN(const bool put, runs.PutCalculated(record_));
  if (!put) return absl::AbortedError("the run moved on meanwhile");
  CUIJIAO_RETURN_IF_ERROR(runs.ReplaceNotices(month_, figures.notices));
  CUIJIAO_RETURN_IF_ERROR(runs.ReplaceSnapshot(month_, snapshot_.SerializeAsString()));
  CUIJIAO_RETURN_IF_ERROR(PayslipStore(transaction).ReplaceFigures(month_, figures, employee_nos_));
  return ChargeStore(transaction).ReplaceOfRun(month_, brought_, figures.takings);
}

}  // namespace

absl::StatusOr<v1::Run> CalculateRun(PayrollContext& context, const CallContext& call,
                                     const v1::CalculateRunRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<v1::Run> answered,
                           FindAnswer<v1::Run>(context.database, call, request.request_id()));
  if (answered) return *answered;
  CUIJIAO_ASSIGN_OR_RETURN(const Month month, ParseMonth(request.month()));
  CUIJIAO_RETURN_IF_ERROR(BlockOfMonth(context.policy.policy, month).status());
  CUIJIAO_ASSIGN_OR_RETURN(const Month first_month, FindFirstRunMonth(context, call, month));
  // What cannot be calculated anyway is refused before its facts are pulled.
  CUIJIAO_RETURN_IF_ERROR(
      context.database.Transact("CheckRunOrder", [&](db::Transaction& transaction) {
        RunStore runs(transaction);
        return CheckOrder(runs, month, first_month);
      }));
  CUIJIAO_ASSIGN_OR_RETURN(const RunFacts facts, CollectFacts(context, call, month));
  return AnswerOnce<v1::Run>(
      context.database, call, request.request_id(), [&](db::Transaction& transaction) {
        return Calculation(context, call, facts, month, first_month).Run(transaction);
      });
}

}  // namespace cuijiao::payroll
