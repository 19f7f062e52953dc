// What every command of the client needs: where the services are, who is calling, how to print.
#ifndef CUIJIAO_SERVICES_CLI_SESSION_H_
#define CUIJIAO_SERVICES_CLI_SESSION_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/client/suite_client.h"
#include "services/cli/output.h"

namespace cuijiao::cli {

class Session {
 public:
  // The options that stand before the command: addresses, token, JSON.
  void AddOptions(CLI::App& app);

  // The client of the person whose token the session has. FAILED_PRECONDITION when there is none.
  [[nodiscard]] absl::StatusOr<SuiteClient> Client() const;

  [[nodiscard]] bool json() const { return json_; }
  [[nodiscard]] const SuiteAddresses& addresses() const { return addresses_; }

  // The id of the command's request, which is sent next: the one that the person gave, else a new
  // one. `also`: what else must be typed to send the same again, of what the client filled in
  // itself ("--received 2017-03-05").
  std::string RequestIdOr(const std::string& given, const std::string& also = "");

  // The options with which the command is done once when it is typed again, where it failed without
  // an answer that says what became of its request. Empty otherwise.
  [[nodiscard]] std::string OptionsToRepeat() const;

  // Makes `command` run `action` when it is chosen; what it returns decides the exit status.
  void OnCommand(CLI::App& command, std::function<absl::Status()> action);

  // The status of the command that was chosen.
  [[nodiscard]] const absl::Status& status() const { return status_; }

 private:
  SuiteAddresses addresses_;
  std::string token_file_;
  bool json_ = false;
  std::string options_to_repeat_;
  absl::Status status_;
};

// One call and its answer: as JSON with --json, else as `print_table` says.
template <typename Service, typename Stub, typename Request, typename Response, typename Print>
absl::Status CallAndPrint(const Session& session, const SuiteClient& client,
                          const Suite::Door<Service>& door,
                          grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                       Response*),
                          const Request& request, Print print_table) {
  const absl::StatusOr<Response> response = client.Call(door, method, request);
  if (!response.ok()) return response.status();
  if (session.json()) {
    PrintJson(*response);
  } else {
    print_table(*response);
  }
  return absl::OkStatus();
}

// Reads a whole file. NOT_FOUND naming it.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path);

// Writes a whole file anew. FAILED_PRECONDITION naming it.
absl::Status WriteWholeFile(const std::string& path, const std::string& content);

// Yuan as typed ("1234.50") to fen.
absl::StatusOr<std::int64_t> YuanToFen(const std::string& text);

// `date`, or the business date where it is empty.
absl::StatusOr<std::string> DateOrToday(const SuiteClient& client, const std::string& date);

// The option --request-id of a command that changes something: asked again with the same id, it
// gives the first answer again.
void AddRequestIdOption(CLI::App& command, std::string& request_id);

// The rooms of the client; each adds its commands to `app`.
void AddOperationCommands(CLI::App& app, Session& session);
void AddImportCommands(CLI::App& app, Session& session);
void AddLedgerCommands(CLI::App& app, Session& session);
void AddBillingCommands(CLI::App& app, Session& session);
void AddBankCommands(CLI::App& app, Session& session);
void AddReceiptCommands(CLI::App& app, Session& session);
void AddReconcileCommands(CLI::App& app, Session& session);
void AddCashCommands(CLI::App& app, Session& session);
void AddWalletCommands(CLI::App& app, Session& session);
void AddFigureCommands(CLI::App& app, Session& session);
void AddDashboardCommands(CLI::App& app, Session& session);
void AddWaiverCommands(CLI::App& app, Session& session);
void AddCollectionCommands(CLI::App& app, Session& session);
void AddPayrollCommands(CLI::App& app, Session& session);
void AddAdjustmentCommands(CLI::App& app, Session& session);
void AddDisputeCommands(CLI::App& app, Session& session);

}  // namespace cuijiao::cli

#endif  // CUIJIAO_SERVICES_CLI_SESSION_H_
