// waive evaluate, submit, approve, reject, cancel, settle, show, month: forgiving within limits.
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "common/status/macros.h"
#include "common/text/text_table.h"
#include "services/cli/payment_methods.h"
#include "services/cli/session.h"

namespace cuijiao::cli {
namespace {

using WaiverStub = waiver::v1::WaiverService::Stub;

const char* SignerOf(waiver::v1::Authority authority) {
  switch (authority) {
    case waiver::v1::AUTHORITY_MANAGER:
      return "经理可签 a manager may sign";
    case waiver::v1::AUTHORITY_GENERAL_MANAGER:
      return "须总经理签 the general manager signs";
    default:
      return "无人可签 nobody may sign";
  }
}

void PrintEvaluation(const waiver::v1::WaiverEvaluation& evaluation) {
  fmt::print("{}\n应缴现金 cash to pay {}  经理可批最大额 largest for a manager {}\n",
             SignerOf(evaluation.authority()), FormatFen(evaluation.cash_fen()),
             FormatFen(evaluation.largest_for_manager_fen()));
  TextTable table({{"规则 Rule"}, {"结果"}, {"依据"}, {"Why"}});
  for (const auto& finding : evaluation.findings()) {
    table.AddRow({finding.rule(), finding.holds() ? "通过 pass" : "不符 fail", finding.text_zh(),
                  finding.text_en()});
  }
  std::cout << table.Format();
  for (const auto& remedy : evaluation.remedies()) {
    fmt::print("→ {} {}\n", remedy.text_zh(), remedy.text_en());
  }
}

void PrintWaiver(const waiver::v1::Waiver& waiver) {
  fmt::print("减免 waiver {}  户 unit {}  {} 元 yuan  {}\n", waiver.id(), waiver.unit_id(),
             FormatFen(waiver.waiver_fen()),
             waiver::v1::Waiver::State_Name(waiver.state()).substr(6));
  for (const auto& change : waiver.changes()) {
    fmt::print("  {}  {}  {}\n", waiver::v1::Waiver::State_Name(change.to_state()).substr(6),
               change.changed_by(), change.reason());
  }
  if (waiver.has_evaluation()) PrintEvaluation(waiver.evaluation());
}

struct Proposal {
  std::string unit;
  std::string yuan;
  int months = 6;

  void AddOptions(CLI::App& command) {
    command.add_option("unit", unit, "户 Unit id")->required();
    command.add_option("amount", yuan, "减免额（元）Amount in yuan")->required();
    command.add_option("--months", months, "预交月数 Plan-year months paid with it")
        ->capture_default_str();
  }

  absl::Status PutInto(waiver::v1::WaiverProposal& proposal) const {
    CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t waiver_fen, YuanToFen(yuan));
    proposal.set_unit_id(unit);
    proposal.set_waiver_fen(waiver_fen);
    proposal.set_months_to_cover(months);
    return absl::OkStatus();
  }
};

void AddEvaluate(CLI::App& group, Session& session) {
  const auto options = std::make_shared<Proposal>();
  CLI::App* command =
      group.add_subcommand("evaluate", "试算：谁可签字、差什么 Who may sign, and why");
  options->AddOptions(*command);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    waiver::v1::EvaluateWaiverRequest request;
    CUIJIAO_RETURN_IF_ERROR(options->PutInto(*request.mutable_proposal()));
    return CallAndPrint(session, client, client.suite().waiver, &WaiverStub::EvaluateWaiver,
                        request, PrintEvaluation);
  });
}

void AddSubmit(CLI::App& group, Session& session) {
  struct Options {
    Proposal proposal;
    std::string note;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand("submit", "申请减免 Ask for a waiver");
  options->proposal.AddOptions(*command);
  command->add_option("--note", options->note, "理由 Why")->required();
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    waiver::v1::SubmitWaiverRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    CUIJIAO_RETURN_IF_ERROR(options->proposal.PutInto(*request.mutable_proposal()));
    request.set_note(options->note);
    return CallAndPrint(session, client, client.suite().waiver, &WaiverStub::SubmitWaiver, request,
                        PrintWaiver);
  });
}

void AddApprove(CLI::App& group, Session& session) {
  struct Options {
    std::string waiver;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand("approve", "签字同意 Sign, as your role may");
  command->add_option("waiver", options->waiver, "减免 Waiver id")->required();
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    waiver::v1::ApproveWaiverRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_waiver_id(options->waiver);
    return CallAndPrint(session, client, client.suite().waiver, &WaiverStub::ApproveWaiver, request,
                        PrintWaiver);
  });
}

// reject and cancel: a waiver and a reason.
template <typename Request>
void AddWithReason(CLI::App& group, Session& session, const std::string& name,
                   const std::string& help,
                   grpc::Status (WaiverStub::*method)(grpc::ClientContext*, const Request&,
                                                      waiver::v1::Waiver*)) {
  struct Options {
    std::string waiver;
    std::string reason;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand(name, help);
  command->add_option("waiver", options->waiver, "减免 Waiver id")->required();
  command->add_option("reason", options->reason, "原因 Why")->required();
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options, method]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    Request request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_waiver_id(options->waiver);
    request.set_reason(options->reason);
    return CallAndPrint(session, client, client.suite().waiver, method, request, PrintWaiver);
  });
}

void AddSettle(CLI::App& group, Session& session) {
  struct Options {
    std::string waiver;
    std::string yuan;
    std::string method = "bank";
    std::string received;
    std::string collector;
    std::vector<std::string> collaborators;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      group.add_subcommand("settle", "结清入账 Post payment, waiver and prepayment at once");
  command->add_option("waiver", options->waiver, "减免 Waiver id")->required();
  command->add_option("cash", options->yuan, "实收现金（元）Cash paid in yuan")->required();
  command->add_option("--method", options->method, PaymentMethodHelp())
      ->check(CLI::IsMember(PaymentMethodNames()))
      ->capture_default_str();
  command->add_option("--received", options->received, "收款日 Date received");
  command->add_option("--collector", options->collector, "责任人 Credited collector");
  command->add_option("--with", options->collaborators, "协同人 Collaborators")->delimiter(',');
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    waiver::v1::SettleWaiverRequest request;
    request.set_waiver_id(options->waiver);
    CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t cash_fen, YuanToFen(options->yuan));
    request.set_cash_fen(cash_fen);
    request.set_method(WaiverMethodOf(options->method));
    CUIJIAO_ASSIGN_OR_RETURN(const std::string received, DateOrToday(client, options->received));
    request.set_received_date(received);
    request.set_collector_id(options->collector);
    for (const std::string& id : options->collaborators) request.add_collaborator_ids(id);
    request.set_request_id(
        session.RequestIdOr(options->request_id, fmt::format("--received {}", received)));
    return CallAndPrint(session, client, client.suite().waiver, &WaiverStub::SettleWaiver, request,
                        PrintWaiver);
  });
}

void AddShow(CLI::App& group, Session& session) {
  const auto waiver_id = std::make_shared<std::string>();
  CLI::App* command = group.add_subcommand("show", "查看 One waiver with its history");
  command->add_option("waiver", *waiver_id, "减免 Waiver id")->required();
  session.OnCommand(*command, [&session, waiver_id]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    waiver::v1::GetWaiverRequest request;
    request.set_waiver_id(*waiver_id);
    return CallAndPrint(session, client, client.suite().waiver, &WaiverStub::GetWaiver, request,
                        PrintWaiver);
  });
}

void AddMonth(CLI::App& group, Session& session) {
  struct Options {
    std::string manager;
    std::string month;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand("month", "经理当月减免明细 A manager's month");
  command->add_option("manager", options->manager, "经理 Manager's staff id")->required();
  command->add_option("month", options->month, "月份 Month YYYY-MM")->required();
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    waiver::v1::GetManagerMonthRequest request;
    request.set_manager_id(options->manager);
    request.set_month(options->month);
    return CallAndPrint(
        session, client, client.suite().waiver, &WaiverStub::GetManagerMonth, request,
        [](const waiver::v1::ManagerMonth& month) {
          fmt::print("已签 signed {}  限额 limit {}  剩余 left {}  退回 given back {}\n",
                     FormatFen(month.signed_fen()), FormatFen(month.limit_fen()),
                     FormatFen(month.left_fen()), FormatFen(month.given_back_fen()));
          TextTable table(
              {{"签字日 Signed"}, {"户 Unit"}, {"金额 Amount", kRight}, {"状态 State"}});
          for (const waiver::v1::Waiver& waiver : month.waivers()) {
            table.AddRow({waiver.sign_date(), waiver.unit_id(), FormatFen(waiver.waiver_fen()),
                          waiver::v1::Waiver::State_Name(waiver.state()).substr(6)});
          }
          if (!table.empty()) std::cout << table.Format();
        });
  });
}

}  // namespace

void AddWaiverCommands(CLI::App& app, Session& session) {
  CLI::App* group = app.add_subcommand("waive", "减免 Forgiving part of a debt, within limits");
  group->require_subcommand(1);
  AddEvaluate(*group, session);
  AddSubmit(*group, session);
  AddApprove(*group, session);
  AddWithReason(*group, session, "reject", "驳回 Refuse a waiver", &WaiverStub::RejectWaiver);
  AddWithReason(*group, session, "cancel", "撤回 Take a waiver back", &WaiverStub::CancelWaiver);
  AddSettle(*group, session);
  AddShow(*group, session);
  AddMonth(*group, session);
}

}  // namespace cuijiao::cli
