// bank: statements of banks and wallets, and whose money their lines are.
#include <fmt/format.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/text/text_table.h"
#include "services/cli/session.h"

namespace cuijiao::cli {
namespace {

using ledger::v1::BankStatement;
using ledger::v1::BankStatementLine;
using ledger::v1::BankStatementMapping;
using ledger::v1::BankStatementService;

struct StateName {
  const char* name;
  BankStatementLine::State state;
  const char* words;
};
constexpr StateName kStates[] = {
    {"booked", BankStatementLine::STATE_BOOKED, "已入账 booked"},
    {"held", BankStatementLine::STATE_HELD, "待认领 held"},
    {"matched", BankStatementLine::STATE_MATCHED, "已认领 matched"},
    {"open", BankStatementLine::STATE_OPEN, "待处理 open"},
    {"pending", BankStatementLine::STATE_PENDING, "处理中 pending"},
    {"superseded", BankStatementLine::STATE_SUPERSEDED, "已完成 superseded"},
    {"outside", BankStatementLine::STATE_OUTSIDE, "非业主款 outside"},
    {"dismissed", BankStatementLine::STATE_DISMISSED, "不再处理 dismissed"},
};

std::string WordsOf(BankStatementLine::State state) {
  for (const StateName& known : kStates) {
    if (known.state == state) return known.words;
  }
  return "";
}

// Catches what the parser of protobuf text has to say.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (text_.empty()) text_ = fmt::format("{}:{}: {}", line + 1, column + 1, message);
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// A mapping as JSON or as protobuf text, with the API's field names.
absl::StatusOr<BankStatementMapping> ReadMapping(const std::string& file) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(file));
  BankStatementMapping mapping;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && text[first] == '{') {
    const auto parsed = google::protobuf::util::JsonStringToMessage(text, &mapping);
    if (parsed.ok()) return mapping;
    return absl::InvalidArgumentError(absl::StrCat(file, ": ", parsed.message().as_string()));
  }
  google::protobuf::TextFormat::Parser parser;
  FirstError error;
  parser.RecordErrorsTo(&error);
  if (parser.ParseFromString(text, &mapping)) return mapping;
  return absl::InvalidArgumentError(absl::StrCat(file, ":", error.text()));
}

void PrintResult(const ledger::v1::ImportBankStatementResponse& response) {
  const BankStatement& statement = response.statement();
  fmt::print("{} {} 行 rows ({}, {})\n",
             statement.id().empty() ? "未导入 nothing imported:" : statement.id(),
             statement.row_count(),
             ledger::v1::BankStatementKind_Name(statement.kind())
                 .substr(std::string("BANK_STATEMENT_KIND_").size()),
             response.encoding());
  fmt::print("  入账 booked {}（收款 receipts {}）\n", statement.booked_count(),
             FormatFen(statement.booked_fen()));
  fmt::print("  待认领 held {}（{}）\n", statement.held_count(), FormatFen(statement.held_fen()));
  fmt::print(
      "  待处理 open {}，处理中 pending {}，非业主款 outside {}，已有 existing {}，有误 wrong {}\n",
      statement.open_count(), statement.pending_count(), statement.outside_count(),
      response.existing_count(), response.wrong_count());
  TextTable table({{"行 Line", kRight}, {"列 Column"}, {"原因 Reason"}, {""}});
  for (const auto& error : response.row_errors()) {
    table.AddRow({std::to_string(error.line()), error.column(), error.reason(), error.message()});
  }
  if (!table.empty()) std::cout << table.Format();
}

// "C01-010101 85 REMARK_NAMES_UNIT+PAYER_OWNS_UNIT"; of what would undo a payment that one.
std::string CandidatesOf(const BankStatementLine& line) {
  if (!line.order_payment_id().empty()) return "收款 payment " + line.order_payment_id();
  std::vector<std::string> told;
  for (const auto& candidate : line.candidates()) {
    told.push_back(fmt::format("{} {} {}", candidate.unit_id(), candidate.score(),
                               fmt::join(candidate.reasons(), "+")));
  }
  return fmt::format("{}", fmt::join(told, "; "));
}

void PrintLines(const ledger::v1::ListBankStatementLinesResponse& response) {
  TextTable table({{"编号 Id"},
                   {"行 Line", kRight},
                   {"日期 Date"},
                   {"金额 Amount", kRight},
                   {"状态 State"},
                   {"付款人 Payer"},
                   {"摘要 Remark"},
                   {"原因 Reason"},
                   {"候选 Candidates"}});
  for (const BankStatementLine& line : response.lines()) {
    table.AddRow({line.id(), std::to_string(line.line()), line.received_date(),
                  FormatFen(line.amount_fen()), WordsOf(line.state()), line.payer(), line.remark(),
                  line.reason(), CandidatesOf(line)});
  }
  std::cout << table.Format();
  if (!response.next_page_token().empty()) {
    fmt::print("还有更多 more: --page {}\n", response.next_page_token());
  }
}

void PrintDecided(const BankStatementLine& line) {
  fmt::print("{} {}{}\n", line.id(), WordsOf(line.state()),
             line.payment_id().empty() ? "" : "，收款 payment " + line.payment_id());
}

void AddBankImport(CLI::App& group, Session& session) {
  struct Options {
    std::string file;
    std::string project;
    std::string mapping;
    std::string request_id;
    bool skip_bad_rows = false;
    bool validate_only = false;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand(
      "import",
      "导入流水：微信、支付宝账单，camt.053，或带列映射的 CSV\n"
      "Import a statement: WeChat Pay or Alipay bill, camt.053, or a CSV with a mapping");
  command->add_option("file", options->file, "文件 File")->required()->check(CLI::ExistingFile);
  command->add_option("--project", options->project, "项目 Project id")->required();
  command
      ->add_option(
          "--mapping", options->mapping,
          "CSV 的列映射（JSON 或 protobuf 文本）Which column is what: JSON or protobuf text")
      ->check(CLI::ExistingFile);
  command->add_flag("--skip-bad-rows", options->skip_bad_rows,
                    "导入正确的行 Take the good rows alone");
  command->add_flag("--validate-only", options->validate_only,
                    "只试算 Tell what it would do, do nothing");
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    ledger::v1::ImportBankStatementRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_project_id(options->project);
    CUIJIAO_ASSIGN_OR_RETURN(*request.mutable_content(), ReadWholeFile(options->file));
    if (!options->mapping.empty()) {
      CUIJIAO_ASSIGN_OR_RETURN(*request.mutable_mapping(), ReadMapping(options->mapping));
    }
    request.set_skip_bad_rows(options->skip_bad_rows);
    request.set_validate_only(options->validate_only);
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    CUIJIAO_ASSIGN_OR_RETURN(
        const ledger::v1::ImportBankStatementResponse response,
        client.Call(client.suite().bank_statement, &BankStatementService::Stub::ImportBankStatement,
                    request));
    if (session.json()) {
      PrintJson(response);
    } else {
      PrintResult(response);
    }
    if (response.wrong_count() > 0 && !options->skip_bad_rows) {
      return absl::InvalidArgumentError(
          "nothing was imported: the file has wrong rows (--skip-bad-rows takes the good ones)");
    }
    return absl::OkStatus();
  });
}

void AddBankLists(CLI::App& group, Session& session) {
  struct Options {
    std::string project;
    std::string statement;
    std::string state;
    std::string page;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* lines = group.add_subcommand("lines", "流水明细 Lines of statements");
  lines->add_option("--project", options->project, "项目 Project id")->required();
  lines->add_option("--statement", options->statement, "某次导入 Of one statement");
  std::vector<std::string> names;
  for (const StateName& known : kStates) names.emplace_back(known.name);
  lines->add_option("--state", options->state, "状态 In one state")->check(CLI::IsMember(names));
  lines->add_option("--page", options->page, "下一页 The next page, as the one before says");
  session.OnCommand(*lines, [&session, options]() -> absl::Status {
    ledger::v1::ListBankStatementLinesRequest request;
    request.set_project_id(options->project);
    request.set_statement_id(options->statement);
    for (const StateName& known : kStates) {
      if (options->state == known.name) request.set_state(known.state);
    }
    request.set_page_token(options->page);
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    return CallAndPrint(session, client, client.suite().bank_statement,
                        &BankStatementService::Stub::ListBankStatementLines, request, PrintLines);
  });

  const auto project = std::make_shared<std::string>();
  CLI::App* list = group.add_subcommand("list", "已导入的流水 Statements that were imported");
  list->add_option("--project", *project, "项目 Project id")->required();
  session.OnCommand(*list, [&session, project]() -> absl::Status {
    ledger::v1::ListBankStatementsRequest request;
    request.set_project_id(*project);
    request.set_page_size(1000);
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    return CallAndPrint(
        session, client, client.suite().bank_statement,
        &BankStatementService::Stub::ListBankStatements, request,
        [](const ledger::v1::ListBankStatementsResponse& response) {
          TextTable table({{"编号 Id"},
                           {"账户 Account"},
                           {"行 Rows", kRight},
                           {"入账 Booked", kRight},
                           {"待认领 Held", kRight},
                           {"待处理 Open", kRight}});
          for (const BankStatement& statement : response.statements()) {
            table.AddRow({statement.id(), statement.account(),
                          std::to_string(statement.row_count()), FormatFen(statement.booked_fen()),
                          FormatFen(statement.held_fen()), std::to_string(statement.open_count())});
          }
          std::cout << table.Format();
        });
  });
}

void AddBankDecisions(CLI::App& group, Session& session) {
  struct Options {
    std::string line;
    std::string unit;
    std::string payment;
    std::string collector;
    std::string note;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* match =
      group.add_subcommand("match", "认领：收款归哪一户，退款冲哪一笔 Say whose money a line is");
  match->add_option("line", options->line, "流水行 Line id")->required();
  match->add_option("--unit", options->unit, "收款的户 The unit of a receipt");
  match->add_option("--payment", options->payment,
                    "退款所冲的收款 The payment that a refund undoes");
  match->add_option("--collector", options->collector, "责任人 Credited collector");
  AddRequestIdOption(*match, options->request_id);
  session.OnCommand(*match, [&session, options]() -> absl::Status {
    ledger::v1::MatchBankStatementLineRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_line_id(options->line);
    request.set_unit_id(options->unit);
    request.set_payment_id(options->payment);
    request.set_collector_id(options->collector);
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    return CallAndPrint(session, client, client.suite().bank_statement,
                        &BankStatementService::Stub::MatchBankStatementLine, request, PrintDecided);
  });

  CLI::App* dismiss =
      group.add_subcommand("dismiss", "不再处理 Say that a line needs nothing more");
  dismiss->add_option("line", options->line, "流水行 Line id")->required();
  dismiss->add_option("--note", options->note, "原因 Why")->required();
  AddRequestIdOption(*dismiss, options->request_id);
  session.OnCommand(*dismiss, [&session, options]() -> absl::Status {
    ledger::v1::DismissBankStatementLineRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_line_id(options->line);
    request.set_note(options->note);
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    return CallAndPrint(session, client, client.suite().bank_statement,
                        &BankStatementService::Stub::DismissBankStatementLine, request,
                        PrintDecided);
  });
}

}  // namespace

void AddBankCommands(CLI::App& app, Session& session) {
  CLI::App* group = app.add_subcommand("bank", "银行与钱包流水 Statements of banks and wallets");
  group->require_subcommand(1);
  AddBankImport(*group, session);
  AddBankLists(*group, session);
  AddBankDecisions(*group, session);
}

}  // namespace cuijiao::cli
