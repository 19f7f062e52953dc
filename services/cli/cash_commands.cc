// cash: cash in hand and its handover to finance.
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <string>

#include "common/status/macros.h"
#include "common/text/text_table.h"
#include "services/cli/session.h"

namespace cuijiao::cli {
namespace {

using ledger::v1::CashHandover;
using ledger::v1::CashService;

std::string WordsOf(CashHandover::State state) {
  switch (state) {
    case CashHandover::STATE_STATED:
      return "待清点 stated";
    case CashHandover::STATE_CONFIRMED:
      return "已确认 confirmed";
    case CashHandover::STATE_REJECTED:
      return "已退回 rejected";
    default:
      return "";
  }
}

void PrintHandover(const CashHandover& handover) {
  fmt::print("交款 handover {}  {}  {}  {}\n", handover.id(), handover.holder_staff_id(),
             handover.handover_date(), WordsOf(handover.state()));
  fmt::print("  收取 taken {}（{} 笔 payments），交来 handed in {}\n",
             FormatFen(handover.taken_fen()), handover.payment_count(),
             FormatFen(handover.stated_fen()));
  if (handover.state() == CashHandover::STATE_CONFIRMED) {
    fmt::print("  清点 counted {}，差额 difference {}\n", FormatFen(handover.counted_fen()),
               FormatFen(handover.difference_fen()));
  }
  if (handover.returned_fen() != 0) {
    fmt::print("  确认后冲销退出 paid back since {}\n", FormatFen(handover.returned_fen()));
  }
  if (!handover.reason().empty()) fmt::print("  原因 reason {}\n", handover.reason());
  for (const std::string& id : handover.payment_ids()) fmt::print("  收款 payment {}\n", id);
  for (const std::string& id : handover.taken_out_payment_ids()) {
    fmt::print("  已冲销移出 taken out {}\n", id);
  }
}

void AddPositions(CLI::App& group, Session& session) {
  struct Options {
    std::string project;
    std::string collector;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      group.add_subcommand("positions", "手中现金 What each person has taken and not handed over");
  command->add_option("--project", options->project, "项目 Of a project's units alone");
  command->add_option("--collector", options->collector, "收款人 Of one person");
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::ListCashPositionsRequest request;
    request.set_project_id(options->project);
    request.set_holder_staff_id(options->collector);
    return CallAndPrint(
        session, client, client.suite().cash, &CashService::Stub::ListCashPositions, request,
        [](const ledger::v1::ListCashPositionsResponse& response) {
          TextTable table({{"收款人 Person"},
                           {"手中 In hand", kRight},
                           {"笔数 Payments", kRight},
                           {"其中待清点 Stated", kRight},
                           {"最早收款日 Oldest"},
                           {"长短款 Difference", kRight}});
          for (const ledger::v1::CashPosition& position : response.positions()) {
            table.AddRow({position.holder_staff_id(), FormatFen(position.in_hand_fen()),
                          std::to_string(position.payment_count()),
                          FormatFen(position.stated_fen()), position.oldest_received_date(),
                          FormatFen(position.difference_fen())});
          }
          std::cout << table.Format();
        });
  });
}

void AddHandOver(CLI::App& group, Session& session) {
  struct Options {
    std::string collector;
    std::string yuan;
    std::string date;
    std::string note;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand("hand-over", "交款 State that cash is handed in");
  command->add_option("collector", options->collector, "收款人 Whose cash it is")->required();
  command->add_option("amount", options->yuan, "金额（元）Amount in yuan")->required();
  command->add_option("--on", options->date,
                      "交款日；缺省为业务日期 Date; the business date if absent");
  command->add_option("--note", options->note, "说明 Note");
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::StateHandoverRequest request;
    request.set_holder_staff_id(options->collector);
    CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t amount_fen, YuanToFen(options->yuan));
    request.set_amount_fen(amount_fen);
    CUIJIAO_ASSIGN_OR_RETURN(const std::string date, DateOrToday(client, options->date));
    request.set_handover_date(date);
    request.set_note(options->note);
    request.set_request_id(session.RequestIdOr(options->request_id, fmt::format("--on {}", date)));
    return CallAndPrint(session, client, client.suite().cash, &CashService::Stub::StateHandover,
                        request, PrintHandover);
  });
}

void AddCashDecisions(CLI::App& group, Session& session) {
  struct Options {
    std::string handover;
    std::string yuan;
    std::string reason;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* confirm = group.add_subcommand("confirm", "确认清点 Confirm what was counted");
  confirm->add_option("handover", options->handover, "交款 Handover id")->required();
  confirm->add_option("counted", options->yuan, "清点金额（元）Counted, in yuan")->required();
  confirm->add_option("--reason", options->reason, "长短款的原因 Why there is a difference");
  AddRequestIdOption(*confirm, options->request_id);
  session.OnCommand(*confirm, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::ConfirmHandoverRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_handover_id(options->handover);
    CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t counted_fen, YuanToFen(options->yuan));
    request.set_counted_fen(counted_fen);
    request.set_reason(options->reason);
    return CallAndPrint(session, client, client.suite().cash, &CashService::Stub::ConfirmHandover,
                        request, PrintHandover);
  });

  CLI::App* reject = group.add_subcommand("reject", "退回 Send a handover back");
  reject->add_option("handover", options->handover, "交款 Handover id")->required();
  reject->add_option("reason", options->reason, "原因 Why")->required();
  AddRequestIdOption(*reject, options->request_id);
  session.OnCommand(*reject, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::RejectHandoverRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_handover_id(options->handover);
    request.set_reason(options->reason);
    return CallAndPrint(session, client, client.suite().cash, &CashService::Stub::RejectHandover,
                        request, PrintHandover);
  });
}

void AddCashLists(CLI::App& group, Session& session) {
  const auto handover = std::make_shared<std::string>();
  CLI::App* show = group.add_subcommand("show", "一次交款及其收款 One handover with its payments");
  show->add_option("handover", *handover, "交款 Handover id")->required();
  session.OnCommand(*show, [&session, handover]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::GetHandoverRequest request;
    request.set_handover_id(*handover);
    return CallAndPrint(session, client, client.suite().cash, &CashService::Stub::GetHandover,
                        request, PrintHandover);
  });

  struct Options {
    std::string collector;
    bool differences = false;
    std::string page;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* list = group.add_subcommand("list", "历次交款 Handovers");
  list->add_option("--collector", options->collector, "收款人 Of one person");
  list->add_flag("--differences", options->differences, "只列有长短款的 With a difference alone");
  list->add_option("--page", options->page, "下一页 The next page, as the one before says");
  session.OnCommand(*list, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::ListHandoversRequest request;
    request.set_holder_staff_id(options->collector);
    request.set_differences_only(options->differences);
    request.set_page_token(options->page);
    return CallAndPrint(session, client, client.suite().cash, &CashService::Stub::ListHandovers,
                        request, [](const ledger::v1::ListHandoversResponse& response) {
                          for (const CashHandover& found : response.handovers()) {
                            PrintHandover(found);
                          }
                          if (!response.next_page_token().empty()) {
                            fmt::print("还有更多 more: --page {}\n", response.next_page_token());
                          }
                        });
  });
}

void PrintReturns(const ledger::v1::ListCashReturnsResponse& response) {
  TextTable table({{"收款 Payment"},
                   {"户 Unit"},
                   {"退出 Paid back", kRight},
                   {"交款 Handover"},
                   {"收款人 Taken by"},
                   {"冲销人 Reversed by"},
                   {"冲销日 On"},
                   {"原因 Reason"}});
  for (const ledger::v1::CashReturn& found : response.returns()) {
    table.AddRow({found.payment_id(), found.unit_id(), FormatFen(found.amount_fen()),
                  found.handover_id().empty() ? "-" : found.handover_id(), found.holder_staff_id(),
                  found.reversed_by().empty() ? "-" : found.reversed_by(), found.reversal_date(),
                  ledger::v1::ReversePaymentRequest::Reason_Name(found.reason()).substr(7)});
  }
  if (table.empty()) {
    fmt::print("没有 none\n");
  } else {
    std::cout << table.Format();
  }
  if (!response.next_page_token().empty()) {
    fmt::print("还有更多 more: --page {}\n", response.next_page_token());
  }
}

void AddCashReturns(CLI::App& group, Session& session) {
  const auto request = std::make_shared<ledger::v1::ListCashReturnsRequest>();
  CLI::App* command = group.add_subcommand(
      "returns", "确认后冲销退出的现金 Cash paid back out of what was counted");
  command->add_option("--project", *request->mutable_project_id(), "项目 Of a project's units");
  command->add_option("--collector", *request->mutable_holder_staff_id(), "收款人 Of one person");
  command->add_option("--handover", *request->mutable_handover_id(), "交款 Of one handover");
  command->add_option("--page", *request->mutable_page_token(),
                      "下一页 The next page, as the one before says");
  session.OnCommand(*command, [&session, request]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    return CallAndPrint(session, client, client.suite().cash, &CashService::Stub::ListCashReturns,
                        *request, PrintReturns);
  });
}

}  // namespace

void AddCashCommands(CLI::App& app, Session& session) {
  CLI::App* group = app.add_subcommand("cash", "现金交款 Cash and its handover");
  group->require_subcommand(1);
  AddPositions(*group, session);
  AddHandOver(*group, session);
  AddCashDecisions(*group, session);
  AddCashLists(*group, session);
  AddCashReturns(*group, session);
}

}  // namespace cuijiao::cli
