// run daily, worklist, contact, case, promises: what collectors do.
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

using EscalationStub = escalation::v1::EscalationService::Stub;

void PrintWorklist(const escalation::v1::Worklist& worklist) {
  fmt::print("{}  {}\n", worklist.collector_id(), worklist.business_date());
  TextTable table({{"户 Unit"},
                   {"业主 Owner"},
                   {"电话 Phone"},
                   {"步骤 Step"},
                   {"方式 Channel"},
                   {"欠费 Overdue", kRight},
                   {"月 Months", kRight},
                   {"说明 Why"}});
  for (const escalation::v1::WorklistEntry& entry : worklist.entries()) {
    table.AddRow({entry.unit_id(), entry.owner_name(), entry.owner_phone(), entry.step(),
                  entry.channel(), FormatFen(entry.overdue_fen()),
                  std::to_string(entry.months_overdue()), entry.why()});
  }
  std::cout << table.Format();
  if (worklist.further_count() > 0) fmt::print("另有 further {}\n", worklist.further_count());
}

void PrintCase(const escalation::v1::Case& found) {
  fmt::print("案件 case {}  户 unit {}  {}  {} 元 yuan  逾期 {} 个月 months\n{}\n", found.id(),
             found.unit_id(), found.step(), FormatFen(found.overdue_fen()), found.months_overdue(),
             found.why());
  for (const escalation::v1::HistoryEntry& entry : found.history()) {
    fmt::print("  {}  {}  {}  {}\n", entry.happened_date(), entry.kind(), entry.actor_id(),
               entry.text());
  }
}

void AddRow(const escalation::v1::PromiseRate& rate, TextTable& table) {
  const std::string& collector = rate.collector_id();
  table.AddRow({collector.empty() ? "—" : collector,
                rate.reason_code().empty() ? "原因未知 unknown"
                                           : rate.reason_code() + " " + rate.reason_name(),
                std::to_string(rate.given_count()), std::to_string(rate.kept_count()),
                std::to_string(rate.broken_count()), std::to_string(rate.open_count()),
                FormatFen(rate.promised_fen()), FormatFen(rate.kept_fen()),
                FormatRate(rate.has_rate_bp(), rate.rate_bp())});
}

// All pages as one table, or each as JSON.
absl::Status PrintPromiseRates(const Session& session, const SuiteClient& client,
                               escalation::v1::ListPromiseRatesRequest request) {
  TextTable table({{"责任人 Collector"},
                   {"原因 Reason"},
                   {"承诺 Given", kRight},
                   {"兑现 Kept", kRight},
                   {"失约 Broken", kRight},
                   {"未到期 Open", kRight},
                   {"承诺额 Promised", kRight},
                   {"兑现额 Kept", kRight},
                   {"兑现率 Rate", kRight}});
  do {
    CUIJIAO_ASSIGN_OR_RETURN(
        const escalation::v1::ListPromiseRatesResponse page,
        client.Call(client.suite().escalation, &EscalationStub::ListPromiseRates, request));
    if (session.json()) PrintJson(page);
    for (const escalation::v1::PromiseRate& rate : page.promise_rates()) AddRow(rate, table);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (!session.json()) std::cout << table.Format();
  return absl::OkStatus();
}

void AddDaily(CLI::App& group, Session& session) {
  const auto community = std::make_shared<std::string>();
  CLI::App* command =
      group.add_subcommand("daily", "每日催收 The daily run; the same day twice changes nothing");
  command->add_option("community", *community, "小区；缺省为全部 Community; all if absent");
  session.OnCommand(*command, [&session, community]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    escalation::v1::RunDailyRequest request;
    request.set_community_id(*community);
    return CallAndPrint(session, client, client.suite().escalation, &EscalationStub::RunDaily,
                        request, [](const escalation::v1::RunDailyResponse& run) {
                          fmt::print(
                              "{}  新案 opened {}  结案 closed {}  转步 moved {}  承诺兑现 kept {} "
                              " 失约 broken {}  "
                              "任务 tasks {}  提醒 reminders {}\n",
                              run.business_date(), run.opened_count(), run.closed_count(),
                              run.moved_count(), run.promises_kept_count(),
                              run.promises_broken_count(), run.task_count(), run.reminder_count());
                        });
  });
}

void AddPayrollRun(CLI::App& group, Session& session) {
  struct Options {
    std::string month;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand("payroll", "核算绩效 Compute a closed month's payroll");
  command->add_option("month", options->month, "月份 Month YYYY-MM")->required();
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    payroll::v1::CalculateRunRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_month(options->month);
    return CallAndPrint(
        session, client, client.suite().payroll, &payroll::v1::PayrollService::Stub::CalculateRun,
        request, [](const payroll::v1::Run& run) {
          fmt::print("{}  {} 份 payslips  实发 net {}  etag {}\n", run.month(), run.payslip_count(),
                     FormatFen(run.totals().net_fen()), run.etag());
          for (const std::string& notice : run.notices()) {
            fmt::print("! {}\n", notice);
          }
        });
  });
}

void AddWorklist(CLI::App& app, Session& session) {
  const auto collector = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("worklist", "今日任务 A collector's tasks of the day");
  command->add_option("collector", *collector, "责任人 Collector's staff id")->required();
  session.OnCommand(*command, [&session, collector]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    escalation::v1::GetWorklistRequest request;
    request.set_collector_id(*collector);
    return CallAndPrint(session, client, client.suite().escalation, &EscalationStub::GetWorklist,
                        request, PrintWorklist);
  });
}

escalation::v1::ContactChannel ChannelOf(const std::string& name) {
  if (name == "phone") return escalation::v1::CONTACT_CHANNEL_PHONE;
  if (name == "home") return escalation::v1::CONTACT_CHANNEL_VISIT_HOME;
  if (name == "workplace") return escalation::v1::CONTACT_CHANNEL_VISIT_WORKPLACE;
  if (name == "message") return escalation::v1::CONTACT_CHANNEL_MESSAGE;
  return escalation::v1::CONTACT_CHANNEL_OFFICE;
}

escalation::v1::ContactOutcome OutcomeOf(const std::string& name) {
  if (name == "promised") return escalation::v1::CONTACT_OUTCOME_PROMISED;
  if (name == "no-promise") return escalation::v1::CONTACT_OUTCOME_NO_PROMISE;
  if (name == "refused") return escalation::v1::CONTACT_OUTCOME_REFUSED;
  return escalation::v1::CONTACT_OUTCOME_NOT_REACHED;
}

void AddContact(CLI::App& app, Session& session) {
  struct Options {
    std::string unit;
    std::string channel;
    std::string outcome;
    std::string happened;
    std::string reason;
    std::string promised_date;
    std::string promised_yuan;
    bool told_next_measure = false;
    std::string note;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("contact", "登记沟通 Record a contact with an owner");
  command->add_option("unit", options->unit, "户 Unit id")->required();
  command
      ->add_option("channel", options->channel,
                   "电话 phone | 家访 home | 单位走访 workplace | 信息 message | 来访 office")
      ->required()
      ->check(CLI::IsMember(
          std::vector<std::string>{"phone", "home", "workplace", "message", "office"}));
  command
      ->add_option("outcome", options->outcome,
                   "承诺 promised | 未承诺 no-promise | 拒绝 refused | 未联系上 not-reached")
      ->required()
      ->check(CLI::IsMember(
          std::vector<std::string>{"promised", "no-promise", "refused", "not-reached"}));
  command->add_option("--on", options->happened, "发生日 Date; the business date if absent");
  command->add_option("--reason", options->reason, "欠费原因 Reason, e.g. FORGOT");
  command->add_option("--promised-date", options->promised_date, "承诺日期 Date promised");
  command->add_option("--promised", options->promised_yuan, "承诺金额（元）Amount promised");
  command->add_flag("--told-next-measure", options->told_next_measure,
                    "已告知下一步措施 The next measure was told");
  command->add_option("--note", options->note, "记录 Note");
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    escalation::v1::RecordContactRequest request;
    request.set_unit_id(options->unit);
    request.set_channel(ChannelOf(options->channel));
    request.set_outcome(OutcomeOf(options->outcome));
    CUIJIAO_ASSIGN_OR_RETURN(const std::string happened, DateOrToday(client, options->happened));
    request.set_happened_date(happened);
    request.set_reason_code(options->reason);
    request.set_told_next_measure(options->told_next_measure);
    request.set_promised_date(options->promised_date);
    if (!options->promised_yuan.empty()) {
      CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t promised, YuanToFen(options->promised_yuan));
      request.set_promised_fen(promised);
    }
    request.set_note(options->note);
    request.set_request_id(
        session.RequestIdOr(options->request_id, fmt::format("--on {}", happened)));
    return CallAndPrint(session, client, client.suite().escalation, &EscalationStub::RecordContact,
                        request, [](const escalation::v1::Contact& contact) {
                          fmt::print("沟通 contact {}  案件 case {}  步骤 step {}\n", contact.id(),
                                     contact.case_id(), contact.step());
                        });
  });
}

void AddCase(CLI::App& app, Session& session) {
  const auto case_id = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("case", "案件 A case, its history and why it is there");
  command->add_option("case", *case_id, "案件 Case id")->required();
  session.OnCommand(*command, [&session, case_id]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    escalation::v1::GetCaseRequest request;
    request.set_case_id(*case_id);
    return CallAndPrint(session, client, client.suite().escalation, &EscalationStub::GetCase,
                        request, PrintCase);
  });
}

void AddPromises(CLI::App& app, Session& session) {
  const auto request = std::make_shared<escalation::v1::ListPromiseRatesRequest>();
  CLI::App* command =
      app.add_subcommand("promises", "承诺兑现率 Kept and broken promises by collector and reason");
  command->add_option("from", *request->mutable_from_date(), "起始日 First day judged, YYYY-MM-DD")
      ->required();
  command->add_option("to", *request->mutable_to_date(), "截止日 Last day judged; today if absent");
  command->add_option("--project", *request->mutable_project_id(), "项目 Project id");
  command->add_option("--community", *request->mutable_community_id(),
                      "小区 Community id, instead of a project");
  command->add_option("--collector", *request->mutable_collector_id(),
                      "责任人 Collector's staff id, instead of a project");
  session.OnCommand(*command, [&session, request]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    CUIJIAO_ASSIGN_OR_RETURN(const std::string to, DateOrToday(client, request->to_date()));
    request->set_to_date(to);
    return PrintPromiseRates(session, client, *request);
  });
}

}  // namespace

void AddCollectionCommands(CLI::App& app, Session& session) {
  CLI::App* run = app.add_subcommand("run", "批处理 Runs: daily, payroll");
  run->require_subcommand(1);
  AddDaily(*run, session);
  AddPayrollRun(*run, session);
  AddWorklist(app, session);
  AddContact(app, session);
  AddCase(app, session);
  AddPromises(app, session);
}

}  // namespace cuijiao::cli
