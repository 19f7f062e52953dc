// Figures as a table on the terminal, or as a file that spreadsheets open.
#ifndef CUIJIAO_SERVICES_CLI_SHEET_OUTPUT_H_
#define CUIJIAO_SERVICES_CLI_SHEET_OUTPUT_H_

#include <CLI/CLI.hpp>

#include <string>

#include "absl/status/status.h"
#include "common/spreadsheet/sheet.h"
#include "services/cli/session.h"

namespace cuijiao::cli {

// The option --out FILE of a command whose answer is a table.
void AddOutOption(CLI::App& command, std::string& file);

// Prints the sheet, or writes it to `file` where one is given, and says so.
absl::Status PrintOrWrite(const Sheet& sheet, const std::string& file);

// One call and its answer: as JSON with --json, else as `sheet_of` makes it, printed or written.
template <typename Service, typename Stub, typename Request, typename Response, typename SheetOf>
absl::Status CallAndShow(const Session& session, const SuiteClient& client,
                         const Suite::Door<Service>& door,
                         grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                      Response*),
                         const Request& request, const std::string& file, SheetOf sheet_of) {
  const absl::StatusOr<Response> response = client.Call(door, method, request);
  if (!response.ok()) return response.status();
  if (session.json()) {
    PrintJson(*response);
    return absl::OkStatus();
  }
  return PrintOrWrite(sheet_of(*response), file);
}

}  // namespace cuijiao::cli

#endif  // CUIJIAO_SERVICES_CLI_SHEET_OUTPUT_H_
