// Act 3: what the company wants to see, every figure asked of the services.
#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <string>

#include "common/money/rational.h"
#include "common/status/macros.h"
#include "common/text/text_table.h"
#include "services/demo/world.h"

namespace cuijiao::demo {
namespace {

constexpr auto kRight = TextTable::Align::kRight;
constexpr int kWorklistLinesShown = 12;

void Title(std::string_view title) { fmt::print("\n== {} ==\n", title); }

std::string Percent(bool has_value, std::int64_t rate_bp) {
  return has_value ? Rational(rate_bp, 100).ToDecimal(2) + "%" : "—";
}

std::string Yuan(std::int64_t amount_fen) { return FormatYuan(Fen(amount_fen)); }

absl::Status PrintRanking(const World& world, std::string_view project_id) {
  payroll::v1::GetRewardRankingRequest request;
  request.set_project_id(std::string(project_id));
  request.set_month("2017-12");
  const SuiteClient& finance = world.cast.As(kFinance);
  CUIJIAO_ASSIGN_OR_RETURN(
      const payroll::v1::RewardRanking ranking,
      finance.Call(finance.suite().payroll, &payroll::v1::PayrollService::Stub::GetRewardRanking,
                   request));
  Title(fmt::format("责任区收缴率排序表 Ranking {} 2017-12", project_id));
  TextTable table({{"片区 Area"},
                   {"责任人 Collector"},
                   {"收缴率 Rate", kRight},
                   {"计划 Planned", kRight},
                   {"历史欠款 Arrears", kRight},
                   {"已收回 Recovered", kRight},
                   {"奖惩 Reward", kRight}});
  for (const payroll::v1::RewardRankingRow& row : ranking.rows()) {
    table.AddRow({row.name(), row.collector_id(), Percent(row.has_rate_bp(), row.rate_bp()),
                  Percent(row.has_planned_rate_bp(), row.planned_rate_bp()),
                  Yuan(row.historical_outstanding_fen()), Yuan(row.historical_recovered_fen()),
                  Yuan(row.reward_fen())});
  }
  std::cout << table.Format();
  return absl::OkStatus();
}

absl::StatusOr<ledger::v1::RateCurve> CurveOf(const World& world, std::string_view project_id) {
  ledger::v1::GetRateCurveRequest request;
  request.set_project_id(std::string(project_id));
  request.set_year(kPlanYear);
  const SuiteClient& finance = world.cast.As(kFinance);
  return finance.Call(finance.suite().plan, &ledger::v1::PlanService::Stub::GetRateCurve, request);
}

absl::Status PrintRates(const World& world) {
  CUIJIAO_ASSIGN_OR_RETURN(const ledger::v1::RateCurve p01, CurveOf(world, kProjectWithCampaign));
  CUIJIAO_ASSIGN_OR_RETURN(const ledger::v1::RateCurve p02,
                           CurveOf(world, kProjectWithoutCampaign));
  Title("逐月收缴率与计划 Rate month by month against plan");
  TextTable table({{"月份 Month"},
                   {"P01 实际 Actual", kRight},
                   {"P01 计划 Plan", kRight},
                   {"P02 实际 Actual", kRight},
                   {"P02 计划 Plan", kRight}});
  for (int i = 0; i < std::min({12, p01.points_size(), p02.points_size()}); ++i) {
    const ledger::v1::CollectionRate& first = p01.points(i).rate();
    const ledger::v1::CollectionRate& second = p02.points(i).rate();
    table.AddRow({p01.points(i).month(), Percent(first.has_rate_bp(), first.rate_bp()),
                  Percent(first.has_planned_rate_bp(), first.planned_rate_bp()),
                  Percent(second.has_rate_bp(), second.rate_bp()),
                  Percent(second.has_planned_rate_bp(), second.planned_rate_bp())});
  }
  std::cout << table.Format();
  return absl::OkStatus();
}

const char* SignerOf(waiver::v1::Authority authority) {
  switch (authority) {
    case waiver::v1::AUTHORITY_MANAGER:
      return "经理 manager";
    case waiver::v1::AUTHORITY_GENERAL_MANAGER:
      return "总经理 GM";
    default:
      return "无人 nobody";
  }
}

void PrintWaivers(const World& world) {
  Title("减免决定及理由 Waiver decisions with reasons");
  for (const WaiverTale& tale : world.waiver_tales) {
    fmt::print("{}\n  可签字 may sign: {}；现金 cash {}；结果 outcome: {}\n", tale.what,
               SignerOf(tale.evaluation.authority()), Yuan(tale.evaluation.cash_fen()),
               tale.outcome);
    for (const auto& finding : tale.evaluation.findings()) {
      if (!finding.holds())
        fmt::print("  ✗ {} {} / {}\n", finding.rule(), finding.text_zh(), finding.text_en());
    }
    for (const auto& remedy : tale.evaluation.remedies()) {
      fmt::print("  → {} / {}\n", remedy.text_zh(), remedy.text_en());
    }
  }
}

void PrintWorklist(const World& world) {
  Title(fmt::format("责任人一日任务 Worklist of {} on {}", world.worklist.collector_id(),
                    world.worklist.business_date()));
  TextTable table({{"户 Unit"},
                   {"业主 Owner"},
                   {"步骤 Step"},
                   {"方式 Channel"},
                   {"欠费 Overdue", kRight},
                   {"月 Months", kRight},
                   {"说明 Why"}});
  const int shown = std::min(kWorklistLinesShown, world.worklist.entries_size());
  for (int i = 0; i < shown; ++i) {
    const escalation::v1::WorklistEntry& entry = world.worklist.entries(i);
    table.AddRow({entry.unit_id(), entry.owner_name(), entry.step(), entry.channel(),
                  Yuan(entry.overdue_fen()), std::to_string(entry.months_overdue()), entry.why()});
  }
  std::cout << table.Format();
}

absl::Status PrintPayslips(const World& world, std::string_view month) {
  payroll::v1::ListPayslipsRequest request;
  request.set_month(std::string(month));
  const SuiteClient& officer = world.cast.As(kPayrollOfficer);
  CUIJIAO_ASSIGN_OR_RETURN(const payroll::v1::ListPayslipsResponse page,
                           officer.Call(officer.suite().payroll,
                                        &payroll::v1::PayrollService::Stub::ListPayslips, request));
  Title(fmt::format("工资单 Payslips {}", month));
  for (const payroll::v1::Payslip& payslip : page.payslips()) {
    fmt::print("{} ({})  工资总额 gross {}\n", payslip.staff_id(), payslip.employee_no(),
               Yuan(payslip.gross_fen()));
    for (const payroll::v1::PayslipLine& line : payslip.lines()) {
      fmt::print("  {:<6} {} {}  {}{}{}\n", line.rule(), line.title(), Yuan(line.amount_fen()),
                 line.reason(), line.reason().empty() ? "" : " ", line.formula());
    }
    fmt::print("  实发 net {}\n", Yuan(payslip.net_fen()));
  }
  return absl::OkStatus();
}

// What each statement did, and which of its lines wait for a person.
absl::Status PrintStatements(const World& world) {
  Title("银行与钱包流水 Statements of banks and wallets");
  for (const auto& [file, statement] : world.statements) {
    fmt::print(
        "{} ({})：{} 行 rows，入账 booked {} ({})，待认领 held {} ({})，待处理 open {}，"
        "处理中 pending {}，非业主款 outside {}\n",
        file, ledger::v1::BankStatementKind_Name(statement.kind()).substr(20),
        statement.row_count(), statement.booked_count(), Yuan(statement.booked_fen()),
        statement.held_count(), Yuan(statement.held_fen()), statement.open_count(),
        statement.pending_count(), statement.outside_count());
  }
  TextTable table({{"日期 Date"},
                   {"金额 Amount", kRight},
                   {"状态 State"},
                   {"付款人 Payer"},
                   {"摘要 Remark"},
                   {"候选 Candidates"}});
  const SuiteClient& finance = world.cast.As(kFinance);
  for (const auto state :
       {ledger::v1::BankStatementLine::STATE_MATCHED, ledger::v1::BankStatementLine::STATE_HELD,
        ledger::v1::BankStatementLine::STATE_OPEN, ledger::v1::BankStatementLine::STATE_PENDING}) {
    ledger::v1::ListBankStatementLinesRequest request;
    request.set_project_id(std::string(kProjectWithCampaign));
    request.set_state(state);
    CUIJIAO_ASSIGN_OR_RETURN(
        const ledger::v1::ListBankStatementLinesResponse page,
        finance.Call(finance.suite().bank_statement,
                     &ledger::v1::BankStatementService::Stub::ListBankStatementLines, request));
    for (const ledger::v1::BankStatementLine& line : page.lines()) {
      std::string candidates;
      for (const auto& candidate : line.candidates()) {
        candidates +=
            fmt::format("{}{} {} ({})", candidates.empty() ? "" : "; ", candidate.unit_id(),
                        candidate.score(), fmt::join(candidate.reasons(), ", "));
      }
      table.AddRow({line.received_date(), Yuan(line.amount_fen()),
                    ledger::v1::BankStatementLine::State_Name(state).substr(6), line.payer(),
                    line.remark(), candidates});
    }
  }
  std::cout << table.Format();
  return absl::OkStatus();
}

void PrintReconciliation(const World& world) {
  Title("财务收款清单核对 Finance's receipts list 2018-01");
  fmt::print("收款导入 receipts imported: {} 行 rows ({})\n", world.receipts.imported_count(),
             world.receipts.encoding());
  const ledger::v1::Reconciliation& compared = world.reconciliation;
  fmt::print("一致 matched {} ({})，账务 ledger {} ({})", compared.matched_count(),
             Yuan(compared.matched_fen()), compared.ledger_count(), Yuan(compared.ledger_fen()));
  for (const auto& of_kind : compared.kind_counts()) {
    fmt::print("，{} {}", ledger::v1::Difference::Kind_Name(of_kind.kind()).substr(5),
               of_kind.count());
  }
  fmt::print("；已认可 accepted {}，未处理 open {}\n", compared.accepted_count(),
             compared.open_count());
}

absl::Status PrintTrialBalance(const World& world) {
  const SuiteClient& finance = world.cast.As(kFinance);
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::TrialBalance balance,
      finance.Call(finance.suite().statement, &ledger::v1::StatementService::Stub::GetTrialBalance,
                   ledger::v1::GetTrialBalanceRequest()));
  Title("试算平衡 Trial balance");
  TextTable table({{"科目 Account"}, {"余额 Balance", kRight}});
  for (const auto& row : balance.rows()) table.AddRow({row.account(), Yuan(row.balance_fen())});
  table.AddRow({"合计 Sum", Yuan(balance.sum_fen())});
  std::cout << table.Format();
  if (balance.sum_fen() != 0) return absl::DataLossError("the trial balance is not zero");
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::VerifyIntegrityResponse integrity,
      finance.Call(finance.suite().statement, &ledger::v1::StatementService::Stub::VerifyIntegrity,
                   ledger::v1::VerifyIntegrityRequest()));
  if (!integrity.intact()) return absl::DataLossError("the journal is not as it was written");
  fmt::print("账簿完好 journal intact: {} 笔 entries\n", integrity.checked_entries());
  return absl::OkStatus();
}

// 300,000.00 of task, 700,000.00 received: the reward must be 12,000.00.
absl::Status CheckTheExample(const World& world) {
  payroll::v1::GetPayslipRequest request;
  request.set_month("2017-12");
  request.set_staff_id(std::string(kCollectorA03));
  const SuiteClient& officer = world.cast.As(kPayrollOfficer);
  CUIJIAO_ASSIGN_OR_RETURN(const payroll::v1::Payslip payslip,
                           officer.Call(officer.suite().payroll,
                                        &payroll::v1::PayrollService::Stub::GetPayslip, request));
  Title("方案举例 The source's example");
  for (const payroll::v1::PayslipLine& line : payslip.lines()) {
    if (line.rule() != "INC-3" || line.amount_fen() != 1'200'000) continue;
    fmt::print("任务 task 300000.00，实收 received 700000.00，奖励 reward {}：{}\n",
               Yuan(line.amount_fen()), line.formula());
    return absl::OkStatus();
  }
  return absl::InternalError("the payslip of December does not hold the reward of 12000.00");
}

}  // namespace

absl::Status PrintReport(const World& world) {
  CUIJIAO_RETURN_IF_ERROR(PrintRanking(world, kProjectWithCampaign));
  CUIJIAO_RETURN_IF_ERROR(PrintRanking(world, kProjectWithoutCampaign));
  CUIJIAO_RETURN_IF_ERROR(PrintRates(world));
  PrintWaivers(world);
  PrintWorklist(world);
  CUIJIAO_RETURN_IF_ERROR(PrintPayslips(world, "2017-04"));
  CUIJIAO_RETURN_IF_ERROR(PrintPayslips(world, "2017-12"));
  CUIJIAO_RETURN_IF_ERROR(CheckTheExample(world));
  CUIJIAO_RETURN_IF_ERROR(PrintStatements(world));
  PrintReconciliation(world);
  return PrintTrialBalance(world);
}

}  // namespace cuijiao::demo
