#include "services/payroll/api/disputes.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/requests/answer_once.h"
#include "common/rpc/cut_to_page.h"
#include "common/rpc/paging.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/payroll/api/payroll_messages.h"
#include "services/payroll/api/payslips.h"
#include "services/payroll/api/review_run.h"
#include "services/payroll/api/run_snapshot.h"
#include "services/payroll/domain/reasons.h"
#include "services/payroll/domain/run.h"
#include "services/payroll/store/payslip_store.h"
#include "services/payroll/store/run_store.h"

namespace cuijiao::payroll {
namespace {

absl::Status RefuseDispute(std::string_view reason, const RunRecord& run,
                           const std::string& line_id) {
  const std::string month = FormatMonth(run.month);
  const std::string state(RunStateName(run.state));
  if (reason == kRunState) {
    return Refusal(absl::StatusCode::kFailedPrecondition, reason,
                   "the run of " + month + " is " + state +
                       ": a difference found now becomes an adjustment in the next run",
                   {{"month", month}, {"state", state}});
  }
  if (reason == kUnknownLine) {
    return Refusal(absl::StatusCode::kNotFound, reason,
                   "the payslip of " + month + " has no line " + line_id, {{"line_id", line_id}});
  }
  return Refusal(absl::StatusCode::kFailedPrecondition, reason,
                 "line " + line_id + " was disputed before, and finance's answer decides",
                 {{"line_id", line_id}});
}

const PayslipLine* FindLine(const Payslip& payslip, const std::string& line_id) {
  const auto line = std::ranges::find(payslip.lines, line_id, [](const PayslipLine& candidate) {
    return LineIdOf(candidate.origin());
  });
  return line == payslip.lines.end() ? nullptr : &*line;
}

// Writes the run's row, so that it is not approved while a dispute is raised or answered.
absl::Status TouchDisputes(db::Transaction& transaction, Month month) {
  CUIJIAO_ASSIGN_OR_RETURN(const bool touched, RunStore(transaction).TouchDisputes(month));
  return touched ? absl::OkStatus() : absl::AbortedError("the run moved on meanwhile");
}

absl::StatusOr<DisputeRecord> Raise(PayrollContext& context, const CallContext& call,
                                    const v1::DisputePayslipLineRequest& request, Month month,
                                    db::Transaction& transaction) {
  const std::string staff_id = call.identity.acting_staff_id();
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<RunRecord> run,
                           RunStore(transaction).LockRun(month));
  if (!run) return RefuseUnknownRun(month);
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<StoredPayslip> stored,
                           PayslipStore(transaction).LoadPayslip(month, staff_id));
  if (!stored && run->state == RunState::kCalculated) return RefuseUnknownPayslip(month, staff_id);
  const PayslipLine* line = stored ? FindLine(stored->payslip, request.line_id()) : nullptr;
  DisputeStore disputes(transaction, context.cipher);
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<DisputeState> earlier,
                           disputes.LoadStateOf(month, staff_id, request.line_id()));
  const std::string_view refusal = FindReasonAgainstDispute(
      run->state, line == nullptr ? std::nullopt : std::optional(line->kind), earlier);
  if (!refusal.empty()) return RefuseDispute(refusal, *run, request.line_id());

  DisputeRecord dispute = {.id = context.ids.NewId(),
                           .month = month,
                           .staff_id = staff_id,
                           .line_id = request.line_id(),
                           .line = line->origin(),
                           .disputed = line->amount,
                           .reason = request.reason(),
                           .disputed_time = call.time.recorded_time,
                           .state = DisputeState::kOpen,
                           .answered_by = {},
                           .answered_time = std::nullopt,
                           .right = std::nullopt,
                           .explanation = {}};
  CUIJIAO_RETURN_IF_ERROR(TouchDisputes(transaction, month));
  CUIJIAO_RETURN_IF_ERROR(disputes.Insert(dispute));
  return dispute;
}

absl::Status RefuseAnswer(std::string_view reason, const DisputeRecord& dispute) {
  return Refusal(
      absl::StatusCode::kFailedPrecondition, reason,
      reason == kSamePerson
          ? "who disputed cannot answer"
          : "dispute " + dispute.id + " is " + std::string(DisputeStateName(dispute.state)) +
                ": the answer decides",
      {{"dispute_id", dispute.id}, {"state", std::string(DisputeStateName(dispute.state))}});
}

// What the run as it stands would keep `correction`, or an earlier one because of it, from
// counting.
std::optional<HeldCorrection> FindNewlyHeld(RunInput input, std::vector<Correction> corrections,
                                            const Correction& correction) {
  input.corrections = corrections;
  const std::vector<HeldCorrection> held_before = ComputeRun(input).held;
  corrections.push_back(correction);
  std::ranges::sort(corrections, {}, &Correction::dispute_id);
  input.corrections = std::move(corrections);
  for (const HeldCorrection& held : ComputeRun(input).held) {
    if (std::ranges::find(held_before, held.dispute_id, &HeldCorrection::dispute_id) ==
        held_before.end()) {
      return held;
    }
  }
  return std::nullopt;
}

absl::Status CheckBounds(db::Transaction& transaction, DisputeStore& disputes,
                         const DisputeRecord& dispute) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string bytes,
                           RunStore(transaction).LoadSnapshot(dispute.month));
  CUIJIAO_ASSIGN_OR_RETURN(const v1::RunSnapshot snapshot, ReadSnapshot(bytes));
  CUIJIAO_ASSIGN_OR_RETURN(RunInput input, ToRunInput(snapshot));
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<Correction> corrections,
                           disputes.LoadCorrections(dispute.month));
  const std::optional<HeldCorrection> held =
      FindNewlyHeld(std::move(input), std::move(corrections),
                    {dispute.id, dispute.staff_id, dispute.line, *dispute.right});
  if (!held) return absl::OkStatus();
  return Refusal(absl::StatusCode::kFailedPrecondition, kAmountOutOfBounds,
                 "the line of dispute " + held->dispute_id + " may come to " +
                     FormatYuan(held->bounds.lowest) + " to " + FormatYuan(held->bounds.highest) +
                     ": " + held->bounds.rule,
                 {{"dispute_id", held->dispute_id},
                  {"lowest_fen", std::to_string(held->bounds.lowest.value())},
                  {"highest_fen", std::to_string(held->bounds.highest.value())},
                  {"rule", held->bounds.rule}});
}

absl::StatusOr<DisputeRecord> Answer(PayrollContext& context, const CallContext& call,
                                     const v1::AnswerDisputeRequest& request,
                                     db::Transaction& transaction) {
  const std::string& id = request.dispute_id();
  DisputeStore disputes(transaction, context.cipher);
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<DisputeRecord> found, disputes.Load(id));
  if (!found) {
    return Refusal(absl::StatusCode::kNotFound, kUnknownDispute, "there is no dispute " + id,
                   {{"dispute_id", id}});
  }
  CUIJIAO_RETURN_IF_ERROR(RunStore(transaction).LockRun(found->month).status());
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<DisputeRecord> dispute, disputes.Load(id));
  const bool corrects = request.decision() == v1::AnswerDisputeRequest::DECISION_CORRECT;
  const DisputeStep step = corrects ? DisputeStep::kCorrect : DisputeStep::kLetStand;
  const std::string answered_by = call.identity.acting_staff_id();
  const std::string_view refusal =
      FindReasonAgainstAnswer(dispute->state, step, dispute->staff_id, answered_by);
  if (!refusal.empty()) return RefuseAnswer(refusal, *dispute);

  dispute->state = *StateAfter(dispute->state, step);
  dispute->answered_by = answered_by;
  dispute->answered_time = call.time.recorded_time;
  dispute->explanation = request.explanation();
  if (corrects) {
    dispute->right = Fen(request.right_fen());
    CUIJIAO_RETURN_IF_ERROR(CheckBounds(transaction, disputes, *dispute));
  }
  CUIJIAO_RETURN_IF_ERROR(TouchDisputes(transaction, dispute->month));
  CUIJIAO_ASSIGN_OR_RETURN(const bool answered, disputes.Answer(*dispute));
  if (!answered) return absl::AbortedError("the dispute was answered meanwhile");
  return *std::move(dispute);
}

}  // namespace

absl::StatusOr<v1::Dispute> DisputePayslipLine(PayrollContext& context, const CallContext& call,
                                               const v1::DisputePayslipLineRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(const Month month, ParseMonth(request.month()));
  return AnswerOnce<v1::Dispute>(context.database, call, request.request_id(),
                                 [&](db::Transaction& transaction) -> absl::StatusOr<v1::Dispute> {
                                   CUIJIAO_ASSIGN_OR_RETURN(
                                       const DisputeRecord dispute,
                                       Raise(context, call, request, month, transaction));
                                   return ToMessage(dispute);
                                 });
}

absl::StatusOr<v1::Dispute> AnswerDispute(PayrollContext& context, const CallContext& call,
                                          const v1::AnswerDisputeRequest& request) {
  const bool corrects = request.decision() == v1::AnswerDisputeRequest::DECISION_CORRECT;
  if (corrects && !request.has_right_fen()) {
    return InvalidFields({{"right_fen", "is required with DECISION_CORRECT"}});
  }
  if (!corrects && request.has_right_fen()) {
    return InvalidFields({{"right_fen", "set: the line stands"}});
  }
  return AnswerOnce<v1::Dispute>(context.database, call, request.request_id(),
                                 [&](db::Transaction& transaction) -> absl::StatusOr<v1::Dispute> {
                                   CUIJIAO_ASSIGN_OR_RETURN(
                                       const DisputeRecord dispute,
                                       Answer(context, call, request, transaction));
                                   return ToMessage(dispute);
                                 });
}

absl::StatusOr<v1::ListDisputesResponse> ListDisputes(PayrollContext& context,
                                                      const CallContext& call,
                                                      const v1::ListDisputesRequest& request) {
  DisputeFilter filter = {.month = std::nullopt,
                          .staff_id = SeesAllPayslips(call) ? "" : call.identity.acting_staff_id(),
                          .open_only = request.open_only()};
  if (!request.month().empty()) {
    CUIJIAO_ASSIGN_OR_RETURN(filter.month, ParseMonth(request.month()));
  }
  CUIJIAO_ASSIGN_OR_RETURN(const std::string after, context.page_tokens.PositionOf(request));
  const std::int32_t page_size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<DisputeRecord> disputes,
      context.database.Read("ListDisputes", [&](db::Transaction& transaction) {
        return DisputeStore(transaction, context.cipher).List(filter, after, page_size + 1);
      }));
  const bool more = CutToPage(disputes, page_size);
  v1::ListDisputesResponse response;
  for (const DisputeRecord& dispute : disputes) {
    *response.add_disputes() = ToMessageWithTexts(dispute);
  }
  if (more) {
    response.set_next_page_token(context.page_tokens.Make(request, disputes.back().id));
  }
  return response;
}

}  // namespace cuijiao::payroll
