// receipt: receipt numbers and tax invoices.
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <string>

#include "common/status/macros.h"
#include "common/text/text_table.h"
#include "services/cli/session.h"
#include "services/cli/sheet_output.h"

namespace cuijiao::cli {
namespace {

using ledger::v1::Receipt;
using ledger::v1::ReceiptService;

std::string WordsOf(Receipt::State state) {
  return state == Receipt::STATE_VOID ? "作废 void" : "有效 issued";
}

void PrintReceipt(const Receipt& receipt) {
  fmt::print("收据 receipt {}  {}\n", receipt.number(), WordsOf(receipt.state()));
  fmt::print("户 unit {} {}  交款人 payer {}\n", receipt.unit_id(), receipt.unit_no(),
             fmt::join(receipt.payers(), "、"));
  fmt::print("金额 amount {} 元 yuan  人民币（大写）{}\n", FormatFen(receipt.amount_fen()),
             receipt.amount_in_words());
  fmt::print("收款日 received {}  收款 payment {}\n", receipt.received_date(),
             receipt.payment_id());
  TextTable table({{"账单 Bill"}, {"项目 Part"}, {"金额 Amount", kRight}});
  for (const ledger::v1::Allocation& allocation : receipt.allocations()) {
    table.AddRow({allocation.bill_id(),
                  ledger::v1::BillComponent_Name(allocation.component()).substr(15),
                  FormatFen(allocation.amount_fen())});
  }
  if (!table.empty()) std::cout << table.Format();
  if (receipt.prepayment_fen() > 0) {
    fmt::print("预交 held as prepayment: {}\n", FormatFen(receipt.prepayment_fen()));
  }
  if (receipt.has_tax_invoice()) {
    fmt::print("发票 tax invoice {}  {}\n", receipt.tax_invoice().invoice_number(),
               receipt.tax_invoice().issue_date());
  }
}

void AddReceiptShow(CLI::App& group, Session& session) {
  const auto payment = std::make_shared<std::string>();
  CLI::App* command = group.add_subcommand(
      "show", "某笔收款的收据；没有编号的当即编号 The receipt of a payment, numbered at once");
  command->add_option("payment", *payment, "收款 Payment id")->required();
  session.OnCommand(*command, [&session, payment]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::GetReceiptRequest request;
    request.set_payment_id(*payment);
    return CallAndPrint(session, client, client.suite().receipt, &ReceiptService::Stub::GetReceipt,
                        request, PrintReceipt);
  });
}

Sheet SheetOfReceipts(const ledger::v1::ListReceiptsResponse& response) {
  Sheet sheet{"收据",
              {"收据号 Number", "户 Unit", "金额 Amount", "收款日 Received", "状态 State",
               "发票 Tax invoice", "收款 Payment"}};
  for (const Receipt& receipt : response.receipts()) {
    sheet.rows.push_back({receipt.number(), receipt.unit_id(), Fen(receipt.amount_fen()),
                          receipt.received_date(), WordsOf(receipt.state()),
                          receipt.tax_invoice().invoice_number(), receipt.payment_id()});
  }
  return sheet;
}

void AddReceiptList(CLI::App& group, Session& session) {
  struct Options {
    std::string project;
    int year = 0;
    bool void_only = false;
    std::string file;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand(
      "list", "某项目某年的全部收据，按编号 Every receipt of a project's year, by number");
  command->add_option("project", options->project, "项目 Project id")->required();
  command->add_option("year", options->year, "年度 Year")->required();
  command->add_flag("--void", options->void_only, "只列作废的 Void ones alone");
  AddOutOption(*command, options->file);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::ListReceiptsRequest request;
    request.set_project_id(options->project);
    request.set_year(options->year);
    request.set_page_size(1000);
    if (options->void_only) request.set_state(Receipt::STATE_VOID);
    ledger::v1::ListReceiptsResponse all;
    do {
      CUIJIAO_ASSIGN_OR_RETURN(
          const ledger::v1::ListReceiptsResponse page,
          client.Call(client.suite().receipt, &ReceiptService::Stub::ListReceipts, request));
      all.mutable_receipts()->MergeFrom(page.receipts());
      all.set_last_sequence(page.last_sequence());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    if (session.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    CUIJIAO_RETURN_IF_ERROR(PrintOrWrite(SheetOfReceipts(all), options->file));
    fmt::print("末号 last number {}\n", all.last_sequence());
    return absl::OkStatus();
  });
}

void AddTaxInvoice(CLI::App& group, Session& session) {
  struct Options {
    std::string payment;
    std::string number;
    std::string date;
    std::string reason;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      group.add_subcommand("invoice", "登记发票 Record the tax invoice of a payment");
  command->add_option("payment", options->payment, "收款 Payment id")->required();
  command->add_option("number", options->number, "发票号码 Invoice number")->required();
  command->add_option("date", options->date, "开票日 Issue date YYYY-MM-DD")->required();
  command->add_option("--reason", options->reason, "更改的原因 Why what was recorded changes");
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::RecordTaxInvoiceRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_payment_id(options->payment);
    request.set_invoice_number(options->number);
    request.set_issue_date(options->date);
    request.set_reason(options->reason);
    return CallAndPrint(
        session, client, client.suite().receipt, &ReceiptService::Stub::RecordTaxInvoice, request,
        [](const ledger::v1::TaxInvoice& invoice) {
          fmt::print("发票 tax invoice {}  {}  收款 payment {}\n", invoice.invoice_number(),
                     invoice.issue_date(), invoice.payment_id());
        });
  });
}

}  // namespace

void AddReceiptCommands(CLI::App& app, Session& session) {
  CLI::App* group = app.add_subcommand("receipt", "收据与发票 Receipts and tax invoices");
  group->require_subcommand(1);
  AddReceiptShow(*group, session);
  AddReceiptList(*group, session);
  AddTaxInvoice(*group, session);
}

}  // namespace cuijiao::cli
