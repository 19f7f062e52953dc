// dispute raise, answer, list: a line of a payslip that somebody holds to be wrong (INC-11).
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
using payroll::v1::AnswerDisputeRequest;

std::string StateOf(const payroll::v1::Dispute& dispute) {
  return payroll::v1::Dispute::State_Name(dispute.state()).substr(6);
}

void PrintDispute(const payroll::v1::Dispute& dispute) {
  fmt::print("异议 dispute {}  {}  {}  {} {}  {}\n", dispute.id(), dispute.month(),
             dispute.staff_id(), dispute.line_id(), FormatFen(dispute.disputed_fen()),
             StateOf(dispute));
  if (dispute.state() == payroll::v1::Dispute::STATE_CORRECTED) {
    fmt::print("核定 right {}；重新核算后生效 in effect once the month is calculated again\n",
               FormatFen(dispute.right_fen()));
  }
}

void AddRaise(CLI::App& group, Session& session) {
  struct Options {
    std::string month;
    std::string line;
    std::string reason;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand(
      "raise", "对本人工资单一行提出异议（批准前）Dispute a line of your own payslip");
  command->add_option("month", options->month, "月份 Month YYYY-MM")->required();
  command->add_option("line", options->line, "行号，见 payslips Line id, as payslips shows it")
      ->required();
  command->add_option("--reason", options->reason, "差异说明 What is wrong")->required();
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    payroll::v1::DisputePayslipLineRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_month(options->month);
    request.set_line_id(options->line);
    request.set_reason(options->reason);
    return CallAndPrint(session, client, client.suite().payroll, &PayrollStub::DisputePayslipLine,
                        request, PrintDispute);
  });
}

void AddAnswer(CLI::App& group, Session& session) {
  struct Options {
    std::string dispute;
    bool stands = false;
    std::string right_yuan;
    std::string explanation;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand(
      "answer", "财务核实：维持或更正 Finance: the line stands, or is corrected");
  command->add_option("dispute", options->dispute, "异议 Dispute id")->required();
  CLI::Option* stands =
      command->add_flag("--stands", options->stands, "该行无误 The line is right as it is");
  CLI::Option* right =
      command->add_option("--right", options->right_yuan,
                          "核定金额（元），扣款为负 Right amount in yuan; negative takes");
  stands->excludes(right);
  command->add_option("--because", options->explanation, "核实说明 Why")->required();
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    AnswerDisputeRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_dispute_id(options->dispute);
    request.set_explanation(options->explanation);
    if (!options->stands && options->right_yuan.empty()) {
      return absl::InvalidArgumentError("say --stands or --right YUAN");
    }
    request.set_decision(AnswerDisputeRequest::DECISION_LINE_STANDS);
    if (!options->stands) {
      request.set_decision(AnswerDisputeRequest::DECISION_CORRECT);
      CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t right_fen, YuanToFen(options->right_yuan));
      request.set_right_fen(right_fen);
    }
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    return CallAndPrint(session, client, client.suite().payroll, &PayrollStub::AnswerDispute,
                        request, PrintDispute);
  });
}

void AddList(CLI::App& group, Session& session) {
  struct Options {
    std::string month;
    bool open_only = false;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand(
      "list", "异议一览；财务、工资员看全部 Disputes; your own, or all for finance and officers");
  command->add_option("month", options->month, "月份；缺省为全部 Month YYYY-MM; all if absent");
  command->add_flag("--open", options->open_only, "仅待核实 Only those that wait for finance");
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    payroll::v1::ListDisputesRequest request;
    request.set_month(options->month);
    request.set_open_only(options->open_only);
    TextTable table({{"编号 Id"},
                     {"月份 Month"},
                     {"员工 Staff"},
                     {"行 Line"},
                     {"原额 Amount", kRight},
                     {"核定 Right", kRight},
                     {"状态 State"},
                     {"差异 Reason"},
                     {"核实 Explanation"}});
    do {
      CUIJIAO_ASSIGN_OR_RETURN(
          const payroll::v1::ListDisputesResponse page,
          client.Call(client.suite().payroll, &PayrollStub::ListDisputes, request));
      if (session.json()) PrintJson(page);
      for (const payroll::v1::Dispute& dispute : page.disputes()) {
        table.AddRow({dispute.id(), dispute.month(), dispute.staff_id(), dispute.line_id(),
                      FormatFen(dispute.disputed_fen()),
                      dispute.has_right_fen() ? FormatFen(dispute.right_fen()) : "",
                      StateOf(dispute), dispute.reason(), dispute.explanation()});
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    if (!session.json()) std::cout << table.Format();
    return absl::OkStatus();
  });
}

}  // namespace

void AddDisputeCommands(CLI::App& app, Session& session) {
  CLI::App* group = app.add_subcommand("dispute", "工资单异议 Disputes about lines of payslips");
  group->require_subcommand(1);
  group->footer(
      "先看行号，再提异议；财务答复后重新核算，方可批准。\n"
      "Look the line up, dispute it; once finance has answered, the month is calculated again and\n"
      "can be approved.\n\n"
      "示例 Examples:\n"
      "  cuijiao payslips 2017-03 S01\n"
      "  cuijiao dispute raise 2017-03 INC-1-0f3c5a7be2d49018 --reason 片区已移交\n"
      "  cuijiao dispute list 2017-03 --open\n"
      "  cuijiao dispute answer 01H… --right -400 --because 移交表核对无误\n"
      "  cuijiao dispute answer 01H… --stands --because 收款记录无误\n");
  AddRaise(*group, session);
  AddAnswer(*group, session);
  AddList(*group, session);
}

}  // namespace cuijiao::cli
