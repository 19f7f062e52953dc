// `cuijiao`: the operator's command line client. Every command is one call (or a few) of the gRPC
// API with the token of the person at the keyboard.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <vector>

#include "services/cli/session.h"

int main(int argc, char** argv) {
  CLI::App app{
      "cuijiao — 物业费催缴 collecting property fees\n\n"
      "示例 Examples:\n"
      "  cuijiao rate P01                                   收缴率 collection rate of a project\n"
      "  cuijiao pay C01-010101 1200.00 --method wechat     登记收款 record a payment\n"
      "  cuijiao waive evaluate C01-010101 150 --months 6   谁可签字 who may sign a waiver\n"
      "  cuijiao --json statement C01-010101                对账单 statement as JSON\n",
      "cuijiao"};
  app.require_subcommand(1);
  app.fallthrough();

  cuijiao::cli::Session session;
  session.AddOptions(app);
  cuijiao::cli::AddOperationCommands(app, session);
  cuijiao::cli::AddImportCommands(app, session);
  cuijiao::cli::AddLedgerCommands(app, session);
  cuijiao::cli::AddBillingCommands(app, session);
  cuijiao::cli::AddAdjustmentCommands(app, session);
  cuijiao::cli::AddBankCommands(app, session);
  cuijiao::cli::AddReceiptCommands(app, session);
  cuijiao::cli::AddReconcileCommands(app, session);
  cuijiao::cli::AddCashCommands(app, session);
  cuijiao::cli::AddWalletCommands(app, session);
  cuijiao::cli::AddFigureCommands(app, session);
  cuijiao::cli::AddDashboardCommands(app, session);
  cuijiao::cli::AddWaiverCommands(app, session);
  cuijiao::cli::AddCollectionCommands(app, session);
  cuijiao::cli::AddPayrollCommands(app, session);
  cuijiao::cli::AddDisputeCommands(app, session);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // What is no command is left over, and the parser only says that a command is missing.
    const std::vector<std::string> unknown = app.remaining(/*recurse=*/true);
    if (error.get_name() == "RequiredError" && !unknown.empty()) {
      fmt::print(stderr, "cuijiao: 没有此命令 no such command: {}\n", unknown.front());
    }
    return app.exit(error);
  }
  if (session.status().ok()) return 0;
  cuijiao::cli::PrintError(session.status());
  if (const std::string options = session.OptionsToRepeat(); !options.empty()) {
    fmt::print(stderr,
               "  是否已生效不明；请加 {} 重试，只生效一次。\n"
               "  Whether it was done is not known: repeat it with {}, and it is done once.\n",
               options, options);
  }
  return 1;
}
