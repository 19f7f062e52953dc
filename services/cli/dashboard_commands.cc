// overview, top-debtors: where the company and its places stand today.
#include <memory>
#include <string>
#include <utility>

#include "common/status/macros.h"
#include "services/cli/session.h"
#include "services/cli/sheet_output.h"

namespace cuijiao::cli {
namespace {

// The company, or one place of it.
struct DashboardPlace {
  std::string branch;
  std::string project;
  std::string community;

  void AddOptions(CLI::App& command) {
    command.add_option("--branch", branch, "分公司 Branch id; without a place the company");
    command.add_option("--project", project, "项目 Project id");
    command.add_option("--community", community, "小区 Community id");
  }

  template <typename Request>
  void PutInto(Request& request) const {
    request.set_branch_id(branch);
    request.set_project_id(project);
    request.set_community_id(community);
  }
};

Sheet SheetOf(const ledger::v1::Overview& overview) {
  Sheet sheet{
      "概览",
      {"编号 Id", "名称 Name", "收缴率 Rate", "计划 Planned", "实收 Received", "应收 Receivable",
       "历史欠款 Arrears", "已收回 Recovered", "欠费 Outstanding", "未到期 Not due", "预存 Prepaid",
       "待认领 Suspense", "欠费户 Owing", "逾期户 Overdue", "缴清户 Paid up"}};
  const auto add = [&](const std::string& id, const ledger::v1::OverviewRow& row) {
    const ledger::v1::CollectionRate& rate = row.rate();
    sheet.rows.push_back({id, row.name(), FormatRate(rate.has_rate_bp(), rate.rate_bp()),
                          FormatRate(rate.has_planned_rate_bp(), rate.planned_rate_bp()),
                          Fen(rate.received_fen()), Fen(rate.receivable_fen()),
                          Fen(row.historical_outstanding_fen()),
                          Fen(row.historical_recovered_fen()), Fen(row.ageing().outstanding_fen()),
                          Fen(row.ageing().not_due_fen()), Fen(row.prepayment_fen()),
                          Fen(row.suspense_fen()), std::int64_t{row.owing_units()},
                          std::int64_t{row.overdue_units()}, std::int64_t{row.paid_up_units()}});
  };
  for (const ledger::v1::OverviewRow& row : overview.children()) add(row.id(), row);
  add("合计 Total", overview.total());
  return sheet;
}

Sheet SheetOf(const ledger::v1::ListTopDebtorsResponse& response) {
  Sheet sheet{"欠费大户",
              {"户 Unit", "房号 No.", "小区 Community", "业主 Owners", "逾期 Overdue",
               "欠费 Outstanding", "预存 Prepaid", "最早到期 Oldest due", "逾期月数 Months"}};
  for (const ledger::v1::TopDebtor& debtor : response.debtors()) {
    std::string owners;
    for (const std::string& name : debtor.owner_names())
      owners += (owners.empty() ? "" : "、") + name;
    sheet.rows.push_back({debtor.unit_id(), debtor.unit_no(), debtor.community_name(), owners,
                          Fen(debtor.overdue_fen()), Fen(debtor.outstanding_fen()),
                          Fen(debtor.prepayment_fen()), debtor.oldest_due_date(),
                          std::int64_t{debtor.months_overdue()}});
  }
  return sheet;
}

// All places below, page by page. Total and stamps are those of the last page: what is paid while
// pages are read is in them, and in the rows of later pages alone.
absl::StatusOr<ledger::v1::Overview> LoadAll(const SuiteClient& client,
                                             ledger::v1::GetOverviewRequest request) {
  request.set_page_size(1000);
  ledger::v1::Overview all;
  do {
    CUIJIAO_ASSIGN_OR_RETURN(
        ledger::v1::Overview page,
        client.Call(client.suite().dashboard, &ledger::v1::DashboardService::Stub::GetOverview,
                    request));
    request.set_page_token(page.next_page_token());
    all.mutable_children()->MergeFrom(page.children());
    page.mutable_children()->Swap(all.mutable_children());
    all = std::move(page);
  } while (!request.page_token().empty());
  return all;
}

void AddOverview(CLI::App& app, Session& session) {
  struct Options {
    DashboardPlace place;
    std::string file;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "overview", "今日概览 Where the company, a branch, a project or a community stands today");
  options->place.AddOptions(*command);
  AddOutOption(*command, options->file);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::GetOverviewRequest request;
    options->place.PutInto(request);
    CUIJIAO_ASSIGN_OR_RETURN(const ledger::v1::Overview overview, LoadAll(client, request));
    if (session.json()) {
      PrintJson(overview);
      return absl::OkStatus();
    }
    return PrintOrWrite(SheetOf(overview), options->file);
  });
}

void AddTopDebtors(CLI::App& app, Session& session) {
  struct Options {
    DashboardPlace place;
    bool by_outstanding = false;
    int count = 20;
    std::string file;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("top-debtors", "欠费大户 The units that owe the most");
  options->place.AddOptions(*command);
  command->add_flag("--by-outstanding", options->by_outstanding,
                    "按全部欠费排序 By all that is unpaid, not by what is overdue");
  command->add_option("--count", options->count, "户数 So many units at most")
      ->check(CLI::Range(1, 1000));
  AddOutOption(*command, options->file);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::ListTopDebtorsRequest request;
    options->place.PutInto(request);
    request.set_order(options->by_outstanding ? ledger::v1::ListTopDebtorsRequest::ORDER_OUTSTANDING
                                              : ledger::v1::ListTopDebtorsRequest::ORDER_OVERDUE);
    request.set_page_size(options->count);
    return CallAndShow(
        session, client, client.suite().dashboard,
        &ledger::v1::DashboardService::Stub::ListTopDebtors, request, options->file,
        [](const ledger::v1::ListTopDebtorsResponse& response) { return SheetOf(response); });
  });
}

}  // namespace

void AddDashboardCommands(CLI::App& app, Session& session) {
  AddOverview(app, session);
  AddTopDebtors(app, session);
}

}  // namespace cuijiao::cli
