#include "tests/support/test_database.h"

#include <fcntl.h>
#include <pwd.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/db/database.h"
#include "common/db/migrations.h"
#include "fmt/format.h"
#include "tests/support/must.h"

namespace cuijiao::support {
namespace {

namespace fs = std::filesystem;

constexpr absl::Duration kLongestStart = absl::Seconds(60);
constexpr std::uintmax_t kMemoryWanted = std::uintmax_t{2} << 30U;
constexpr std::string_view kSmallLog = "--innodb-log-file-size=16M";

// Starts the server, waits until its input is closed (the test program has ended, however), then
// ends the server and takes its directory away. $0 is the directory, the rest the server's command.
constexpr const char* kKeeper =
    "\"$@\" >\"$0/log\" 2>&1 & server=$!; read -r _; "
    "kill -9 $server; wait $server 2>/dev/null; rm -rf \"$0\"";

[[noreturn]] void Fail(std::string_view what, const fs::path& log = {}) {
  std::cerr << "TestDatabase: " << what << "\n";
  if (!log.empty()) std::cerr << std::ifstream(log).rdbuf() << "\n";
  std::exit(EXIT_FAILURE);
}

// MariaDB refuses to run as root; its packages make a user for it.
bool AsServerUser() { return geteuid() == 0; }

void GiveToServerUser(const fs::path& path) {
  if (!AsServerUser()) return;
  const passwd* const server_user = getpwnam("mysql");
  if (server_user == nullptr ||
      chown(path.c_str(), server_user->pw_uid, server_user->pw_gid) != 0) {
    Fail(fmt::format("cannot give {} to the user mysql", path.string()));
  }
}

void RunCommand(const std::string& command, const fs::path& log) {
  // NOLINTNEXTLINE(bugprone-command-processor): the database's own tools, with words of this file
  if (std::system(fmt::format("{} >'{}' 2>&1 </dev/null", command, log.string()).c_str()) != 0) {
    Fail(fmt::format("failed: {}", command), log);
  }
}

// Where MakeDurable puts the server; empty: nowhere, and nothing of it need outlive the process.
fs::path& DurableGround() {
  static fs::path directory;
  return directory;
}

// Memory, where it is large enough: tables are made twenty times faster than on a disk.
fs::path Ground() {
  if (!DurableGround().empty()) return DurableGround();
  const fs::path memory = "/dev/shm";
  std::error_code error;
  const fs::space_info space = fs::space(memory, error);
  return !error && space.available >= kMemoryWanted ? memory : fs::temp_directory_path();
}

// Where template and servers live: readable by the server's user, one for each user of the machine.
fs::path Room() {
  const fs::path room = Ground() / fmt::format("cuijiao-test-{}", geteuid());
  fs::create_directories(room);
  fs::permissions(room, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                            fs::perms::others_read | fs::perms::others_exec);
  return room;
}

// A data directory as mariadb-install-db makes it, made once a machine and version; a lock keeps
// test programs that start together from making it twice. Here and below the server has a tmpdir of
// its own: one that starts deletes all temporary tables that it finds there, another server's too.
fs::path Template() {
  const fs::path made = Room() / "mariadb-template";
  const fs::path mark = made / "complete";
  const int lock = open((Room() / "template.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock < 0 || flock(lock, LOCK_EX) != 0) Fail("cannot lock the template's directory");
  const fs::path version = Room() / fmt::format("version-{}", getpid());
  RunCommand("mariadbd --version", version);
  std::ostringstream current;
  std::ostringstream recorded;
  current << std::ifstream(version).rdbuf();
  recorded << std::ifstream(mark).rdbuf();
  if (current.str() != recorded.str()) {
    fs::remove_all(made);
    fs::create_directory(made);
    GiveToServerUser(made);
    RunCommand(fmt::format("mariadb-install-db --no-defaults {} --datadir='{}' --tmpdir='{}'"
                           " --auth-root-authentication-method=normal --skip-test-db {}",
                           AsServerUser() ? "--user=mysql" : "", (made / "data").string(),
                           made.string(), kSmallLog),
               Room() / "install.log");
    fs::copy_file(version, mark);
  }
  fs::remove(version);
  close(lock);
  return made / "data";
}

class Server {
 public:
  Server() {
    std::string pattern = (Room() / "server-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) Fail("cannot make a directory");
    directory_ = pattern;
    GiveToServerUser(directory_);
    RunCommand(fmt::format("cp -a --reflink=auto '{}' '{}/data'", Template().string(), pattern),
               Room() / fmt::format("copy-{}.log", getpid()));
    fs::remove(Room() / fmt::format("copy-{}.log", getpid()));
    Start();
    AwaitAnswer();
  }

  ~Server() {
    close(keeper_input_);
    int ended = 0;
    waitpid(keeper_, &ended, 0);
  }

  [[nodiscard]] std::string SocketPath() const { return (directory_ / "socket").string(); }

  [[nodiscard]] db::DatabaseSettings Admin() const {
    db::DatabaseSettings settings;
    settings.socket_path = SocketPath();
    settings.user = "root";
    settings.pool_size = 4;
    return settings;
  }

 private:
  void Start() {
    std::vector<std::string> words = {"/bin/sh",
                                      "-c",
                                      kKeeper,
                                      directory_.string(),
                                      "mariadbd",
                                      "--no-defaults",
                                      fmt::format("--datadir={}/data", directory_.string()),
                                      fmt::format("--tmpdir={}", directory_.string()),
                                      fmt::format("--socket={}", SocketPath()),
                                      fmt::format("--pid-file={}/pid", directory_.string()),
                                      "--skip-networking",
                                      "--skip-log-bin",
                                      "--skip-name-resolve",
                                      "--performance-schema=0",
                                      "--max-connections=500"};
    const std::vector<std::string> durability =
        DurableGround().empty()
            ? std::vector<std::string>{"--innodb-flush-log-at-trx-commit=0",
                                       "--innodb-flush-method=nosync",
                                       "--innodb-doublewrite=0",
                                       "--innodb-buffer-pool-size=64M",
                                       std::string(kSmallLog),
                                       "--sync-frm=0"}
            : std::vector<std::string>{"--innodb-flush-log-at-trx-commit=1",
                                       "--innodb-flush-method=O_DIRECT", "--innodb-doublewrite=1",
                                       "--innodb-buffer-pool-size=512M",
                                       "--innodb-log-file-size=512M"};
    words.insert(words.end(), durability.begin(), durability.end());
    if (AsServerUser()) words.emplace_back("--user=mysql");
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);

    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) Fail("no pipe");
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, ends[0], STDIN_FILENO);
    // A session of its own: an interrupt from the terminal must reach the test, not the keeper.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    if (posix_spawn(&keeper_, "/bin/sh", &files, &attributes, arguments.data(), environ) != 0) {
      Fail("cannot start /bin/sh");
    }
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    close(ends[0]);
    keeper_input_ = ends[1];
  }

  void AwaitAnswer() const {
    const absl::Time end = absl::Now() + kLongestStart;
    absl::Status status;
    while (absl::Now() < end) {
      db::Database database(Admin());
      status = database.Read("AwaitServer",
                             [](db::Transaction& transaction) {
                               return transaction.Query("SELECT 1 AS one").status();
                             },
                             {.max_attempts = 1});
      if (status.ok()) return;
      absl::SleepFor(absl::Milliseconds(10));
    }
    Fail(std::string(status.message()), directory_ / "log");
  }

  fs::path directory_;
  pid_t keeper_ = 0;
  int keeper_input_ = -1;
};

Server& TheServer() {
  static Server server;
  return server;
}

std::string NewSchemaName(std::string_view prefix) {
  static std::atomic<int> made{0};
  return fmt::format("{}_{}", prefix, ++made);
}

db::DatabaseSettings NewSchema(std::string_view prefix) {
  const std::string name = NewSchemaName(prefix);
  db::DatabaseSettings settings = TheServer().Admin();
  settings.user = name;
  settings.password = "test";
  settings.schema = name;
  settings.pool_size = 16;
  MustBeOk(db::CreateSchemaAndUser(TheServer().Admin(), name, settings.user, settings.password));
  return settings;
}

void GrantAll(const db::DatabaseSettings& settings) {
  db::Database database(TheServer().Admin());
  MustBeOk(database.Transact("GrantAll", [&](db::Transaction& transaction) {
    return transaction.ExecuteDefinition(
        fmt::format("GRANT ALL ON `{}`.* TO '{}'@'%'", settings.schema, settings.user));
  }));
}

}  // namespace

void TestDatabase::MakeDurable(const fs::path& directory) { DurableGround() = directory; }

db::DatabaseSettings TestDatabase::Admin() { return TheServer().Admin(); }

db::DatabaseSettings TestDatabase::FreshSchema(std::string_view prefix,
                                               const fs::path& migrations_directory) {
  const db::DatabaseSettings settings = NewSchema(prefix);
  const db::DatabaseSettings admin = AdminOf(settings);
  MustBeOk(db::ApplyMigrations(admin, migrations_directory).status());
  const fs::path grants = migrations_directory / "grants.sql";
  if (fs::exists(grants)) {
    MustBeOk(db::ApplyGrants(admin, grants, settings.schema, settings.user));
  } else {
    GrantAll(settings);
  }
  return settings;
}

db::DatabaseSettings TestDatabase::EmptySchema(std::string_view prefix) {
  const db::DatabaseSettings settings = NewSchema(prefix);
  GrantAll(settings);
  return settings;
}

db::DatabaseSettings TestDatabase::AdminOf(const db::DatabaseSettings& settings) {
  db::DatabaseSettings admin = TheServer().Admin();
  admin.schema = settings.schema;
  return admin;
}

std::string TestDatabase::SocketPath() { return TheServer().SocketPath(); }

}  // namespace cuijiao::support
