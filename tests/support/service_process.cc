#include "tests/support/service_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/crypto/personal_keys.h"
#include "nlohmann/json.hpp"

namespace cuijiao::support {
namespace {

namespace fs = std::filesystem;

constexpr absl::Duration kLongestStart = absl::Seconds(60);
constexpr absl::Duration kLongestEnd = absl::Seconds(60);
constexpr absl::Duration kPause = absl::Milliseconds(5);

[[noreturn]] void Fail(const std::string& service, const std::string& message) {
  std::cerr << "ServiceProcess " << service << ": " << message << "\n";
  std::exit(EXIT_FAILURE);
}

void WritePrivate(const fs::path& file, const std::string& text) {
  std::ofstream out(file);
  out << text << "\n";
  out.close();
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
}

std::string ReadAll(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The address in the log's line "ready"; empty as long as there is none.
std::string ReadyAddress(const fs::path& log) {
  std::ifstream in(log);
  for (std::string line; std::getline(in, line);) {
    const nlohmann::json event = nlohmann::json::parse(line, nullptr, false);
    if (event.is_object() && event.value("event", "") == "ready") return event.at("address");
  }
  return "";
}

// The log of this process alone, in a file of its own.
pid_t Launch(const ServiceSetup& setup, const std::string& failpoints) {
  fs::remove(setup.In("log"));
  const std::vector<std::string> command = setup.CommandLine();
  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const std::string armed = "CUIJIAO_FAILPOINTS=" + failpoints;
  const std::string hits = "CUIJIAO_FAILPOINT_LOG=" + setup.In("hits").string();
  std::vector<char*> environment = {const_cast<char*>(hits.c_str())};
  if (!failpoints.empty()) environment.push_back(const_cast<char*>(armed.c_str()));
  environment.push_back(nullptr);
  const std::string log = setup.In("log").string();

  const pid_t pid = ::fork();
  if (pid < 0) Fail(setup.service(), "cannot fork");
  if (pid == 0) {
    // Only what is safe in a child of a program with threads.
    const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(file, STDOUT_FILENO);
    ::dup2(file, STDERR_FILENO);
    ::execve(argv[0], argv.data(), environment.data());
    ::_exit(127);
  }
  return pid;
}

}  // namespace

ServiceSetup::ServiceSetup(std::string service, const TestKeys& keys,
                           const db::DatabaseSettings& database)
    : service_(std::move(service)) {
  std::string path =
      (fs::temp_directory_path() / ("cuijiao-" + service_ + "-process-XXXXXX")).string();
  if (::mkdtemp(path.data()) == nullptr) Fail(service_, "no temporary directory");
  directory_ = path;
  WritePrivate(In("service.jwk"), keys.service_key(service_).ToJwk(true).dump());
  WritePrivate(In("database.password"), database.password);
  flags_ = {{"--listen", "127.0.0.1:0"},
            {"--database-socket", database.socket_path},
            {"--database-user", database.user},
            {"--database-password-file", In("database.password").string()},
            {"--schema", database.schema},
            {"--migrations", "services/" + service_ + "/schema"},
            {"--jwks", keys.jwks_file().string()},
            {"--service-key", In("service.jwk").string()},
            {"--policy", "services/policy/2017.textproto"}};
}

ServiceSetup::~ServiceSetup() {
  std::error_code ignored;  // a directory left behind is no failure of the test
  fs::remove_all(directory_, ignored);
}

void ServiceSetup::SetFlag(const std::string& flag, const std::string& value) {
  flags_[flag] = value;
}

void ServiceSetup::UsePersonalKeys() {
  const absl::Status written = PersonalKeys::Generate().WriteNew(In("personal.json"));
  if (!written.ok()) Fail(service_, std::string(written.message()));
  SetFlag("--personal-keys", In("personal.json").string());
}

std::vector<std::string> ServiceSetup::CommandLine() const {
  // Tests run in the repository's root; the programs stand beside the directory of the tests.
  const fs::path programs = fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "bin";
  std::vector<std::string> words = {(programs / ("cuijiao-" + service_)).string()};
  for (const auto& [flag, value] : flags_) {
    words.push_back(value.empty() ? flag : absl::StrCat(flag, "=", value));
  }
  return words;
}

bool ServiceSetup::WasHit(const std::string& failpoint) const {
  std::ifstream hits(In("hits"));
  for (std::string line; std::getline(hits, line);) {
    if (line == failpoint) return true;
  }
  return false;
}

ServiceProcess::ServiceProcess(const ServiceSetup& setup, const std::string& failpoints)
    : pid_(Launch(setup, failpoints)) {
  address_ = AwaitAddress(setup);
}

ServiceProcess::~ServiceProcess() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGTERM);
  AwaitEnd();
}

std::string ServiceProcess::AwaitAddress(const ServiceSetup& setup) {
  const absl::Time give_up = absl::Now() + kLongestStart;
  while (absl::Now() < give_up) {
    if (std::string address = ReadyAddress(setup.In("log")); !address.empty()) return address;
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_) break;
    absl::SleepFor(kPause);
  }
  Fail(setup.service(), "it does not come up:\n" + ReadAll(setup.In("log")));
}

int ServiceProcess::AwaitEnd() {
  const absl::Time give_up = absl::Now() + kLongestEnd;
  int status = 0;
  while (::waitpid(pid_, &status, WNOHANG) != pid_) {
    if (absl::Now() > give_up) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
      Fail(address_, "the process does not end");
    }
    absl::SleepFor(kPause);
  }
  pid_ = -1;
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

void ServiceProcess::Kill() {
  ::kill(pid_, SIGKILL);
  AwaitEnd();
}

RefusedStart StartAndBeRefused(const ServiceSetup& setup) {
  const pid_t pid = Launch(setup, "");
  const absl::Time give_up = absl::Now() + kLongestStart;
  int status = 0;
  while (::waitpid(pid, &status, WNOHANG) != pid) {
    if (absl::Now() > give_up || !ReadyAddress(setup.In("log")).empty()) {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
      Fail(setup.service(), "its start was not refused:\n" + ReadAll(setup.In("log")));
    }
    absl::SleepFor(kPause);
  }
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, ReadAll(setup.In("log"))};
}

}  // namespace cuijiao::support
