// bill, rollover, vacancy: what units are charged.
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <string>

#include "common/status/macros.h"
#include "common/text/text_table.h"
#include "services/cli/session.h"

namespace cuijiao::cli {
namespace {

// Tells a run's progress on the terminal, beside its output.
void PrintProgress(const Session& session, const ledger::v1::BillingProgress& progress) {
  if (session.json() || progress.community_id().empty()) return;
  fmt::print(stderr, "{}/{}  {}  {} 户 units\n", progress.done_communities(),
             progress.community_count(), progress.community_id(), progress.done_units());
}

void PrintBilling(const ledger::v1::RunBillingResponse& totals) {
  fmt::print("新账单 bills made {}，合计 sum {}；已有 existing {}\n", totals.made_count(),
             FormatFen(totals.made_fen()), totals.existing_count());
}

void AddBill(CLI::App& app, Session& session) {
  struct Options {
    std::string from_month;
    std::string to_month;
    std::string community;
    std::string project;
    bool validate_only = false;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "bill", "出账；重复执行不会重复出账 Make bills; the same run again makes nothing twice");
  command->add_option("from", options->from_month, "起始月 First month YYYY-MM")->required();
  command->add_option("to", options->to_month, "截止月 Last month YYYY-MM")->required();
  CLI::Option* community =
      command->add_option("--community", options->community, "只出一个小区 One community alone");
  command
      ->add_option(
          "--project", options->project,
          "只出一个项目；两者缺省为全公司 One project alone; the company if both are absent")
      ->excludes(community);
  command->add_flag("--validate-only", options->validate_only, "只试算 Totals only");
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    if (!options->community.empty()) {
      ledger::v1::RunBillingRequest request;
      request.set_community_id(options->community);
      request.set_from_month(options->from_month);
      request.set_to_month(options->to_month);
      request.set_validate_only(options->validate_only);
      return CallAndPrint(session, client, client.suite().billing,
                          &ledger::v1::BillingService::Stub::RunBilling, request, PrintBilling);
    }
    ledger::v1::StreamBillingRequest request;
    request.set_project_id(options->project);
    request.set_from_month(options->from_month);
    request.set_to_month(options->to_month);
    request.set_validate_only(options->validate_only);
    ledger::v1::BillingProgress last;
    CUIJIAO_RETURN_IF_ERROR(
        client.ReadEach(client.suite().billing, &ledger::v1::BillingService::Stub::StreamBilling,
                        request, [&](const ledger::v1::BillingProgress& progress) {
                          PrintProgress(session, progress);
                          last = progress;
                        }));
    if (session.json()) {
      PrintJson(last);
    } else {
      PrintBilling(last.totals());
    }
    return absl::OkStatus();
  });
}

const char* PlanWords(ledger::v1::RolledProject::PlanOutcome outcome) {
  switch (outcome) {
    case ledger::v1::RolledProject::PLAN_OUTCOME_DRAFTED:
      return "已起草 drafted";
    case ledger::v1::RolledProject::PLAN_OUTCOME_KEPT:
      return "已有，未变 was there";
    default:
      return "上年无计划 none before";
  }
}

void AddRollover(CLI::App& app, Session& session) {
  struct Options {
    int year = 0;
    std::string project;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "rollover", "年度结转：新年度的应收和计划草稿 Begin a year: its receivable and draft plans");
  command->add_option("year", options->year, "新年度 The new year YYYY")->required();
  command->add_option("--project", options->project, "项目；缺省为全部 Project; all if absent");
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::StreamRolloverRequest request;
    request.set_year(options->year);
    request.set_project_id(options->project);
    TextTable table({{"项目 Project"},
                     {"本年应收 Receivable", kRight},
                     {"历史欠款 Arrears", kRight},
                     {"预存 Prepayment", kRight},
                     {"计划 Plan"}});
    CUIJIAO_RETURN_IF_ERROR(client.ReadEach(
        client.suite().plan, &ledger::v1::PlanService::Stub::StreamRollover, request,
        [&](const ledger::v1::RolloverProgress& progress) {
          if (session.json()) {
            PrintJson(progress);
            return;
          }
          fmt::print(stderr, "{}/{}  {}\n", progress.done_communities(), progress.community_count(),
                     progress.community_id());
          if (!progress.has_project()) return;
          const ledger::v1::RolledProject& rolled = progress.project();
          table.AddRow({rolled.project_id(), FormatFen(rolled.receivable_fen()),
                        FormatFen(rolled.historical_arrears_fen()),
                        FormatFen(rolled.prepayment_fen()), PlanWords(rolled.plan())});
        }));
    if (!table.empty()) std::cout << table.Format();
    return absl::OkStatus();
  });
}

template <typename Response>
void PrintVacancies(const Response& response) {
  TextTable table({{"自 From"},
                   {"至 To"},
                   {"物业费减 Property off", kRight},
                   {"停车费减 Parking off", kRight},
                   {"公摊减 Shared off", kRight}});
  for (const ledger::v1::Vacancy& vacancy : response.vacancies()) {
    table.AddRow({vacancy.from_date(), vacancy.to_date().empty() ? "-" : vacancy.to_date(),
                  FormatRate(true, vacancy.property_bp()), FormatRate(true, vacancy.parking_bp()),
                  FormatRate(true, vacancy.shared_utilities_bp())});
  }
  if (table.empty()) {
    fmt::print("没有空置记录 no vacancies\n");
  } else {
    std::cout << table.Format();
  }
}

void AddVacancyPut(CLI::App& group, Session& session) {
  struct Options {
    std::string unit;
    std::string from;
    std::string to;
    bool withdrawn = false;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand(
      "put", "登记空置、更改止日或撤销 Record a vacancy, change its last day, or take it back");
  command->add_option("unit", options->unit, "户 Unit id")->required();
  command->add_option("from", options->from, "起日 First day YYYY-MM-DD")->required();
  command->add_option("to", options->to, "止日；缺省为未定 Last day; open if absent");
  command->add_flag("--withdraw", options->withdrawn, "撤销 Take it back: it did not stand empty");
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::PutVacancyRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_unit_id(options->unit);
    request.set_from_date(options->from);
    request.set_to_date(options->to);
    request.set_withdrawn(options->withdrawn);
    return CallAndPrint(session, client, client.suite().billing,
                        &ledger::v1::BillingService::Stub::PutVacancy, request,
                        [](const ledger::v1::PutVacancyResponse& response) {
                          PrintVacancies(response);
                          for (const ledger::v1::Bill& bill : response.supplements()) {
                            fmt::print("补收 supplement {}  {} 元 yuan  到期 due {}\n", bill.id(),
                                       FormatFen(bill.principal_fen()), bill.due_date());
                          }
                        });
  });
}

void AddVacancyList(CLI::App& group, Session& session) {
  const auto unit = std::make_shared<std::string>();
  CLI::App* command = group.add_subcommand("list", "某户的空置记录 Vacancies of a unit");
  command->add_option("unit", *unit, "户 Unit id")->required();
  session.OnCommand(*command, [&session, unit]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::ListVacanciesRequest request;
    request.set_unit_id(*unit);
    return CallAndPrint(session, client, client.suite().billing,
                        &ledger::v1::BillingService::Stub::ListVacancies, request,
                        PrintVacancies<ledger::v1::ListVacanciesResponse>);
  });
}

void AddVacancy(CLI::App& app, Session& session) {
  CLI::App* group = app.add_subcommand("vacancy", "空置房 Units that stand empty");
  group->require_subcommand(1);
  AddVacancyPut(*group, session);
  AddVacancyList(*group, session);
}

}  // namespace

void AddBillingCommands(CLI::App& app, Session& session) {
  AddBill(app, session);
  AddRollover(app, session);
  AddVacancy(app, session);
}

}  // namespace cuijiao::cli
