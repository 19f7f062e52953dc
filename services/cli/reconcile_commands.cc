// reconcile: finance's own receipts lists against the ledger.
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

using ledger::v1::Difference;
using ledger::v1::ReconciliationService;

// A project and a month, which every command about lists names.
struct PlaceOptions {
  std::string project;
  std::string month;
  std::string closing_date;  // where the month as it would close is asked about
};

void AddPlaceOptions(CLI::App& command, PlaceOptions& place) {
  command.add_option("project", place.project, "项目 Project id")->required();
  command.add_option("month", place.month, "月份 Month YYYY-MM")->required();
}

void AddClosingDateOption(CLI::App& command, PlaceOptions& place) {
  command.add_option("--on", place.closing_date,
                     "轧帐日；缺省为月末 Closing date; the month's last day if absent");
}

std::string WordsOf(Difference::Kind kind) {
  switch (kind) {
    case Difference::KIND_ONLY_IN_LEDGER:
      return "账上有 only in the ledger";
    case Difference::KIND_ONLY_WITH_FINANCE:
      return "财务有 only with finance";
    case Difference::KIND_AMOUNT_DIFFERS:
      return "金额不符 amount differs";
    default:
      return "无法确定 unsure";
  }
}

void PrintReconciliation(const ledger::v1::Reconciliation& reconciliation) {
  const ledger::v1::FinanceList& list = reconciliation.list();
  fmt::print("{} {} 财务清单 list {}：{} 行 rows，合计 sum {}{}\n", list.project_id(), list.month(),
             list.id(), list.row_count(), FormatFen(list.total_fen()),
             reconciliation.frozen() ? "  已结账 frozen" : "");
  fmt::print("  账面 ledger {} 笔 payments，合计 sum {}\n", reconciliation.ledger_count(),
             FormatFen(reconciliation.ledger_fen()));
  fmt::print("  相符 matched {}，合计 sum {}\n", reconciliation.matched_count(),
             FormatFen(reconciliation.matched_fen()));
  for (const auto& count : reconciliation.kind_counts()) {
    fmt::print("  {} {}\n", WordsOf(count.kind()), count.count());
  }
  fmt::print("  已认可 accepted {}，未认可 open {}\n", reconciliation.accepted_count(),
             reconciliation.open_count());
}

void AddLay(CLI::App& group, Session& session) {
  struct Options {
    PlaceOptions place;
    std::string file;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand(
      "lay", "以财务收款清单核对 Lay finance's receipts list (CSV) against the ledger");
  AddPlaceOptions(*command, options->place);
  command->add_option("file", options->file, "文件 File")->required()->check(CLI::ExistingFile);
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    ledger::v1::ImportFinanceReceiptsRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_project_id(options->place.project);
    request.set_month(options->place.month);
    CUIJIAO_ASSIGN_OR_RETURN(*request.mutable_content(), ReadWholeFile(options->file));
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    CUIJIAO_ASSIGN_OR_RETURN(
        const ledger::v1::ImportFinanceReceiptsResponse response,
        client.Call(client.suite().reconciliation,
                    &ReconciliationService::Stub::ImportFinanceReceipts, request));
    if (session.json()) {
      PrintJson(response);
    } else if (response.wrong_count() == 0) {
      PrintReconciliation(response.reconciliation());
    } else {
      TextTable table({{"行 Line", kRight}, {"列 Column"}, {"原因 Reason"}, {""}});
      for (const auto& error : response.row_errors()) {
        table.AddRow(
            {std::to_string(error.line()), error.column(), error.reason(), error.message()});
      }
      std::cout << table.Format();
    }
    return response.wrong_count() == 0
               ? absl::OkStatus()
               : absl::InvalidArgumentError("nothing went in: the list has wrong rows");
  });
}

void AddReconciliationShow(CLI::App& group, Session& session) {
  const auto place = std::make_shared<PlaceOptions>();
  CLI::App* command = group.add_subcommand("show", "核对结果 The comparison as it stands");
  AddPlaceOptions(*command, *place);
  AddClosingDateOption(*command, *place);
  session.OnCommand(*command, [&session, place]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::GetReconciliationRequest request;
    request.set_project_id(place->project);
    request.set_month(place->month);
    request.set_closing_date(place->closing_date);
    return CallAndPrint(session, client, client.suite().reconciliation,
                        &ReconciliationService::Stub::GetReconciliation, request,
                        PrintReconciliation);
  });
}

Sheet SheetOfDifferences(const ledger::v1::ListDifferencesResponse& response) {
  Sheet sheet{
      "差异",
      {"编号 Id", "差异 Difference", "行 Line", "收款 Payment", "户 Unit", "收款日 Received",
       "财务金额 Finance", "账面金额 Ledger", "认可原因 Accepted because"}};
  for (const Difference& difference : response.differences()) {
    sheet.rows.push_back(
        {difference.id(), WordsOf(difference.kind()), std::int64_t{difference.line()},
         difference.payment_id(), difference.unit_id(), difference.received_date(),
         Fen(difference.finance_fen()), Fen(difference.ledger_fen()), difference.reason()});
  }
  return sheet;
}

void AddDifferences(CLI::App& group, Session& session) {
  struct Options {
    PlaceOptions place;
    bool open_only = false;
    std::string file;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand("differences", "差异清单 Every difference");
  AddPlaceOptions(*command, options->place);
  AddClosingDateOption(*command, options->place);
  command->add_flag("--open", options->open_only, "只列未认可的 Those that nobody accepted");
  AddOutOption(*command, options->file);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::ListDifferencesRequest request;
    request.set_project_id(options->place.project);
    request.set_month(options->place.month);
    request.set_closing_date(options->place.closing_date);
    request.set_open_only(options->open_only);
    request.set_page_size(1000);
    ledger::v1::ListDifferencesResponse all;
    do {
      CUIJIAO_ASSIGN_OR_RETURN(const ledger::v1::ListDifferencesResponse page,
                               client.Call(client.suite().reconciliation,
                                           &ReconciliationService::Stub::ListDifferences, request));
      all.mutable_differences()->MergeFrom(page.differences());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    if (session.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    return PrintOrWrite(SheetOfDifferences(all), options->file);
  });
}

void AddAccept(CLI::App& group, Session& session) {
  struct Options {
    PlaceOptions place;
    std::string difference;
    std::string reason;
    std::string request_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand("accept", "认可差异 Accept a difference with a reason");
  AddPlaceOptions(*command, options->place);
  AddClosingDateOption(*command, options->place);
  command->add_option("difference", options->difference, "差异 Difference id")->required();
  command->add_option("reason", options->reason, "原因 Why it stands")->required();
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::AcceptDifferenceRequest request;
    request.set_request_id(session.RequestIdOr(options->request_id));
    request.set_project_id(options->place.project);
    request.set_month(options->place.month);
    request.set_closing_date(options->place.closing_date);
    request.set_difference_id(options->difference);
    request.set_reason(options->reason);
    return CallAndPrint(
        session, client, client.suite().reconciliation,
        &ReconciliationService::Stub::AcceptDifference, request, [](const Difference& difference) {
          fmt::print("{} {} 已认可 accepted by {}：{}\n", difference.id(),
                     WordsOf(difference.kind()), difference.accepted_by(), difference.reason());
        });
  });
}

void AddFinanceLists(CLI::App& group, Session& session) {
  const auto place = std::make_shared<PlaceOptions>();
  CLI::App* lists = group.add_subcommand("lists", "历次清单 Every list that was laid");
  AddPlaceOptions(*lists, *place);
  session.OnCommand(*lists, [&session, place]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::ListFinanceListsRequest request;
    request.set_project_id(place->project);
    request.set_month(place->month);
    request.set_page_size(1000);
    return CallAndPrint(
        session, client, client.suite().reconciliation,
        &ReconciliationService::Stub::ListFinanceLists, request,
        [](const ledger::v1::ListFinanceListsResponse& response) {
          TextTable table({{"编号 Id"},
                           {"行 Rows", kRight},
                           {"合计 Sum", kRight},
                           {"差异 Differences", kRight},
                           {"导入人 By"}});
          for (const ledger::v1::FinanceList& list : response.lists()) {
            table.AddRow({list.id(), std::to_string(list.row_count()), FormatFen(list.total_fen()),
                          std::to_string(list.difference_count()), list.imported_by()});
          }
          std::cout << table.Format();
        });
  });

  CLI::App* made = group.add_subcommand("template", "清单模板 The columns of a list, as CSV");
  session.OnCommand(*made, [&session]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::GetImportTemplateRequest request;
    request.set_kind(ledger::v1::IMPORT_KIND_FINANCE_RECEIPTS);
    return CallAndPrint(
        session, client, client.suite().import, &ledger::v1::ImportService::Stub::GetImportTemplate,
        request, [](const ledger::v1::ImportTemplate& found) { std::cout << found.content(); });
  });
}

}  // namespace

void AddReconcileCommands(CLI::App& app, Session& session) {
  CLI::App* group =
      app.add_subcommand("reconcile", "与财务核对 Finance's lists against the ledger");
  group->require_subcommand(1);
  AddLay(*group, session);
  AddReconciliationShow(*group, session);
  AddDifferences(*group, session);
  AddAccept(*group, session);
  AddFinanceLists(*group, session);
}

}  // namespace cuijiao::cli
