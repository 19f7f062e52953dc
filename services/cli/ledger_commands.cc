// pay, reverse, refund, close: posting into the ledger.
#include <fmt/format.h>

#include <algorithm>
#include <array>
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

void PrintPayment(const ledger::v1::Payment& payment) {
  fmt::print(
      "收款 payment {}  {} 元 yuan  {}{}\n", payment.id(), FormatFen(payment.amount_fen()),
      payment.state() == ledger::v1::Payment::STATE_REVERSED ? "已冲销 reversed" : "已入账 posted",
      payment.in_campaign() ? "  预交活动期内 in a campaign" : "");
  fmt::print("收款日 received {}  入账日 posted {}  责任人 collector {}\n", payment.received_date(),
             payment.posting_date(), payment.collector_id());
  TextTable table({{"账单 Bill"}, {"项目 Part"}, {"金额 Amount", kRight}, {"入账日 Posted"}});
  for (const ledger::v1::Allocation& allocation : payment.allocations()) {
    table.AddRow({allocation.bill_id(),
                  ledger::v1::BillComponent_Name(allocation.component()).substr(15),
                  FormatFen(allocation.amount_fen()), allocation.posting_date()});
  }
  if (!table.empty()) std::cout << table.Format();
  if (payment.prepayment_fen() > 0) {
    fmt::print("预交 held as prepayment: {}\n", FormatFen(payment.prepayment_fen()));
  }
}

void AddPay(CLI::App& app, Session& session) {
  struct Options {
    std::string unit;
    std::string yuan;
    std::string method = "bank";
    std::string received;
    std::string collector;
    std::vector<std::string> collaborators;
    std::vector<std::string> bills;
    std::string chosen_by;
    std::string reference;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("pay", "登记收款 Record what a household paid");
  command->add_option("unit", options->unit, "户 Unit id")->required();
  command->add_option("amount", options->yuan, "金额（元）Amount in yuan")->required();
  command->add_option("--method", options->method, PaymentMethodHelp())
      ->check(CLI::IsMember(PaymentMethodNames()))
      ->capture_default_str();
  command->add_option("--received", options->received,
                      "收款日；缺省为业务日期 Date received; the business date if absent");
  command->add_option("--collector", options->collector, "责任人 Credited collector");
  command->add_option("--with", options->collaborators, "协同人 Collaborators")->delimiter(',');
  command->add_option("--bill", options->bills, "指定账单 Bills that the payer names")
      ->delimiter(',');
  command
      ->add_option("--chosen-by", options->chosen_by,
                   "由谁指定：业主 owner | 代付人 payer；缺省为登记人 Who named them; whoever "
                   "records if absent")
      ->check(CLI::IsMember(std::vector<std::string>{"owner", "payer"}));
  command->add_option("--reference", options->reference, "银行或钱包流水号 External reference");
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::RecordPaymentRequest request;
    request.set_unit_id(options->unit);
    CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t amount_fen, YuanToFen(options->yuan));
    request.set_amount_fen(amount_fen);
    request.set_method(LedgerMethodOf(options->method));
    CUIJIAO_ASSIGN_OR_RETURN(const std::string received, DateOrToday(client, options->received));
    request.set_received_date(received);
    request.set_collector_id(options->collector);
    for (const std::string& id : options->collaborators) request.add_collaborator_ids(id);
    for (const std::string& id : options->bills) request.add_designations()->set_bill_id(id);
    if (!options->chosen_by.empty()) {
      request.set_designated_by(options->chosen_by == "owner" ? ledger::v1::DESIGNATOR_OWNER
                                                              : ledger::v1::DESIGNATOR_PAYER);
    }
    request.set_external_reference(options->reference);
    request.set_request_id(
        session.RequestIdOr(options->request_id, fmt::format("--received {}", received)));
    return CallAndPrint(session, client, client.suite().payment,
                        &ledger::v1::PaymentService::Stub::RecordPayment, request, PrintPayment);
  });
}

void AddReverse(CLI::App& app, Session& session) {
  struct Options {
    std::string payment;
    std::string reason;
    std::string note;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("reverse", "冲销收款 Undo a payment in full");
  command->add_option("payment", options->payment, "收款 Payment id")->required();
  command->add_option("reason", options->reason, "退票 bounced | 错户 wrong-unit | 已退款 refunded")
      ->required()
      ->check(CLI::IsMember(std::vector<std::string>{"bounced", "wrong-unit", "refunded"}));
  command->add_option("--note", options->note, "说明 Note");
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::ReversePaymentRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_payment_id(options->payment);
    request.set_reason(
        options->reason == "bounced"      ? ledger::v1::ReversePaymentRequest::REASON_BOUNCED
        : options->reason == "wrong-unit" ? ledger::v1::ReversePaymentRequest::REASON_WRONG_UNIT
                                          : ledger::v1::ReversePaymentRequest::REASON_REFUNDED);
    request.set_note(options->note);
    return CallAndPrint(session, client, client.suite().payment,
                        &ledger::v1::PaymentService::Stub::ReversePayment, request, PrintPayment);
  });
}

void AddRefund(CLI::App& app, Session& session) {
  struct Options {
    std::string payment;
    std::string yuan;
    std::string note;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("refund", "退款 Pay back a part of a payment");
  command->add_option("payment", options->payment, "收款 Payment id")->required();
  command->add_option("amount", options->yuan, "金额（元）Amount in yuan")->required();
  command->add_option("note", options->note, "原因 Why")->required();
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::RefundPaymentRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_payment_id(options->payment);
    CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t amount_fen, YuanToFen(options->yuan));
    request.set_amount_fen(amount_fen);
    request.set_note(options->note);
    return CallAndPrint(session, client, client.suite().payment,
                        &ledger::v1::PaymentService::Stub::RefundPayment, request, PrintPayment);
  });
}

void AddClose(CLI::App& app, Session& session) {
  struct Options {
    std::string month;
    std::string closing_date;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("close", "月结 Close an accounting month");
  command->add_option("month", options->month, "月份 Month YYYY-MM")->required();
  command->add_option("--on", options->closing_date,
                      "轧帐日；缺省为月末 Closing date; the month's last day if absent");
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::CloseMonthRequest request;
    request.set_month(options->month);
    request.set_closing_date(options->closing_date);
    return CallAndPrint(session, client, client.suite().close,
                        &ledger::v1::CloseService::Stub::CloseMonth, request,
                        [](const ledger::v1::AccountingMonth& month) {
                          fmt::print("{} 已结账 closed on {} by {}\n", month.month(),
                                     month.closing_date(), month.closed_by());
                        });
  });
}

}  // namespace

void AddLedgerCommands(CLI::App& app, Session& session) {
  AddPay(app, session);
  AddReverse(app, session);
  AddRefund(app, session);
  AddClose(app, session);
}

}  // namespace cuijiao::cli
