#include "tests/e2e/payroll/payroll_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <vector>

#include "absl/time/clock.h"
#include "nlohmann/json.hpp"

namespace cuijiao::payroll {
namespace {

// Tests run in the repository's root; the program stands beside the test's own directory.
std::filesystem::path Program() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "bin" /
         "cuijiao-payroll";
}

[[noreturn]] void Fail(const std::string& message) {
  std::cerr << "PayrollProcess: " << message << "\n";
  std::exit(EXIT_FAILURE);
}

void WritePrivate(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file);
  out << text << "\n";
  out.close();
  std::filesystem::permissions(
      file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

std::string ReadAll(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

ProcessFiles::ProcessFiles(PayrollWorld& world) {
  std::string path =
      (std::filesystem::temp_directory_path() / "cuijiao-payroll-process-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) Fail("no temporary directory");
  directory_ = path;
  WritePrivate(In("service.jwk"), world.ledger().keys().service_key("payroll").ToJwk(true).dump());
  WritePrivate(In("database.password"), world.database().settings().password);
}

ProcessFiles::~ProcessFiles() {
  std::error_code ignored;  // a directory left behind is no failure of the test
  std::filesystem::remove_all(directory_, ignored);
}

PayrollProcess::PayrollProcess(PayrollWorld& world, const ProcessFiles& files,
                               const std::string& failpoints)
    : log_(files.In("log")) {
  std::filesystem::remove(log_);
  const db::DatabaseSettings& database = world.database().settings();
  const std::vector<std::string> arguments = {
      Program(),
      "--listen=127.0.0.1:0",
      "--ledger-address=" + world.ledger().address(),
      "--database-socket=" + database.socket_path,
      "--database-user=" + database.user,
      "--database-password-file=" + files.In("database.password").string(),
      "--schema=" + database.schema,
      "--migrations=services/payroll/schema",
      "--jwks=" + world.ledger().keys().jwks_file().string(),
      "--service-key=" + files.In("service.jwk").string(),
      "--policy=services/policy/2017.textproto",
      "--waiver-address=" + world.waiver_address(),
      "--escalation-address=" + world.escalation_address(),
  };
  std::vector<char*> argv;
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);
  const std::string armed = "CUIJIAO_FAILPOINTS=" + failpoints;
  const std::string hits = "CUIJIAO_FAILPOINT_LOG=" + files.In("hits").string();
  std::vector<char*> environment = {const_cast<char*>(hits.c_str())};
  if (!failpoints.empty()) environment.push_back(const_cast<char*>(armed.c_str()));
  environment.push_back(nullptr);
  const std::string log = log_.string();

  pid_ = ::fork();
  if (pid_ < 0) Fail("cannot fork");
  if (pid_ == 0) {
    // Only what is safe in a child of a program with threads.
    const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(file, STDERR_FILENO);
    ::execve(argv[0], argv.data(), environment.data());
    ::_exit(127);
  }
  world.UseServiceAt(AwaitAddress());
}

PayrollProcess::~PayrollProcess() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

std::string PayrollProcess::AwaitAddress() {
  const absl::Time give_up = absl::Now() + absl::Seconds(60);
  while (absl::Now() < give_up) {
    std::ifstream log(log_);
    for (std::string line; std::getline(log, line);) {
      const nlohmann::json event = nlohmann::json::parse(line, nullptr, false);
      if (event.is_object() && event.value("event", "") == "ready") return event.at("address");
    }
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_) break;
    absl::SleepFor(absl::Milliseconds(5));
  }
  Fail("the service does not come up:\n" + ReadAll(log_));
}

int PayrollProcess::AwaitEnd() {
  int status = 0;
  if (::waitpid(pid_, &status, 0) != pid_) Fail("the process cannot be awaited");
  pid_ = -1;
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

bool PayrollProcess::WasHit(const ProcessFiles& files, const std::string& failpoint) {
  std::ifstream hits(files.In("hits"));
  for (std::string line; std::getline(hits, line);) {
    if (line == failpoint) return true;
  }
  return false;
}

}  // namespace cuijiao::payroll
