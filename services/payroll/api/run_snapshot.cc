#include "services/payroll/api/run_snapshot.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "common/clock/company_clock.h"
#include "common/rpc/message_times.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/payroll/api/policy_block.h"
#include "services/payroll/domain/reasons.h"

namespace cuijiao::payroll {
namespace {

CommunityFigures ToDomain(const ledger::v1::CommunityFigures& community) {
  CommunityFigures figures = {
      .community_id = community.community_id(),
      .project_id = community.project_id(),
      .area_id = community.area_id(),
      .collector_id = community.collector_id(),
      .rate_received = Fen(community.rate_received_fen()),
      .rate_receivable = Fen(community.rate_receivable_fen()),
      .received = Fen(community.received_fen()),
      .received_outside_campaigns = Fen(community.received_outside_campaigns_fen()),
      .planned_rate_bp = std::nullopt};
  if (community.has_planned_rate_bp()) figures.planned_rate_bp = community.planned_rate_bp();
  return figures;
}

absl::StatusOr<ResponsibilityRun> ToDomain(const ledger::v1::ResponsibilityRun& run) {
  CUIJIAO_ASSIGN_OR_RETURN(const Date from, ParseDate(run.from_date()));
  CUIJIAO_ASSIGN_OR_RETURN(const Date to, ParseDate(run.to_date()));
  return ResponsibilityRun{
      run.collector_id(), from, to, {run.area_ids().begin(), run.area_ids().end()}};
}

absl::StatusOr<HistoricalPayment> ToDomain(const ledger::v1::HistoricalPayment& payment,
                                           absl::TimeZone zone) {
  CUIJIAO_ASSIGN_OR_RETURN(const Date received_date, ParseDate(payment.received_date()));
  const absl::Time recorded_time = TimeOf(payment.record_time());
  return HistoricalPayment{.payment_id = payment.payment_id(),
                           .credit = {.unit_id = payment.unit_id(),
                                      .credited_id = payment.collector_id(),
                                      .collaborator_ids = {payment.collaborator_ids().begin(),
                                                           payment.collaborator_ids().end()},
                                      .team_member_ids = {payment.team_member_ids().begin(),
                                                          payment.team_member_ids().end()},
                                      .recorded_date = absl::ToCivilDay(recorded_time, zone),
                                      .recorded_time = recorded_time},
                           .received_date = received_date,
                           .historical = Fen(payment.historical_fen()),
                           .in_campaign = payment.in_campaign(),
                           .waiver = Fen(payment.waiver_fen()),
                           .claim = Fen(payment.claim_fen())};
}

WorkKind ToDomain(escalation::v1::WorkRecord::Kind kind) {
  switch (kind) {
    case escalation::v1::WorkRecord::KIND_VISIT:
      return WorkKind::kVisit;
    case escalation::v1::WorkRecord::KIND_CALL:
      return WorkKind::kCall;
    case escalation::v1::WorkRecord::KIND_PROBLEM_HANDLED:
      return WorkKind::kProblemHandled;
    default:
      return WorkKind::kOther;  // counts only when a team leader approved it
  }
}

Consent ToDomain(const escalation::v1::WorkRecord::Consent& consent) {
  return {consent.staff_id(), TimeOf(consent.record_time())};
}

absl::StatusOr<WorkRecord> ToDomain(const escalation::v1::WorkRecord& record) {
  CUIJIAO_ASSIGN_OR_RETURN(const Date happened_date, ParseDate(record.happened_date()));
  WorkRecord work = {.id = record.id(),
                     .unit_id = record.unit_id(),
                     .staff_id = record.staff_id(),
                     .kind = ToDomain(record.kind()),
                     .happened_date = happened_date,
                     .recorded_time = TimeOf(record.record_time())};
  for (const auto& acceptance : record.acceptances()) {
    work.acceptances.push_back(ToDomain(acceptance));
  }
  if (record.has_approval()) work.approval = ToDomain(record.approval());
  return work;
}

absl::StatusOr<Wage> ToDomain(const v1::Wage& wage, const v1::RunSnapshot& snapshot, Month month) {
  const std::optional<Fen> minimum_wage = MinimumWageOf(snapshot.policy(), wage.city(), month);
  if (!minimum_wage) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kMinimumWageUnknown,
                   "the policy has no minimum wage of " + wage.city() + " in " +
                       FormatMonth(month) + " (staff " + wage.staff_id() + ")",
                   {{"city", wage.city()}, {"staff_id", wage.staff_id()}});
  }
  return Wage{wage.staff_id(), Fen(wage.gross_fen()), *minimum_wage};
}

bool IsNaturalNumber(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// An exact amount of a peer, "p/q" or "p"; Rational::FromString reads its own text alone.
absl::StatusOr<Rational> ReadExact(const std::string& text) {
  const std::size_t slash = text.find('/');
  const std::string_view numerator = std::string_view(text).substr(0, slash);
  const std::string_view denominator =
      slash == std::string::npos ? "1" : std::string_view(text).substr(slash + 1);
  const bool is_fraction = IsNaturalNumber(numerator) && IsNaturalNumber(denominator) &&
                           denominator.find_first_not_of('0') != std::string_view::npos;
  if (!is_fraction) {
    return absl::InvalidArgumentError("the ledger's exact task \"" + text + "\" is no fraction");
  }
  return Rational::FromString(text);
}

absl::Status AddLedgerFigures(const v1::RunSnapshot& snapshot, RunInput& input) {
  for (const auto& community : snapshot.figures().communities()) {
    input.communities.push_back(ToDomain(community));
  }
  for (const auto& run : snapshot.figures().responsibility_runs()) {
    CUIJIAO_ASSIGN_OR_RETURN(ResponsibilityRun responsibility, ToDomain(run));
    input.responsibility_runs.push_back(std::move(responsibility));
  }
  for (const auto& task : snapshot.figures().tasks()) {
    CUIJIAO_ASSIGN_OR_RETURN(input.area_tasks[task.area_id()], ReadExact(task.exact_task_fen()));
  }
  for (const auto& rate : snapshot.project_rates()) {
    if (rate.receivable_fen() == 0) continue;
    input.project_rates[rate.project_id()] =
        Rational(Fen(rate.received_fen())) / Rational(Fen(rate.receivable_fen()));
  }
  return absl::OkStatus();
}

absl::Status AddPayments(const v1::RunSnapshot& snapshot, RunInput& input) {
  CUIJIAO_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadCompanyZone(snapshot.time_zone()));
  for (const auto& payment : snapshot.historical_payments()) {
    CUIJIAO_ASSIGN_OR_RETURN(HistoricalPayment historical, ToDomain(payment, zone));
    input.payments.push_back(std::move(historical));
  }
  input.reversed_payments.insert(snapshot.reversed_payment_ids().begin(),
                                 snapshot.reversed_payment_ids().end());
  input.settled_before_scheme.insert(snapshot.settled_before_scheme_ids().begin(),
                                     snapshot.settled_before_scheme_ids().end());
  input.decided_payments.insert(snapshot.decided_payment_ids().begin(),
                                snapshot.decided_payment_ids().end());
  for (const auto& record : snapshot.work_records()) {
    CUIJIAO_ASSIGN_OR_RETURN(WorkRecord work, ToDomain(record));
    input.work.push_back(std::move(work));
  }
  return absl::OkStatus();
}

absl::Status AddWagesAndHistory(const v1::RunSnapshot& snapshot, RunInput& input) {
  for (const v1::Wage& wage : snapshot.wages()) {
    CUIJIAO_ASSIGN_OR_RETURN(Wage of_month, ToDomain(wage, snapshot, input.month));
    input.wages.push_back(std::move(of_month));
  }
  for (const auto& earlier : snapshot.earlier_deductions()) {
    CUIJIAO_ASSIGN_OR_RETURN(const Month month, ParseMonth(earlier.month()));
    TakenDeduction deduction = {month, earlier.staff_id(), Fen(earlier.taken_fen()), {}};
    for (const auto& part : earlier.area_shares()) {
      deduction.shares.push_back({part.area_id(), Rational::FromString(part.share())});
    }
    input.deductions_of_year.push_back(std::move(deduction));
  }
  for (const auto& charge : snapshot.charges()) {
    CUIJIAO_ASSIGN_OR_RETURN(const Month month, ParseMonth(charge.month()));
    input.charges.push_back({charge.id(), charge.bearer_id(), ChargeKind::kCompensation, month,
                             Fen(charge.amount_fen()), Fen(charge.open_fen())});
  }
  return absl::OkStatus();
}

absl::Status AddCorrections(const v1::RunSnapshot& snapshot, RunInput& input) {
  for (const auto& correction : snapshot.corrections()) {
    const std::optional<LineKind> kind = LineKindNamed(correction.line_kind());
    const std::optional<SourceKind> source_kind = SourceKindNamed(correction.source_kind());
    if (!kind || !source_kind) {
      return absl::DataLossError("dispute " + correction.dispute_id() +
                                 " corrects no kind of line");
    }
    input.corrections.push_back(
        {correction.dispute_id(),
         correction.staff_id(),
         {*kind, *source_kind, {correction.source_ids().begin(), correction.source_ids().end()}},
         Fen(correction.right_fen())});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RunInput> ToRunInput(const v1::RunSnapshot& snapshot) {
  RunInput input;
  CUIJIAO_ASSIGN_OR_RETURN(input.month, ParseMonth(snapshot.month()));
  CUIJIAO_ASSIGN_OR_RETURN(const Date scheme_start, ParseDate(snapshot.scheme_start_date()));
  input.policy = ToDomain(snapshot.policy(), scheme_start);
  CUIJIAO_RETURN_IF_ERROR(AddLedgerFigures(snapshot, input));
  CUIJIAO_RETURN_IF_ERROR(AddPayments(snapshot, input));
  CUIJIAO_RETURN_IF_ERROR(AddWagesAndHistory(snapshot, input));
  CUIJIAO_RETURN_IF_ERROR(AddCorrections(snapshot, input));
  return input;
}

absl::StatusOr<v1::RunSnapshot> ReadSnapshot(const std::string& bytes) {
  v1::RunSnapshot snapshot;
  if (!snapshot.ParseFromString(bytes)) return absl::DataLossError("a snapshot cannot be read");
  return snapshot;
}

v1::RunSnapshot::EarlierDeduction ToMessage(const TakenDeduction& deduction) {
  v1::RunSnapshot::EarlierDeduction message;
  message.set_month(FormatMonth(deduction.month));
  message.set_staff_id(deduction.staff_id);
  message.set_taken_fen(deduction.taken.value());
  for (const AreaShare& part : deduction.shares) {
    v1::RunSnapshot::AreaShare& share = *message.add_area_shares();
    share.set_area_id(part.area_id);
    share.set_share(part.share.ToString());
  }
  return message;
}

v1::RunSnapshot::OpenCharge ToMessage(const Charge& charge) {
  v1::RunSnapshot::OpenCharge message;
  message.set_id(charge.id);
  message.set_bearer_id(charge.bearer_id);
  message.set_month(FormatMonth(charge.month));
  message.set_amount_fen(charge.amount.value());
  message.set_open_fen(charge.open.value());
  return message;
}

v1::RunSnapshot::Correction ToMessage(const Correction& correction) {
  v1::RunSnapshot::Correction message;
  message.set_dispute_id(correction.dispute_id);
  message.set_staff_id(correction.staff_id);
  message.set_line_kind(std::string(NameOf(correction.line.kind)));
  message.set_source_kind(std::string(NameOf(correction.line.source_kind)));
  message.mutable_source_ids()->Assign(correction.line.source_ids.begin(),
                                       correction.line.source_ids.end());
  message.set_right_fen(correction.right.value());
  return message;
}

}  // namespace cuijiao::payroll
