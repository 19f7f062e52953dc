#include "tests/integration/ledger_money/ledger_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <vector>

#include "absl/time/clock.h"
#include "common/crypto/personal_keys.h"

namespace cuijiao::ledger {
namespace {

constexpr absl::Duration kStartTimeout = absl::Seconds(60);

[[noreturn]] void Give(const std::string& why) {
  std::cerr << "LedgerProcess: " << why << "\n";
  std::exit(EXIT_FAILURE);
}

void WritePrivately(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file) << text;
  std::filesystem::permissions(
      file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

std::string Contents(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// The address in the log's line "ready"; empty as long as there is none.
std::string AddressIn(const std::string& log) {
  if (log.find("\"ready\"") == std::string::npos) return "";
  const std::string name = "127.0.0.1:";
  const std::size_t at = log.find(name, log.find("\"ready\""));
  if (at == std::string::npos) return "";
  return log.substr(at, log.find_first_not_of("0123456789", at + name.size()) - at);
}

}  // namespace

LedgerProcess::LedgerProcess(support::LedgerFixture& ledger, const std::string& failpoints) {
  std::string path = (std::filesystem::temp_directory_path() / "cuijiao-ledger-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) Give("no directory");
  directory_ = path;
  const db::DatabaseSettings& database = ledger.database().settings();
  WritePrivately(directory_ / "password", database.password);
  WritePrivately(directory_ / "service.jwk",
                 ledger.keys().service_key("ledger").ToJwk(true).dump());
  if (!PersonalKeys::Generate().WriteNew(directory_ / "personal.json").ok()) Give("no keys");

  const std::vector<std::string> arguments = {CUIJIAO_LEDGER_PROGRAM,
                                              "--listen",
                                              "127.0.0.1:0",
                                              "--database-socket",
                                              database.socket_path,
                                              "--database-user",
                                              database.user,
                                              "--database-password-file",
                                              (directory_ / "password").string(),
                                              "--schema",
                                              database.schema,
                                              "--migrations",
                                              "services/ledger/schema",
                                              "--jwks",
                                              ledger.keys().jwks_file().string(),
                                              "--service-key",
                                              (directory_ / "service.jwk").string(),
                                              "--personal-keys",
                                              (directory_ / "personal.json").string(),
                                              "--policy",
                                              "services/policy/2017.textproto"};
  const std::filesystem::path log = directory_ / "log";
  const std::string hits = "CUIJIAO_FAILPOINT_LOG=" + hits_file().string();
  const std::string points = "CUIJIAO_FAILPOINTS=" + failpoints;
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  std::vector<char*> envp = {const_cast<char*>(hits.c_str()), const_cast<char*>(points.c_str()),
                             nullptr};
  pid_ = ::fork();
  if (pid_ == 0) {  // between fork and exec: async-signal-safe calls alone
    const int out = ::open(log.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    ::execve(argv[0], argv.data(), envp.data());
    ::_exit(127);
  }
  const absl::Time deadline = absl::Now() + kStartTimeout;
  while (address_.empty()) {
    if (absl::Now() > deadline || ::waitpid(pid_, nullptr, WNOHANG) != 0) {
      Give("it did not start: " + Contents(log));
    }
    absl::SleepFor(absl::Milliseconds(20));
    address_ = AddressIn(Contents(log));
  }
}

LedgerProcess::~LedgerProcess() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    AwaitEnd();
  }
  std::error_code ignored;  // a directory left behind is no failure of the test
  std::filesystem::remove_all(directory_, ignored);
}

int LedgerProcess::AwaitEnd() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

}  // namespace cuijiao::ledger
