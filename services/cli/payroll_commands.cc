// wages, runs, approve, release, payslips, payouts: from a month's results to pay.
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <string>

#include "common/status/macros.h"
#include "common/text/text_table.h"
#include "services/cli/session.h"

namespace cuijiao::cli {
namespace {

using PayrollStub = payroll::v1::PayrollService::Stub;

void PrintPayslip(const payroll::v1::Payslip& payslip) {
  fmt::print("{} ({})  {}  工资总额 gross {}\n", payslip.staff_id(), payslip.employee_no(),
             payslip.month(), FormatFen(payslip.gross_fen()));
  TextTable table({{"行 Line id"}, {"项目 Line"}, {"金额 Amount", kRight}, {"算式 Formula"}});
  for (const payroll::v1::PayslipLine& line : payslip.lines()) {
    table.AddRow({line.id(), line.title(), FormatFen(line.amount_fen()),
                  line.reason().empty() ? line.formula() : line.reason() + " " + line.formula()});
  }
  table.AddRow({"", "实发 net", FormatFen(payslip.net_fen()), ""});
  std::cout << table.Format();
  if (payslip.carried_fen() > 0) {
    fmt::print("结转下月 carried to the next month: {}\n", FormatFen(payslip.carried_fen()));
  }
}

void PrintRun(const payroll::v1::Run& run) {
  fmt::print("{}（{} 发放 paid）  {}  {} 份 payslips  实发 net {}  etag {}\n", run.month(),
             run.pay_month(), payroll::v1::Run::State_Name(run.state()).substr(6),
             run.payslip_count(), FormatFen(run.totals().net_fen()), run.etag());
  for (const std::string& notice : run.notices()) fmt::print("! {}\n", notice);
}

void AddWages(CLI::App& app, Session& session) {
  struct Options {
    std::string month;
    std::string file;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("wages", "导入工资总额 Import gross wages of a month");
  command->add_option("month", options->month, "月份 Month YYYY-MM")->required();
  command->add_option("file", options->file, "CSV 文件 File")->required()->check(CLI::ExistingFile);
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    payroll::v1::ImportWagesRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_month(options->month);
    CUIJIAO_ASSIGN_OR_RETURN(*request.mutable_content(), ReadWholeFile(options->file));
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    CUIJIAO_ASSIGN_OR_RETURN(
        const payroll::v1::ImportWagesResponse response,
        client.Call(client.suite().payroll, &PayrollStub::ImportWages, request));
    if (session.json()) PrintJson(response);
    for (const auto& error : response.row_errors()) {
      fmt::print(stderr, "行 line {} {}: {}\n", error.line(), error.column(), error.message());
    }
    if (response.row_errors_size() > 0) {
      return absl::InvalidArgumentError("nothing was imported: the file has wrong rows");
    }
    if (!session.json()) fmt::print("导入 imported {}\n", response.imported_count());
    return absl::OkStatus();
  });
}

// A command that takes a month alone.
template <typename Request, typename Response, typename Print>
void AddOfMonth(CLI::App& app, Session& session, const std::string& name, const std::string& help,
                grpc::Status (PayrollStub::*method)(grpc::ClientContext*, const Request&,
                                                    Response*),
                Print print) {
  constexpr bool kChangesSomething = requires(Request request) { request.set_request_id(""); };
  struct Options {
    std::string month;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(name, help);
  command->add_option("month", options->month, "月份 Month YYYY-MM")->required();
  if constexpr (kChangesSomething) AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options, method, print]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    Request request;
    request.set_month(options->month);
    if constexpr (kChangesSomething)
      request.set_request_id(session.RequestIdOr(options->request_id));
    return CallAndPrint(session, client, client.suite().payroll, method, request, print);
  });
}

void AddApproveRun(CLI::App& app, Session& session) {
  struct Options {
    std::string month;
    std::string etag;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("approve-run", "批准核算（非核算人）Approve a run that another computed");
  command->add_option("month", options->month, "月份 Month YYYY-MM")->required();
  command->add_option("etag", options->etag, "所见版本 Etag of the run that you read")->required();
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    payroll::v1::ApproveRunRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_month(options->month);
    request.set_etag(options->etag);
    return CallAndPrint(session, client, client.suite().payroll, &PayrollStub::ApproveRun, request,
                        PrintRun);
  });
}

void AddPayslips(CLI::App& app, Session& session) {
  struct Options {
    std::string month;
    std::string staff;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("payslips", "工资单 Payslips of a month, each line explained");
  command->add_option("month", options->month, "月份 Month YYYY-MM")->required();
  command->add_option("staff", options->staff, "员工；缺省为全部 Staff id; all if absent");
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    if (!options->staff.empty()) {
      payroll::v1::GetPayslipRequest request;
      request.set_month(options->month);
      request.set_staff_id(options->staff);
      return CallAndPrint(session, client, client.suite().payroll, &PayrollStub::GetPayslip,
                          request, PrintPayslip);
    }
    payroll::v1::ListPayslipsRequest request;
    request.set_month(options->month);
    do {
      CUIJIAO_ASSIGN_OR_RETURN(
          const payroll::v1::ListPayslipsResponse page,
          client.Call(client.suite().payroll, &PayrollStub::ListPayslips, request));
      if (session.json()) PrintJson(page);
      for (const payroll::v1::Payslip& payslip : page.payslips()) {
        if (!session.json()) PrintPayslip(payslip);
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return absl::OkStatus();
  });
}

void PrintPayouts(const payroll::v1::ListPayoutsResponse& response) {
  TextTable table({{"位置 Position", kRight},
                   {"编号 Id"},
                   {"月份 Month"},
                   {"工号 Employee"},
                   {"金额 Amount", kRight},
                   {"状态 State"}});
  for (const payroll::v1::Payout& payout : response.payouts()) {
    table.AddRow({std::to_string(payout.position()), payout.id(), payout.month(),
                  payout.employee_no(), FormatFen(payout.amount_fen()),
                  payroll::v1::Payout::State_Name(payout.state()).substr(6)});
  }
  std::cout << table.Format();
}

// Pulls the pages of the file and writes them as one; the file is written when all is there.
absl::Status SavePayouts(const Session& session, const SuiteClient& client,
                         payroll::v1::ExportPayoutsRequest request, const std::string& path) {
  payroll::v1::ExportPayoutsResponse all;
  bool more = true;
  while (more) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const payroll::v1::ExportPayoutsResponse page,
        client.Call(client.suite().payroll, &PayrollStub::ExportPayouts, request));
    all.mutable_content()->append(page.content());
    all.set_row_count(all.row_count() + page.row_count());
    all.set_last_position(page.last_position());
    request.set_after_position(page.last_position());
    request.set_without_header(true);
    more = page.more();
  }
  CUIJIAO_RETURN_IF_ERROR(WriteWholeFile(path, all.content()));
  if (session.json()) {
    all.clear_content();
    PrintJson(all);
  } else {
    fmt::print("写入 wrote {} 行 rows → {}\n", all.row_count(), path);
  }
  return absl::OkStatus();
}

void AddPayouts(CLI::App& app, Session& session) {
  struct Options {
    std::int64_t after = 0;
    std::string csv;
    std::string month;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("payouts", "应发奖惩 Released payouts, as the payroll system pulls them");
  command->add_option("--after", options->after, "上次位置 Position seen last")
      ->capture_default_str();
  CLI::Option* csv = command->add_option(
      "--csv", options->csv, "存为 CSV 文件（Excel 可读）Write a CSV file that Excel reads");
  command->add_option("--month", options->month, "仅此月份 Only this month's, YYYY-MM")->needs(csv);
  command->footer(
      "示例 Examples:\n"
      "  cuijiao payouts --after 120\n"
      "  cuijiao payouts --csv 2017-03.csv --month 2017-03\n");
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    if (!options->csv.empty()) {
      payroll::v1::ExportPayoutsRequest request;
      request.set_month(options->month);
      request.set_after_position(options->after);
      return SavePayouts(session, client, request, options->csv);
    }
    payroll::v1::ListPayoutsRequest request;
    request.set_after_position(options->after);
    request.set_page_size(1000);
    return CallAndPrint(session, client, client.suite().payroll, &PayrollStub::ListPayouts, request,
                        PrintPayouts);
  });
}

void AddRewards(CLI::App& app, Session& session) {
  struct Options {
    std::string project;
    std::string month;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("rewards", "收缴率排序与奖惩 The ranking with rewards");
  command->add_option("project", options->project, "项目 Project id")->required();
  command->add_option("month", options->month, "月份 Month YYYY-MM")->required();
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    payroll::v1::GetRewardRankingRequest request;
    request.set_project_id(options->project);
    request.set_month(options->month);
    return CallAndPrint(
        session, client, client.suite().payroll, &PayrollStub::GetRewardRanking, request,
        [](const payroll::v1::RewardRanking& ranking) {
          TextTable table({{"片区 Area"},
                           {"责任人 Collector"},
                           {"收缴率 Rate", kRight},
                           {"计划 Planned", kRight},
                           {"历史欠款 Arrears", kRight},
                           {"已收回 Recovered", kRight},
                           {"奖惩 Reward", kRight}});
          for (const payroll::v1::RewardRankingRow& row : ranking.rows()) {
            table.AddRow({row.name(), row.collector_id(),
                          FormatRate(row.has_rate_bp(), row.rate_bp()),
                          FormatRate(row.has_planned_rate_bp(), row.planned_rate_bp()),
                          FormatFen(row.historical_outstanding_fen()),
                          FormatFen(row.historical_recovered_fen()), FormatFen(row.reward_fen())});
          }
          std::cout << table.Format();
        });
  });
}

}  // namespace

void AddPayrollCommands(CLI::App& app, Session& session) {
  AddWages(app, session);
  AddOfMonth(app, session, "show-run", "查看核算 One run", &PayrollStub::GetRun, PrintRun);
  AddApproveRun(app, session);
  AddOfMonth(app, session, "release-run", "发布给工资系统 Release an approved run",
             &PayrollStub::ReleaseRun, PrintRun);
  AddPayslips(app, session);
  AddPayouts(app, session);
  AddRewards(app, session);
}

}  // namespace cuijiao::cli
