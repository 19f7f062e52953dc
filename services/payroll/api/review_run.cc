#include "services/payroll/api/review_run.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "common/config/used_policy_blocks.h"
#include "common/requests/answer_once.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/payroll/api/payroll_messages.h"
#include "services/payroll/api/run_snapshot.h"
#include "services/payroll/domain/conservation.h"
#include "services/payroll/domain/reasons.h"
#include "services/payroll/store/charge_store.h"
#include "services/payroll/store/dispute_store.h"
#include "services/payroll/store/payout_store.h"
#include "services/payroll/store/payslip_store.h"
#include "services/payroll/store/run_store.h"
#include "services/payroll/store/wage_store.h"

namespace cuijiao::payroll {
namespace {

constexpr std::size_t kMaxFaultsTold = 5;
constexpr std::ptrdiff_t kMaxDisputesTold = 10;

// The run, when it is in the state to take `step`.
absl::StatusOr<RunRecord> LockForStep(RunStore& runs, Month month, RunStep step) {
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<RunRecord> run, runs.LockRun(month));
  if (!run) return RefuseUnknownRun(month);
  if (!StateAfter(run->state, step)) return RefuseRunState(*run);
  return *std::move(run);
}

absl::Status NotConserved(const std::vector<std::string>& faults) {
  std::map<std::string, std::string> values;
  for (std::size_t i = 0; i < std::min(faults.size(), kMaxFaultsTold); ++i) {
    values["fault_" + std::to_string(i + 1)] = faults[i];
  }
  return Refusal(absl::StatusCode::kFailedPrecondition, kNotConserved,
                 "the run does not add up (INC-15): " + faults.front(), std::move(values));
}

// What is stored of a run, laid against itself and against what its snapshot gives once more.
absl::Status CheckFigures(db::Transaction& transaction, const RunRecord& run,
                          const RunInput& input) {
  PayslipStore payslips(transaction);
  ChargeStore charges(transaction);
  CUIJIAO_ASSIGN_OR_RETURN(RunFigures stored, payslips.LoadFigures(run.month));
  CUIJIAO_ASSIGN_OR_RETURN(stored.takings, charges.LoadTakings(run.month));
  stored.totals = run.totals;
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Charge> open, charges.LoadOfRun(run.month));
  std::vector<std::string> faults =
      FindConservationFaults(stored, open, input.corrections, input.policy);
  if (ComputeRun(input).payslips != stored.payslips) {
    faults.emplace_back("computed again from its snapshot the run gives other payslips");
  }
  return faults.empty() ? absl::OkStatus() : NotConserved(faults);
}

absl::StatusOr<v1::Run> ToMessage(RunStore& runs, Month month) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<RunRecord> run, runs.LoadRun(month));
  if (!run) return RefuseUnknownRun(month);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> notices, runs.LoadNotices(month));
  return ToMessage(*run, notices);
}

// A run is approved when every dispute is answered, and what the answers correct is calculated in.
absl::Status CheckDisputes(DisputeStore& disputes, Month month,
                           const std::vector<Correction>& calculated) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> open, disputes.LoadOpenIds(month));
  if (!open.empty()) {
    const std::string first_ids = absl::StrJoin(
        open.begin(), open.begin() + std::min<std::ptrdiff_t>(std::ssize(open), kMaxDisputesTold),
        ",");
    return Refusal(
        absl::StatusCode::kFailedPrecondition, kDisputeOpen,
        std::to_string(open.size()) + " disputes wait for finance's answer: " + first_ids,
        {{"dispute_ids", first_ids}});
  }
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Correction> corrections,
                           disputes.LoadCorrections(month));
  if (corrections != calculated) {
    return Refusal(absl::StatusCode::kAborted, kCorrectionsChanged,
                   "finance corrected lines since the run was calculated: calculate it again");
  }
  return absl::OkStatus();
}

// Checks in the order of the errors, then approves.
absl::StatusOr<v1::Run> Approve(PayrollContext& context, db::Transaction& transaction,
                                const v1::ApproveRunRequest& request, Month month,
                                const RunStepTaken& step) {
  RunStore runs(transaction);
  CUIJIAO_ASSIGN_OR_RETURN(const RunRecord run, LockForStep(runs, month, RunStep::kApprove));
  if (run.etag != request.etag()) {
    return Refusal(absl::StatusCode::kAborted, kEtagMismatch,
                   "the run was calculated again since it was read", {{"etag", run.etag}});
  }
  if (run.calculated_by == step.by) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kSamePerson,
                   "who calculated a run cannot approve it",
                   {{"calculated_by", run.calculated_by}});
  }
  CUIJIAO_ASSIGN_OR_RETURN(const std::string bytes, runs.LoadSnapshot(month));
  CUIJIAO_ASSIGN_OR_RETURN(const v1::RunSnapshot snapshot, ReadSnapshot(bytes));
  CUIJIAO_ASSIGN_OR_RETURN(const RunInput input, ToRunInput(snapshot));
  DisputeStore disputes(transaction, context.cipher);
  CUIJIAO_RETURN_IF_ERROR(CheckDisputes(disputes, month, input.corrections));
  CUIJIAO_ASSIGN_OR_RETURN(const bool frozen,
                           WageStore(transaction).Freeze(month, run.wage_revision));
  if (!frozen) {
    return Refusal(absl::StatusCode::kAborted, kWagesChanged,
                   "wages changed since the run was calculated: calculate it again");
  }
  CUIJIAO_RETURN_IF_ERROR(CheckFigures(transaction, run, input));

  CUIJIAO_ASSIGN_OR_RETURN(const Date block_from, ParseDate(snapshot.policy().effective_from()));
  CUIJIAO_RETURN_IF_ERROR(
      NoteUse(transaction, {block_from, VersionOf(snapshot.policy())}, step.time));
  CUIJIAO_ASSIGN_OR_RETURN(const bool approved, runs.Approve(month, run.etag, step));
  if (!approved) return absl::AbortedError("the run moved on meanwhile");
  return ToMessage(runs, month);
}

// One payout a payslip, at positions that follow each other.
absl::Status InsertPayouts(db::Transaction& transaction, PayrollContext& context,
                           const CallContext& call, Month month) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<StoredPayslip> payslips,
      PayslipStore(transaction).LoadPayslips(month, "", std::numeric_limits<std::int64_t>::max()));
  PayoutStore store(transaction, context.cipher);
  CUIJIAO_ASSIGN_OR_RETURN(std::int64_t position,
                           store.TakePositions(static_cast<std::int64_t>(payslips.size())));
  std::vector<PayoutRecord> payouts;
  std::vector<PayoutChange> changes;
  for (const StoredPayslip& stored : payslips) {
    payouts.push_back({.id = context.ids.NewId(),
                       .position = position++,
                       .month = month,
                       .staff_id = stored.payslip.staff_id,
                       .employee_no = stored.employee_no,
                       .amount = stored.payslip.SumOfLines(),
                       .state = PayoutState::kReleased,
                       .reject_reason = {}});
    changes.push_back({context.ids.NewId(), payouts.back().id, PayoutState::kReleased,
                       call.identity.acting_staff_id(), call.time.recorded_time, ""});
  }
  CUIJIAO_RETURN_IF_ERROR(store.Insert(payouts));
  return store.InsertChanges(changes);
}

RunStepTaken StepOf(PayrollContext& context, const CallContext& call) {
  return {call.identity.acting_staff_id(), call.time.recorded_time, context.ids.NewId()};
}

}  // namespace

absl::Status RefuseUnknownRun(Month month) {
  return Refusal(absl::StatusCode::kNotFound, kUnknownRun,
                 "there is no run of " + FormatMonth(month), {{"month", FormatMonth(month)}});
}

absl::Status RefuseRunState(const RunRecord& run) {
  const std::string month = FormatMonth(run.month);
  const std::string state(RunStateName(run.state));
  return Refusal(absl::StatusCode::kFailedPrecondition, kRunState,
                 "the run of " + month + " is " + state, {{"month", month}, {"state", state}});
}

absl::StatusOr<v1::Run> ApproveRun(PayrollContext& context, const CallContext& call,
                                   const v1::ApproveRunRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(const Month month, ParseMonth(request.month()));
  const RunStepTaken step = StepOf(context, call);
  return AnswerOnce<v1::Run>(context.database, call, request.request_id(),
                             [&](db::Transaction& transaction) {
                               return Approve(context, transaction, request, month, step);
                             });
}

absl::StatusOr<v1::Run> ReleaseRun(PayrollContext& context, const CallContext& call,
                                   const v1::ReleaseRunRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(const Month month, ParseMonth(request.month()));
  const RunStepTaken step = StepOf(context, call);
  return AnswerOnce<v1::Run>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::Run> {
        RunStore runs(transaction);
        CUIJIAO_RETURN_IF_ERROR(LockForStep(runs, month, RunStep::kRelease).status());
        CUIJIAO_RETURN_IF_ERROR(InsertPayouts(transaction, context, call, month));
        CUIJIAO_ASSIGN_OR_RETURN(const bool released, runs.Release(month, step));
        if (!released) return absl::AbortedError("the run moved on meanwhile");
        // A run without payslips has nothing that could be taken.
        CUIJIAO_ASSIGN_OR_RETURN(const bool open,
                                 PayoutStore(transaction, context.cipher).HasOpen(month));
        if (!open) CUIJIAO_RETURN_IF_ERROR(runs.AcknowledgeAll(month, step.etag).status());
        return ToMessage(runs, month);
      });
}

absl::StatusOr<v1::Run> GetRun(PayrollContext& context, const v1::GetRunRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(const Month month, ParseMonth(request.month()));
  return context.database.Read("GetRun", [&](db::Transaction& transaction) {
    RunStore runs(transaction);
    return ToMessage(runs, month);
  });
}

absl::StatusOr<v1::ListRunsResponse> ListRuns(PayrollContext& context,
                                              const v1::ListRunsRequest& request) {
  return context.database.Read(
      "ListRuns", [&](db::Transaction& transaction) -> absl::StatusOr<v1::ListRunsResponse> {
        RunStore runs(transaction);
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<RunRecord> records,
                                 runs.LoadRuns(request.year()));
        v1::ListRunsResponse response;
        for (const RunRecord& run : records) {
          CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> notices,
                                   runs.LoadNotices(run.month));
          *response.add_runs() = ToMessage(run, notices);
        }
        return response;
      });
}

}  // namespace cuijiao::payroll
