#include "services/cli/session.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/config/secret_file.h"
#include "common/ids/id_source.h"
#include "common/money/fen.h"
#include "common/status/macros.h"

namespace cuijiao::cli {

void Session::AddOptions(CLI::App& app) {
  app.add_option("--ledger", addresses_.ledger, "账务服务地址 Address of the ledger service")
      ->envname("CUIJIAO_LEDGER_ADDRESS")
      ->capture_default_str();
  app.add_option("--waiver", addresses_.waiver, "减免服务地址 Address of the waiver service")
      ->envname("CUIJIAO_WAIVER_ADDRESS")
      ->capture_default_str();
  app.add_option("--escalation", addresses_.escalation,
                 "催收服务地址 Address of the escalation service")
      ->envname("CUIJIAO_ESCALATION_ADDRESS")
      ->capture_default_str();
  app.add_option("--payroll", addresses_.payroll, "绩效服务地址 Address of the payroll service")
      ->envname("CUIJIAO_PAYROLL_ADDRESS")
      ->capture_default_str();
  app.add_option("--tls-ca", addresses_.tls_ca_file,
                 "服务证书的 CA 文件 CA file of the services' certificates")
      ->envname("CUIJIAO_TLS_CA");
  app.add_option("--token-file", token_file_,
                 "登录令牌文件（JWT）File with the token that says who you are")
      ->envname("CUIJIAO_TOKEN_FILE");
  app.add_flag("--json", json_, "以 JSON 输出 Print JSON instead of tables");
}

absl::StatusOr<SuiteClient> Session::Client() const {
  if (token_file_.empty()) {
    return absl::FailedPreconditionError(
        "no token: give --token-file FILE or set CUIJIAO_TOKEN_FILE");
  }
  CUIJIAO_ASSIGN_OR_RETURN(std::string token, ReadSecretFile(token_file_));
  CUIJIAO_ASSIGN_OR_RETURN(const std::shared_ptr<const Suite> suite, Suite::Connect(addresses_));
  return SuiteClient(suite, std::move(token));
}

void Session::OnCommand(CLI::App& command, std::function<absl::Status()> action) {
  command.callback([this, action = std::move(action)] { status_ = action(); });
}

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read the file '", path, "'"));
  std::ostringstream content;
  content << file.rdbuf();
  return std::move(content).str();
}

absl::Status WriteWholeFile(const std::string& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << content;
  file.close();
  if (file) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat("cannot write the file '", path, "'"));
}

absl::StatusOr<std::int64_t> YuanToFen(const std::string& text) {
  CUIJIAO_ASSIGN_OR_RETURN(const Fen amount, ParseYuan(text));
  return amount.value();
}

void AddRequestIdOption(CLI::App& command, std::string& request_id) {
  command.add_option("--request-id", request_id, "幂等号 Same id, same effect once");
}

std::string Session::RequestIdOr(const std::string& given, const std::string& also) {
  SystemIdSource ids;
  std::string id = given.empty() ? absl::StrCat("cli-", ids.NewId()) : given;
  options_to_repeat_ = absl::StrCat("--request-id ", id, also.empty() ? "" : " ", also);
  return id;
}

std::string Session::OptionsToRepeat() const {
  switch (status_.code()) {
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kUnknown:
      return options_to_repeat_;
    default:
      return "";
  }
}

absl::StatusOr<std::string> DateOrToday(const SuiteClient& client, const std::string& date) {
  if (!date.empty()) return date;
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::Clock clock,
      client.Call(client.suite().clock, &ledger::v1::ClockService::Stub::GetClock,
                  ledger::v1::GetClockRequest()));
  return clock.business_date();
}

}  // namespace cuijiao::cli
