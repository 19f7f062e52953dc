#include "services/payroll/api/payroll_messages.h"

#include "absl/strings/str_join.h"
#include "common/crypto/digest.h"
#include "common/rpc/message_times.h"

namespace cuijiao::payroll {
namespace {

v1::Run::State ToMessage(RunState state) {
  switch (state) {
    case RunState::kCalculated:
      return v1::Run::STATE_CALCULATED;
    case RunState::kApproved:
      return v1::Run::STATE_APPROVED;
    case RunState::kReleased:
      return v1::Run::STATE_RELEASED;
    case RunState::kAcknowledged:
      return v1::Run::STATE_ACKNOWLEDGED;
  }
  return v1::Run::STATE_UNSPECIFIED;
}

v1::Payout::State ToMessage(PayoutState state) {
  switch (state) {
    case PayoutState::kReleased:
      return v1::Payout::STATE_RELEASED;
    case PayoutState::kAcknowledged:
      return v1::Payout::STATE_ACKNOWLEDGED;
    case PayoutState::kRejected:
      return v1::Payout::STATE_REJECTED;
    case PayoutState::kResolved:
      return v1::Payout::STATE_RESOLVED;
  }
  return v1::Payout::STATE_UNSPECIFIED;
}

v1::Dispute::State ToMessage(DisputeState state) {
  switch (state) {
    case DisputeState::kOpen:
      return v1::Dispute::STATE_OPEN;
    case DisputeState::kStands:
      return v1::Dispute::STATE_STANDS;
    case DisputeState::kCorrected:
      return v1::Dispute::STATE_CORRECTED;
  }
  return v1::Dispute::STATE_UNSPECIFIED;
}

v1::PayslipLine ToMessage(const PayslipLine& line, const std::string& policy_version) {
  v1::PayslipLine message;
  message.set_rule(std::string(RuleOf(line.kind)));
  message.set_title(std::string(TitleOf(line.kind)));
  message.set_amount_fen(line.amount.value());
  message.set_formula(line.formula);
  message.set_source_kind(std::string(NameOf(line.source_kind)));
  message.mutable_source_ids()->Assign(line.source_ids.begin(), line.source_ids.end());
  message.set_policy_version(policy_version);
  message.set_reason(line.reason);
  message.set_id(LineIdOf(line.origin()));
  return message;
}

// Enough of the hash to tell the lines of one payslip apart.
constexpr std::size_t kLineHashDigits = 16;

}  // namespace

std::string LineIdOf(const LineOrigin& line) {
  const std::vector<std::string> content = {std::string(NameOf(line.kind)),
                                            std::string(NameOf(line.source_kind)),
                                            absl::StrJoin(line.source_ids, "\n")};
  const std::string hash = HexEncode(Sha256(absl::StrJoin(content, "\n")));
  return std::string(RuleOf(line.kind)) + "-" + hash.substr(0, kLineHashDigits);
}

v1::Wage ToMessage(const WageRecord& wage, Month month) {
  v1::Wage message;
  message.set_staff_id(wage.staff_id);
  message.set_employee_no(wage.employee_no);
  message.set_month(FormatMonth(month));
  message.set_gross_fen(wage.gross.value());
  message.set_city(wage.city);
  return message;
}

v1::Run ToMessage(const RunRecord& run, const std::vector<std::string>& notices) {
  v1::Run message;
  message.set_month(FormatMonth(run.month));
  message.set_pay_month(FormatMonth(PayMonthOf(run.month)));
  message.set_state(ToMessage(run.state));
  message.set_etag(run.etag);
  message.set_calculated_by(run.calculated_by);
  message.set_approved_by(run.approved_by);
  message.set_policy_version(run.policy_version);
  v1::Run::Totals& totals = *message.mutable_totals();
  totals.set_gross_fen(run.totals.gross.value());
  totals.set_deduction_fen(run.totals.deduction.value());
  totals.set_returned_fen(run.totals.returned.value());
  totals.set_bonus_fen(run.totals.bonus.value());
  totals.set_penalty_fen(run.totals.penalty.value());
  totals.set_compensation_fen(run.totals.compensation.value());
  totals.set_correction_fen(run.totals.correction.value());
  totals.set_net_fen(run.totals.net.value());
  totals.set_pool_fen(run.totals.pool.value());
  totals.set_company_share_fen(run.totals.company_share.value());
  message.set_payslip_count(static_cast<std::int32_t>(run.payslip_count));
  message.mutable_notices()->Assign(notices.begin(), notices.end());
  *message.mutable_calculate_time() = TimestampOf(run.calculated_time);
  return message;
}

v1::Payslip ToMessage(const StoredPayslip& stored, Month month, const std::string& policy_version) {
  const Payslip& payslip = stored.payslip;
  v1::Payslip message;
  message.set_staff_id(payslip.staff_id);
  message.set_employee_no(stored.employee_no);
  message.set_month(FormatMonth(month));
  message.set_gross_fen(payslip.gross.value());
  for (const PayslipLine& line : payslip.lines) {
    *message.add_lines() = ToMessage(line, policy_version);
  }
  message.set_net_fen(payslip.net.value());
  message.set_carried_fen(payslip.carried.value());
  return message;
}

v1::Payout ToMessage(const PayoutRecord& payout) {
  v1::Payout message;
  message.set_id(payout.id);
  message.set_position(payout.position);
  message.set_month(FormatMonth(payout.month));
  message.set_pay_month(FormatMonth(PayMonthOf(payout.month)));
  message.set_staff_id(payout.staff_id);
  message.set_employee_no(payout.employee_no);
  message.set_amount_fen(payout.amount.value());
  message.set_state(ToMessage(payout.state));
  message.set_reject_reason(payout.reject_reason);
  return message;
}

v1::Dispute ToMessage(const DisputeRecord& dispute) {
  v1::Dispute message;
  message.set_id(dispute.id);
  message.set_month(FormatMonth(dispute.month));
  message.set_staff_id(dispute.staff_id);
  message.set_line_id(dispute.line_id);
  message.set_rule(std::string(RuleOf(dispute.line.kind)));
  message.set_source_kind(std::string(NameOf(dispute.line.source_kind)));
  message.mutable_source_ids()->Assign(dispute.line.source_ids.begin(),
                                       dispute.line.source_ids.end());
  message.set_disputed_fen(dispute.disputed.value());
  message.set_state(ToMessage(dispute.state));
  *message.mutable_dispute_time() = TimestampOf(dispute.disputed_time);
  message.set_answered_by(dispute.answered_by);
  if (dispute.answered_time) {
    *message.mutable_answer_time() = TimestampOf(*dispute.answered_time);
  }
  if (dispute.right) message.set_right_fen(dispute.right->value());
  return message;
}

v1::Dispute ToMessageWithTexts(const DisputeRecord& dispute) {
  v1::Dispute message = ToMessage(dispute);
  message.set_reason(dispute.reason);
  message.set_explanation(dispute.explanation);
  return message;
}

}  // namespace cuijiao::payroll
