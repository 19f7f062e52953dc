// credit, charge-cost, late-fee, write-off: what changes a bill other than money.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "common/status/macros.h"
#include "common/text/text_table.h"
#include "services/cli/session.h"

namespace cuijiao::cli {
namespace {

using ledger::v1::AdjustmentService;

template <typename Enum>
struct TypedWord {
  const char* word;
  Enum value;
};

template <typename Words>
std::vector<std::string> WordsOf(const Words& words) {
  std::vector<std::string> names;
  for (const auto& known : words) names.emplace_back(known.word);
  return names;
}

// The value of a word that the command line has checked.
template <typename Words>
auto ValueOf(const Words& words, const std::string& word) {
  return std::ranges::find(words, word, [](const auto& known) { return std::string(known.word); })
      ->value;
}

constexpr std::array kParts = {
    TypedWord{"principal", ledger::v1::BILL_COMPONENT_PRINCIPAL},
    TypedWord{"late-fee", ledger::v1::BILL_COMPONENT_LATE_FEE},
    TypedWord{"cost", ledger::v1::BILL_COMPONENT_COST},
};

constexpr std::array kCreditReasons = {
    TypedWord{"price", ledger::v1::CreateCreditNoteRequest::REASON_WRONG_PRICE},
    TypedWord{"area", ledger::v1::CreateCreditNoteRequest::REASON_WRONG_AREA},
    TypedWord{"period", ledger::v1::CreateCreditNoteRequest::REASON_WRONG_PERIOD},
    TypedWord{"service", ledger::v1::CreateCreditNoteRequest::REASON_SERVICE_NOT_GIVEN},
    TypedWord{"not-owed", ledger::v1::CreateCreditNoteRequest::REASON_NOT_OWED},
    TypedWord{"other", ledger::v1::CreateCreditNoteRequest::REASON_OTHER},
};

constexpr std::array kWriteOffReasons = {
    TypedWord{"bankrupt", ledger::v1::WriteOff::REASON_BANKRUPT},
    TypedWord{"time-barred", ledger::v1::WriteOff::REASON_TIME_BARRED},
    TypedWord{"owners", ledger::v1::WriteOff::REASON_OWNERS_DECISION},
    TypedWord{"other", ledger::v1::WriteOff::REASON_OTHER},
};

void PrintAdjustment(const ledger::v1::Adjustment& adjustment) {
  const ledger::v1::Bill& bill = adjustment.bill();
  fmt::print("账单 bill {}  {} 元 yuan  入账日 posted {}\n", bill.id(),
             FormatFen(adjustment.amount_fen()), adjustment.posting_date());
  if (adjustment.freed_fen() > 0) {
    fmt::print("转回预交 became prepayment again: {}\n", FormatFen(adjustment.freed_fen()));
  }
  fmt::print("尚欠 unpaid: 本金 principal {}，违约金 late fee {}，费用 cost {}\n",
             FormatFen(bill.unpaid_principal_fen()), FormatFen(bill.unpaid_late_fee_fen()),
             FormatFen(bill.unpaid_cost_fen()));
}

void PrintLateFees(const ledger::v1::LateFees& fees) {
  TextTable table({{"账单 Bill"},
                   {"计至今 Accrued", kRight},
                   {"上限 Cap", kRight},
                   {"已计 Charged", kRight},
                   {"本次 Now", kRight}});
  for (const ledger::v1::LateFee& fee : fees.late_fees()) {
    table.AddRow({fee.bill_id(), FormatFen(fee.accrued_fen()),
                  fee.cap_fen() < 0 ? "-" : FormatFen(fee.cap_fen()),
                  FormatFen(fee.charged_before_fen()), FormatFen(fee.charge_fen())});
  }
  if (!table.empty()) std::cout << table.Format();
  fmt::print("至 through {} 违约金 late fee: {}\n", fees.through_date(),
             FormatFen(fees.charge_fen()));
}

void PrintWriteOff(const ledger::v1::WriteOff& write_off) {
  fmt::print("核销 write-off {}  户 unit {}  {} 元 yuan  {}\n", write_off.id(), write_off.unit_id(),
             FormatFen(write_off.amount_fen()),
             ledger::v1::WriteOff::State_Name(write_off.state()).substr(6));
  TextTable table({{"账单 Bill"}, {"项目 Part"}, {"金额 Amount", kRight}});
  for (const ledger::v1::WriteOff::Part& part : write_off.parts()) {
    table.AddRow({part.bill_id(), ledger::v1::BillComponent_Name(part.component()).substr(15),
                  FormatFen(part.amount_fen())});
  }
  std::cout << table.Format();
  for (const std::string& note : write_off.notes()) fmt::print("说明 note: {}\n", note);
}

void AddCredit(CLI::App& app, Session& session) {
  struct Options {
    std::string bill;
    std::string yuan;
    std::string reason;
    std::string note;
    std::string part = "principal";
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("credit", "冲减错账 Correct a wrong bill");
  command->add_option("bill", options->bill, "账单 Bill id")->required();
  command->add_option("amount", options->yuan, "金额（元）Amount in yuan")->required();
  command
      ->add_option(
          "reason", options->reason,
          "单价 price | 面积 area | 期间 period | 未服务 service | 不应收 not-owed | 其他 other")
      ->required()
      ->check(CLI::IsMember(WordsOf(kCreditReasons)));
  command->add_option("note", options->note, "说明 Note")->required();
  command->add_option("--part", options->part, "本金 principal | 违约金 late-fee | 费用 cost")
      ->check(CLI::IsMember(WordsOf(kParts)))
      ->capture_default_str();
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::CreateCreditNoteRequest request;
    request.set_bill_id(options->bill);
    CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t amount_fen, YuanToFen(options->yuan));
    request.set_amount_fen(amount_fen);
    request.set_component(ValueOf(kParts, options->part));
    request.set_reason(ValueOf(kCreditReasons, options->reason));
    request.set_note(options->note);
    request.set_request_id(session.RequestIdOr(options->request_id));
    return CallAndPrint(session, client, client.suite().adjustment,
                        &AdjustmentService::Stub::CreateCreditNote, request, PrintAdjustment);
  });
}

void AddChargeCost(CLI::App& app, Session& session) {
  struct Options {
    std::string bill;
    std::string yuan;
    std::string note;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("charge-cost", "计收催收费用 Charge costs of collection to a bill");
  command->add_option("bill", options->bill, "账单 Bill id")->required();
  command->add_option("amount", options->yuan, "金额（元）Amount in yuan")->required();
  command->add_option("note", options->note, "用途 What for")->required();
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::ChargeCostRequest request;
    request.set_bill_id(options->bill);
    CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t amount_fen, YuanToFen(options->yuan));
    request.set_amount_fen(amount_fen);
    request.set_note(options->note);
    request.set_request_id(session.RequestIdOr(options->request_id));
    return CallAndPrint(session, client, client.suite().adjustment,
                        &AdjustmentService::Stub::ChargeCost, request, PrintAdjustment);
  });
}

void AddLateFee(CLI::App& app, Session& session) {
  struct Options {
    std::string unit;
    std::string through;
    std::vector<std::string> bills;
    bool charge = false;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "late-fee", "违约金试算；加 --charge 入账 A unit's late fee; --charge books it");
  command->add_option("unit", options->unit, "户 Unit id")->required();
  command->add_option("--through", options->through,
                      "计至；缺省为业务日期 Last day; the business date if absent");
  command->add_option("--bill", options->bills, "账单；缺省为全部 Bills; all if absent")
      ->delimiter(',');
  command->add_flag("--charge", options->charge, "入账 Book it");
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    CUIJIAO_ASSIGN_OR_RETURN(const std::string through, DateOrToday(client, options->through));
    if (!options->charge) {
      ledger::v1::QuoteLateFeesRequest request;
      request.set_unit_id(options->unit);
      request.set_through_date(through);
      for (const std::string& id : options->bills) request.add_bill_ids(id);
      return CallAndPrint(session, client, client.suite().adjustment,
                          &AdjustmentService::Stub::QuoteLateFees, request, PrintLateFees);
    }
    ledger::v1::ChargeLateFeesRequest request;
    request.set_unit_id(options->unit);
    request.set_through_date(through);
    for (const std::string& id : options->bills) request.add_bill_ids(id);
    request.set_request_id(
        session.RequestIdOr(options->request_id, fmt::format("--through {}", through)));
    return CallAndPrint(session, client, client.suite().adjustment,
                        &AdjustmentService::Stub::ChargeLateFees, request, PrintLateFees);
  });
}

void AddWriteOffRequest(CLI::App& group, Session& session) {
  struct Options {
    std::string unit;
    std::string reason;
    std::string note;
    std::vector<std::string> bills;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand("request", "财务提出 Finance asks for it");
  command->add_option("unit", options->unit, "户 Unit id")->required();
  command
      ->add_option("reason", options->reason,
                   "破产 bankrupt | 过时效 time-barred | 业主大会 owners | 其他 other")
      ->required()
      ->check(CLI::IsMember(WordsOf(kWriteOffReasons)));
  command->add_option("note", options->note, "说明 Note")->required();
  command->add_option("--bill", options->bills, "账单 Bills")->delimiter(',')->required();
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::RequestWriteOffRequest request;
    request.set_unit_id(options->unit);
    request.set_reason(ValueOf(kWriteOffReasons, options->reason));
    request.set_note(options->note);
    for (const std::string& id : options->bills) request.add_bill_ids(id);
    request.set_request_id(session.RequestIdOr(options->request_id));
    return CallAndPrint(session, client, client.suite().adjustment,
                        &AdjustmentService::Stub::RequestWriteOff, request, PrintWriteOff);
  });
}

// What is done with a write-off by its id, with a note or without.
template <typename Request, typename Method>
void AddWriteOffStep(CLI::App& group, Session& session, const char* name, const char* help,
                     bool with_note, Method method) {
  struct Options {
    std::string write_off;
    std::string note;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand(name, help);
  command->add_option("write-off", options->write_off, "核销 Write-off id")->required();
  if (with_note) command->add_option("note", options->note, "说明 Note")->required();
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options, method]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    Request request;
    request.set_write_off_id(options->write_off);
    if constexpr (requires { request.set_note(options->note); }) request.set_note(options->note);
    request.set_request_id(session.RequestIdOr(options->request_id));
    return CallAndPrint(session, client, client.suite().adjustment, method, request, PrintWriteOff);
  });
}

void AddWriteOffShow(CLI::App& group, Session& session) {
  const auto id = std::make_shared<std::string>();
  CLI::App* command = group.add_subcommand("show", "查看 Show one");
  command->add_option("write-off", *id, "核销 Write-off id")->required();
  session.OnCommand(*command, [&session, id]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::GetWriteOffRequest request;
    request.set_write_off_id(*id);
    return CallAndPrint(session, client, client.suite().adjustment,
                        &AdjustmentService::Stub::GetWriteOff, request, PrintWriteOff);
  });
}

void AddWriteOff(CLI::App& app, Session& session) {
  CLI::App* group = app.add_subcommand("write-off", "坏账核销 Debts that are written off");
  group->require_subcommand(1);
  AddWriteOffRequest(*group, session);
  AddWriteOffStep<ledger::v1::ApproveWriteOffRequest>(
      *group, session, "approve", "总经理批准 The general manager approves", false,
      &AdjustmentService::Stub::ApproveWriteOff);
  AddWriteOffStep<ledger::v1::RejectWriteOffRequest>(*group, session, "reject",
                                                     "总经理驳回 The general manager refuses", true,
                                                     &AdjustmentService::Stub::RejectWriteOff);
  AddWriteOffStep<ledger::v1::ReviveWriteOffRequest>(*group, session, "revive",
                                                     "恢复应收 Owed again", true,
                                                     &AdjustmentService::Stub::ReviveWriteOff);
  AddWriteOffShow(*group, session);
}

}  // namespace

void AddAdjustmentCommands(CLI::App& app, Session& session) {
  AddCredit(app, session);
  AddChargeCost(app, session);
  AddLateFee(app, session);
  AddWriteOff(app, session);
}

}  // namespace cuijiao::cli
