// health, clock, organisation: keeping the installation going.
#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "common/text/text_table.h"
#include "services/cli/organisation_example.h"
#include "services/cli/session.h"

namespace cuijiao::cli {
namespace {

void AddHealth(CLI::App& app, Session& session) {
  struct Options {
    std::string address;
    int wait_seconds = 0;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("health", "服务是否就绪 Whether services answer");
  command->add_option("address", options->address,
                      "一个地址；缺省为全部四个 One address; all four if absent");
  command->add_option("--wait", options->wait_seconds, "最多等待秒数 Wait up to so many seconds");
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    const SuiteAddresses& all = session.addresses();
    const std::vector<std::string> asked =
        options->address.empty() ? std::vector{all.ledger, all.waiver, all.escalation, all.payroll}
                                 : std::vector{options->address};
    const absl::Time give_up = absl::Now() + absl::Seconds(options->wait_seconds);
    for (const std::string& one : asked) {
      absl::Status health = CheckHealth(all, one, absl::Seconds(2));
      while (!health.ok() && absl::Now() < give_up) {
        absl::SleepFor(absl::Milliseconds(100));
        health = CheckHealth(all, one, absl::Seconds(2));
      }
      CUIJIAO_RETURN_IF_ERROR(health);
      fmt::print("{} 就绪 serving\n", one);
    }
    return absl::OkStatus();
  });
}

void AddClock(CLI::App& app, Session& session) {
  struct Options {
    std::string date;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "clock", "业务日期 The business date; in development mode an administrator may move it");
  command->add_option("--set", options->date, "改为该日期 Move it to this date YYYY-MM-DD");
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    const auto print = [](const ledger::v1::Clock& clock) {
      fmt::print("{}{}\n", clock.business_date(), clock.settable() ? "（可调 settable）" : "");
    };
    if (options->date.empty()) {
      return CallAndPrint(session, client, client.suite().clock,
                          &ledger::v1::ClockService::Stub::GetClock, ledger::v1::GetClockRequest(),
                          print);
    }
    ledger::v1::SetClockRequest request;
    request.set_business_date(options->date);
    return CallAndPrint(session, client, client.suite().clock,
                        &ledger::v1::ClockService::Stub::SetClock, request, print);
  });
}

// {"entries": [{"branch": {"id": …, "name": …}}, …]}, as the API's BatchPutOrganisation takes them.
absl::StatusOr<ledger::v1::BatchPutOrganisationRequest> ReadOrganisation(const std::string& file) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(file));
  ledger::v1::BatchPutOrganisationRequest request;
  const auto parsed = google::protobuf::util::JsonStringToMessage(text, &request);
  if (!parsed.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(file, ": ", parsed.message().as_string()));
  }
  return request;
}

void PrintChanges(const ledger::v1::ListChangesResponse& response) {
  TextTable table({{"时间 When"}, {"经手 Who"}, {"字段 Field"}, {"原值 Before"}, {"新值 After"}});
  for (const ledger::v1::OrganisationChange& change : response.changes()) {
    std::string field = change.field();
    if (!change.from_date().empty()) {
      absl::StrAppend(&field, " (", change.related_id(), change.related_id().empty() ? "" : " ",
                      change.from_date(), ")");
    }
    table.AddRow({google::protobuf::util::TimeUtil::ToString(change.record_time()),
                  change.recorded_by(), field, change.before(), change.after()});
  }
  std::cout << table.Format();
  if (!response.next_page_token().empty()) {
    fmt::print("还有更多 more: --page {}\n", response.next_page_token());
  }
}

void AddOrganisationChanges(CLI::App& group, Session& session) {
  struct Options {
    std::string kind;
    std::string id;
    std::string page;
  };
  static const std::vector<std::pair<std::string, ledger::v1::OrganisationKind>> kKinds = {
      {"branch", ledger::v1::ORGANISATION_KIND_BRANCH},
      {"project", ledger::v1::ORGANISATION_KIND_PROJECT},
      {"community", ledger::v1::ORGANISATION_KIND_COMMUNITY},
      {"unit", ledger::v1::ORGANISATION_KIND_UNIT},
      {"owner", ledger::v1::ORGANISATION_KIND_OWNER},
      {"staff", ledger::v1::ORGANISATION_KIND_STAFF},
      {"team", ledger::v1::ORGANISATION_KIND_TEAM},
      {"area", ledger::v1::ORGANISATION_KIND_AREA}};
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand(
      "changes", "变更历史，由新到旧 What was changed of one thing, the newest first");
  std::vector<std::string> names;
  for (const auto& [name, kind] : kKinds) names.push_back(name);
  command
      ->add_option("kind", options->kind,
                   "分公司 branch | 项目 project | 小区 community | 户 unit | 业主 owner |"
                   " 员工 staff | 小组 team | 片区 area")
      ->required()
      ->check(CLI::IsMember(names));
  command->add_option("id", options->id, "编号 Its id")->required();
  command->add_option("--page", options->page, "下一页 The next page, as the one before says");
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::ListChangesRequest request;
    for (const auto& [name, kind] : kKinds) {
      if (name == options->kind) request.set_kind(kind);
    }
    request.set_id(options->id);
    request.set_page_token(options->page);
    return CallAndPrint(session, client, client.suite().organisation,
                        &ledger::v1::OrganisationService::Stub::ListChanges, request, PrintChanges);
  });
}

void AddOrganisation(CLI::App& app, Session& session) {
  CLI::App* group =
      app.add_subcommand("organisation", "组织 Branches, projects, communities, staff");
  group->require_subcommand(1);

  struct PutOptions {
    std::string file;
    std::string request_id;
  };
  const auto options = std::make_shared<PutOptions>();
  CLI::App* put = group->add_subcommand(
      "put",
      "按 JSON 文件设置（样例见 organisation example）Put what a JSON file lists"
      " (see organisation example), all or none");
  put->add_option("file", options->file, "文件 File")->required()->check(CLI::ExistingFile);
  AddRequestIdOption(*put, options->request_id);
  session.OnCommand(*put, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    CUIJIAO_ASSIGN_OR_RETURN(ledger::v1::BatchPutOrganisationRequest request,
                             ReadOrganisation(options->file));
    request.set_request_id(session.RequestIdOr(options->request_id));
    return CallAndPrint(session, client, client.suite().organisation,
                        &ledger::v1::OrganisationService::Stub::BatchPutOrganisation, request,
                        [](const ledger::v1::BatchPutOrganisationResponse& response) {
                          fmt::print("已设置 put {}\n", response.put_count());
                        });
  });

  CLI::App* example =
      group->add_subcommand("example", "put 所用 JSON 的样例 Example of such a file");
  session.OnCommand(*example, []() -> absl::Status {
    std::cout << kOrganisationExample;
    return absl::OkStatus();
  });

  const auto project = std::make_shared<std::string>();
  CLI::App* show = group->add_subcommand("show", "查看项目 The tree of a project");
  show->add_option("project", *project, "项目 Project id")->required();
  session.OnCommand(*show, [&session, project]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::GetOrganisationRequest request;
    request.set_project_id(*project);
    return CallAndPrint(
        session, client, client.suite().organisation,
        &ledger::v1::OrganisationService::Stub::GetOrganisation, request,
        [](const ledger::v1::Organisation& organisation) { PrintJson(organisation); });
  });
  AddOrganisationChanges(*group, session);
}

}  // namespace

void AddOperationCommands(CLI::App& app, Session& session) {
  AddHealth(app, session);
  AddClock(app, session);
  AddOrganisation(app, session);
}

}  // namespace cuijiao::cli
