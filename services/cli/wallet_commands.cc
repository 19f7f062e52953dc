// wallet: payouts of wallets and the payments that they settle.
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

using ledger::v1::WalletPayout;
using ledger::v1::WalletService;

void PrintPayments(const google::protobuf::RepeatedPtrField<ledger::v1::SettledPayment>& payments) {
  TextTable table({{"收款 Payment"},
                   {"户 Unit"},
                   {"金额 Amount", kRight},
                   {"收款日 Received"},
                   {"流水号 Transaction"}});
  for (const ledger::v1::SettledPayment& payment : payments) {
    table.AddRow({payment.payment_id(), payment.unit_id(), FormatFen(payment.amount_fen()),
                  payment.received_date(), payment.external_reference()});
  }
  if (!table.empty()) std::cout << table.Format();
}

void PrintPayout(const WalletPayout& payout) {
  fmt::print("结算 payout {}  {} {}  {}{}\n", payout.id(),
             ledger::v1::PaymentMethod_Name(payout.provider()).substr(15), payout.reference(),
             payout.payout_date(),
             payout.state() == WalletPayout::STATE_CANCELLED ? "  已撤销 cancelled" : "");
  fmt::print("  交易额 gross {}，手续费 fee {}，到账 net {}\n", FormatFen(payout.gross_fen()),
             FormatFen(payout.fee_fen()), FormatFen(payout.net_fen()));
  fmt::print("  对应收款 payments {}，合计 sum {}，差额 difference {}\n", payout.payment_count(),
             FormatFen(payout.matched_fen()), FormatFen(payout.difference_fen()));
  PrintPayments(payout.payments());
}

void AddPayout(CLI::App& group, Session& session) {
  struct Options {
    std::string provider;
    std::string gross;
    std::string fee;
    std::string net;
    std::string date;
    std::string reference;
    std::string project;
    std::string from;
    std::string to;
    std::vector<std::string> payments;
    std::vector<std::string> transactions;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand("payout", "登记结算到账 Record what a wallet paid out");
  command->add_option("provider", options->provider, "微信 wechat | 支付宝 alipay")
      ->required()
      ->check(CLI::IsMember(std::vector<std::string>{"wechat", "alipay"}));
  command->add_option("gross", options->gross, "交易额（元）Gross in yuan")->required();
  command->add_option("fee", options->fee, "手续费（元）Fee in yuan")->required();
  command->add_option("net", options->net, "到账（元）Net in yuan")->required();
  command->add_option("date", options->date, "到账日 Payout date YYYY-MM-DD")->required();
  command->add_option("reference", options->reference, "结算单号 The wallet's reference")
      ->required();
  command->add_option("--project", options->project, "项目 Whose merchant account it is");
  command->add_option("--from", options->from, "收款日起 Payments received on or after");
  command->add_option("--to", options->to, "收款日止 Payments received on or before");
  command->add_option("--payment", options->payments, "收款 Payment ids")->delimiter(',');
  command->add_option("--transaction", options->transactions, "流水号 The wallet's transaction ids")
      ->delimiter(',');
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::RecordWalletPayoutRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_provider(LedgerMethodOf(options->provider));
    request.set_project_id(options->project);
    request.set_payout_date(options->date);
    CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t gross_fen, YuanToFen(options->gross));
    CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t fee_fen, YuanToFen(options->fee));
    CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t net_fen, YuanToFen(options->net));
    request.set_gross_fen(gross_fen);
    request.set_fee_fen(fee_fen);
    request.set_net_fen(net_fen);
    request.set_reference(options->reference);
    request.set_from_date(options->from);
    request.set_to_date(options->to);
    for (const std::string& id : options->payments) request.add_payment_ids(id);
    for (const std::string& id : options->transactions) request.add_transaction_ids(id);
    return CallAndPrint(session, client, client.suite().wallet,
                        &WalletService::Stub::RecordWalletPayout, request, PrintPayout);
  });
}

void AddPayoutChanges(CLI::App& group, Session& session) {
  struct Options {
    std::string payout;
    std::string reason;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* cancel =
      group.add_subcommand("cancel", "撤销登记 Take a payout back that was recorded wrongly");
  cancel->add_option("payout", options->payout, "结算 Payout id")->required();
  cancel->add_option("reason", options->reason, "原因 Why")->required();
  AddRequestIdOption(*cancel, options->request_id);
  session.OnCommand(*cancel, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::CancelWalletPayoutRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_payout_id(options->payout);
    request.set_reason(options->reason);
    return CallAndPrint(session, client, client.suite().wallet,
                        &WalletService::Stub::CancelWalletPayout, request, PrintPayout);
  });

  CLI::App* show = group.add_subcommand("show", "一次结算及其收款 One payout with its payments");
  show->add_option("payout", options->payout, "结算 Payout id")->required();
  session.OnCommand(*show, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::GetWalletPayoutRequest request;
    request.set_payout_id(options->payout);
    return CallAndPrint(session, client, client.suite().wallet,
                        &WalletService::Stub::GetWalletPayout, request, PrintPayout);
  });
}

void AddWalletLists(CLI::App& group, Session& session) {
  struct Options {
    bool differences = false;
    int days = 0;
    std::string project;
    std::string page;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* list = group.add_subcommand("list", "历次结算 Payouts");
  list->add_flag("--differences", options->differences, "只列有差额的 With a difference alone");
  list->add_option("--page", options->page, "下一页 The next page, as the one before says");
  session.OnCommand(*list, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::ListWalletPayoutsRequest request;
    request.set_differences_only(options->differences);
    request.set_page_token(options->page);
    return CallAndPrint(session, client, client.suite().wallet,
                        &WalletService::Stub::ListWalletPayouts, request,
                        [](const ledger::v1::ListWalletPayoutsResponse& response) {
                          for (const WalletPayout& payout : response.payouts()) PrintPayout(payout);
                          if (!response.next_page_token().empty()) {
                            fmt::print("还有更多 more: --page {}\n", response.next_page_token());
                          }
                        });
  });

  CLI::App* unsettled =
      group.add_subcommand("unsettled", "未到账的钱包收款 Wallet payments without a payout");
  unsettled->add_option("--older-than", options->days,
                        "至少多少天前收的 Received so many days ago");
  unsettled->add_option("--project", options->project, "项目 Of one project");
  unsettled->add_option("--page", options->page, "下一页 The next page, as the one before says");
  session.OnCommand(*unsettled, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::ListUnsettledPaymentsRequest request;
    request.set_older_than_days(options->days);
    request.set_project_id(options->project);
    request.set_page_token(options->page);
    return CallAndPrint(session, client, client.suite().wallet,
                        &WalletService::Stub::ListUnsettledPayments, request,
                        [](const ledger::v1::ListUnsettledPaymentsResponse& response) {
                          PrintPayments(response.payments());
                          if (!response.next_page_token().empty()) {
                            fmt::print("还有更多 more: --page {}\n", response.next_page_token());
                          }
                        });
  });
}

}  // namespace

void AddWalletCommands(CLI::App& app, Session& session) {
  CLI::App* group = app.add_subcommand("wallet", "钱包结算 Payouts of wallets");
  group->require_subcommand(1);
  AddPayout(*group, session);
  AddPayoutChanges(*group, session);
  AddWalletLists(*group, session);
}

}  // namespace cuijiao::cli
